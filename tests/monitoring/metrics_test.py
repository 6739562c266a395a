"""deploy/metrics.md is what the program says; rules use only metrics and labels that exist; the page of a running daemon is clean."""
import os
import pathlib
import re
import subprocess
import sys
import unittest
import urllib.request

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "end_to_end"))

from play import PlayTest  # noqa: E402

BINARIES = pathlib.Path(os.environ.get("BWSYNC_BINARIES", ROOT / "build" / "debug" / "bin"))
# Labels that Prometheus or its service discovery adds.
FOREIGN = {"instance", "job", "namespace", "pod", "container", "endpoint", "node", "le"}
# With the daemon's start and one sweep these have values; the others only when something happens.
ON_THE_PAGE = ["build_info", "feed_connected", "feed_last_byte_timestamp_seconds", "feed_gaps_open", "dirty_keys", "ocip_requests_total",
               "ocip_request_seconds_count", "subscribers", "intents_total", "intents_open", "webex_requests_total",
               "webex_request_seconds_count", "webex_throttled_seconds_total", "convergence_seconds_count",
               "grant_refresh_expiry_timestamp_seconds", "grant_access_expiry_timestamp_seconds", "grant_usable", "webex_rehearsal",
               "cluster_lease_held", "lease_held", "brake_tripped", "amnesia_guard_active", "snapshot_last_success_timestamp_seconds",
               "snapshot_seconds_count", "store_seconds_count", "loop_lag_seconds_count", "feed_events_total", "subscribers_absent"]


def document():
    done = subprocess.run([str(BINARIES / "bwsyncd"), "--list-metrics"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def listed():
    """{metric with prefix: set of labels}; a histogram under its three names."""
    result = {}
    for name, kind, labels in re.findall(r"^\| `(bwsync_\w+)` \| (\w+) \| (.*?) \|", document(), re.M):
        for suffix in ["_bucket", "_sum", "_count"] if kind == "histogram" else [""]:
            result[name + suffix] = set(re.findall(r"`(\w+)`", labels))
    return result


class MetricsTest(unittest.TestCase):
    def test_the_document_is_what_the_program_says(self):
        self.assertEqual((ROOT / "deploy" / "metrics.md").read_text(), document(),
                         "write it anew: bwsyncd --list-metrics > deploy/metrics.md")

    def test_the_rules_use_only_metrics_and_labels_that_exist(self):
        known = listed()
        for group in yaml.safe_load((ROOT / "deploy" / "prometheus" / "bwsync.rules.yaml").read_text())["groups"]:
            for rule in group["rules"]:
                with self.subTest(rule.get("alert") or rule["record"]):
                    self.check(rule["expr"], known)

    def check(self, expr, known):
        labels = set()
        # A recorded series is named LEVEL:METRIC:OPERATION.
        for name in re.findall(r"(?<![\w:])(bwsync_\w+)", expr):
            self.assertIn(name, known)
            labels |= known[name]
        for level in re.findall(r"(\w+):bwsync_\w+:", expr):
            labels |= set(level.split("_"))
        used = set(re.findall(r'[{,]\s*(\w+)\s*(?:=|!=|=~|!~)"', expr))
        for words in re.findall(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)", expr):
            used |= {word.strip() for word in words.split(",")}
        self.assertEqual(used - labels - FOREIGN, set(), expr)


class PageTest(PlayTest):
    def test_the_page_is_clean_and_has_a_value_of_every_metric_that_work_makes(self):
        self.begin(count=3)
        self.work.add()
        self.converge()
        values = lambda: {name.split("{")[0].removeprefix("bwsync_") for name in self.stage.daemon.metrics()}  # noqa: E731
        self.wait("every metric", lambda: set(ON_THE_PAGE) <= values() or None)
        self.wait("the leases", lambda: self.stage.daemon.metrics()['bwsync_cluster_lease_held{cluster="east"}'] == 1)
        shown = self.stage.daemon.metrics()
        self.assertEqual(shown['bwsync_lease_held{bridge="east-acme"}'], 1)
        self.assertEqual(shown['bwsync_webex_rehearsal{partner="acme"}'], 1)
        self.assertEqual(shown['bwsync_grant_usable{partner="acme",grant="primary"}' if
                               'bwsync_grant_usable{partner="acme",grant="primary"}' in shown else
                               'bwsync_grant_usable{grant="primary",partner="acme"}'], 1)
        self.assertEqual(shown["bwsync_amnesia_guard_active"], 0)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(self.stage.daemon.metrics_url, timeout=30) as answer:
            page = answer.read()
        done = subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, b""))


if __name__ == "__main__":
    unittest.main()
