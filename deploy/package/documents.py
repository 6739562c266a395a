#!/usr/bin/env python3
"""Writes the man pages and the bash completion from what the programs say of themselves, so that they cannot be out of step.

Usage: documents.py BINARIES OUTPUT     BINARIES holds bwsyncd, bwsyncctl and bwsync-lab
"""
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys

SEE = {"bwsyncd.8": "bwsyncctl(1), bwsync.yaml(5)", "bwsyncctl.1": "bwsyncd(8), bwsync.yaml(5)",
       "bwsync-lab.1": "bwsyncd(8)", "bwsync.yaml.5": "bwsyncd(8), bwsyncctl(1)"}


def said(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        sys.exit(f"documents: {' '.join(map(str, command))}: exit {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def section(text, title):
    """The lines under a title of a --help text, without it."""
    lines = text.splitlines()
    if title not in lines:
        return []
    rest = lines[lines.index(title) + 1:]
    end = next((i for i, line in enumerate(rest) if not line.strip()), len(rest))
    return rest[:end]


def entries(lines):
    """(name, meaning) of an indented two-column list; a meaning may stand on lines of its own."""
    found = []
    for line in lines:
        start = re.match(r"  (\S.*?)(?:\s{2,}(\S.*))?$", line)
        if start:
            found.append([start.group(1), start.group(2) or ""])
        elif found and line.strip():
            found[-1][1] = (found[-1][1] + " " + line.strip()).strip()
    return [tuple(entry) for entry in found]


class Command:
    """bwsyncctl or one of its commands, with everything below it."""

    def __init__(self, program, words=()):
        self.words = list(words)
        text = said(program, *words, "--help")
        self.description = text.splitlines()[0].strip()
        self.usage = next((line for line in text.splitlines() if line.startswith("Usage:")), "")[len("Usage:"):].strip()
        self.positionals = entries(section(text, "Positionals:"))
        self.options = entries(section(text, "Options:"))
        self.footer = text[text.index("\n\n\n"):].strip() if "\n\n\n" in text else ""
        self.children = [Command(program, [*words, name.split()[0]]) for name, _ in entries(section(text, "Subcommands:"))]

    def flags(self):
        return sorted({flag for name, _ in self.options for flag in re.findall(r"--[a-z][a-z0-9-]*", name.split(" Excludes:")[0])})

    def walk(self):
        yield self
        for child in self.children:
            yield from child.walk()


def troff(text):
    escaped = text.replace("\\", r"\e").replace("-", r"\-")
    return "\n".join(r"\&" + line if line.startswith((".", "'")) else line for line in escaped.splitlines())


def page(name, number, summary, parts, version, date):
    """One man page; a part is (title, already escaped troff lines)."""
    lines = [f'.TH "{name.upper()}" "{number}" "{date}" "bwsync {version}"', ".SH NAME", troff(f"{name} - {summary}")]
    for title, body in parts:
        lines += [f".SH {title}", *body]
    lines += [".SH SEE ALSO", troff(SEE[f"{name}.{number}"])]
    return "\n".join(lines) + "\n"


def listed(pairs):
    lines = []
    for name, meaning in pairs:
        lines += [".TP", r"\fB" + troff(name) + r"\fR", troff(meaning or "-")]
    return lines


def verbatim(text):
    return [".nf", troff(text.rstrip()), ".fi"]


def ctl_page(root, version, date):
    commands = []
    for command in root.walk():
        if command is root:
            continue
        commands += [".SS " + troff(" ".join(command.words)), troff(command.description)]
        commands += listed([*command.positionals, *[o for o in command.options if o not in root.options and not o[0].startswith("-h")]])
    return page("bwsyncctl", 1, "shows and steers bwsync", [
        ("SYNOPSIS", [troff(root.usage)]), ("DESCRIPTION", [troff(root.description), ".PP", *verbatim(root.footer)]),
        ("OPTIONS", listed(root.options)), ("COMMANDS", commands),
        ("FILES", listed([("/etc/bwsync/bwsync.yaml", "the configuration of the daemon, see bwsync.yaml(5)"),
                          ("/var/lib/bwsync/admin-token", "the token of the admin API, made at the first start")]))], version, date)


def daemon_page(text, version, date):
    return page("bwsyncd", 8, "keeps BroadWorks subscribers and Webex subscribers the same", [
        ("SYNOPSIS", [troff("bwsyncd --config FILE [--check-config]")]),
        ("DESCRIPTION", [troff(text.splitlines()[0]), ".PP", *verbatim(text.strip().splitlines()[-1])]),
        ("OPTIONS", listed(entries(section(text, "Options:")))),
        ("FILES", listed([("/etc/bwsync/bwsync.yaml", "the configuration, see bwsync.yaml(5); the unit starts only when it is there"),
                          ("/usr/share/doc/bwsync/examples/bwsync.example.yaml", "every key with its default and its meaning"),
                          ("/usr/share/doc/bwsync/runbook.md", "log events, reasons and alarms, and what to do")]))], version, date)


def lab_page(text, version, date):
    return page("bwsync-lab", 1, "emulates BroadWorks clusters and Webex, to rehearse", [
        ("SYNOPSIS", [troff(text.splitlines()[0].replace("usage: ", ""))]), ("DESCRIPTION", verbatim("\n".join(text.splitlines()[1:]))),
        ("FILES", listed([("/usr/share/doc/bwsync-lab/README.md", "configuration and control API")]))], version, date)


def config_page(schema, version, date):
    keys = []
    for item in schema["items"]:
        fact = item["type"] + ("; required" if item["required"] else f"; default {item['default']}" if item["default"] else "")
        keys.append((item["key"], f"{item['meaning']} ({fact})"))
    return page("bwsync.yaml", 5, "configuration of bwsyncd", [
        ("DESCRIPTION", [troff("YAML, read strictly: every fault is told with file, line, column, key, what was found, what was expected and the "
                               "remedy. Secrets never stand in the file: {file: PATH}, {env: NAME} or {credential: NAME} take their place. "
                               "Check it with: bwsyncd --config FILE --check-config")]),
        ("KEYS", listed(keys)),
        ("FILES", listed([("/usr/share/doc/bwsync/examples/bwsync.example.yaml", "an example with every key")]))], version, date)


def completion(root):
    """One line per command: its words, then what may follow."""
    cases = []
    for command in root.walk():
        words = [child.words[-1] for child in command.children] + command.flags()
        cases.append(f"        '{' '.join(command.words)}') words='{' '.join(words)}' ;;")
    nouns = "|".join(sorted({word for command in root.walk() for word in command.words}))
    return f"""# bash completion for bwsyncctl
_bwsyncctl()
{{
    local current=${{COMP_WORDS[COMP_CWORD]}} said='' words='' word
    case ${{COMP_WORDS[COMP_CWORD-1]}} in
        --config|--token-file|--ca-file|--refresh-token-file|--file) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
        -o|--output) mapfile -t COMPREPLY < <(compgen -W 'table json yaml' -- "$current"); return ;;
    esac
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case $word in {nouns}) said="${{said:+$said }}$word" ;; esac
    done
    case $said in
{chr(10).join(cases)}
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -F _bwsyncctl bwsyncctl
"""


def main(binaries, output):
    binaries, output = pathlib.Path(binaries), pathlib.Path(output)
    output.mkdir(parents=True, exist_ok=True)
    version = said(binaries / "bwsyncd", "--version").split()[-1]
    date = os.environ.get("BWSYNC_DATE", "")
    root = Command(binaries / "bwsyncctl")
    pages = {
        "bwsyncctl.1": ctl_page(root, version, date),
        "bwsyncd.8": daemon_page(said(binaries / "bwsyncd", "--help"), version, date),
        "bwsync-lab.1": lab_page(said(binaries / "bwsync-lab", "--help"), version, date),
        "bwsync.yaml.5": config_page(json.loads(said(binaries / "bwsyncctl", "config", "schema", "-o", "json")), version, date),
    }
    for name, text in pages.items():
        # Without a time stamp, so that the same programs give the same package.
        (output / f"{name}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    (output / "bwsyncctl.completion").write_text(completion(root))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
