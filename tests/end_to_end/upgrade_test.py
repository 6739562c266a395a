"""A database of the previous release, schema version 4, goes on under this program: nothing is lost, nobody is posted again.

upgrade_data/ holds what that release left behind after real work: a dump of its database, and what BroadWorks and Webex then looked like.
`upgrade_test.py --record` makes it anew with the programs of BWSYNC_OLD_BINARIES. All names in it are made up.
"""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

from play import ENTERPRISES, GROUPS, ROOT, PlayTest, Work, differences
from stage import Stage, wait_for

DATA = pathlib.Path(__file__).with_name("upgrade_data")
KEPT = ["subscribers", "enterprises", "source_users", "intents", "intent_attempts", "journal", "gaps", "snapshots", "grants", "webex_subscribers"]
POSTGRESQL = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
KEY = "dGhlIGtleSBvZiBhIGRhdGFiYXNlIGZvciB0ZXN0cyE="


def days_later(sql, days):
    """The dump as if it had been made so many days later, so that nothing in it is old enough to be dropped, or lies in the future."""
    def stamp(match):
        day = datetime.date(int(match[1]), int(match[2]), int(match[3])) + datetime.timedelta(days)
        return match[0].replace(f"{match[1]}-{match[2]}-{match[3]}", day.isoformat())

    def partition(match):
        day = datetime.datetime.strptime(match[1], "%Y%m%d") + datetime.timedelta(days)
        return f"journal_{day:%Y%m%d}"

    sql = re.sub(r"\b(20\d\d)-(\d\d)-(\d\d)(?= \d\d:\d\d:\d\d)", stamp, sql)
    return re.sub(r"\bjournal_(20\d{6})\b", partition, sql)


def record():
    key = Stage.secret
    Stage.secret = lambda self, name, text: key(self, name, KEY if name == "key" else text)
    with Stage(binaries=os.environ["BWSYNC_OLD_BINARIES"]) as stage:
        work = Work(stage, seed=11)
        work.populate(6)
        stage.start_daemon()
        for _ in range(10):
            wait_for("both ends to agree", lambda: not differences(stage, ENTERPRISES), 120, every=0.3)
            work.change()
        wait_for("both ends to agree", lambda: not differences(stage, ENTERPRISES), 120, every=0.3)
        stage.daemon.stop()
        assert stage.postgresql.query("select max(version) from bwsync.schema_version") == [["4"]]
        dump = subprocess.run([str(POSTGRESQL / "pg_dump"), "--schema=bwsync", "--no-owner", "--rows-per-insert=50", stage.postgresql.dsn],
                              capture_output=True, text=True, check=True).stdout
        DATA.mkdir(exist_ok=True)
        (DATA / "version_4.sql").write_text(re.sub(r"^\\(un)?restrict .*\n", "", dump, flags=re.M))
        users = stage.broadworks_users()
        (DATA / "ends.json").write_text(json.dumps({
            "day": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
            "broadworks": users["users"] if isinstance(users, dict) else users,
            "webex": stage.webex_state()["subscribers"]}, indent=1) + "\n")


class UpgradeTest(PlayTest):
    def setUp(self):
        super().setUp()
        self.ends = json.loads((DATA / "ends.json").read_text())
        (self.stage.directory / "key").write_text(KEY)
        self.fill_both_ends()
        yesterday = datetime.datetime.now(datetime.timezone.utc).date() - datetime.timedelta(1)
        sql = days_later((DATA / "version_4.sql").read_text(), (yesterday - datetime.date.fromisoformat(self.ends["day"])).days)
        for old, new in self.ids():
            sql = sql.replace(old, new)
        file = self.stage.directory / "version_4.sql"
        file.write_text(sql)
        done = subprocess.run([str(POSTGRESQL / "psql"), "-Xq", "-v", "ON_ERROR_STOP=1", "-d", self.stage.postgresql.dsn, "-f", str(file)],
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def fill_both_ends(self):
        for provider in ["ent1", "metro"]:
            self.stage.add_provider(provider, provider in ENTERPRISES)
        for provider, group in GROUPS:
            self.stage.add_group(provider, group)
        fields = ["userId", "serviceProviderId", "groupId", "firstName", "lastName", "phoneNumber", "extension", "emailAddress", "language",
                  "timeZone", "servicePacks"]
        self.stage.broadworks("/users", {"report": False, "users": [
            {name: one[name] for name in fields if one.get(name)} for one in self.ends["broadworks"]]})
        fields = ["userId", "spEnterpriseId", "provisioningId", "firstName", "lastName", "email", "package", "primaryPhoneNumber", "extension",
                  "status"]
        self.stage.webex("/subscribers", {"subscribers": [{name: one[name] for name in fields if one.get(name)} for one in self.ends["webex"]]})

    def ids(self):
        """The lab gives ids of its own: what each was in the dump, and what it is here."""
        here = {one["userId"]: one for one in self.stage.webex_state()["subscribers"]}
        pairs = set()
        for one in self.ends["webex"]:
            pairs |= {(one[name], here[one["userId"]][name]) for name in ["id", "personId", "enterpriseId", "orgId"] if one.get(name)}
        return sorted(pairs)

    def counts(self):
        return {table: int(self.stage.postgresql.query(f"select count(*) from bwsync.{table}")[0][0]) for table in KEPT}

    def states(self):
        return {one["state"] for one in self.stage.daemon.subscribers()}

    def test_everything_is_still_there_and_goes_on(self):
        self.assertEqual(self.stage.postgresql.query("select max(version) from bwsync.schema_version"), [["4"]])
        before = self.counts()
        self.assertTrue(all(before[table] for table in ["subscribers", "intents", "journal", "grants", "snapshots"]), before)
        self.stage.start_daemon(grant=False)
        self.converge()
        newest = len(list((ROOT / "storage" / "schema").glob("*.sql")))
        self.assertEqual(self.stage.postgresql.query("select max(version) from bwsync.schema_version"), [[str(newest)]])
        # One of each side, and then nothing is left to do.
        self.wait("a first sweep of each side", lambda: int(self.stage.postgresql.query(
            "select count(*) from bwsync.snapshots where outcome = 'complete'")[0][0]) >= before["snapshots"] + 2)
        self.wait("all to be as they were", lambda: self.states() == {"provisioned", "removed"})
        after = self.counts()
        self.assertEqual({table: (before[table], after[table]) for table in KEPT if after[table] < before[table]}, {})
        self.assertEqual(self.stage.webex_received()["operations"].get("provision", 0), 0, "nobody is posted again")
        self.assertEqual(self.stage.webex_received()["operations"].get("remove", 0), 0)
        name = self.ends["broadworks"][0]["userId"]
        told = json.dumps(self.stage.daemon.ctl("subscriber", "explain", name))
        self.assertIn("provision", told)
        self.work = Work(self.stage, seed=12)
        self.work.number = 900
        self.work.users = {one["userId"]: one for one in self.ends["broadworks"]}
        for _ in range(6):
            self.work.change()
        self.converge()


if __name__ == "__main__":
    if "--record" in sys.argv:
        record()
    else:
        unittest.main()
