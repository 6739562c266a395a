"""The process: exit codes, checks, reload, stop under load, a restored database, another replica."""
import json
import re
import signal
import subprocess
import unittest

from play import PlayTest
from stage import Daemon, merged, wait_for


class ProcessTest(PlayTest):
    def run_daemon(self, *words):
        command = [str(self.stage.binaries / "bwsyncd"), *words]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    def test_check_config_says_every_fault_with_its_place(self):
        self.stage.daemon.write_config()
        self.assertEqual(self.run_daemon("--config", str(self.stage.daemon.config_file), "--check-config").returncode, 0)
        bad = self.stage.directory / "bad.yaml"
        bad.write_text("version: 1\nstore: {dsn: 5, conections: 3}\nbridges:\n  - name: x\n    policy: everything\n")
        done = self.run_daemon("--config", str(bad), "--check-config")
        self.assertEqual(done.returncode, 2)
        self.assertGreaterEqual(len(re.findall(r"bad\.yaml:\d+:\d+: ", done.stderr)), 4)
        self.assertIn("connections", done.stderr)
        self.assertEqual(self.run_daemon("--nonsense").returncode, 2)
        self.assertEqual(self.run_daemon("--version").returncode, 0)

    def test_a_literal_secret_is_refused(self):
        config = merged(self.stage.daemon.config, {"broadworks": {"clusters": [{"provisioning": {"password": "in-the-clear"}}]}})
        file = self.stage.directory / "secret.yaml"
        file.write_text(json.dumps(config))
        done = self.run_daemon("--config", str(file), "--check-config")
        self.assertEqual(done.returncode, 2)
        self.assertNotIn("in-the-clear", done.stderr)

    def test_an_unreachable_store_or_a_newer_schema_ends_the_start_with_one_line(self):
        self.begin(count=2)
        self.assertEqual(self.stage.daemon.stop(), 0)
        self.stage.postgresql.query("insert into bwsync.schema_version (version, name) select max(version) + 1000, 'future' from bwsync.schema_version")
        self.stage.daemon.write_config()
        done = self.run_daemon("--config", str(self.stage.daemon.config_file))
        self.assertEqual(done.returncode, 1)
        self.assertIn("newer", done.stderr)

    def test_a_reload_takes_the_new_policy_and_a_bad_one_is_refused(self):
        self.daemon_policy("observe")
        self.work = self.make_work()
        self.stage.start_daemon()
        self.wait("all seen", lambda: len(self.stage.daemon.subscribers()) == 4)
        self.wait("all held", lambda: all(s["reason"] in ("observe",) for s in self.stage.daemon.subscribers()))
        self.assertEqual(self.stage.webex_received()["operations"].get("provision", 0), 0)
        good = json.dumps(self.stage.daemon.config)
        self.stage.daemon.config_file.write_text("version: 1\nnonsense: true\n")
        self.stage.daemon.reload()
        self.wait("the refusal", lambda: '"event":"reload-refused"' in self.stage.daemon.log())
        self.assertTrue(self.stage.daemon.is_running())
        self.stage.daemon.config = json.loads(good)
        self.daemon_policy("sync")
        before = self.stage.daemon.log().count('"event":"ready"')
        self.stage.daemon.reload()
        self.wait("the new run", lambda: self.stage.daemon.log().count('"event":"ready"') > before)
        self.converge()

    def daemon_policy(self, policy):
        self.stage.daemon.config["bridges"][0]["policy"] = policy
        self.stage.daemon.write_config()

    def make_work(self, count=4):
        from play import Work
        work = Work(self.stage, seed=5)
        work.populate(count)
        return work

    def test_stops_in_order_under_load(self):
        self.begin(count=5)
        for _ in range(10):
            self.work.change()
        self.assertEqual(self.stage.daemon.stop(), 0)
        self.stage.daemon.start()
        self.converge()

    def test_a_restored_database_is_only_observed_until_approved(self):
        self.begin(count=4)
        mark = self.stage.directory / "state" / "high-water-mark"
        self.wait("a mark", mark.exists)
        self.stage.daemon.stop()
        mark.write_text(str(int(mark.read_text()) + 1000))
        self.stage.daemon.start()
        self.work.add()
        newest = sorted(self.work.users)[-1]
        self.wait("the new one to be held", lambda: self.state_of(newest) == ("waiting", "observe"))
        self.assertIsNone(self.in_webex(newest))
        self.stage.daemon.ctl("bridge", "approve", self.stage.BRIDGE)
        self.converge()

    def test_another_replica_takes_over_and_sends_nothing_twice(self):
        self.begin(count=6)
        second = Daemon(self.stage.binaries, self.stage.directory, merged(self.stage.daemon.config, {
            "instance": "second", "state_directory": str(self.stage.directory / "state2")}), name="second")
        (self.stage.directory / "state2").mkdir()
        self.addCleanup(second.kill)
        second.start()
        for _ in range(4):
            self.work.change()
        self.stage.daemon.process.send_signal(signal.SIGKILL)
        self.stage.daemon.process.wait()
        for _ in range(4):
            self.work.change()
        wait_for("the other to hold the bridge", lambda: '"lease":"bridge/' in second.log(), 30)
        self.stage.daemon = second
        self.converge()


if __name__ == "__main__":
    unittest.main()
