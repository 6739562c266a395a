"""The procedures of the runbook for a database that was backed up and restored: pg_dump, and a base backup."""
import os
import pathlib
import shutil
import subprocess
import unittest

from play import PlayTest

POSTGRESQL = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise AssertionError(f"{words}: {done.stderr}")


class RecoveryTest(PlayTest):
    def setUp(self):
        super().setUp()
        self.begin(count=6)

    def mark(self):
        file = self.stage.directory / "state" / "high-water-mark"
        return int(file.read_text()) if file.exists() else 0

    def go_on_after_the_backup(self):
        """What the backup does not know: two come, one goes, one is changed; then the daemon stops."""
        self.work.add()
        self.work.add()
        self.gone, changed = sorted(self.work.users)[:2]
        self.stage.broadworks("/users/delete", {"userIds": [self.gone]})
        del self.work.users[self.gone]
        self.stage.broadworks("/users/modify", {"userId": changed, "set": {"lastName": "After-The-Backup"}})
        self.converge()
        self.wait("the mark to follow", lambda: self.mark() == int(self.stage.postgresql.query(
            "select last_value from bwsync.intents_id_seq")[0][0]))
        self.assertEqual(self.stage.daemon.stop(), 0)

    def recover(self):
        """The daemon on the restored database: it only observes until it is approved; then all ends well."""
        before = self.stage.webex_received()["operations"]
        self.work.add()
        newest = max(self.work.users, key=lambda name: self.work.users[name]["phoneNumber"])
        self.stage.daemon.start()
        self.assertIn('"event":"amnesia"', self.stage.daemon.log())
        self.wait("the new one to be held", lambda: self.state_of(newest) == ("waiting", "observe"))
        self.wait("the metric", lambda: self.stage.daemon.metrics()["bwsync_amnesia_guard_active"] == 1)
        writes = lambda counts: {name: counts.get(name, 0) for name in ["provision", "update", "remove"]}  # noqa: E731
        self.assertEqual(writes(self.stage.webex_received()["operations"]), writes(before))
        self.stage.daemon.ctl("bridge", "approve", self.stage.BRIDGE)
        self.converge()
        self.assertIsNotNone(self.in_webex(newest))
        removed = {name for name, calls in self.stage.webex_received()["byUser"].items() if calls.get("accepted", {}).get("remove")}
        self.assertEqual(removed, {self.gone})
        self.wait("the guard to be lifted", lambda: self.stage.daemon.metrics()["bwsync_amnesia_guard_active"] == 0)

    def test_a_restore_under_a_running_daemon(self):
        sequence = "bwsync.intents_id_seq"
        newest = int(self.stage.postgresql.query(f"select last_value from {sequence}")[0][0])
        self.wait("the mark to follow", lambda: self.mark() == newest)
        self.stage.postgresql.query(f"select setval('{sequence}', {newest - 1})")
        self.wait("the guard", lambda: self.stage.daemon.metrics()["bwsync_amnesia_guard_active"] == 1)
        self.work.add()
        name = max(self.work.users, key=lambda each: self.work.users[each]["phoneNumber"])
        self.wait("the new one to be held", lambda: self.state_of(name) == ("waiting", "observe"))
        self.assertEqual(self.mark(), newest, "the mark never goes back by itself")
        self.stage.postgresql.query(f"select setval('{sequence}', {newest})")
        self.stage.daemon.ctl("bridge", "approve", self.stage.BRIDGE)
        self.converge()

    def test_a_dump_that_is_restored(self):
        dump = self.stage.directory / "bwsync.dump"
        run(POSTGRESQL / "pg_dump", "--format=custom", "--schema=bwsync", f"--file={dump}", self.stage.postgresql.dsn)
        self.go_on_after_the_backup()
        self.stage.postgresql.query("drop schema bwsync cascade")
        run(POSTGRESQL / "pg_restore", "--exit-on-error", "--no-owner", f"--dbname={self.stage.postgresql.dsn}", dump)
        self.recover()

    def test_a_base_backup_that_is_put_back(self):
        backup = self.stage.directory / "base"
        words = dict(word.split("=") for word in self.stage.postgresql.dsn.split())
        run(POSTGRESQL / "pg_basebackup", "-h", words["host"], "-p", words["port"], "-U", words["user"], "--wal-method=stream",
            "--checkpoint=fast", "-D", backup)
        self.go_on_after_the_backup()
        self.stage.postgresql.stop()
        data = self.stage.postgresql.directory / "data"
        owner = data.stat()
        shutil.rmtree(data)
        shutil.copytree(backup, data)
        data.chmod(0o700)
        for path in [data, *data.rglob("*")]:
            os.chown(path, owner.st_uid, owner.st_gid)
        self.stage.postgresql.start()
        self.recover()


if __name__ == "__main__":
    unittest.main()
