"""Writes a C++ source that holds the numbered migrations of a folder: embed_schema.py FOLDER OUTPUT.

The files are NNNN_name.sql, numbered from 1 without a hole: migrations are forward only and none may be missing. From 0005 on the first
line says from which schema version on a program that runs, or starts, beside the newer one survives the file: "-- survived-from: 4".
"""
import pathlib
import re
import sys

FIRST_WITH_RULE = 5
# What a program that does not know the file would stumble over.
BREAKS = [
    (r"\bdrop\s+(table|column|function|view|schema|sequence|type)\b", "drops what an older program uses"),
    (r"\brename\s+(to|column)\b", "renames what an older program uses"),
    (r"\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b", "changes a type"),
    (r"\bset\s+not\s+null\b", "makes a column mandatory that an older program may leave out"),
    (r"\badd\s+(column\s+)?(if\s+not\s+exists\s+)?\w+\s+[^,;]*\bnot\s+null\b(?![^,;]*\b(default|generated)\b)(?<!default)",
     "adds a mandatory column without a default"),
]


class Fault(Exception):
    """A migration that must not be built in."""


def without_comments(sql):
    return re.sub(r"/\*.*?\*/", " ", re.sub(r"--[^\n]*", " ", sql), flags=re.S)


def survived_from(path, number, sql):
    """The declared version, checked; the number itself: no older program works after it."""
    if number < FIRST_WITH_RULE:
        return number
    declared = re.match(r"-- survived-from: (\d+)\b", sql)
    if not declared or not 1 <= int(declared[1]) <= number:
        raise Fault(f"{path}: the first line must be \"-- survived-from: N\", N the oldest schema version whose programs work on after it "
                    f"({number}: none); storage/README.md, Migrations")
    oldest = int(declared[1])
    if oldest < number:
        for pattern, why in BREAKS:
            found = re.search(pattern, without_comments(sql), re.I)
            if found:
                raise Fault(f"{path}: says that version {oldest} survives it, but {why} (\"{' '.join(found[0].split())}\"): say "
                            f"\"-- survived-from: {number}\", or leave this to a later release")
    return oldest


def source(folder):
    lines = ['#include "storage/engine/migrate.hpp"', "", "namespace bwsync {", "", "const std::vector<Migration>& migrations()", "{",
             "    static const std::vector<Migration> kMigrations = {"]
    for number, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = re.fullmatch(r"(\d{4})_(\w+)\.sql", path.name)
        if not match or int(match[1]) != number:
            raise Fault(f"{path}: expected a name like {number:04}_words.sql")
        sql = path.read_text(encoding="utf-8")
        lines.append(f'        Migration({number}, "{match[2]}", R"schema({sql})schema", {survived_from(path, number, sql)}),')
    lines += ["    };", "    return kMigrations;", "}", "", "}  // namespace bwsync", ""]
    return "\n".join(lines)


def main() -> int:
    try:
        pathlib.Path(sys.argv[2]).write_text(source(pathlib.Path(sys.argv[1])), encoding="utf-8")
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
