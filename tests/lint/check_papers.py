#!/usr/bin/env python3
"""check_papers.py PROJECT: every relative link of every Markdown file leads somewhere, and every row of CONTRIBUTING that names a
file and a word of it (`path` `word`) names a file that exists and holds the word."""
import pathlib
import re
import sys

LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
NAMED = re.compile(r"`((?:daemon|adapters|storage|deploy|tests|systemd)/[\w./-]+)` `([\w:~.-]+)`")


def anchor(heading):
    """The anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(text):
    return {anchor(line.lstrip("#")) for line in text.splitlines() if line.startswith("#")}


def without_code(text):
    return re.sub(r"```.*?```", "", text, flags=re.S)


def link_faults(project, file):
    text = file.read_text()
    for target in LINK.findall(without_code(text)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, place = target.partition("#")
        there = (file.parent / path).resolve() if path else file
        name = file.relative_to(project)
        if not there.exists():
            yield f"{name}: {target} leads nowhere"
        elif place and there.suffix == ".md" and place not in anchors(there.read_text()):
            yield f"{name}: {target} names no heading of {path or name}"


def named_faults(project, file):
    for path, word in NAMED.findall(file.read_text()):
        there = project / path
        if not there.is_file():
            yield f"{file.relative_to(project)}: there is no {path}"
        elif not re.search(rf"\b{re.escape(word)}\b", there.read_text()):
            yield f"{file.relative_to(project)}: {path} does not hold {word}"


def main(project):
    papers = [p for p in sorted(project.rglob("*.md")) if not {"build", ".git", "node_modules"} & set(p.relative_to(project).parts)]
    faults = [fault for paper in papers for fault in link_faults(project, paper)]
    faults += [fault for paper in papers for fault in named_faults(project, paper)]
    print("\n".join(faults) or f"{len(papers)} papers")
    return 1 if faults or not papers else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve()))
