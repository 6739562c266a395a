#!/usr/bin/env python3
"""Makes prometheus-rule.yaml out of deploy/prometheus/bwsync.rules.yaml, since Kustomize cannot; a test holds the two together.

make.py           writes prometheus-rule.yaml beside this file
make.py --print   writes it to standard output
"""
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
RULES = HERE.parents[2] / "prometheus" / "bwsync.rules.yaml"
HEAD = """# Made by make.py from deploy/prometheus/bwsync.rules.yaml: change that file, then run make.py.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: bwsync
  labels:
    app.kubernetes.io/name: bwsync
spec:
"""


def prometheus_rule(rules):
    """The rules of a file of Prometheus as the object of the operator: the same groups under spec."""
    lines = rules.splitlines()
    groups = lines[lines.index("groups:"):]
    return HEAD + "".join(f"  {line}\n" if line else "\n" for line in groups)


if __name__ == "__main__":
    text = prometheus_rule(RULES.read_text())
    if "--print" in sys.argv[1:]:
        sys.stdout.write(text)
    else:
        (HERE / "prometheus-rule.yaml").write_text(text)
