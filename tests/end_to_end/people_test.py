"""The person behind a subscriber: erased with it under deletion.mode hard, never when somebody else stands for it; reminded of a consent."""
import unittest

from play import PlayTest


class HardDeletionTest(PlayTest):
    lab = {"webex": [{"delays": {"first_subscriber": "1s", "subscriber": "200ms", "update": "200ms", "management_access": "1s"}}]}
    daemon = {"bridges": [{"deletion": {"mode": "hard", "grace": "2s", "confirmations": 2, "confirm_after": "1s"}}]}

    def people(self):
        return {person["email"] for person in self.stage.webex_state()["people"]}

    def remove(self, name):
        self.stage.broadworks("/users/delete", {"userIds": [name]})
        return self.work.users.pop(name)["emailAddress"]

    def test_the_webex_user_follows_the_subscriber(self):
        self.begin(count=6)
        self.stage.webex("/switches", {"management_access_needed": True, "young_delete_refused": True})
        victim = sorted(self.work.users)[0]
        self.stage.webex("/faults", {"operation": "personDelete", "kind": "lost-answer", "count": 1})
        email = self.remove(victim)
        self.assertIn(email, self.people())
        self.wait("the person to be gone", lambda: email not in self.people())
        self.wait("the subscriber to be removed", lambda: self.state_of(victim) == ("removed", None))
        self.converge()

    def test_a_person_that_somebody_else_stands_for_stays(self):
        self.begin(count=6)
        victim = sorted(self.work.users)[0]
        enterprise = self.in_webex(victim)["spEnterpriseId"]
        template = self.in_webex(victim)["provisioningId"]
        self.stage.webex("/faults", {"operation": "personDelete", "kind": "status", "status": 500, "count": -1})
        email = self.remove(victim)
        self.wait("the subscriber to be gone", lambda: self.in_webex(victim) is None)
        self.stage.webex("/subscribers", {"subscribers": [{
            "userId": "by-hand@elsewhere.example", "spEnterpriseId": enterprise, "provisioningId": template, "firstName": "By", "lastName": "Hand",
            "package": "basic", "email": email, "primaryPhoneNumber": "+12405559999"}]})
        self.stage.webex("/faults/clear")
        self.wait("the person to be left alone", lambda: self.state_of(victim) == ("removed", "person-in-use"))
        self.assertIn(email, self.people())
        self.assertIsNotNone(self.in_webex("by-hand@elsewhere.example"))


class EmailChangeTest(PlayTest):
    lab = {"webex": [{"delays": {"first_subscriber": "1s", "subscriber": "200ms", "update": "200ms", "management_access": "1s"}}]}
    daemon = {"bridges": [{"destructive": {"email": "person"}}]}

    def change_email(self, name, email):
        self.stage.broadworks("/users/modify", {"userId": name, "set": {"emailAddress": email}})
        self.work.users[name]["emailAddress"] = email

    def test_the_webex_person_gets_the_new_address_and_keeps_its_account(self):
        self.begin(count=6)
        self.stage.webex("/switches", {"management_access_needed": True})
        name = sorted(self.work.users)[0]
        before = self.in_webex(name)
        self.stage.webex("/faults", {"operation": "personUpdate", "kind": "lost-answer", "count": 1})
        self.change_email(name, "another@mail.example.com")
        self.wait("the address to change", lambda: self.in_webex(name)["email"] == "another@mail.example.com")
        self.wait("the subscriber to be provisioned", lambda: self.state_of(name) == ("provisioned", None))
        self.assertEqual(self.in_webex(name)["id"], before["id"])
        self.assertEqual(self.stage.webex_received()["operations"].get("remove", 0), 0)
        self.converge()

    def test_a_refused_address_is_parked_and_replaced_when_approved(self):
        self.begin(count=6)
        name = sorted(self.work.users)[0]
        self.stage.webex("/faults", {"operation": "personUpdate", "kind": "status", "status": 400, "count": -1})
        self.change_email(name, "another@mail.example.com")
        self.wait("the subscriber to be parked", lambda: self.state_of(name) == ("parked", "webex-http-400"))
        self.stage.daemon.ctl("subscriber", "approve", name)
        self.wait("the new address", lambda: (self.in_webex(name) or {}).get("email") == "another@mail.example.com")
        self.wait("the subscriber to be provisioned", lambda: self.state_of(name) == ("provisioned", None))


class SoftDeletionTest(PlayTest):
    def test_the_webex_user_stays(self):
        self.begin(count=6)
        victim = sorted(self.work.users)[0]
        self.stage.broadworks("/users/delete", {"userIds": [victim]})
        email = self.work.users.pop(victim)["emailAddress"]
        self.wait("the subscriber to be removed", lambda: self.state_of(victim) == ("removed", None))
        self.assertIn(email, {person["email"] for person in self.stage.webex_state()["people"]})
        self.assertEqual(self.stage.webex_received()["operations"].get("personDelete", 0), 0)
        self.stage.daemon.ctl("subscriber", "erase", victim, "--confirm", victim)
        self.wait("the person to be gone", lambda: email not in {person["email"] for person in self.stage.webex_state()["people"]})
        self.wait("the subscriber to stay removed", lambda: self.state_of(victim) == ("removed", None))

    def test_one_whose_removal_is_decided_is_kept_by_a_release(self):
        self.begin(count=6)
        victim = sorted(self.work.users)[0]
        self.stage.daemon.ctl("bridge", "pause", self.stage.BRIDGE)
        self.stage.broadworks("/users/delete", {"userIds": [victim]})
        self.work.users.pop(victim)
        self.wait("the removal to be held", lambda: self.state_of(victim)[0] == "removing")
        self.stage.daemon.ctl("subscriber", "release", victim)
        self.stage.daemon.ctl("bridge", "resume", self.stage.BRIDGE)
        self.wait("the subscriber to stay", lambda: self.state_of(victim) == ("provisioned", "rejected"))
        self.assertIsNotNone(self.in_webex(victim))


if __name__ == "__main__":
    unittest.main()
