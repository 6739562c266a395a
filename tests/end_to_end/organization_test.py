"""Organisations and directory synchronisation: a whole deletion, killed in every step, stopped, refused; runs of fifty enterprises, one at a
time per BroadWorks cluster."""
import datetime
import unittest

from play import PlayTest, user, wait_for

STEPS = ["queued", "remove-people", "directory-sync-off", "directory-sync-clean-up", "delete-organization", "await-end"]


class ProcedurePlay(PlayTest):
    def ctl(self, *words, expect=0):
        return self.stage.daemon.ctl(*words, expect=expect)

    def calls(self, operation, status=None):
        """What the lab received for an operation, as [(target, call)]; with a status only what was answered so, by no fault."""
        found = self.stage.lab.get(f"/webex/{self.stage.PARTNER}/calls?limit=5000")["calls"]
        return [(call["target"], call) for call in found if call["operation"] == operation
                and (status is None or (call["status"] == status and call.get("fault") in (None, "slow")))]

    def restart_hard(self):
        self.stage.daemon.kill()
        self.stage.daemon.start()

    def organizations(self):
        return {each["spEnterpriseId"] for each in self.stage.webex_state()["organizations"]}


class DeletionTest(ProcedurePlay):
    lab = {"webex": [{"delays": {"first_subscriber": "500ms", "subscriber": "100ms", "update": "100ms", "management_access": "200ms",
                                 "organization_delete": "1500ms", "directory_sync": "300ms", "directory_sync_disable": "1s"}}]}
    daemon = {"webex": {"partners": [{"status_poll": "300ms"}]}}

    def populate(self, count=12):
        """A population whose enterprise ent1 has its directory synchronised; how many people it has."""
        self.begin(count=count)
        self.ctl("enterprise", "dir-sync", "enable", "--enterprise", "ent1", "--wait")
        self.ctl("enterprise", "dir-sync", "trigger", "--enterprise", "ent1", "--wait")
        self.organization = self.ctl("organization", "show", "--enterprise", "ent1")
        self.assertEqual(self.organization["directorySync"]["status"], "COMPLETE")
        self.assertGreater(self.organization["people"], 2)
        return self.organization["people"]

    def order(self, *more, expect=0):
        return self.ctl("organization", "delete", "--bridge", self.stage.BRIDGE, "--enterprise", "ent1", "--name", self.organization["name"],
                        *more, expect=expect)

    def shown(self):
        return self.ctl("organization", "delete", "--enterprise", "ent1", "--status")

    def step_is(self, step):
        shown = self.shown()
        return shown["state"] == "running" and shown["step"] == step

    def ended(self, people):
        """The one end that every way of a deletion has."""
        self.wait("the deletion to be done", lambda: self.shown()["state"] == "done")
        self.assertNotIn("ent1", self.organizations())
        self.assertIn("metro+north", {name.lower() for name in self.organizations()}, "the other organisation stays")
        removed = [target for target, _ in self.calls("personDelete", 204)]
        self.assertEqual(len(removed), people)
        self.assertEqual(len(set(removed)), people, "nobody is deleted twice")
        self.assertEqual(len(self.calls("directorySyncWrite", 200)), 2, "switched on once, off once")

    def test_everything_goes_and_nobody_is_provisioned_into_it(self):
        people = self.populate()
        wrong = self.ctl("organization", "delete", "--bridge", self.stage.BRIDGE, "--enterprise", "ent1", "--name", "ENT1", expect=1)
        self.assertIsNone(wrong)
        self.assertEqual(self.calls("personDelete"), [])
        # Access to the customer is closed, and Webex wants a new token for what is younger than a day.
        self.stage.webex("/switches", {"management_access_needed": True, "young_delete_refused": True})
        self.order()
        self.order(expect=1)  # one is enough
        self.wait("people to go", lambda: self.calls("personDelete", 204))
        newcomer = user(900)
        self.stage.broadworks("/users", {"users": [newcomer]})
        self.wait("the newcomer to be held", lambda: self.state_of(newcomer["userId"]) == ("waiting", "paused"))
        self.ctl("bridge", "resume", self.stage.BRIDGE, "--enterprise", "ent1", expect=1)
        self.ended(people)
        shown = self.shown()
        seen = list(dict.fromkeys(step["step"] for step in shown["steps"]))
        self.assertEqual(seen, STEPS + ["done"])
        self.assertTrue(all(step["seconds"] >= 0 for step in shown["steps"]))
        self.assertIsNone(self.in_webex(newcomer["userId"]))
        # Let go on purpose, the newcomer is the first of a new organisation.
        self.stage.webex("/switches", {"management_access_needed": False})
        self.ctl("bridge", "resume", self.stage.BRIDGE, "--enterprise", "ent1")
        self.wait("a new organisation", lambda: "ent1" in self.organizations())
        self.wait("the newcomer in it", lambda: self.state_of(newcomer["userId"]) == ("provisioned", None))
        self.nobody_twice()

    def test_killed_in_every_step_it_comes_to_the_same_end(self):
        people = self.populate(count=8)
        for operation in ["personDelete", "directorySyncWrite", "organizationDelete"]:
            self.stage.webex("/faults", {"operation": operation, "kind": "slow", "delay": "700ms", "count": -1})
        self.ctl("bridge", "pause", self.stage.BRIDGE)
        self.order()
        for step in STEPS:
            self.wait(f"the step {step}", lambda step=step: self.step_is(step))
            self.restart_hard()
            if step == "queued":
                self.assertTrue(self.step_is("queued"), "a paused bridge sends nothing")
                self.ctl("bridge", "resume", self.stage.BRIDGE)
        self.ended(people)

    def test_stopped_it_leaves_the_rest_until_it_is_resumed(self):
        people = self.populate()
        self.stage.webex("/faults", {"operation": "personDelete", "kind": "slow", "delay": "1s", "count": -1})
        self.order()
        self.wait("the first to go", lambda: self.calls("personDelete", 204))
        self.ctl("organization", "delete", "--enterprise", "ent1", "--stop")
        self.wait("it to stop", lambda: self.shown()["state"] == "stopped")
        removed = len(self.calls("personDelete"))
        self.assertLess(removed, people)
        self.ctl("organization", "delete", "--enterprise", "ent1", "--stop", expect=1)
        self.restart_hard()
        self.ctl("snapshot", "start", "--side", "webex", "--wait")
        self.assertEqual(len(self.calls("personDelete")), removed, "it stays stopped, also over a restart")
        self.stage.webex("/faults/clear")
        self.ctl("organization", "delete", "--enterprise", "ent1", "--resume", "--wait")
        self.ended(people)

    def test_a_refusal_is_explained_and_needs_a_person(self):
        people = self.populate(count=8)
        self.stage.webex("/switches", {"person_delete_keeps_subscriber": True})
        self.order("--wait", expect=1)
        shown = self.shown()
        self.assertEqual(shown["state"], "stopped")
        self.assertIn("active subscriptions or licenses", shown["problem"])
        self.assertIn("Partner Hub", shown["problem"])
        self.assertGreater(len(self.calls("organizationDelete")), 1, "it was tried again before a person was asked")
        for subscriber in self.stage.webex_state()["subscribers"]:
            if subscriber["spEnterpriseId"] == "ent1":
                self.stage.webex("/subscribers/remove", {"userId": subscriber["userId"]})
        self.ctl("organization", "delete", "--enterprise", "ent1", "--resume", "--wait")
        self.ended(people)


