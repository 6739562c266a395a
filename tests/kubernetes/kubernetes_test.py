"""deploy/kubernetes: base, components and overlays render; every object is valid, unknown fields refused; and what they promise holds."""
import copy
import fcntl
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
FOLDER = pathlib.Path(os.environ.get("BWSYNC_NODE_FOLDER", tempfile.gettempdir() + "/bwsync-node"))
OFFLINE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ENETUNREACH")


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(SKIPPED)


def install_schemas():
    """The npm packages that the lock file names, in the build directory; once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        mark = FOLDER / "installed.json"
        wanted = (HERE / "package-lock.json").read_bytes()
        if mark.exists() and mark.read_bytes() == wanted:
            return
        for name in ["package.json", "package-lock.json", ".npmrc"]:
            shutil.copy(HERE / name, FOLDER)
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--prefer-offline"], cwd=FOLDER, capture_output=True, text=True)
        if done.returncode != 0:
            if any(word in done.stderr for word in OFFLINE):
                skip("the schemas cannot be fetched: npm reaches no registry")
            raise AssertionError(f"npm ci: {done.stderr.strip()}")
        mark.write_bytes(wanted)


for tool in ["kubectl", "node", "npm", "openssl"]:
    if shutil.which(tool) is None:
        skip(f"{tool} is not installed")
try:
    import yaml
except ImportError:
    skip("python3-yaml is not installed")

from manifests import ROOT, copied, named, objects_of, of_kind, pod_template, rendered, workloads  # noqa: E402

# What is rendered: name to (overlay, components laid over it).
RENDERINGS = {
    "base": ("base", []),
    "production": ("overlays/production", []),
    "production, admin API over TLS": ("overlays/production", ["admin-tls"]),
    "production, durable state": ("overlays/production", ["durable-state"]),
    "production, everything": ("overlays/production", ["admin-tls", "durable-state"]),
    "rehearsal": ("overlays/rehearsal", []),
}


def validated(objects):
    """The errors of each object, in order."""
    done = subprocess.run(["node", str(HERE / "validate.cjs")], cwd=FOLDER, input=yaml.safe_dump_all(objects), capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"validate.cjs: {done.stderr.strip()}")
    return [each["errors"] for each in json.loads(done.stdout)]


class KubernetesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        install_schemas()
        cls.directory = tempfile.TemporaryDirectory(prefix="bwsync-kubernetes-")
        cls.addClassCleanup(cls.directory.cleanup)
        cls.tree = copied(cls.directory.name)
        cls.all = {name: objects_of(rendered(cls.laid(name, *parts))) for name, parts in RENDERINGS.items()}

    @classmethod
    def laid(cls, name, overlay, components):
        if not components:
            return cls.tree / overlay
        folder = cls.tree / "overlays" / re.sub(r"\W+", "-", name)
        folder.mkdir()
        (folder / "kustomization.yaml").write_text(yaml.safe_dump({
            "apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": [f"../../{overlay}"],
            "components": [f"../../components/{each}" for each in components]}))
        return folder

    def each(self, *kinds):
        for name, objects in self.all.items():
            for each in of_kind(objects, *kinds):
                with self.subTest(rendering=name, kind=each["kind"], name=each["metadata"]["name"]):
                    yield objects, each

    def test_every_overlay_and_component_is_rendered(self):
        for kind in ["overlays", "components"]:
            there = {each.name for each in (ROOT / "deploy" / "kubernetes" / kind).iterdir()}
            used = " ".join(overlay for overlay, _ in RENDERINGS.values()) + " " + " ".join(each for _, c in RENDERINGS.values() for each in c)
            used += (ROOT / "deploy/kubernetes/overlays/production/kustomization.yaml").read_text()
            self.assertEqual([each for each in sorted(there) if each not in used], [])

    def test_every_object_is_valid_and_a_misspelt_one_is_not(self):
        objects = [each for objects in self.all.values() for each in objects]
        damaged, words = self.damaged()
        errors = validated(objects + damaged)
        self.assertEqual(len(errors), len(objects) + len(damaged))
        for each, found in zip(objects, errors):
            self.assertEqual(found, [], f"{each['kind']} {each['metadata']['name']}")
        for word, found in zip(words, errors[len(objects):]):
            self.assertTrue(any(word in error for error in found), f"{word} was not refused: {found}")
        print(f"{len(objects)} objects of {len(self.all)} renderings valid, {len(damaged)} damaged ones refused")

    def damaged(self):
        """Objects with one fault each, and the word that the refusal must say."""
        objects = self.all["production"]

        def change(kind, word, alter):
            changed = copy.deepcopy(of_kind(objects, kind)[0])
            alter(changed)
            return changed, word

        def container(deployment):
            return deployment["spec"]["template"]["spec"]["containers"][0]

        cases = [
            change("Deployment", "readinesProbe", lambda d: container(d).update(readinesProbe=container(d).pop("readinessProbe"))),
            change("Deployment", "readOnlyRootFileSystem", lambda d: container(d)["securityContext"].update(readOnlyRootFileSystem=True)),
            change("Deployment", "topologySpread", lambda d: d["spec"]["template"]["spec"].update(topologySpread=[])),
            change("Deployment", "replicas", lambda d: d["spec"].update(replicas="two")),
            change("Deployment", "selector", lambda d: d["spec"].pop("selector")),
            change("PodDisruptionBudget", "maxUnavailible", lambda d: d["spec"].update(maxUnavailible=1)),
            change("NetworkPolicy", "policyType", lambda d: d["spec"].update(policyType=["Ingress"])),
            change("Service", "publishNotReady", lambda d: d["spec"].update(publishNotReady=True)),
            change("ServiceMonitor", "intervall", lambda d: d["spec"]["endpoints"][0].update(intervall="15s")),
            change("PrometheusRule", "sevrity", lambda d: d["spec"]["groups"][-1]["rules"][-1].update(sevrity="warning")),
            change("ServiceAccount", "no schema", lambda d: d.update(kind="ServiceAcount")),
        ]
        return [each for each, _ in cases], [word for _, word in cases]

    def test_the_rules_are_those_of_prometheus(self):
        component = ROOT / "deploy" / "kubernetes" / "components" / "prometheus-rule"
        made = subprocess.run([sys.executable, str(component / "make.py"), "--print"], capture_output=True, text=True, check=True).stdout
        self.assertEqual((component / "prometheus-rule.yaml").read_text(), made, "run deploy/kubernetes/components/prometheus-rule/make.py")
        rules = yaml.safe_load((ROOT / "deploy" / "prometheus" / "bwsync.rules.yaml").read_text())
        self.assertEqual(of_kind(self.all["production"], "PrometheusRule")[0]["spec"], rules)

    def test_pods_are_restricted(self):
        # Pod Security Standards, level restricted, and a read-only root beyond it.
        for _, workload in self.each("Deployment", "StatefulSet"):
            pod = pod_template(workload)["spec"]
            self.assertTrue(pod["securityContext"]["runAsNonRoot"])
            self.assertEqual(pod["securityContext"]["runAsUser"], 65532)
            self.assertEqual(pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
            self.assertFalse(pod["automountServiceAccountToken"])
            self.assertFalse(set(pod) & {"hostNetwork", "hostPID", "hostIPC"})
            self.assertTrue(all(set(volume) & {"configMap", "secret", "emptyDir"} for volume in pod["volumes"]))
            for container in pod["containers"]:
                context = container["securityContext"]
                self.assertFalse(context["allowPrivilegeEscalation"])
                self.assertTrue(context["readOnlyRootFilesystem"])
                self.assertEqual(context["capabilities"], {"drop": ["ALL"]})
                self.assertIn("memory", container["resources"]["limits"])
                self.assertLessEqual({"cpu", "memory"}, set(container["resources"]["requests"]))
                self.assertIn("readinessProbe", container)

    def test_the_daemon_has_probes_time_to_stop_and_a_name_of_its_own(self):
        for _, workload in self.each("Deployment", "StatefulSet"):
            if workload["metadata"]["name"] != "bwsync":
                continue
            self.assertEqual(workload["spec"]["replicas"], 2)
            pod = pod_template(workload)["spec"]
            self.assertGreater(pod["terminationGracePeriodSeconds"], 20)
            self.assertEqual({each["topologyKey"] for each in pod["topologySpreadConstraints"]}, {"kubernetes.io/hostname", "topology.kubernetes.io/zone"})
            container = pod["containers"][0]
            paths = {probe: container[probe]["httpGet"]["path"] for probe in ["startupProbe", "livenessProbe", "readinessProbe"]}
            self.assertEqual(paths, {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"})
            self.assertEqual(container["env"][0]["valueFrom"]["fieldRef"]["fieldPath"], "metadata.name")

    def test_references_lead_somewhere(self):
        for objects, workload in self.each("Deployment", "StatefulSet"):
            pod = pod_template(workload)["spec"]
            claims = [each["metadata"]["name"] for each in workload["spec"].get("volumeClaimTemplates", [])]
            volumes = {each["name"] for each in pod["volumes"]} | set(claims)
            self.assertLessEqual({mount["name"] for each in pod["containers"] for mount in each["volumeMounts"]}, volumes)
            for volume in pod["volumes"]:
                if "configMap" in volume:
                    self.assertIn(volume["configMap"]["name"], [each["metadata"]["name"] for each in of_kind(objects, "ConfigMap")])
            if "serviceName" in workload["spec"]:
                named(objects, "Service", workload["spec"]["serviceName"])

    def test_selectors_select_and_named_ports_exist(self):
        for objects, each in self.each("Service", "PodDisruptionBudget", "NetworkPolicy", "Deployment", "StatefulSet", "ServiceMonitor"):
            spec = each["spec"]
            selector = spec.get("podSelector", spec.get("selector"))
            labels = selector.get("matchLabels", selector)
            if "matchExpressions" in selector:
                continue
            if each["kind"] == "ServiceMonitor":
                services = [s for s in of_kind(objects, "Service") if labels.items() <= s["metadata"]["labels"].items()]
                self.assertEqual([port["name"] for s in services for port in s["spec"]["ports"]], [e["port"] for e in spec["endpoints"]])
                continue
            selected = [w for w in workloads(objects) if labels.items() <= pod_template(w)["metadata"]["labels"].items()]
            self.assertEqual(len(selected), 1)
            ports = {port["name"] for c in pod_template(selected[0])["spec"]["containers"] for port in c["ports"]}
            named_ports = [port.get("targetPort") for port in spec.get("ports", [])]
            named_ports += [port["port"] for rule in spec.get("ingress", []) for port in rule.get("ports", [])]
            self.assertLessEqual({port for port in named_ports if isinstance(port, str)}, ports)

    def test_secrets_are_only_referred_to_and_the_rehearsals_are_not_committed(self):
        for name, objects in self.all.items():
            if name != "rehearsal":
                self.assertEqual(of_kind(objects, "Secret"), [], name)
        tracked = subprocess.run(["git", "-C", str(ROOT), "ls-files", "deploy/kubernetes"], capture_output=True, text=True)
        if tracked.returncode == 0:
            self.assertNotIn("/secrets/", tracked.stdout)

    def test_images_are_of_this_version(self):
        version = re.search(r"project\(bwsync VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
        for name in ["production", "rehearsal"]:
            for workload in workloads(self.all[name]):
                for container in pod_template(workload)["spec"]["containers"]:
                    self.assertTrue(container["image"].endswith(":" + version), container["image"])

    def test_a_changed_configuration_is_a_roll_out(self):
        before = named(self.all["production"], "ConfigMap", "bwsync")["metadata"]["name"]
        file = self.tree / "overlays" / "production" / "bwsync.yaml"
        text = file.read_text()
        self.addCleanup(file.write_text, text)
        file.write_text(text.replace("policy: observe", "policy: sync"))
        objects = objects_of(rendered(self.tree / "overlays" / "production"))
        after = named(objects, "ConfigMap", "bwsync")["metadata"]["name"]
        self.assertNotEqual(before, after)
        volumes = pod_template(named(objects, "Deployment", "bwsync"))["spec"]["volumes"]
        self.assertIn(after, [each["configMap"]["name"] for each in volumes if "configMap" in each])

    def test_the_daemon_takes_each_configuration(self):
        binary = pathlib.Path(os.environ["BWSYNC_BINARIES"]) / "bwsyncd"
        for name, objects in self.all.items():
            text = named(objects, "ConfigMap", "bwsync")["data"]["bwsync.yaml"]
            with self.subTest(rendering=name), tempfile.TemporaryDirectory() as folder:
                secrets = pathlib.Path(folder) / "secrets"
                shutil.copytree(self.tree / "overlays" / "rehearsal" / "secrets", secrets)
                file = pathlib.Path(folder) / "bwsync.yaml"
                file.write_text(text.replace("/etc/bwsync/", folder + "/"))
                done = subprocess.run([str(binary), "--config", str(file), "--check-config"], capture_output=True, text=True,
                                      env={**os.environ, "POD_NAME": "bwsync-0"})
                self.assertEqual(done.returncode, 0, done.stderr)
                # Ports of the listeners are what the manifests say.
                ports = {int(each) for each in re.findall(r"listen: 0\.0\.0\.0:(\d+)", text)}
                workload = [w for w in workloads(objects) if w["metadata"]["name"] == "bwsync"][0]
                self.assertEqual(ports, {p["containerPort"] for p in pod_template(workload)["spec"]["containers"][0]["ports"]})


if __name__ == "__main__":
    unittest.main()
