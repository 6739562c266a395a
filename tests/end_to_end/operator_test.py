"""What an operator does: pause, brakes, approvals, retries, imports; with the exit codes of the contract."""
import unittest

from play import PlayTest, http, user


class OperatorTest(PlayTest):
    daemon = {"bridges": [{"brake": {"removals": 4, "removals_percent": 100, "updates_percent": 100}}]}

    def ctl(self, *words, expect=0):
        return self.stage.daemon.ctl(*words, expect=expect)

    def test_a_mass_removal_is_held_before_the_first_and_goes_on_when_approved(self):
        self.begin(count=12)
        victims = sorted(self.work.users)[:6]
        self.stage.broadworks("/users/delete", {"userIds": victims})
        self.wait("all held by the brake", lambda: all(self.state_of(name) == ("removing", "brake") for name in victims))
        self.assertEqual(self.stage.webex_received()["operations"].get("remove", 0), 0)
        self.ctl("status", expect=4)
        self.ctl("bridge", "approve", self.stage.BRIDGE, "--removals")
        for name in victims:
            del self.work.users[name]
        self.converge()
        self.ctl("bridge", "approve", self.stage.BRIDGE, "--removals", expect=1)

    def test_a_rejected_mass_removal_removes_nobody(self):
        self.begin(count=12)
        victims = sorted(self.work.users)[:6]
        self.stage.broadworks("/users/delete", {"userIds": victims})
        self.wait("all held by the brake", lambda: all(self.state_of(name) == ("removing", "brake") for name in victims))
        self.ctl("bridge", "reject", self.stage.BRIDGE, "--removals")
        self.wait("all kept", lambda: all(self.state_of(name)[0] == "provisioned" for name in victims))
        self.assertEqual(self.stage.webex_received()["operations"].get("remove", 0), 0)

    def test_a_paused_bridge_sends_nothing_until_it_is_resumed(self):
        self.begin(count=3)
        self.ctl("bridge", "pause", self.stage.BRIDGE)
        before = self.stage.webex_received()["operations"].get("provision", 0)
        self.work.add()
        newest = sorted(self.work.users)[-1]
        self.wait("the new one to wait", lambda: self.state_of(newest) == ("waiting", "paused"))
        self.assertEqual(self.stage.webex_received()["operations"].get("provision", 0), before)
        self.ctl("bridge", "resume", self.stage.BRIDGE)
        self.converge()

    def test_an_email_change_waits_for_approval(self):
        self.begin(count=3)
        name = sorted(self.work.users)[0]
        self.stage.broadworks("/users/modify", {"userId": name, "set": {"emailAddress": "changed@mail.example"}})
        self.wait("approval to be asked", lambda: self.state_of(name) == ("parked", "approval"))
        self.ctl("subscriber", "approve", name)
        self.wait("the new address", lambda: (self.in_webex(name) or {}).get("email") == "changed@mail.example")
        self.ctl("subscriber", "approve", name, expect=1)

    def test_somebody_removed_in_webex_is_parked_and_restored_on_approval(self):
        self.begin(count=3)
        name = sorted(self.work.users)[0]
        self.stage.webex("/subscribers/remove", {"userId": name})
        self.ctl("snapshot", "start", "--side", "webex")
        self.wait("it to be noticed", lambda: self.state_of(name) == ("parked", "removed-in-webex"))
        self.ctl("subscriber", "approve", name)
        self.wait("it to be restored", lambda: self.in_webex(name))

    def test_foreign_and_adopted_subscribers(self):
        self.stage.add_provider("ent1")
        self.stage.add_group("ent1", "sales")
        mine = user(1)
        self.stage.broadworks("/users", {"users": [mine, user(2)], "report": False})
        seed = {"userId": mine["userId"], "spEnterpriseId": "ent1", "provisioningId": self.stage.PROVISIONING_ID, "firstName": "Old",
                "lastName": "Name", "email": mine["emailAddress"], "package": "standard", "primaryPhoneNumber": "+12405550001",
                "extension": "1001", "status": "provisioned"}
        stranger = {**seed, "userId": "stranger@ent1.example", "email": "stranger@mail.ent1.example", "extension": "77", "primaryPhoneNumber": ""}
        self.stage.webex("/subscribers", {"subscribers": [seed, stranger]})
        self.stage.start_daemon()
        self.wait("the adopted one to be updated", lambda: self.in_webex(mine["userId"])["firstName"] == "First1")
        self.wait("the other to be provisioned", lambda: self.in_webex(user(2)["userId"]))
        self.wait("the stranger to be foreign", lambda: self.state_of("stranger@ent1.example")[0] == "foreign")
        received = self.stage.webex_received()["byUser"]
        self.assertNotIn("provision", received.get(mine["userId"], {}).get("accepted", {}))
        self.assertIsNotNone(self.in_webex("stranger@ent1.example"))

    def test_a_list_that_ends_in_the_middle_of_a_round_makes_nobody_posted_who_is_there(self):
        self.stage.add_provider("ent1")
        self.stage.add_group("ent1", "sales")
        people = [user(i) for i in range(400)]
        self.stage.broadworks("/users", {"users": people, "report": False})
        # Some differ, so that updates go out while the rest of the list is still being read.
        self.stage.webex("/subscribers", {"subscribers": [{
            "userId": one["userId"], "spEnterpriseId": "ent1", "provisioningId": self.stage.PROVISIONING_ID,
            "firstName": "Old" if index % 8 == 0 else one["firstName"], "lastName": one["lastName"], "email": one["emailAddress"],
            "package": "standard", "extension": one["extension"], "primaryPhoneNumber": "+1" + one["phoneNumber"],
            "status": "provisioned"} for index, one in enumerate(people)]})
        self.stage.start_daemon()
        self.wait("those to be updated", lambda: self.stage.webex_received()["operations"].get("update", 0) >= len(people) // 8)
        self.wait("all to be adopted", lambda: {s["state"] for s in self.stage.daemon.subscribers()} == {"provisioned"})
        received = self.stage.webex_received()
        self.assertEqual(received["operations"].get("provision", 0), 0)
        self.assertEqual(received["duplicateProvisions"], 0)

    def test_a_refused_first_subscriber_gives_its_place_to_the_next(self):
        self.stage.add_provider("ent1")
        self.stage.add_group("ent1", "sales")
        self.stage.webex("/fixtures", {"emailDomains": {"taken.example": 2002}})
        first = user(1, emailAddress="u1@taken.example")
        self.stage.broadworks("/users", {"users": [first, user(2), user(3)], "report": False})
        self.stage.start_daemon()
        self.wait("the others to be provisioned", lambda: self.in_webex(user(3)["userId"]) and self.in_webex(user(2)["userId"]))
        self.assertEqual(self.state_of(first["userId"]), ("parked", "webex-2002"))

    def test_the_api_wants_its_token(self):
        self.stage.daemon.start()
        for path in ["/api/v1/status", "/api/v1/subscribers", "/api/v1/bridges"]:
            self.assertEqual(http("GET", self.stage.daemon.admin_url + path)[0], 401)
            self.assertEqual(http("GET", self.stage.daemon.admin_url + path, token="wrong")[0], 401)


if __name__ == "__main__":
    unittest.main()
