"""What fails for everybody is tried by one: 3,000 users behind one bad template cost a handful of calls, one alarm, and end well."""
import os
import unittest

from play import PlayTest, user

COUNT = int(os.environ.get("BWSYNC_BREAKER_USERS", "3000"))


class BreakerTest(PlayTest):
    lab = {"webex": [{"delays": {"first_subscriber": "1s", "subscriber": "100ms", "update": "100ms"}}]}
    daemon = {"webex": {"partners": [{"requests_per_second": 500, "burst": 50}]}}

    def begin_with(self, code, count):
        """One provisioned subscriber per enterprise; then Webex refuses ent1 with `code` and `count` more users come."""
        for name, group in [("ent1", "sales"), ("ent2", "field")]:
            self.stage.add_provider(name)
            self.stage.add_group(name, group)
        self.stage.broadworks("/users", {"users": [user(1), user(2, "ent2", "field")], "report": False})
        self.stage.start_daemon()
        self.wait("the first two", lambda: len(self.stage.daemon.subscribers(state="provisioned")) == 2)
        self.stage.webex("/fixtures", {"enterprises": {"ent1": {"code": code}}})
        self.stage.webex("/received/reset")
        self.stage.broadworks("/users/generate", {"serviceProviderId": "ent1", "groupId": "sales", "count": count, "prefix": "many",
                                                  "domain": "ent1.example", "servicePack": "Webex-Standard",
                                                  "firstNumber": "3105550000", "timeZone": "America/New_York", "emails": True})
        self.stage.daemon.ctl("snapshot", "start", "--side", "broadworks")

    def held(self):
        return self.breakers()[0]["held"] if self.breakers() else 0

    def breakers(self):
        return self.stage.daemon.ctl("breaker", "list")["items"]

    def posts(self):
        return self.stage.webex_received()["operations"].get("provision", 0)

    def alarms(self, event):
        return sum(f'"{event}"' in line for line in self.stage.daemon.log().splitlines())

    def test_a_template_error_of_many_users_is_a_handful_of_calls_and_heals_by_itself(self):
        self.begin_with(2013, COUNT)
        self.wait("everybody to be held but those that were tried", lambda: self.held() >= COUNT - 30, 300)
        calls = self.posts()
        print(f"{COUNT} users, {calls} calls to provision", flush=True)
        self.assertLessEqual(calls, 20)
        breaker = self.breakers()[0]
        self.assertEqual((breaker["scope"], breaker["code"]), ("template", 2013))
        self.assertEqual(self.alarms("breaker-opened"), 1)
        series = f'bwsync_breaker_open{{bridge="{self.stage.BRIDGE}",scope="template"}}'
        self.wait("the metric", lambda: self.stage.daemon.metrics().get(series) == 1)
        status = self.stage.daemon.ctl("status", expect=4)
        self.assertIn("breaker", [each["kind"] for each in status["attention"]])
        # It survives a restart: nobody is tried anew because the process is.
        self.stage.daemon.kill()
        self.stage.daemon.start()
        self.assertEqual(len(self.breakers()), 1)
        self.stage.webex("/fixtures/clear")
        self.wait("a probe to close it", lambda: not self.breakers(), 120)
        self.wait("everybody to be provisioned", lambda: len(self.stage.daemon.subscribers(state="provisioned")) == COUNT + 2, 300)
        self.nobody_twice()

    def test_an_enterprise_error_leaves_the_others_alone_and_can_be_reset(self):
        self.begin_with(2017, 30)
        self.wait("a breaker", lambda: self.held() > 0)
        self.assertEqual((self.breakers()[0]["scope"], self.breakers()[0]["subject"]), ("enterprise", "ent1"))
        self.stage.broadworks("/users", {"users": [user(3, "ent2", "field")], "report": True})
        self.wait("the other enterprise", lambda: self.state_of("u3@ent2.example")[0] == "provisioned")
        parked = self.stage.daemon.subscribers(state="parked")
        self.assertTrue(parked)
        self.assertEqual({each["reason"] for each in parked}, {"webex-2017"})
        self.stage.webex("/fixtures/clear")
        self.stage.daemon.ctl("breaker", "reset", self.stage.BRIDGE, "--scope", "enterprise", "--subject", "ent1")
        self.wait("all", lambda: len(self.stage.daemon.subscribers(state="provisioned")) == 33)
        self.assertEqual(self.breakers(), [])
        self.stage.daemon.ctl("breaker", "reset", self.stage.BRIDGE, expect=1)

    def test_what_is_wrong_with_one_holds_nobody(self):
        self.begin_with(1003, 20)
        self.wait("all to be parked", lambda: len(self.stage.daemon.subscribers(state="parked")) == 20)
        self.assertEqual(self.breakers(), [])
        self.assertEqual(self.posts(), 20)
        self.assertEqual(self.alarms("breaker-opened"), 0)


if __name__ == "__main__":
    unittest.main()
