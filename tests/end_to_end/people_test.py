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


class SoftDeletionTest(PlayTest):
    def test_the_webex_user_stays(self):
        self.begin(count=6)
        victim = sorted(self.work.users)[0]
        self.stage.broadworks("/users/delete", {"userIds": [victim]})
        email = self.work.users.pop(victim)["emailAddress"]
        self.wait("the subscriber to be removed", lambda: self.state_of(victim) == ("removed", None))
        self.assertIn(email, {person["email"] for person in self.stage.webex_state()["people"]})
        self.assertEqual(self.stage.webex_received()["operations"].get("personDelete", 0), 0)


if __name__ == "__main__":
    unittest.main()
