"""Recorded answers: what differs from run to run is written as a placeholder, the rest must be the same letter by letter."""
import difflib
import json
import re

# In this order: what stands further up is not looked at again.
PATTERNS = [
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"), "<time with milliseconds>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "<time>"),
    (re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"), "<http date>"),
    # "ciscospark://us/" in base64: how Webex writes ids.
    (re.compile(r"Y2lzY29zcGFyazov[A-Za-z0-9_=-]+"), "<id>"),
    (re.compile(r"(BWSYNC_|ROUTERGW_)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), r"\1<id>"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:<port>"),
    (re.compile(r"\b(ends in) \d+ days"), r"\1 <number> days"),
    (re.compile(r"\b(ordered by) \S+"), r"\1 <user>"),
    (re.compile(r"\bprocedure \d+ (is)\b"), r"procedure <number> \1"),
    (re.compile(r"\bwrite\d+\b"), "<write id>"),
    # A cursor that has an id in it.
    (re.compile(r"\b[0-9a-f]{80,}\b"), "<cursor>"),
]

# Numbers that are given by a sequence, or that count time, tries or rounds.
NUMBERS = {"id", "procedure", "subject", "uptimeSeconds", "refreshDaysLeft", "epoch", "closedBySnapshot", "position", "bytes",
           "bytesResumed", "failedProbes", "waitSeconds", "stepSeconds", "seconds", "attempts"}
LEAST_MILLISECONDS = 10 ** 11
# The name of whoever runs the test.
NAMES = {"askedBy", "stopAskedBy"}
# Of these neither the order nor the length is the same in two runs: what is told is which different ones there are.
SETS = {"attempts", "journal", "intents", "looks", "procedures"}
# Objects whose members come in any order.
MAPS = {"states"}


class Normaliser:
    """`known`: {text: placeholder} of what only this run knows, as its folder."""

    def __init__(self, known):
        self.known = sorted(known.items(), key=lambda pair: -len(pair[0]))

    def text(self, text):
        for pattern, placeholder in PATTERNS:
            text = pattern.sub(placeholder, text)
        for found, placeholder in self.known:
            text = text.replace(found, placeholder)
        return text

    def value(self, value, key="", more=frozenset()):
        """`more`: names of lists that are told as sets, and of numbers that differ from run to run, in this answer."""
        if isinstance(value, dict):
            members = sorted(value.items()) if key in MAPS else value.items()
            return {self.text(name): self.value(member, name, more) for name, member in members}
        if isinstance(value, list):
            items = [self.value(item, "", more) for item in value]
            return distinct(items) if key in SETS | more else items
        if isinstance(value, str):
            # A cursor of digits is the number of a row.
            is_number_of_row = key == "next" and value.isdigit()
            word = "<version>" if key == "version" else "<user>" if key in NAMES else "<cursor>" if is_number_of_row else None
            return word or self.text(value)
        return self.number(value, key in NUMBERS | more) if is_number(value) else value

    @staticmethod
    def number(value, is_volatile):
        if value >= LEAST_MILLISECONDS:
            return "<milliseconds>"
        return "<number>" if is_volatile else value


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def distinct(items):
    return [json.loads(text) for text in sorted({json.dumps(item, ensure_ascii=False) for item in items})]


def written(answers):
    return json.dumps(answers, indent=1, ensure_ascii=False) + "\n"


def difference(file, answers, lines_max=400):
    """What differs from the recorded file, as a unified diff; empty: nothing."""
    recorded = file.read_text() if file.exists() else ""
    lines = list(difflib.unified_diff(recorded.splitlines(), written(answers).splitlines(), f"recorded: {file.name}", "answered now",
                                      n=8, lineterm=""))
    more = [f"... and {len(lines) - lines_max} lines more"] if len(lines) > lines_max else []
    return "\n".join(lines[:lines_max] + more)
