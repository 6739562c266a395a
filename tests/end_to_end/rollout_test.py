"""An upgrade while work goes on: the old program holds the leases, the new one starts beside it, migrates and takes over.

BWSYNC_OLD_BINARIES names the programs of an older build; without it the same program plays both, and a migration of a later release is
put into the database while it runs.
"""
import os
import pathlib
import subprocess
import threading
import unittest

from play import PlayTest
from stage import Daemon, merged, wait_for

OLD = os.environ.get("BWSYNC_OLD_BINARIES")


class RolloutTest(PlayTest):
    def setUp(self):
        super().setUp()
        self.new_binaries = self.stage.binaries
        if OLD:
            self.stage.daemon.binaries = pathlib.Path(OLD).resolve()
        self.changes = 0
        self.is_over = threading.Event()

    def go_on(self):
        while not self.is_over.wait(0.3):
            self.work.change()
            self.changes += 1

    def some_changes(self, count=8):
        goal = self.changes + count
        self.wait("changes to go on", lambda: self.changes >= goal)

    def beside(self, name, binaries):
        state = self.stage.directory / f"state-{name}"
        state.mkdir()
        daemon = Daemon(binaries, self.stage.directory, merged(self.stage.daemon.config, {
            "instance": name, "state_directory": str(state)}), name=name)
        self.addCleanup(daemon.kill)
        return daemon

    def version(self):
        return int(self.stage.postgresql.query("select max(version) from bwsync.schema_version")[0][0])

    def expand(self, survived_from):
        """What a later release would do, by the rule of storage/README.md."""
        self.stage.postgresql.query(
            "begin; alter table bwsync.subscribers add column of_a_later_release text; create table bwsync.of_a_later_release (x integer);"
            f"insert into bwsync.schema_version (version, name, survived_from) select max(version) + 1, 'later', {survived_from} "
            "from bwsync.schema_version; commit")

    def test_old_and_new_on_one_database_lose_nothing(self):
        self.begin(count=6, seed=7)
        worker = threading.Thread(target=self.go_on)
        worker.start()
        self.addCleanup(self.is_over.set)
        self.some_changes()
        old = self.stage.daemon
        self.addCleanup(old.kill)
        new = self.beside("new", self.new_binaries)
        new.start()
        known = self.version()
        self.expand(survived_from=known)
        self.some_changes(12)
        self.assertTrue(old.is_running())
        self.assertNotIn('"lease":"bridge/', new.log(), "the old one still holds the bridge")
        self.assertEqual(old.stop(), 0)
        wait_for("the new one to take over", lambda: '"lease":"bridge/' in new.log(), 30)
        self.some_changes()
        self.is_over.set()
        worker.join()
        self.stage.daemon = new
        self.converge()
        self.start_again(old)

    def start_again(self, old):
        """A program that knows the rule works on the later schema; one that does not says that it is newer."""
        old.write_config()
        try:
            old.start()
        except Exception:
            self.assertTrue(OLD, old.log()[-2000:])
            self.assertIn("newer", old.log())
        self.stage.postgresql.query("update bwsync.schema_version set survived_from = version where version = "
                                    "(select max(version) from bwsync.schema_version)")
        command = [str(self.new_binaries / "bwsyncd"), "--config", str(self.stage.daemon.config_file)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("newer", done.stderr)


if __name__ == "__main__":
    unittest.main()
