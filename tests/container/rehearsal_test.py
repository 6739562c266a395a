"""The rehearsal overlay for real: PostgreSQL, the lab and two replicas in containers; BroadWorks reaches Webex, over TLS, and nothing stays behind."""
import json
import os
import pathlib
import sys
import tempfile
import time
import unittest

from engine import ROOT, ImagesTest, require

require("podman", "runc", "kubectl", "openssl", "dpkg-shlibdeps")
sys.path[:0] = [str(ROOT / "tests" / "kubernetes"), str(ROOT / "deploy" / "demo"), str(ROOT / "deploy" / "kubernetes" / "overlays" / "rehearsal")]

from manifests import copied, named, objects_of, pod_template, rendered  # noqa: E402
from populate import populate  # noqa: E402
from rehearsal import PORTS, REPLICAS, adapted, free_ports  # noqa: E402
from stage import http, wait_for  # noqa: E402

USERS = 12
PATIENCE = float(os.environ.get("BWSYNC_PATIENCE", "120"))


class RehearsalTest(ImagesTest):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="bwsync-rehearsal-")
        self.addCleanup(directory.cleanup)
        folder = directory.name
        os.chmod(folder, 0o755)   # the containers' user reads the secrets in it
        secrets = pathlib.Path(folder) / "secrets"
        secrets.mkdir()
        self.addCleanup(self.engine.remove_all)
        tree = copied(folder)
        self.objects = objects_of(rendered(tree / "overlays" / "rehearsal"))
        free = free_ports(len(PORTS) + 2)
        self.ports, second = dict(zip(PORTS, free)), free[-2:]
        self.admin = dict(zip(REPLICAS, [self.ports[9480], second[0]]))
        self.file = pathlib.Path(folder) / "rehearsal.yaml"
        self.file.write_text(adapted(self.objects, self.ports, second, secrets))
        container = pod_template(named(self.objects, "Deployment", "bwsync"))["spec"]["containers"][0]
        self.paths = {probe: container[f"{probe}Probe"]["httpGet"]["path"] for probe in ["liveness", "readiness"]}

    def probe(self, kind, replica):
        try:
            return http("GET", f"http://127.0.0.1:{self.admin[replica]}{self.paths[kind]}")[0]
        except OSError:
            return None

    def container(self, replica):
        return f"{replica}-pod-0-bwsyncd"

    def ctl(self, replica, *words):
        done = self.engine.run("exec", self.container(replica), "bwsyncctl", "--config", "/configuration/bwsync.yaml", "-o", "json", *words, check=False)
        if done.returncode not in (0, 4):
            raise AssertionError(f"bwsyncctl {words}: exit {done.returncode} {done.stderr} {done.stdout}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def provisioned(self):
        state = http("GET", f"http://127.0.0.1:{self.ports[9470]}/webex/acme/state")[1]
        return sum(each["status"] == "provisioned" for each in state["subscribers"])

    def logs(self):
        return "\n".join(f"--- {each}\n" + self.engine.run("logs", "--tail", "15", self.container(each), check=False).stderr for each in REPLICAS)

    def wait(self, what, condition):
        try:
            return wait_for(what, condition, PATIENCE, every=0.3)
        except Exception as error:
            self.fail(f"{error}\n{self.logs()}")

    def test_broadworks_reaches_webex_and_a_stopped_replica_is_replaced(self):
        begun = time.monotonic()
        self.engine.run("kube", "play", str(self.file))
        for replica in REPLICAS:
            self.wait(f"{replica} to live", lambda: self.probe("liveness", replica) == 200)
        print(f"from kube play to both alive: {time.monotonic() - begun:.1f} s")
        # Without a grant the holder of the bridge is not ready; the other one, which holds nothing, is.
        self.wait("one ready, one not", lambda: sorted(str(self.probe("readiness", each)) for each in REPLICAS) == ["200", "503"])
        holder = next(each for each in REPLICAS if self.probe("readiness", each) == 503)
        other = next(each for each in REPLICAS if each != holder)

        # The order may go to any replica.
        self.ctl(other, "grant", "import", "--partner", "acme", "--name", "primary", "--refresh-token-file", "/etc/bwsync/secrets/refresh-token")
        populate(f"http://127.0.0.1:{self.ports[9470]}", USERS)
        self.wait("all provisioned", lambda: self.provisioned() == USERS)
        for replica in REPLICAS:
            self.wait(f"{replica} to be ready", lambda: self.probe("readiness", replica) == 200)

        status = self.ctl(holder, "status")
        self.assertEqual(status["instance"], f"{holder}-pod-0", "the instance is the pod's name")
        began = time.monotonic()
        self.engine.run("stop", "--time", "30", self.container(holder))
        self.assertLess(time.monotonic() - began, 25)
        populate_more(self.ports[9470])
        self.wait("the other to go on", lambda: self.provisioned() == USERS + 1)
        received = http("GET", f"http://127.0.0.1:{self.ports[9470]}/webex/acme/received")[1]
        self.assertEqual([u for u, calls in received["byUser"].items() if calls.get("provision", 0) > 1], [])

        self.engine.run("kube", "down", str(self.file))
        self.assertEqual(self.engine.run("pod", "ls", "--quiet").stdout.split(), [])
        self.assertEqual(self.engine.run("ps", "--all", "--quiet").stdout.split(), [])
        print(f"{USERS + 1} users from BroadWorks to Webex, two replicas, one stopped")


def populate_more(port):
    """One user more, by the feed."""
    status, answer = http("POST", f"http://127.0.0.1:{port}/broadworks/east/users", {"report": True, "users": [{
        "userId": "late@rehearsal-corp.example", "serviceProviderId": "rehearsal-corp", "groupId": "office", "firstName": "Late", "lastName": "Comer",
        "phoneNumber": "2405559998", "extension": "4998", "language": "English", "emailAddress": "late@mail.rehearsal-corp.example",
        "timeZone": "America/New_York", "servicePacks": ["Webex-Standard"]}]})
    assert status == 200, answer


if __name__ == "__main__":
    unittest.main()
