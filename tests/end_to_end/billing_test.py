"""Billing: a month's report against who was in Webex, the monthly schedule through crashes, and a download that is cut and goes on."""
import datetime
import pathlib
import time
import unittest

from play import PlayTest, http, wait_for
from stage import Daemon, merged

MONTH = (datetime.datetime.now(datetime.timezone.utc).replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")
DELAYS = {"first_subscriber": "500ms", "subscriber": "200ms", "update": "200ms", "billing_report": "500ms"}


class BillingPlay(PlayTest):
    lab = {"webex": [{"delays": DELAYS}]}
    create_on_day = 0

    def setUp(self):
        super().setUp()
        self.folder = self.stage.directory / "reports"
        self.stage.daemon.config = merged(self.stage.daemon.config, {
            "billing": {"create_on_day": self.create_on_day, "directory": str(self.folder)}})
        self.stage.daemon.write_config()

    def sql(self, text):
        return self.stage.postgresql.query("set search_path = bwsync; " + text)

    def age(self, days):
        """Everything that history says happened so much earlier."""
        by = f"- interval '{days} days'"
        self.sql(f"update subscriber_periods set possible_from = possible_from {by}, began_at = began_at {by}, seen_until = seen_until {by}, "
                 f"ended_at = ended_at {by}")

    def look_daily(self):
        """Webex was listed every day of the last months."""
        self.sql("insert into webex_looks select 'acme', at, at from generate_series(now() - interval '130 days', now(), interval '1 day') at "
                 "on conflict do nothing")

    def billing(self):
        return self.stage.lab.get(f"/webex/{self.stage.PARTNER}/billing")


class ReconciliationTest(BillingPlay):
    def reconcile(self):
        """Makes the report anew and compares it."""
        ctl = self.stage.daemon.ctl
        if ctl("billing", "list")["items"]:
            ctl("billing", "delete", MONTH)
        ctl("billing", "create", MONTH, "--wait")
        ctl("billing", "download", MONTH)
        found = ctl("billing", "reconcile", "--month", MONTH, "--exit-code", expect=(0, 4))
        self.assertIsNone(found["doubt"])
        self.assertEqual(found["faults"], [])
        return found

    def test_every_planted_difference_is_found_and_none_invented(self):
        self.begin(count=14)
        self.age(65)
        names = sorted(self.work.users)
        gone, changed, missing, wrong, double = names[:5]
        self.stage.broadworks("/users/delete", {"userIds": [gone]})
        package = self.work.users[gone]["servicePacks"]
        del self.work.users[gone]
        other = "Webex-Standard" if self.work.users[changed]["servicePacks"] == ["Webex-Premium"] else "Webex-Premium"
        self.stage.broadworks("/users/services", {"userId": changed, "unassign": {"servicePacks": self.work.users[changed]["servicePacks"]},
                                                  "assign": {"servicePacks": [other]}})
        self.wait("the removal", lambda: self.state_of(gone) == ("removed", None))
        self.wait("the package", lambda: self.in_webex(changed)["package"] == other.split("-")[1].lower())
        self.converge()
        still_there = f"select 1 from subscriber_periods where ended_at is null and user_key = '{gone.lower()}'"
        other_package = (f"select 1 from subscriber_periods where ended_at is null and is_provisioned and user_key = '{changed.lower()}' and package = "
                         f"'{other.split('-')[1].lower()}'")
        self.wait("the history", lambda: not self.sql(still_there) and self.sql(other_package), 30)
        self.age(65)
        self.look_daily()

        honest = self.reconcile()
        self.assertEqual(honest["findings"], [])
        self.assertEqual(honest["rows"], 13)
        self.assertEqual(honest["matched"], 13)
        self.assertEqual(honest["active"], 13)

        wrong_package = "basic"
        self.stage.webex("/billing/plant", {"differences": [
            {"kind": "gone", "userId": gone, "package": package[0].split("-")[1].lower()},
            {"kind": "gone", "userId": "ghost@nowhere.example", "package": "standard"},
            {"kind": "missing", "userId": missing},
            {"kind": "package", "userId": wrong, "package": wrong_package},
            {"kind": "double", "userId": double}]})
        found = self.reconcile()
        self.assertEqual(sorted((each["finding"], each["userId"].lower(), each["proven"]) for each in found["findings"]), sorted([
            ("billed-but-gone", gone.lower(), True), ("billed-unknown", "ghost@nowhere.example", True),
            ("active-not-billed", missing.lower(), True), ("wrong-package", wrong.lower(), True), ("double", double.lower(), True)]))
        by_kind = {each["finding"]: each for each in found["findings"]}
        self.assertEqual(by_kind["billed-but-gone"]["events"][-1]["what"], "gone from Webex")
        self.assertEqual(len(by_kind["double"]["lines"]), 2)
        self.assertGreaterEqual(by_kind["active-not-billed"]["days"], 28)
        self.assertEqual(by_kind["wrong-package"]["billedPackage"], wrong_package)

        # Other headings are named by the configuration.
        self.stage.webex("/billing/columns", {"columns": [{"heading": "Wer", "field": "userId"}, {"heading": "Was", "field": "package"}]})
        self.stage.webex("/billing/plant", {"differences": []})
        self.stage.daemon.ctl("billing", "delete", MONTH)
        self.stage.daemon.ctl("billing", "create", MONTH, "--wait")
        self.stage.daemon.ctl("billing", "download", MONTH)
        self.stage.daemon.ctl("billing", "reconcile", MONTH, expect=1)
        self.stage.daemon.config = merged(self.stage.daemon.config, {"billing": {"columns": {"user_id": ["wer"], "package": ["was"]}}})
        self.stage.daemon.write_config()
        self.stage.daemon.reload()
        self.wait("the new headings", lambda: self.stage.daemon.ctl("billing", "reconcile", MONTH, expect=(0, 1, 3)) is not None, 20)
        self.assertEqual(self.stage.daemon.ctl("billing", "reconcile", MONTH)["findings"], [])


class ScheduleTest(BillingPlay):
    lab = {"webex": [{"delays": {**DELAYS, "billing_report": "4s"}}]}
    create_on_day = 1

    def reports(self, status):
        return [each for each in self.billing()["reports"] if each["status"] == status]

    def metric(self, name):
        return self.stage.daemon.metrics().get(f'bwsync_{name}{{partner="acme"}}', 0)

    def test_one_report_is_made_whatever_dies_and_its_file_comes(self):
        self.stage.webex("/billing/fail-next", {"code": 2030})
        self.stage.start_daemon()
        wait_for("a failure to be counted", lambda: self.metric("billing_failures_total") >= 1, 60)
        log = [line for line in self.stage.daemon.log().splitlines() if "billing-report-failed" in line]
        self.assertIn("2030", log[0])
        # The answer of the next create is lost, and the process dies while the report is made.
        self.stage.webex("/faults", {"operation": "billingReportCreate", "kind": "lost-answer", "count": 1})
        self.stage.daemon.kill()
        self.sql("update billing_runs set next_at = now()")
        self.stage.daemon.start()
        wait_for("the report to be in the making", lambda: self.reports("IN_PROGRESS"), 60)
        self.stage.daemon.kill()
        # Two of them, of which one goes on.
        second = Daemon(self.stage.binaries, self.stage.directory, merged(self.stage.daemon.config, {
            "instance": "second", "state_directory": str(self.stage.directory / "second"),
            "billing": {"directory": str(self.stage.directory / "second-reports")}}), name="second")
        (self.stage.directory / "second").mkdir()
        self.addCleanup(second.stop)
        self.stage.daemon.start()
        second.start()
        # Until then the dead process's lease, or the failed look of another, may be waited for.
        name = f"acme-{MONTH}.csv"
        files = [self.folder / name, self.stage.directory / "second-reports" / name]
        wait_for("the file", lambda: any(each.exists() for each in files), 60)
        wait_for("the run to be done", lambda: self.sql("select state from billing_runs") == [["done"]], 30)
        self.assertEqual(sum(each.exists() for each in files), 1)
        file = next(each for each in files if each.exists())
        self.assertEqual(file.read_text().splitlines()[0], "Billing Period,Enterprise ID,User ID,Email,Package,Created")
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.sql("select path from billing_runs"), [[str(file)]])
        # And a start later nothing is asked again.
        created = self.stage.webex_received()["operations"]["billingReportCreate"]
        second.stop()
        self.stage.daemon.kill()
        self.stage.daemon.start()
        wait_for("the last success to be shown", lambda: self.metric("billing_report_last_success_timestamp_seconds") > time.time() - 600, 60)
        self.assertEqual(len(self.reports("COMPLETED")), 1)
        self.assertEqual(len(self.reports("FAILED")), 1)
        self.assertEqual(self.reports("IN_PROGRESS"), [])
        self.assertEqual(self.stage.webex_received()["operations"]["billingReportCreate"], created)
        self.assertEqual(self.billing()["downloadsWithToken"], 0)


