"""What the end-to-end tests share: a small population, work that goes on while things break, and the question whether all ended well."""
import os
import pathlib
import random
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy" / "demo"))

from compare import differences  # noqa: E402
from stage import Stage, StageError, http, merged, wait_for  # noqa: E402,F401

ENTERPRISES = {"ent1"}
GROUPS = [("ent1", "sales"), ("ent1", "plant"), ("metro", "north")]
PACKS = ["Webex-Premium", "Webex-Standard"]
# A run under a sanitizer on a busy machine is several times slower than by itself.
PATIENCE = float(os.environ.get("BWSYNC_PATIENCE", "120"))


def user(number, provider="ent1", group="sales", **changes):
    return {"userId": f"u{number}@{provider}.example", "serviceProviderId": provider, "groupId": group, "firstName": f"First{number}",
            "lastName": f"Last{number}", "phoneNumber": str(2405550000 + number), "extension": str(1000 + number),
            "emailAddress": f"u{number}@mail.{provider}.example", "language": "English", "timeZone": "America/New_York",
            "servicePacks": ["Webex-Standard"], **changes}


class Work:
    """Random changes in BroadWorks from a seed; every one is of a kind that bwsync carries out by itself."""

    def __init__(self, stage, seed):
        self.stage = stage
        self.random = random.Random(seed)
        self.number = 500
        self.users = {}

    def populate(self, count):
        for provider in ["ent1", "metro"]:
            self.stage.add_provider(provider, provider in ENTERPRISES)
        for provider, group in GROUPS:
            self.stage.add_group(provider, group)
        for i in range(count):
            self.add(report=False)

    def add(self, report=True):
        self.number += 1
        provider, group = self.random.choice(GROUPS)
        new = user(self.number, provider, group, servicePacks=[self.random.choice(PACKS)])
        self.stage.broadworks("/users", {"users": [new], "report": report})
        self.users[new["userId"]] = new

    def change(self):
        """One change."""
        kind = self.random.choice(["add", "add", "modify", "modify", "number", "rename", "package", "delete", "unassign"])
        if kind == "add" or len(self.users) < 5:
            return self.add()
        name = self.random.choice(sorted(self.users))
        self.number += 1
        if kind == "modify":
            self.stage.broadworks("/users/modify", {"userId": name, "set": {"lastName": f"Changed{self.number}"}})
        elif kind == "number":
            self.stage.broadworks("/users/modify", {"userId": name, "set": {"phoneNumber": str(2405550000 + self.number)}})
        elif kind == "rename":
            new_name = f"renamed{self.number}@" + name.split("@")[1]
            self.stage.broadworks("/users/rename", {"userId": name, "newUserId": new_name})
            self.users[new_name] = self.users.pop(name)
        elif kind == "package":
            self.stage.broadworks("/users/services", {"userId": name, "unassign": {"servicePacks": self.users[name]["servicePacks"]},
                                                      "assign": {"servicePacks": ["Webex-Premium"]}})
            self.users[name]["servicePacks"] = ["Webex-Premium"]
        elif kind == "delete":
            self.stage.broadworks("/users/delete", {"userIds": [name]})
            del self.users[name]
        else:
            self.stage.broadworks("/users/services", {"userId": name, "unassign": {"servicePacks": self.users[name]["servicePacks"]}})
            del self.users[name]
        return None


class PlayTest(unittest.TestCase):
    """A test on a stage. `lab` and `daemon` are laid over the stage's configurations."""

    lab = {}
    daemon = {}
    has_daemon = True

    def setUp(self):
        self.stage = Stage(lab=self.lab, daemon=self.daemon)
        self.stage.__enter__()
        self.addCleanup(self.leave)

    def leave(self):
        outcome = self._outcome
        has_failed = any(error for _, error in getattr(outcome, "errors", []) or []) or not getattr(outcome, "success", True)
        if has_failed:
            print(f"---- last lines of the daemon's log, {self.id()}", file=sys.stderr)
            print("\n".join(self.stage.daemon.log().splitlines()[-40:]), file=sys.stderr)
        self.stage.__exit__(None, None, None)

    def state_of(self, user_id):
        found = [s for s in self.stage.daemon.subscribers(q=user_id) if s["userId"].lower() == user_id.lower()]
        return (found[0]["state"], found[0]["reason"]) if found else (None, None)

    def in_webex(self, user_id):
        for subscriber in self.stage.webex_state()["subscribers"]:
            if subscriber["userId"].lower() == user_id.lower():
                return subscriber
        return None

    def wait(self, what, condition, seconds=PATIENCE):
        try:
            return wait_for(what, condition, seconds, every=0.2)
        except StageError as error:
            counts = {}
            for subscriber in self.stage.daemon.subscribers():
                key = (subscriber["state"], subscriber["reason"])
                counts[key] = counts.get(key, 0) + 1
            self.fail(f"{error}; subscribers: {counts}")

    def converge(self, seconds=PATIENCE):
        """Waits until both ends are the same field by field; then nobody may have been created twice."""
        try:
            wait_for("both ends to agree", lambda: not differences(self.stage, ENTERPRISES), seconds, every=0.3)
        except StageError as error:
            self.fail(f"{error}: {differences(self.stage, ENTERPRISES)[:10]}")
        self.nobody_twice()

    def nobody_twice(self):
        received = self.stage.webex_received()
        twice = [name for name, calls in received["byUser"].items() if calls.get("accepted", {}).get("provision", 0) > 1]
        self.assertEqual(twice, [])
        self.assertEqual(received["duplicateProvisions"], 0)

    def begin(self, count=12, seed=1):
        """A population, the daemon, and everything converged."""
        self.work = Work(self.stage, seed)
        self.work.populate(count)
        self.stage.start_daemon()
        self.converge()