class DirectorySyncTest(ProcedurePlay):
    """Fifty enterprises in two clusters; a run takes 200 ms there."""

    RUN = datetime.timedelta(milliseconds=200)
    PER_CLUSTER = 25
    lab = {
        "broadworks": [{}, {"name": "west", "release": "R24", "ocip": {"listen": "127.0.0.1:0"}, "ocir": [{"listen": "127.0.0.1:0"}],
                            "users": [{"user": "bwsync", "password": "secret", "type": "System"}]}],
        "webex": [{"templates": [{}, {"provisioning_id": "west-template", "emails": "trusted", "mode": "any", "cluster": "west"}],
                   "delays": {"directory_sync": "200ms"}}],
    }
    daemon = {"webex": {"partners": [{"status_poll": "200ms"}]}}

    def start(self):
        config, ports = self.stage.daemon.config, self.stage.lab.ports["broadworks"]["west"]
        clusters = config["broadworks"]["clusters"]
        west = {**clusters[0], "name": "west",
                "provisioning": {**clusters[0]["provisioning"],
                                 "servers": [{"host": each["host"], "port": each["port"], "tls": each["tls"]} for each in ports["ocip"]]},
                "reporting": {**clusters[0]["reporting"],
                              "servers": [{"host": each["host"], "port": each["port"], "tls": False} for each in ports["ocir"]]}}
        clusters.append(west)
        config["bridges"].append({**config["bridges"][0], "name": "west-acme", "cluster": "west", "organizations": [
            {"provisioning_id": self.stage.secret("west-id", "west-template"), "country": "US"}]})
        rows = []
        for cluster, template in [("east", self.stage.PROVISIONING_ID), ("west", "west-template")]:
            for i in range(self.PER_CLUSTER):
                rows.append({"userId": f"u@{cluster}{i:02}.example", "spEnterpriseId": f"{cluster}{i:02}", "provisioningId": template,
                             "firstName": "First", "lastName": "Last", "package": "basic", "email": f"u@{cluster}{i:02}.example",
                             "primaryPhoneNumber": f"+1240{'55' if cluster == 'east' else '66'}5{1000 + i}"})
        self.stage.webex("/subscribers", {"subscribers": rows})
        self.stage.start_daemon()
        self.wait("the bridges to be held", lambda: all(each["held"] for each in self.ctl("bridge", "list")["items"]))

    def enterprises(self):
        return self.ctl("enterprise", "list", "--all")["items"]

    def runs(self):
        """Accepted runs by enterprise id."""
        return [(target.split("/enterprises/")[1].split("/")[0], datetime.datetime.fromisoformat(call["time"].replace("Z", "+00:00")))
                for target, call in self.calls("directorySyncRun", 200)]

    def test_fifty_enterprises_run_one_at_a_time_in_each_cluster(self):
        self.start()
        self.assertEqual(len(self.ctl("enterprise", "list", "--starts-with", "west", "--all")["items"]), self.PER_CLUSTER)
        page = self.ctl("enterprise", "list", "--limit", "30")
        rest = self.ctl("enterprise", "list", "--limit", "30", "--cursor", page["next"])
        self.assertEqual(len({each["enterpriseId"] for each in page["items"] + rest["items"]}), 2 * self.PER_CLUSTER)
        nothing = self.ctl("enterprise", "dir-sync", "trigger", "--all")
        self.assertEqual((len(nothing["procedures"]), len(nothing["skipped"])), (0, 2 * self.PER_CLUSTER), "none is enabled")
        self.ctl("enterprise", "dir-sync", "enable", "--all", "--wait")
        # Somebody else's run is in the way, in both shapes of its refusal, and the pace is too high once.
        for fault in [{"kind": "status", "status": 429, "code": 6002, "count": 2}, {"kind": "status", "status": 503, "code": 6002, "count": 2},
                      {"kind": "429", "retryAfter": "1", "count": 1}]:
            self.stage.webex("/faults", {"operation": "directorySyncRun", **fault})
        ordered = self.ctl("enterprise", "dir-sync", "trigger", "--all")
        self.assertEqual(len(ordered["procedures"]), 2 * self.PER_CLUSTER)
        waiting = self.ctl("enterprise", "dir-sync", "runs", "--state", "running")["items"]
        self.assertGreater(max(each["ahead"] or 0 for each in waiting), 10, "the queue is visible")
        self.wait("some runs", lambda: len(self.runs()) > 8)
        self.restart_hard()
        self.wait("the queue to be empty", lambda: not self.ctl("enterprise", "dir-sync", "runs", "--state", "running")["items"])

        ended = [each for each in self.ctl("enterprise", "dir-sync", "runs", "--all")["items"] if each["kind"] == "directory-sync-run"]
        self.assertEqual({each["state"] for each in ended}, {"done"}, [each["problem"] for each in ended if each["problem"]])
        known = {each["enterpriseId"]: each for each in self.enterprises()}
        self.assertEqual({each["directorySync"]["status"] for each in known.values()}, {"COMPLETE"})
        runs = self.runs()
        self.assertEqual(sorted(enterprise for enterprise, _ in runs), sorted(known), "each once, although the daemon was killed")
        self.assertEqual(self.calls("directorySyncRun", 429) + self.calls("directorySyncRun", 503), [], "none was in the way of another")
        for bridge in ["east-acme", "west-acme"]:
            times = sorted(at for enterprise, at in runs if known[enterprise]["bridge"] == bridge)
            gaps = [after - before for before, after in zip(times, times[1:])]
            self.assertGreaterEqual(min(gaps), self.RUN, "never two at once")
        refused = [call for _, call in self.calls("directorySyncRun") if call.get("fault")]
        self.assertEqual(len(refused), 5, "each fault was met")

    def test_one_user_counters_and_refusals(self):
        self.start()
        self.ctl("enterprise", "dir-sync", "user", "guest@x", "--enterprise", "east00", expect=1)
        done = self.ctl("enterprise", "dir-sync", "trigger", "--enterprise", "east00", "--wait", expect=1)
        self.assertIn("not enabled", done["items"][0]["problem"])
        self.ctl("enterprise", "dir-sync", "enable", "--enterprise", "east00", "--wait")
        self.ctl("enterprise", "dir-sync", "trigger", "--enterprise", "east00", "--wait")
        user_done = self.ctl("enterprise", "dir-sync", "user", "guest@x", "--enterprise", "east00")
        self.assertEqual(user_done["items"][0]["facts"]["action"], "added")
        self.ctl("enterprise", "dir-sync", "trigger", "--enterprise", "east00", "--wait")
        shown = self.ctl("enterprise", "dir-sync", "status", "--enterprise", "east00")["directorySync"]
        self.assertEqual((shown["status"], shown["counts"]["totalExternalUsers"]), ("COMPLETE", 1))
        # Nobody provisioned: code 6013, explained.
        self.stage.webex("/subscribers/status", {"userId": "u@east00.example", "status": "error"})
        failed = self.ctl("enterprise", "dir-sync", "trigger", "--enterprise", "east00", "--wait", expect=1)
        self.assertIn("6013", failed["items"][0]["problem"])
        error = self.ctl("enterprise", "dir-sync", "status", "--enterprise", "east00")["directorySync"]["errors"][0]
        self.assertTrue(error["meaning"] and error["remedy"])
        self.ctl("enterprise", "dir-sync", "disable", "--enterprise", "east00", "--wait")
        self.assertEqual(self.ctl("enterprise", "dir-sync", "status", "--enterprise", "east00")["directorySync"]["status"], "NOT_SYNCED")
        metrics = self.stage.daemon.metrics()
        wait_for("the metrics", lambda: self.stage.daemon.metrics().get(
            'bwsync_procedures{bridge="east-acme",kind="directory-sync-disable",state="done"}') == 1, 30)
        self.assertIn('bwsync_procedures{bridge="west-acme",kind="organization-delete",state="running"}', metrics)


if __name__ == "__main__":
    unittest.main()
