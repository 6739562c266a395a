"""Prechecks: a campaign over ten thousand rows that is killed on the way, everybody of a bridge that only observes, and the order that Webex asks for."""
import csv
import json
import signal
import subprocess
import time
import unittest

from play import PlayTest, Work, user, wait_for

ROWS = 10_000
# What Webex says, by the domain of the address; a row's own number picks it.
FATES = ["plain", "plain", "plain", "plain", "moves", "consent", "consent", "later", "taken", "busy"]
DOMAINS = {"moves": {"infoCode": 103}, "consent": {"infoCode": 104}, "later": {"infoCode": 101}, "taken": 2002, "busy": 2010}
FAST = {"webex": {"partners": [{"requests_per_second": 100000, "burst": 10000, "in_flight": 64, "precheck_per_second": 50000}]}}


class CampaignTest(PlayTest):
    daemon = {**FAST, "bridges": [{"policy": "observe"}]}

    def write_rows(self, count=ROWS):
        self.rows = []
        for i in range(count):
            email = f"p{i}@{FATES[i % 10]}.example"
            self.rows.append((email, email if FATES[i % 10] == "plain" else "boss@customer.example"))
        self.input = self.stage.directory / "rows.csv"
        self.input.write_text("email,customerEmail\n" + "".join(f"{a},{b}\n" for a, b in self.rows))
        self.output = self.stage.directory / "results.csv"

    def command(self, *words):
        daemon = self.stage.daemon
        return [str(self.stage.binaries / "bwsyncctl"), "--url", daemon.admin_url, "--token-file", str(daemon.token_file), "-o", "json",
                "precheck", *words]

    def campaign(self):
        return subprocess.Popen(self.command("--file", str(self.input), "--output", str(self.output), "--patience", "0"),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def written(self):
        return self.output.read_bytes().count(b"\n") if self.output.exists() else 0

    def until(self, count, process):
        wait_for(f"{count} results", lambda: self.written() > count or process.poll() is not None, 60, every=0.01)
        self.assertIsNone(process.poll(), "it ended before it could be stopped")

    def test_ten_thousand_rows_killed_and_resumed(self):
        self.write_rows()
        self.stage.webex("/fixtures", {"emailDomains": {f"{name}.example": fate for name, fate in DOMAINS.items()}})
        self.stage.start_daemon()
        first = self.campaign()
        self.until(2000, first)
        first.send_signal(signal.SIGKILL)
        first.communicate()

        second = self.campaign()
        self.until(4500, second)
        self.assertEqual(self.stage.daemon.stop(), 0)
        second.communicate()
        self.assertIn(second.returncode, (1, 3))
        self.stage.daemon.start()

        # In the middle of a line, as after a kill during a write.
        with open(self.output, "r+b") as file:
            file.truncate(self.output.stat().st_size - 9)
        done_before = self.written()
        last = self.campaign()
        out, err = last.communicate(timeout=120)
        self.assertEqual(last.returncode, 4, err)  # some will fail
        self.assertLess(done_before, ROWS)

        with open(self.output, newline="") as file:
            results = list(csv.DictReader(file))
        self.assertEqual(sorted((r["email"], r["customerEmail"]) for r in results), sorted(self.rows))
        report = json.loads(out)
        each = ROWS // 10
        self.assertEqual({key: report[key] for key in ("rows", "succeed", "afterPrimary", "fail", "moveByThemselves", "moveWithConsent")},
                         {"rows": ROWS, "succeed": 7 * each, "afterPrimary": each, "fail": 2 * each, "moveByThemselves": each,
                          "moveWithConsent": 2 * each})
        self.assertEqual({line["code"]: line["rows"] for line in report["codes"]},
                         {"100": 4 * each, "103": each, "104": 2 * each, "101": each, "webex-2002": each, "webex-2010": each})
        self.assertEqual({step["step"]: step["rows"] for step in report["steps"]}, {1: 7 * each, 2: each})
        self.assertEqual([(p["primary"], p["waiting"], p["place"]) for p in report["primaries"]],
                         [("boss@customer.example", each, "elsewhere")])
        self.assertGreaterEqual(self.stage.webex_received()["operations"]["precheck"], ROWS)

    def test_webex_that_asks_to_slow_down_or_loses_answers_is_asked_again(self):
        self.write_rows(60)
        self.stage.start_daemon()
        self.stage.webex("/faults", {"operation": "precheck", "kind": "429", "retryAfter": "1", "count": 3, "after": 20})
        self.stage.webex("/faults", {"operation": "precheck", "kind": "lost-answer", "count": 5, "after": 30})
        self.stage.webex("/faults", {"operation": "precheck", "kind": "status", "status": 503, "count": 5, "after": 40})
        began = time.monotonic()
        out, err = self.campaign().communicate(timeout=60)
        self.assertGreaterEqual(time.monotonic() - began, 1)
        self.assertEqual(json.loads(out)["rows"], 60, err)
        with open(self.output, newline="") as file:
            self.assertEqual(sorted(r["email"] for r in csv.DictReader(file)), sorted(a for a, _ in self.rows))

    def test_everybody_of_a_bridge_that_only_observes(self):
        work = Work(self.stage, seed=3)
        work.populate(12)
        self.stage.webex("/fixtures", {"userIds": {sorted(work.users)[0]: 2002}})
        self.stage.start_daemon()
        self.wait("all to be known", lambda: len([s for s in self.stage.daemon.subscribers() if s["reason"] == "observe"]) == 12)
        report = self.stage.daemon.ctl("precheck", "--all", expect=4)
        self.assertEqual((report["rows"], report["succeed"], report["fail"]), (12, 11, 1))
        one = self.stage.daemon.ctl("precheck", "--user", sorted(work.users)[0], expect=4)
        self.assertEqual((one["result"], one["reason"]), ("fails", "webex-2002"))
        self.assertTrue(one["remedy"])
        unknown = self.stage.daemon.ctl("precheck", "--user", "nobody@nowhere", expect=4)
        self.assertEqual(unknown["reason"], "unknown-user")
        operations = self.stage.webex_received()["operations"]
        self.assertEqual(operations.get("provision", 0), 0)
        self.assertEqual(operations["precheck"], 13)


class OrderTest(PlayTest):
    def test_who_must_come_after_another_one_does(self):
        work = self.work = Work(self.stage, seed=4)
        work.populate(0)
        for number in (1, 2, 3):
            new = user(number)
            self.stage.broadworks("/users", {"users": [new], "report": False})
            work.users[new["userId"]] = new
        lowest = sorted(work.users)[0]
        self.stage.webex("/fixtures", {"userIds": {lowest: {"infoCode": 101}}})
        self.stage.start_daemon()
        self.wait("it to wait", lambda: self.state_of(lowest) == ("waiting", "primary-first") or self.in_webex(lowest))
        self.converge()
        sent = self.stage.postgresql.query("select user_id from bwsync.intents where operation = 'provision' order by id")
        self.assertEqual(len(sent), 3)
        self.assertNotEqual(sent[0], [lowest])


if __name__ == "__main__":
    unittest.main()
