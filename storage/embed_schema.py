"""Writes a C++ source that holds the numbered migrations of a folder: embed_schema.py FOLDER OUTPUT.

The files are NNNN_name.sql, numbered from 1 without a hole: migrations are forward only and none may be missing.
"""
import pathlib
import re
import sys


def main() -> int:
    folder, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    lines = ['#include "storage/migrate.hpp"', "", "namespace bwsync {", "", "const std::vector<Migration>& migrations()", "{",
             "    static const std::vector<Migration> kMigrations = {"]
    for number, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = re.fullmatch(r"(\d{4})_(\w+)\.sql", path.name)
        if not match or int(match[1]) != number:
            print(f"{path}: expected a name like {number:04}_words.sql", file=sys.stderr)
            return 1
        lines.append(f'        Migration({number}, "{match[2]}", R"schema({path.read_text(encoding="utf-8")})schema"),')
    lines += ["    };", "    return kMigrations;", "}", "", "}  // namespace bwsync", ""]
    output.write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
