"""Renders deploy/kubernetes as an operator would, out of a copy of it, and reads what comes out."""
import pathlib
import shutil
import subprocess

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "deploy" / "kubernetes"


def copied(directory):
    """A copy to render from: the rehearsal's secrets are made in there, never in the checkout."""
    target = pathlib.Path(directory) / "kubernetes"
    shutil.copytree(SOURCE, target, ignore=shutil.ignore_patterns("secrets"))
    subprocess.run([str(target / "overlays" / "rehearsal" / "prepare.sh")], check=True)
    return target


def rendered(folder):
    """The YAML of `kubectl kustomize`."""
    done = subprocess.run(["kubectl", "kustomize", str(folder)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"kubectl kustomize {folder}: {done.stderr.strip()}")
    return done.stdout


def objects_of(text):
    return [each for each in yaml.safe_load_all(text) if each]


def of_kind(objects, *kinds):
    return [each for each in objects if each["kind"] in kinds]


def pod_template(workload):
    return workload["spec"]["template"]


def workloads(objects):
    return of_kind(objects, "Deployment", "StatefulSet")


def named(objects, kind, name):
    """The one object of that kind with that name, or with that name and Kustomize's hash after it."""
    generated = ("ConfigMap", "Secret")
    found = [each for each in of_kind(objects, kind)
             if each["metadata"]["name"] == name or kind in generated and each["metadata"]["name"].rpartition("-")[0] == name]
    assert len(found) == 1, f"{kind} {name}: {len(found)} found"
    return found[0]