class DownloadTest(BillingPlay):
    ROWS = 100_000

    def test_a_cut_download_goes_on_and_a_large_report_is_compared(self):
        lines = [f"{MONTH},ent{i % 100},user{i}@enterprise-{i % 100}.example,user{i}@mail.example,{'premium' if i % 3 else 'standard'},2026"
                 for i in range(self.ROWS)]
        csv = "Billing Period,Enterprise ID,User ID,Email,Package,Created\r\n" + "\r\n".join(lines) + "\r\n"
        self.stage.start_daemon()
        ctl = self.stage.daemon.ctl
        ctl("billing", "create", MONTH, "--wait")
        self.stage.webex("/billing/file", {"billingPeriod": MONTH, "csv": csv})
        report = ctl("billing", "show", MONTH)["id"]
        # The second piece never comes; then the process dies.
        self.stage.webex("/faults", {"operation": "download", "kind": "hang", "count": -1, "after": 1})
        token = self.stage.daemon.token_file.read_text().strip()
        status, begun = http("POST", f"{self.stage.daemon.admin_url}/api/v1/billing/reports/{report}/download", token=token)
        self.assertEqual((status, begun["state"]), (200, "running"))
        part = pathlib.Path(self.folder) / f"acme-{MONTH}.csv.part"
        wait_for("the first piece", lambda: part.exists() and part.stat().st_size >= 4 * 1024 * 1024, 30)
        self.stage.daemon.kill()
        self.stage.webex("/faults/clear")
        self.stage.daemon.start()
        here = self.stage.directory / "here.csv"
        got = ctl("billing", "download", MONTH, "--file", str(here))
        self.assertGreaterEqual(got["bytesResumed"], 4 * 1024 * 1024)
        self.assertEqual(got["bytes"], len(csv))
        self.assertEqual(here.read_bytes(), csv.encode())
        self.assertEqual(self.billing()["downloadsWithToken"], 0)

        self.look_daily()
        self.sql("insert into subscriber_periods select 'acme', 'w' || i, lower('user' || i || '@enterprise-' || i % 100 || '.example'), "
                 "'user' || i || '@enterprise-' || i % 100 || '.example', 'ent' || i % 100, case when i % 3 = 0 then 'standard' else 'premium' end, "
                 "'user' || i || '@mail.example', true, now() - interval '90 days', now() - interval '90 days', null, null "
                 f"from generate_series(0, {self.ROWS - 1}) i")
        began = time.monotonic()
        found = ctl("billing", "reconcile", MONTH)
        print(f"\n{self.ROWS} rows against {self.ROWS} subscribers: {time.monotonic() - began:.1f} s", flush=True)
        self.assertEqual(found["findings"], [])
        self.assertEqual(found["matched"], self.ROWS)
        self.assertEqual(found["active"], self.ROWS)


if __name__ == "__main__":
    unittest.main()
