#!/usr/bin/env python3
"""check_reasons.py PROJECT: each reason word of the domain has a row in the runbook, and no row tells of another."""
import pathlib
import re
import sys

project = pathlib.Path(sys.argv[1])
table = (project / "daemon/domain/subscriber/reasons.hpp").read_text()
words = {word for word in re.findall(r'\{k\w+, "([^"]*)"', table) if word}
section = (project / "deploy/runbook.md").read_text().split("\n## Reasons\n", 1)[1].split("\n## ", 1)[0]
rows = [line for line in section.splitlines() if line.startswith("| `")]
told = {word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[1])}
# Words that are made of what Webex answered.
told_of_webex = {word for word in told if re.fullmatch(r"webex-(http-)?(N+|0)", word)}
faults = [f"deploy/runbook.md has no row about the reason {word}" for word in sorted(words - told)]
faults += [f"deploy/runbook.md tells of {word}, which is no reason" for word in sorted(told - words - told_of_webex)]
print("\n".join(faults) or f"{len(words)} reasons")
sys.exit(1 if faults or len(words) < 30 else 0)
