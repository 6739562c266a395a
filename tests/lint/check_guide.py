#!/usr/bin/env python3
"""check_guide.py PROJECT: each row of deploy/webex-guide.md says how, and names a test that exists."""
import pathlib
import re
import sys

project = pathlib.Path(sys.argv[1])
lines = (project / "deploy/webex-guide.md").read_text().splitlines()
rows = [line for line in lines if line.startswith("| ")][1:]
faults = []
for row in rows:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    named = re.fullmatch(r"`(tests/\S+)` `(\w+)`", cells[-1])
    if len(cells) != 3 or not all(cells) or not named:
        faults.append(f"not a section, a way and one test: {row}")
        continue
    file = project / named.group(1)
    if not file.is_file() or not re.search(rf"\b{named.group(2)}\b", file.read_text()):
        faults.append(f"no such test: {named.group(1)} {named.group(2)}")
print("\n".join(faults) or f"{len(rows)} sections")
sys.exit(1 if faults or len(rows) < 20 else 0)
