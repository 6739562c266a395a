"""The plan: nothing is sent by asking, and what it says is then what happens. The time zone of Meetings sites is decided as configured."""
import unittest

from play import PlayTest, Work, user

WRITES = ("provision", "update", "remove", "precheck", "consentMove", "personDelete")


class PlanTest(PlayTest):
    def writes(self):
        operations = self.stage.webex_received()["operations"]
        return {name: operations.get(name, 0) for name in WRITES}

    def plan(self, *words, expect=0):
        return {item["userId"]: item for item in self.stage.daemon.ctl("plan", *words, expect=expect)["items"]}

    def known(self, count, reason):
        return lambda: len([s for s in self.stage.daemon.subscribers() if s["reason"] == reason]) == count

    def test_what_it_says_is_what_happens(self):
        self.begin(count=8)
        self.assertEqual(self.plan("--exit-code"), {})
        before = self.writes()
        self.stage.daemon.ctl("bridge", "pause", self.stage.BRIDGE)
        names = sorted(self.work.users)
        renamed, changed, gone = names[0], names[1], names[2]
        self.stage.broadworks("/users/modify", {"userId": changed, "set": {"lastName": "Planned"}})
        self.stage.broadworks("/users/delete", {"userIds": [gone]})
        new = user(900, "ent2")
        self.stage.add_provider("ent2")
        self.stage.add_group("ent2", "sales")
        self.stage.broadworks("/users", {"users": [new], "report": True})
        wanted = {changed: "update", gone: "remove", new["userId"]: "provision"}
        self.wait("the plan", lambda: {u: i["action"] for u, i in self.plan().items()} == wanted)
        plan = self.plan("--exit-code", expect=4)
        self.assertEqual(plan[changed]["changes"], ["lastName"])
        self.assertEqual(plan[changed]["held"], "paused")
        self.assertTrue(plan[new["userId"]]["makesOrganization"])
        self.assertEqual(plan[new["userId"]]["site"]["timeZone"], "America/New_York")
        self.assertEqual(list(self.plan("--enterprise", "ent2")), [new["userId"]])
        self.assertEqual(self.plan("--user", renamed)[renamed]["action"], "none")
        self.assertEqual(self.writes(), before)

        self.stage.daemon.ctl("bridge", "resume", self.stage.BRIDGE)
        self.wait("all of it to be done", lambda: self.plan() == {} and self.in_webex(gone) is None and self.in_webex(new["userId"]))
        after = self.writes()
        self.assertEqual({name: after[name] - before[name] for name in ("provision", "update", "remove")},
                         {"provision": 1, "update": 1, "remove": 1})
        self.assertEqual(self.in_webex(changed)["lastName"], "Planned")

    def test_observe_plans_everything_and_does_nothing(self):
        self.stage.daemon.config["bridges"][0]["policy"] = "observe"
        self.work = Work(self.stage, seed=6)
        self.work.populate(10)
        self.stage.start_daemon()
        self.wait("all to be known", self.known(10, "observe"))
        plan = self.plan("--exit-code", expect=4)
        self.assertEqual({item["action"] for item in plan.values()}, {"provision"})
        self.assertEqual({item["held"] for item in plan.values()}, {"observe"})
        self.assertEqual(len(plan), 10)
        enterprises = {item["spEnterpriseId"] for item in plan.values()}
        first = [item for item in plan.values() if item["makesOrganization"]]
        self.assertEqual({item["spEnterpriseId"] for item in first}, enterprises)
        self.assertEqual(len(first), len(enterprises))
        self.assertEqual(sum(self.writes().values()), 0)


class SiteTimeZoneTest(PlayTest):
    def begin_with(self, rule):
        self.stage.daemon.config["bridges"][0]["organizations"][0].update({"site_time_zone": rule, "country": "DE"})
        self.work = Work(self.stage, seed=7)
        self.work.populate(0)
        for number, pack in ((1, "Webex-Standard"), (2, "Webex-Standard"), (3, "Webex-Premium"), (4, "Webex-Premium")):
            new = user(number, servicePacks=[pack])
            self.work.users[new["userId"]] = new
            self.stage.broadworks("/users", {"users": [new], "report": False})
        self.stage.start_daemon()

    def sent_zones(self):
        rows = self.stage.postgresql.query("select user_id, request ->> 'timezone' from bwsync.intents where operation = 'provision' order by id")
        return dict(rows)

    def test_the_countrys(self):
        self.begin_with("country")
        self.wait("all to be there", lambda: all(self.in_webex(name) for name in self.work.users))
        self.converge()
        zones = self.sent_zones()
        self.assertEqual(zones["u1@ent1.example"], "Europe/Berlin")
        self.assertEqual(zones["u2@ent1.example"], "America/New_York")
        self.assertIn("Europe/Berlin", (zones["u3@ent1.example"], zones["u4@ent1.example"]))

    def test_held_until_approved(self):
        self.begin_with("hold")
        first, second = "u1@ent1.example", "u3@ent1.example"
        self.wait("the first to be held", lambda: self.state_of(first) == ("parked", "site-time-zone"))
        self.wait("the others to wait", lambda: self.state_of("u2@ent1.example") == ("waiting", "organization"))
        self.assertEqual(self.stage.webex_received()["operations"].get("provision", 0), 0)
        self.stage.daemon.ctl("subscriber", "approve", first)
        self.wait("the standard ones", lambda: self.in_webex(first) and self.in_webex("u2@ent1.example"))
        self.wait("the premium ones to be held", lambda: self.state_of(second) == ("parked", "site-time-zone"))
        self.assertIsNone(self.in_webex("u4@ent1.example"))
        self.stage.daemon.ctl("subscriber", "approve", second)
        self.converge()
        self.assertIsNotNone(self.in_webex("u4@ent1.example"))


if __name__ == "__main__":
    unittest.main()
