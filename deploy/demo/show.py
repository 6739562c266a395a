#!/usr/bin/env python3
"""The demonstration: three enterprises with 300 users go from BroadWorks to Webex, change, and partly leave again.

show.py [--check] [--binaries DIR]   --check: unattended, on a fast clock; exits 1 on any difference between the two ends.
"""
import argparse
import datetime
import signal
import sys
import time

from compare import differences
from stage import Stage, StageError, wait_for

ENTERPRISES = {"acme-corp", "globex"}           # one Webex organisation each
METRO = "metro-telecom"                         # service-provider model: one organisation per group
GROUPS = [("acme-corp", "sales", 60), ("acme-corp", "plant", 60), ("globex", "office", 80), (METRO, "north", 60), (METRO, "south", 40)]
PARKED = "noemail@metro-telecom.example"


def last_month():
    return (datetime.datetime.now(datetime.timezone.utc).replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")


class Show:
    """Prints what happens, with the time since the beginning. `groups`: provider, group and its number of users: those of GROUPS, three or more in each but south."""

    def __init__(self, stage, groups=tuple(GROUPS)):
        self.stage = stage
        self.groups = groups
        self.users = sum(count for _, _, count in groups)
        self.begun = time.monotonic()

    def say(self, text):
        print(f"[{time.monotonic() - self.begun:6.1f} s] {text}", flush=True)

    def people(self):
        number = 2405550000
        for provider, group, count in self.groups:
            users = []
            for i in range(count):
                number += 1
                users.append({
                    "userId": f"user{i:03}.{group}@{provider}.example", "serviceProviderId": provider, "groupId": group,
                    "firstName": f"First{i}", "lastName": f"Last{i}-{group}", "phoneNumber": str(number), "extension": str(1000 + i),
                    "emailAddress": f"user{i:03}.{group}@mail.{provider}.example", "language": "English", "timeZone": "America/New_York",
                    "servicePacks": ["Webex-Premium" if i % 3 == 0 else "Webex-Standard"]})
            yield provider, group, users

    def counts(self):
        result = {}
        for subscriber in self.stage.daemon.subscribers():
            result[subscriber["state"]] = result.get(subscriber["state"], 0) + 1
        return result

    def subscriber(self, user_id):
        found = [s for s in self.stage.daemon.subscribers(q=user_id) if s["userId"].lower() == user_id.lower()]
        return found[0] if found else None

    def settle(self, what, condition, seconds=180):
        """Waits, and tells how many stand where while it does."""
        told = None
        deadline = time.monotonic() + seconds
        while not condition():
            counts = self.counts()
            if counts != told:
                told = counts
                self.say("    " + ", ".join(f"{state} {count}" for state, count in sorted(counts.items())))
            if time.monotonic() > deadline:
                raise StageError(f"waited {seconds} s in vain for: {what}")
            time.sleep(0.5)
        self.say(f"  {what}")

    def webex_user(self, user_id):
        for subscriber in self.stage.webex_state()["subscribers"]:
            if subscriber["userId"].lower() == user_id.lower():
                return subscriber
        return None

    # ---- the acts ----

    def acts(self):
        """All of them, in their order."""
        for act in [self.build, self.change, self.park, self.precheck, self.synchronise, self.remove, self.reconcile]:
            act()

    def build(self):
        stage = self.stage
        self.say(f"BroadWorks: three enterprises, one of them in the service-provider model, {self.users} users")
        for provider in ["acme-corp", "globex", METRO]:
            stage.add_provider(provider, provider in ENTERPRISES)
        for provider, group, users in self.people():
            stage.add_group(provider, group)
            stage.broadworks("/users", {"users": users, "report": False})
        self.say("bwsync starts: the feed connects, which is a gap, which a sweep of both sides closes")
        stage.start_daemon()
        organisations = set()

        def all_there():
            for organisation in stage.webex_state()["organizations"]:
                name = organisation.get("spEnterpriseId") or organisation.get("displayName")
                if name not in organisations:
                    organisations.add(name)
                    self.say(f"    a first subscriber creates the organisation {name}")
            return self.counts().get("provisioned", 0) == self.users

        self.settle(f"all {self.users} provisioned", all_there)

    def change(self):
        stage = self.stage
        self.say("a rename: user000.sales becomes boss.sales")
        stage.broadworks("/users/rename", {"userId": "user000.sales@acme-corp.example", "newUserId": "boss.sales@acme-corp.example"})
        self.settle("Webex shows the new user id", lambda: self.webex_user("boss.sales@acme-corp.example"))
        self.say("a number change")
        stage.broadworks("/users/modify", {"userId": "user001.sales@acme-corp.example", "set": {"phoneNumber": "2405559999"}})
        self.settle("Webex shows the new number", lambda: self.webex_user("user001.sales@acme-corp.example")["primaryPhoneNumber"].endswith("2405559999"))
        self.say("a package change: Webex-Standard becomes Webex-Premium")
        stage.broadworks("/users/services", {"userId": "user001.plant@acme-corp.example", "unassign": {"servicePacks": ["Webex-Standard"]},
                                             "assign": {"servicePacks": ["Webex-Premium"]}})
        self.settle("Webex shows the new package", lambda: self.webex_user("user001.plant@acme-corp.example")["package"] == "premium")

    def park(self):
        stage = self.stage
        self.say("a user without an e-mail address gets a pack")
        stage.broadworks("/users", {"users": [{
            "userId": PARKED, "serviceProviderId": METRO, "groupId": "north", "firstName": "No", "lastName": "Mail", "extension": "4999",
            "timeZone": "America/New_York", "servicePacks": ["Webex-Standard"]}], "report": True})
        self.settle("it is parked", lambda: (self.subscriber(PARKED) or {}).get("state") == "parked")
        shown = stage.daemon.ctl("subscriber", "show", PARKED)
        self.say(f"    reason: {self.subscriber(PARKED)['reason']}")
        detail = shown.get("detail") or shown.get("subscriber", {}).get("detail") or ""
        self.say(f"    remedy: {detail}")

    def remove(self):
        stage = self.stage
        self.say("a removal: user002.office loses the pack; two readings and the grace pass before Webex hears of it")
        stage.broadworks("/users/services", {"userId": "user002.office@globex.example", "unassign": {"servicePacks": ["Webex-Standard"]}})
        self.settle("removal decided, grace running", lambda: self.subscriber("user002.office@globex.example")["state"] in ("removing", "removed"))
        self.settle("removed", lambda: self.webex_user("user002.office@globex.example") is None)
        leaving = sum(count for provider, group, count in self.groups if (provider, group) == (METRO, "south"))
        self.say(f"a group delete: the {leaving} users of metro-telecom's group south go, in one event that names none of them")
        stage.broadworks("/groups/delete", {"serviceProviderId": METRO, "groupId": "south"})
        self.settle("their subscribers are removed", lambda: not [s for s in stage.webex_state()["subscribers"] if s["spEnterpriseId"] == f"{METRO}+south"])

    def precheck(self):
        stage = self.stage
        self.say("a precheck of ten people that sales would like to win, before anything is ordered")
        stage.webex("/fixtures", {"emailDomains": {"trial.example": {"infoCode": 103}, "asks.example": {"infoCode": 104}, "elsewhere.example": 2002}})
        domains = ["new.example"] * 5 + ["trial.example", "trial.example", "asks.example", "elsewhere.example", "elsewhere.example"]
        rows = [f"prospect{i}@{domain},prospect{i}@{domain}\n" for i, domain in enumerate(domains)]
        file = stage.directory / "prospects.csv"
        file.write_text("email,customerEmail\n" + "".join(rows))
        report = stage.daemon.ctl("precheck", "--file", str(file), "--output", str(stage.directory / "prospects-result.csv"), expect=4)
        for line in report["codes"]:
            self.say(f"    {line['rows']} x {line['code']}: {line['meaning']}")
        self.expect("what the precheck reports", (report["rows"], report["succeed"], report["fail"]), (10, 8, 2))

    def synchronise(self):
        daemon = self.stage.daemon
        self.say("directory synchronisation of every enterprise, one run at a time")
        daemon.ctl("enterprise", "dir-sync", "enable", "--all", "--wait")
        daemon.ctl("enterprise", "dir-sync", "trigger", "--all", "--wait")
        statuses = {item["spEnterpriseId"]: item["directorySync"]["status"] for item in daemon.ctl("enterprise", "list", "--all")["items"]}
        for name, status in sorted(statuses.items()):
            self.say(f"    {name}: {status}")
        self.expect("every directory", set(statuses.values()), {"COMPLETE"})

    def age_history(self, days):
        """What happened today happened so long ago, and Webex was listed every day since."""
        self.stage.postgresql.query(
            "set search_path = bwsync; "
            f"update subscriber_periods set possible_from = possible_from - interval '{days} days', began_at = began_at - interval '{days} days', "
            f"seen_until = seen_until - interval '{days} days', ended_at = ended_at - interval '{days} days'; "
            f"insert into webex_looks select '{self.stage.PARTNER}', at, at from generate_series(now() - interval '{days} days', now(), interval '1 day') at "
            "on conflict do nothing")

    def reconcile(self):
        stage = self.stage
        # A list that was on its way while somebody was removed may have shown them once more: a complete listing settles it.
        stage.daemon.ctl("snapshot", "start", "--side", "webex", "--wait")
        there = "set search_path = bwsync; select count(*) from subscriber_periods where ended_at is null"
        wait_for("bwsync to know of everybody who is gone",
                 lambda: stage.postgresql.query(there) == [[str(len(stage.webex_state()["subscribers"]))]], 30)
        self.say("two months are played: bwsync's history is dated back")
        self.age_history(65)
        month = last_month()
        self.say(f"the billing report of {month}, into which the lab puts somebody who was never there")
        stage.webex("/billing/plant", {"differences": [{"kind": "gone", "userId": "ghost@nowhere.example", "package": "standard"}]})
        stage.daemon.ctl("billing", "create", month, "--wait")
        stage.daemon.ctl("billing", "download", month)
        found = stage.daemon.ctl("billing", "reconcile", month)["findings"]
        for finding in found:
            proof = "proven" if finding["proven"] else "not proven: bwsync's history begins later"
            self.say(f"    {finding['finding']}: {finding['userId']}, billed as {finding['billedPackage']} ({proof})")
        self.expect("the finding", [(finding["finding"], finding["userId"]) for finding in found], [("billed-unknown", "ghost@nowhere.example")])

    @staticmethod
    def expect(what, found, wanted):
        if found != wanted:
            raise StageError(f"{what}: {found} instead of {wanted}")

    def summary(self):
        stage = self.stage
        try:
            wait_for("both ends to agree", lambda: not differences(stage, ENTERPRISES), 60)
        except StageError as error:
            self.say(str(error))
        found = differences(stage, ENTERPRISES)
        received = stage.webex_received()
        twice = [user for user, calls in received["byUser"].items() if calls.get("provision", 0) > 1]
        # The gauges are counted every few seconds.
        removing = f'bwsync_subscribers{{bridge="{stage.BRIDGE}",state="removing"}}'
        wait_for("the gauges to be counted", lambda: not stage.daemon.metrics().get(removing), 20)
        metrics = stage.daemon.metrics()
        print("\nSummary")
        print(f"  states             {dict(sorted(self.counts().items()))}")
        print(f"  Webex operations   {received['operations']}")
        print(f"  posted twice       {len(twice)}")
        for name in sorted(metrics):
            if name.startswith(("bwsync_intents_total", "bwsync_subscribers{", "bwsync_feed_gaps_open", "bwsync_feed_connected", "bwsync_brake_tripped")):
                if metrics[name]:
                    print(f"  {name} {metrics[name]:g}")
        print(f"  differences        {len(found)}")
        for line in found[:20]:
            print(f"    {line}")
        return 1 if found or twice else 0


def pace(fast):
    """The changes of the lab's and of the daemon's configuration that make it fast, or slow enough to be watched."""
    delays = {"first_subscriber": "3s", "subscriber": "500ms", "update": "300ms"} if fast else {"first_subscriber": "8s", "subscriber": "2s", "update": "1s"}
    rate = 200 if fast else 25
    delays |= {"directory_sync": "1s", "billing_report": "1s"}
    lab = {"webex": [{"delays": delays}], "clock": {"rate": 2 if fast else 1}}
    daemon = {"webex": {"partners": [{"requests_per_second": rate}]}}
    return lab, daemon


def play(arguments):
    fast = arguments.check
    lab, daemon = pace(fast)
    with Stage(binaries=arguments.binaries, lab=lab, daemon=daemon) as stage:
        show = Show(stage)
        show.acts()
        status = show.summary()
        if not fast:
            print(f"\nStill running. Console: {stage.daemon.admin_url}/ (token: {stage.daemon.token_file})")
            print(f"Metrics: {stage.daemon.metrics_url}. Ctrl-C ends it and leaves nothing behind.")
            while True:
                time.sleep(3600)
        stage.daemon.stop()
        return status


def end_in_order(*_):
    raise KeyboardInterrupt


def main():
    # However it is ended, nothing of it stays behind; a shell's background job would not even hear of Ctrl-C.
    for number in [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]:
        signal.signal(number, end_in_order)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="unattended, compared field by field")
    parser.add_argument("--binaries", help="folder of bwsyncd, bwsyncctl and bwsync-lab")
    try:
        return play(parser.parse_args())
    except StageError as error:
        print(f"demo: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nended")
        return 0


if __name__ == "__main__":
    sys.exit(main())
