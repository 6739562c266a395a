"""The alerting rules: promtool accepts them, each alert is shown to fire and not to fire, its texts render, its runbook section exists."""
import pathlib
import re
import subprocess
import tempfile
import unittest

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RULES = ROOT / "deploy" / "prometheus" / "bwsync.rules.yaml"
TESTS = [HERE / "alerts_test.yaml", HERE / "alerts_days_test.yaml"]
SEVERITIES = {"critical", "warning", "info"}


def promtool(*words):
    return subprocess.run(["promtool", *map(str, words)], capture_output=True, text=True, timeout=300)


def rules():
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def alerts():
    return [rule for rule in rules() if "alert" in rule]


def checks(*files):
    """(alert, whether it must fire, test, check) of every check in the promtool tests."""
    for file in files:
        for test in yaml.safe_load(file.read_text())["tests"]:
            for check in test["promql_expr_test"]:
                name = re.search(r'alertname="(\w+)"', check["expr"])[1]
                yield name, bool(check["exp_samples"]), test, check


def anchors(document):
    """The anchors of a Markdown file's headings, as the common renderers make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.M)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


class RulesTest(unittest.TestCase):
    def test_promtool_accepts_the_rules_and_the_example(self):
        done = promtool("check", "rules", "--lint=all", "--lint-fatal", RULES)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with tempfile.TemporaryDirectory() as directory:
            example = pathlib.Path(directory) / "prometheus.yml"
            text = (ROOT / "deploy" / "prometheus" / "scrape.example.yaml").read_text()
            self.assertIn("/etc/prometheus/bwsync.rules.yaml", text)
            example.write_text(text.replace("/etc/prometheus/bwsync.rules.yaml", str(RULES)))
            done = promtool("check", "config", example)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_alerts_fire_when_they_must_and_only_then(self):
        done = promtool("test", "rules", *TESTS)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_alert_is_tested_in_both_directions(self):
        seen = {}
        for name, fires, _, _ in checks(*TESTS):
            seen.setdefault(name, set()).add(fires)
        self.assertEqual({name: directions for name, directions in seen.items() if directions != {True, False}}, {})
        self.assertEqual(set(seen), {alert["alert"] for alert in alerts()})

    def test_every_alert_says_how_bad_what_and_where_to_read_on(self):
        known = anchors(ROOT / "deploy" / "runbook.md")
        for alert in alerts():
            with self.subTest(alert["alert"]):
                self.assertEqual(set(alert["annotations"]), {"summary", "description", "runbook_url"})
                self.assertIn(alert["labels"]["severity"], SEVERITIES)
                self.assertIn("for", alert)
                address, anchor = alert["annotations"]["runbook_url"].split("#")
                self.assertEqual(address, "https://runbooks.example.com/bwsync/runbook.md")
                self.assertIn(anchor, known)

    def test_the_runbook_knows_no_alert_that_is_gone(self):
        section = (ROOT / "deploy" / "runbook.md").read_text().split("\n## Alerts\n")[1].split("\n## ")[0]
        described = {heading.lower() for heading in re.findall(r"^### (\w+)$", section, re.M)}
        linked = {alert["annotations"]["runbook_url"].split("#")[1] for alert in alerts()}
        self.assertEqual(described, linked)

    def test_texts_render_with_values(self):
        """promtool shows the rendered annotations of an alert that it was told not to expect."""
        expected, shown = set(), ""
        for file in TESTS:
            document = yaml.safe_load(file.read_text())
            asked = {}
            for name, fires, test, check in checks(file):
                if fires and name not in asked:
                    alert = {"eval_time": check["eval_time"], "alertname": name, "exp_alerts": []}
                    asked[name] = {"interval": test["interval"], "input_series": test["input_series"], "alert_rule_test": [alert]}
            document.update(rule_files=[str(RULES)], tests=list(asked.values()))
            with tempfile.TemporaryDirectory() as directory:
                unexpecting = pathlib.Path(directory) / "render.yaml"
                unexpecting.write_text(yaml.safe_dump(document))
                shown += promtool("test", "rules", unexpecting).stderr
            expected |= set(asked)
        self.assertEqual(set(re.findall(r'Labels:\{alertname="(\w+)"', shown)), expected)
        for bad in ["error expanding", "<no value>", "%!", "{{"]:
            self.assertNotIn(bad, shown)
        self.assertIn('summary="The change feed of east is down"', shown)


if __name__ == "__main__":
    unittest.main()
