"""The dashboards: every panel has a unit, a legend and a description, and every query returns data from a real Prometheus that scrapes a
real daemon at work."""
import json
import math
import pathlib
import re
import socket
import subprocess
import sys
import threading
import unittest
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "end_to_end"))

from metrics_test import listed  # noqa: E402
from play import PlayTest, http, wait_for  # noqa: E402

FILES = sorted((ROOT / "deploy" / "grafana").glob("*.json"))
VARIABLES = {"datasource", "cluster", "bridge", "partner"}
VALUES = {"cluster": "east", "bridge": "east-acme", "partner": "acme"}


def panels(file):
    return [panel for panel in json.loads(file.read_text())["panels"] if panel["type"] != "row"]


def query(target):
    expr = target["expr"].replace("$__rate_interval", "20s")
    for name, value in VALUES.items():
        expr = expr.replace(f"${name}", value)
    return expr


class DashboardsTest(unittest.TestCase):
    def test_there_are_two_and_each_can_be_pointed_elsewhere(self):
        self.assertEqual([file.name for file in FILES], ["bwsync-bridge.json", "bwsync-overview.json"])
        for file in FILES:
            board = json.loads(file.read_text())
            self.assertEqual({variable["name"] for variable in board["templating"]["list"]}, VARIABLES)
            ids = [panel["id"] for panel in board["panels"]]
            self.assertEqual(len(ids), len(set(ids)))

    def test_every_panel_has_unit_legend_description_and_metrics_that_exist(self):
        known = listed()
        for file in FILES:
            for panel in panels(file):
                with self.subTest(f"{file.name}: {panel['title']}"):
                    self.assertTrue(panel["description"].endswith("."))
                    self.assertTrue(panel["fieldConfig"]["defaults"]["unit"])
                    self.assertEqual(panel["datasource"]["uid"], "${datasource}")
                    self.assertTrue(panel["targets"])
                    for target in panel["targets"]:
                        self.assertTrue(target["legendFormat"])
                        self.assertNotIn("$", query(target))
                        for name in re.findall(r"\bbwsync_\w+", target["expr"]):
                            self.assertIn(name, known)

    def test_panels_do_not_overlap(self):
        for file in FILES:
            taken = set()
            for panel in json.loads(file.read_text())["panels"]:
                at = panel["gridPos"]
                cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
                self.assertFalse(cells & taken, panel["title"])
                self.assertLessEqual(at["x"] + at["w"], 24)
                taken |= cells


class QueriesTest(PlayTest):
    def start_prometheus(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        target = urllib.parse.urlparse(self.stage.daemon.metrics_url).netloc
        config = self.stage.directory / "prometheus.yml"
        config.write_text(json.dumps({
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(ROOT / "deploy" / "prometheus" / "bwsync.rules.yaml")],
            "scrape_configs": [{"job_name": "bwsync", "static_configs": [{"targets": [target]}]}]}))
        log = open(self.stage.directory / "prometheus.log", "wb")
        self.addCleanup(log.close)
        process = subprocess.Popen(["prometheus", f"--config.file={config}", f"--storage.tsdb.path={self.stage.directory / 'tsdb'}",
                                    f"--web.listen-address={self.address}"], stdout=log, stderr=log)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)

    def ask(self, expr):
        status, answer = http("GET", f"http://{self.address}/api/v1/query?" + urllib.parse.urlencode({"query": expr}))
        self.assertEqual(status, 200, (expr, answer))
        return [float(series["value"][1]) for series in answer["data"]["result"]]

    def is_up(self):
        try:
            return http("GET", f"http://{self.address}/-/ready")[0] == 200 and self.ask("up == 1")
        except OSError:
            return False

    def test_every_query_returns_data_and_every_rule_can_be_evaluated(self):
        self.begin(count=6)
        self.start_prometheus()
        wait_for("Prometheus to have scraped", self.is_up, 60)
        for side in ["broadworks", "webex"]:
            self.stage.daemon.ctl("snapshot", "start", "--side", side)
        over = threading.Event()

        def go_on():
            while not over.wait(0.3):
                self.work.change()

        worker = threading.Thread(target=go_on)
        worker.start()
        self.addCleanup(worker.join)
        self.addCleanup(over.set)
        wanted = {f"{file.name}: {panel['title']} {target['refId']}": query(target)
                  for file in FILES for panel in panels(file) for target in panel["targets"]}
        missing = dict(wanted)

        def all_answered():
            for name, expr in list(missing.items()):
                if any(not math.isnan(value) for value in self.ask(expr)):
                    del missing[name]
            return not missing

        try:
            wait_for("data in every panel", all_answered, 90, every=1)
        except Exception:
            self.fail(f"no data: {missing}")
        print(f"{sum(len(panels(file)) for file in FILES)} panels, {len(wanted)} queries, all with data", file=sys.stderr)
        status, answer = http("GET", f"http://{self.address}/api/v1/rules")
        sick = [rule["name"] for group in answer["data"]["groups"] for rule in group["rules"] if rule["health"] != "ok"]
        self.assertEqual((status, sick), (200, []))
        firing = {alert["labels"]["alertname"] for alert in http("GET", f"http://{self.address}/api/v1/alerts")[1]["data"]["alerts"]
                  if alert["state"] == "firing"}
        self.assertEqual(firing, set())


if __name__ == "__main__":
    unittest.main()
