"""The rehearsal overlay as podman can play it: the same objects, on the host's network with ports of their own.

podman knows no Services, no files out of a ConfigMap one by one, no probes by HTTP in an image without a shell, and the replicas of a
Deployment would share one network: so Services become names in /etc/hosts, the test asks the probes' paths, and the second replica is a copy.
"""
import base64
import copy
import re
import socket

import yaml

PORTS = [2209, 8025, 8443, 9470, 5432, 9480, 9481]
NAMES = ["bwsync-lab", "bwsync-postgresql"]
REPLICAS = ["bwsync", "bwsync-second"]


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def with_ports(text, ports):
    return re.sub(r"\b(" + "|".join(map(str, ports)) + r")\b", lambda found: str(ports[int(found.group())]), text)


def write_secret(secret, ports, folder):
    """podman 4.3 mounts a Secret's base64 as it stands; so its files come from the machine."""
    (folder / secret["metadata"]["name"]).mkdir()
    for name, text in secret["data"].items():
        value = base64.b64decode(text).decode()
        (folder / secret["metadata"]["name"] / name).write_text(with_ports(value, ports) if name == "dsn" else value)


def adapt_pod(template, ports, folder):
    pod = template["spec"]
    pod["hostNetwork"] = True
    pod["volumes"].append({"name": "names", "hostPath": {"path": str(folder / "hosts"), "type": "File"}})
    for key in ["topologySpreadConstraints", "serviceAccountName"]:
        pod.pop(key, None)
    for volume in pod["volumes"]:
        if "secret" in volume:
            volume["hostPath"] = {"path": str(folder / volume.pop("secret")["secretName"]), "type": "Directory"}
    for container in pod["containers"]:
        for key in ["ports", "startupProbe", "livenessProbe", "readinessProbe"]:
            container.pop(key, None)
        if container["name"] == "postgresql":
            container["env"].append({"name": "PGPORT", "value": str(ports[5432])})
        container["volumeMounts"].append({"name": "names", "mountPath": "/etc/hosts", "readOnly": True})
        for mount in container["volumeMounts"]:
            if "subPath" in mount:   # of which podman makes a folder
                file = mount.pop("subPath")
                container["args"] = [each.replace(mount["mountPath"], f"/configuration/{file}") for each in container["args"]]
                mount["mountPath"] = "/configuration"
        # Of a build with sanitizers, leaks are looked for by the other tests.
        container.setdefault("env", []).append({"name": "ASAN_OPTIONS", "value": "detect_leaks=0"})
        # Limits of memory need a cgroup that the machine running the test may not own.
        container.pop("resources")


def adapted(objects, ports, second, folder):
    """YAML for podman. `ports`: the overlay's to ours; `second`: the admin and metrics ports of the second replica; `folder`: a place for secrets."""
    # On the host's network podman writes no names of a pod's own.
    (folder / "hosts").write_text("127.0.0.1 localhost " + " ".join(NAMES) + "\n")
    result = []
    for each in objects:
        each = copy.deepcopy(each)
        if each["kind"] == "ConfigMap":
            each["data"] = {key: with_ports(text, ports) for key, text in each["data"].items()}
            result.append(each)
            if "bwsync.yaml" in each["data"]:
                other = copy.deepcopy(each)
                other["metadata"]["name"] = "second-" + other["metadata"]["name"]
                swap = {ports[9480]: second[0], ports[9481]: second[1]}
                other["data"] = {key: with_ports(text, swap) for key, text in other["data"].items()}
                result.append(other)
        elif each["kind"] == "Secret":
            write_secret(each, ports, folder)
        elif each["kind"] == "Deployment":
            each["spec"]["replicas"] = 1
            adapt_pod(each["spec"]["template"], ports, folder)
            result.append(each)
            if each["metadata"]["name"] == "bwsync":
                other = copy.deepcopy(each)
                other["metadata"]["name"] = REPLICAS[1]
                for volume in other["spec"]["template"]["spec"]["volumes"]:
                    if "configMap" in volume:
                        volume["configMap"]["name"] = "second-" + volume["configMap"]["name"]
                result.append(other)
    # podman plays in order: PostgreSQL and the lab first.
    order = {"ConfigMap": 0, "Deployment": 2}
    result.sort(key=lambda each: order[each["kind"]] + (each["metadata"]["name"] in REPLICAS))
    return yaml.safe_dump_all(result)
