"""The installed package under a real systemd: started, watched, killed, reloaded and stopped at work, with its credentials and its restrictions."""
import base64
import json
import os
import pathlib
import secrets
import time
import unittest

from tree import NEWER, Tree, base, need, newer, package, run

CONTROL = "http://127.0.0.1:9490"
# Short limits, so that the watchdog is seen at work.
DROP_IN = """[Service]
WatchdogSec=4s
TimeoutAbortSec=2s
RestartSec=1s
"""
CREDENTIALS = ["dsn", "key-current", "east-password", "acme-client-id", "acme-client-secret", "acme-provisioning-id"]
CONFIG = {
    "version": 1,
    "store": {"dsn": {"credential": "dsn"}, "encryption_keys": [{"credential": "key-current"}]},
    "broadworks": {"clusters": [{
        "name": "east",
        "provisioning": {"servers": [{"host": "127.0.0.1", "port": 2208, "tls": False}], "user": "bwsync",
                         "password": {"credential": "east-password"}, "login": "digest"},
        "reporting": {"servers": [{"host": "127.0.0.1", "port": 8025, "tls": False}], "quiet_period": "200ms"}}]},
    "webex": {"partners": [{
        "name": "acme", "base_url": "http://127.0.0.1:9491/v1", "client_id": {"credential": "acme-client-id"},
        "client_secret": {"credential": "acme-client-secret"}, "requests_per_second": 100, "status_poll": "500ms"}]},
    "bridges": [{
        "name": "east-acme", "cluster": "east", "partner": "acme", "policy": "sync",
        "organizations": [{"provisioning_id": {"credential": "acme-provisioning-id"}, "country": "US", "cluster_region": "US-A"}],
        "packages": [{"service_pack": "Webex", "package": "standard"}]}],
}


class SystemdTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tree = Tree()
        cls.addClassCleanup(cls.tree.close)
        tree = cls.tree
        tree.chroot("dpkg", "-i", tree.put(package("bwsync")), tree.put(package("bwsync-lab")))
        began = time.monotonic()
        tree.boot()
        print(f"systemd is up after {time.monotonic() - began:.1f} s")

    def control(self, method, path, body=None):
        """A call to the lab's control API, from inside the system's network."""
        script = ("import json, sys, urllib.request as u\n"
                  "r = u.Request(sys.argv[2], data=sys.argv[3].encode() if sys.argv[3] else None, method=sys.argv[1])\n"
                  "r.add_header('Content-Type', 'application/json')\n"
                  "print(u.build_opener(u.ProxyHandler({})).open(r, timeout=60).read().decode())")
        text = "" if body is None else json.dumps(body)
        return json.loads(self.tree.network("/usr/bin/python3", "-c", script, method, CONTROL + path, text).stdout or "null")

    def state(self):
        return self.control("GET", "/webex/acme/state")["subscribers"]

    def add_users(self, first, count):
        self.control("POST", "/broadworks/east/users", {"users": [
            {"userId": f"u{n}@ent1.example", "serviceProviderId": "ent1", "groupId": "sales", "firstName": f"First{n}", "lastName": f"Last{n}",
             "phoneNumber": str(2405550000 + n), "extension": str(1000 + n), "emailAddress": f"u{n}@mail.example", "language": "English",
             "timeZone": "America/New_York", "servicePacks": ["Webex"]} for n in range(first, first + count)]})

    def wait_provisioned(self, count):
        def all_there():
            return sum(subscriber["status"] == "provisioned" for subscriber in self.state()) == count
        self.tree.wait(f"{count} subscribers in Webex", all_there, 120)

    def main_pid(self):
        return self.tree.shown("bwsyncd", "MainPID")

    def host_pid(self):
        """The daemon as this machine numbers it."""
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            try:
                if os.readlink(status.parent / "ns/pid") != os.readlink(f"/proc/{self.tree.leader}/ns/pid"):
                    continue
                fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            except OSError:
                continue
            numbers = fields.get("NSpid", "").split()
            if numbers and numbers[-1] == self.main_pid():
                return numbers[0]
        raise AssertionError("the daemon's process is not there")

    def restarts(self):
        return int(self.tree.shown("bwsyncd", "NRestarts"))

    def active(self):
        return self.tree.shown("bwsyncd", "ActiveState") == "active"

    def test_a_day_of_its_life(self):
        """One test, since each part begins where the one before ended."""
        tree = self.tree
        with self.subTest("installed is not configured: nothing starts"):
            tree.systemctl("start", "bwsyncd")
            self.assertEqual(tree.shown("bwsyncd", "ConditionResult"), "no")
            self.assertEqual(tree.shown("bwsyncd", "ActiveState"), "inactive")
        self.configure()
        with self.subTest("READY comes when it is ready"):
            began = time.monotonic()
            tree.systemctl("start", "bwsyncd")
            print(f"READY after {time.monotonic() - began:.1f} s; {tree.shown('bwsyncd', 'StatusText')}")
            self.assertTrue(self.active())
        self.work()
        self.restrictions()
        with self.subTest("a kill is followed by a start"):
            run("kill", "-9", self.host_pid())
            tree.wait("a restart after SIGKILL", lambda: self.restarts() >= 1 and self.active())
        with self.subTest("the watchdog ends one that hangs"):
            count = self.restarts()
            run("kill", "-STOP", self.host_pid())
            tree.wait("the watchdog", lambda: self.restarts() > count and self.active(), 60)
            self.assertIn("atchdog", tree.inside("journalctl", "-u", "bwsyncd", "--no-pager").stdout)
        self.reload()
        self.stop_at_work()
        self.upgrade()
        self.purge()

    def configure(self):
        tree = self.tree
        values = {"dsn": "host=/run/postgresql dbname=bwsync user=bwsync", "key-current": base64.b64encode(secrets.token_bytes(32)).decode(),
                  "east-password": "secret", "acme-client-id": "lab-client", "acme-client-secret": "lab-secret", "acme-provisioning-id": "P-1"}
        tree.wait("PostgreSQL", lambda: tree.inside("runuser", "-u", "postgres", "--", "psql", "-Xc", "select 1", check=False).returncode == 0)
        tree.inside("runuser", "-u", "postgres", "--", "createuser", "bwsync")
        tree.inside("runuser", "-u", "postgres", "--", "createdb", "-O", "bwsync", "bwsync")
        lines = ["[Service]"]
        for name in CREDENTIALS:
            tree.write(f"/etc/bwsync/keys/{name}", values[name], 0o600)
            lines.append(f"LoadCredential={name}:/etc/bwsync/keys/{name}")
        tree.write("/etc/systemd/system/bwsyncd.service.d/credentials.conf", "\n".join(lines) + "\n")
        tree.write("/etc/systemd/system/bwsyncd.service.d/test.conf", DROP_IN)
        self.write_config(CONFIG)
        tree.systemctl("daemon-reload")
        tree.inside("systemd-run", "--unit=lab", "--collect", "bwsync-lab", "--config", "/usr/share/doc/bwsync-lab/examples/lab.example.yaml")

        def lab_answers():
            try:
                return self.control("GET", "/webex/acme/state")
            except AssertionError:
                return None
        tree.wait("the lab", lab_answers)
        self.control("POST", "/broadworks/east/service-providers", {"serviceProviderId": "ent1", "isEnterprise": True,
                                                                    "servicePacks": [{"servicePackName": "Webex", "services": []}]})
        self.control("POST", "/broadworks/east/groups", {"serviceProviderId": "ent1", "groupId": "sales", "timeZone": "America/New_York"})
        self.control("POST", "/webex/acme/delays", {"first_subscriber": "500ms", "subscriber": "200ms"})

    def write_config(self, config):
        self.tree.write("/etc/bwsync/bwsync.yaml", json.dumps(config, indent=1))

    def work(self):
        with self.subTest("root's bwsyncctl finds the daemon, and users reach Webex"):
            self.tree.write("/root/refresh-token", "lab-refresh", 0o600)
            self.tree.inside("bwsyncctl", "grant", "import", "--partner", "acme", "--name", "primary", "--refresh-token-file", "/root/refresh-token")
            self.add_users(1, 5)
            self.wait_provisioned(5)

    def restrictions(self):
        tree, pid = self.tree, self.host_pid()
        with self.subTest("the restrictions are in force"):
            status = dict(line.split(":\t", 1) for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line)
            self.assertEqual(status["NoNewPrivs"], "1")
            self.assertEqual(status["Seccomp"], "2")
            self.assertEqual(int(status["CapBnd"], 16), 0)
            self.assertEqual(int(status["CapEff"], 16), 0)
            self.assertNotEqual(status["Uid"].split()[0], "0")
            mounts = pathlib.Path(f"/proc/{pid}/mounts").read_text().splitlines()
            options = {line.split()[1]: line.split()[3].split(",") for line in mounts}
            self.assertIn("ro", options["/"])
            self.assertIn("rw", options["/var/lib/bwsync"])
        with self.subTest("credentials are the daemon's alone"):
            self.assertEqual(sorted(tree.inside("ls", "/run/credentials/bwsyncd.service").stdout.split()), sorted(CREDENTIALS))
            mode = tree.inside("stat", "-c", "%a %U", "/var/lib/bwsync/admin-token").stdout.strip()
            self.assertEqual(mode, "600 bwsync")

    def reload(self):
        tree = self.tree
        with self.subTest("a good configuration is taken over by a reload, a bad one is refused and the old one stays"):
            pid = self.main_pid()
            changed = json.loads(json.dumps(CONFIG))
            changed["bridges"][0]["policy"] = "upsert-only"
            self.write_config(changed)
            tree.systemctl("reload", "bwsyncd")

            def policy():
                # Not by the configuration file: bwsyncctl refuses a bad one too.
                done = tree.inside("bwsyncctl", "--url", "http://127.0.0.1:9480", "--token-file", "/var/lib/bwsync/admin-token", "status", "-o", "json",
                                   check=False)
                return json.loads(done.stdout)["bridges"][0]["policy"] if done.stdout.strip() else None
            tree.wait("the new policy", lambda: policy() == "upsert-only")
            self.write_config({"version": 1, "nonsense": True})
            tree.systemctl("reload", "bwsyncd", check=False)
            tree.wait("the refusal in the journal", lambda: "reload-refused" in tree.inside("journalctl", "-u", "bwsyncd", "--no-pager").stdout)
            self.assertEqual(policy(), "upsert-only")
            self.assertEqual(self.main_pid(), pid)
            self.write_config(CONFIG)

    def stop_at_work(self):
        tree = self.tree
        with self.subTest("a stop at work ends in order, and the next start goes on"):
            self.add_users(100, 200)
            tree.wait("work in flight", lambda: len(self.state()) > 5)
            began = time.monotonic()
            tree.systemctl("stop", "bwsyncd")
            print(f"stopped after {time.monotonic() - began:.1f} s")
            self.assertEqual(tree.shown("bwsyncd", "Result"), "success")
            self.assertLess(len(self.state()), 205)
            tree.systemctl("start", "bwsyncd")
            self.wait_provisioned(205)
            received = self.control("GET", "/webex/acme/received")
            self.assertEqual(received["duplicateProvisions"], 0)

    def upgrade(self):
        tree = self.tree
        upgraded = newer(package("bwsync"))
        self.addCleanup(upgraded.unlink)
        inside = tree.put(upgraded)
        kept = [tree.path / "etc/bwsync/bwsync.yaml", tree.path / "etc/systemd/system/bwsyncd.service.d/credentials.conf"]
        texts = [file.read_text() for file in kept]
        with self.subTest("an upgrade starts the daemon anew and keeps what the operator wrote"):
            pid = self.main_pid()
            tree.inside("dpkg", "-i", inside)
            self.assertEqual(tree.inside("dpkg-query", "-W", "-f", "${Version}", "bwsync").stdout, NEWER)
            self.assertTrue(self.active())
            self.assertNotEqual(self.main_pid(), pid)
            self.assertEqual([file.read_text() for file in kept], texts)
        with self.subTest("an upgrade whose daemon does not start is an upgrade, and says so"):
            self.write_config({"version": 1, "nonsense": True})
            done = tree.inside("dpkg", "-i", inside)
            self.assertIn("did not start again", done.stderr)
            self.assertEqual(tree.inside("dpkg-query", "-W", "-f", "${Status}", "bwsync").stdout, "install ok installed")
            self.assertEqual((tree.shown("bwsyncd", "ActiveState"), tree.shown("bwsyncd", "ExecMainStatus")), ("failed", "2"))
            self.write_config(CONFIG)
        with self.subTest("an upgrade starts nothing that was stopped"):
            tree.systemctl("reset-failed", "bwsyncd")
            tree.inside("dpkg", "-i", inside)
            self.assertEqual(tree.shown("bwsyncd", "ActiveState"), "inactive")

    def purge(self):
        tree = self.tree
        with self.subTest("a purge ends the daemon and leaves nothing of it"):
            tree.systemctl("enable", "--now", "bwsyncd")
            self.assertTrue(self.active())
            pid = self.host_pid()
            tree.inside("dpkg", "--purge", "bwsync")
            self.assertFalse(pathlib.Path(f"/proc/{pid}").exists())
            left = tree.inside("find", "/etc", "/usr", "/var", "/run/credentials", "(", "-path", "/var/log", "-o", "-path", "/var/lib/postgresql", "-o",
                               "-path", "/usr/share/doc/bwsync-lab", ")", "-prune", "-o", "-name", "*bwsync*", "-print").stdout.split()
            self.assertEqual([path for path in left if "bwsync-lab" not in path], [])
            self.assertNotEqual(tree.inside("getent", "passwd", "bwsync", check=False).returncode, 0)
            self.assertNotEqual(tree.inside("getent", "group", "bwsync", check=False).returncode, 0)


if __name__ == "__main__":
    need()
    base()
    unittest.main()
