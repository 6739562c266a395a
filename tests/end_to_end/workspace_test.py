"""Users that are rooms: made, changed and removed as policy and commands say; a creation whose answer was lost is parked, and nothing is made twice."""
import unittest

from play import PlayTest, user


class WorkspaceTest(PlayTest):
    lab = {"webex": [{"delays": {"first_subscriber": "1s", "subscriber": "200ms", "update": "200ms"}}]}
    daemon = {"bridges": [{"workspaces": [{"service_pack": "Voice-Only"}, {"user_id": "room-*"}],
                           "deletion": {"grace": "2s", "confirmations": 2, "confirm_after": "1s"}}]}

    def setUp(self):
        super().setUp()
        self.begin(count=4)
        # The rooms' enterprise has its organisation.
        self.assertTrue(any(each["spEnterpriseId"] == "ent1" for each in self.stage.webex_state()["subscribers"]))

    def rooms(self):
        return {each["userId"]: each for each in self.stage.lab.get(f"/webex/{self.stage.PARTNER}/workspaces")["workspaces"]}

    def add_room(self, name, packs=("Voice-Only",), number=900):
        self.stage.broadworks("/users", {"users": [user(number, userId=name, firstName="Room", lastName=name.split("@")[0],
                                                        servicePacks=list(packs))], "report": True})

    def posts(self):
        return self.stage.webex_received()["operations"].get("workspaceProvision", 0)

    def known(self, name):
        items = self.stage.daemon.ctl("workspace", "list")["items"]
        return next((each for each in items if each["userId"] == name), None)

    def wait_state(self, name, state, reason=None):
        self.wait(f"{name} to be {state} {reason}", lambda: self.state_of(name) == (state, reason))

    def test_a_mapped_user_is_a_workspace_through_its_life(self):
        self.add_room("atlas@ent1.example")
        self.wait("the workspace", lambda: "atlas@ent1.example" in self.rooms())
        self.wait_state("atlas@ent1.example", "provisioned")
        self.assertEqual(self.rooms()["atlas@ent1.example"]["displayName"], "Room atlas")
        self.assertIsNone(self.in_webex("atlas@ent1.example"))
        workspace_id = self.rooms()["atlas@ent1.example"]["id"]

        self.stage.broadworks("/users/modify", {"userId": "atlas@ent1.example", "set": {"phoneNumber": "2405557777"}})
        self.wait("the number", lambda: self.rooms()["atlas@ent1.example"].get("primaryPhoneNumber") == "+12405557777")
        self.stage.broadworks("/users/rename", {"userId": "atlas@ent1.example", "newUserId": "globe@ent1.example"})
        self.wait("the new user id", lambda: "globe@ent1.example" in self.rooms())
        self.assertEqual(self.rooms()["globe@ent1.example"]["id"], workspace_id)

        self.stage.broadworks("/users/delete", {"userIds": ["globe@ent1.example"]})
        self.wait("the grace to begin", lambda: self.state_of("globe@ent1.example")[0] in ("removing", "removed"))
        self.wait("the workspace to be gone", lambda: not self.rooms())
        self.wait_state("globe@ent1.example", "removed")
        self.assertEqual(self.posts(), 1)
        self.assertIn('bwsync_workspaces{bridge="east-acme",state=', "\n".join(self.stage.daemon.metrics()))
        self.converge()

    def test_a_lost_answer_is_parked_and_adopted(self):
        self.stage.webex("/faults", {"operation": "workspaceProvision", "kind": "lost-answer", "count": 1})
        self.add_room("room-1@ent1.example", packs=[])
        self.wait_state("room-1@ent1.example", "parked", "unknown-outcome")
        self.assertIn("adopt", self.stage.daemon.ctl("workspace", "show", "room-1@ent1.example")["detail"])
        self.assertEqual(self.posts(), 1)
        self.stage.daemon.ctl("workspace", "update", "room-1@ent1.example", expect=1)
        workspace_id = self.rooms()["room-1@ent1.example"]["id"]
        self.stage.daemon.ctl("workspace", "adopt", "room-1@ent1.example", "--id", workspace_id)
        self.wait_state("room-1@ent1.example", "provisioned")
        self.assertEqual(self.posts(), 1)
        self.stage.daemon.ctl("workspace", "update", "room-1@ent1.example")
        self.wait("two updates", lambda: self.stage.webex_received()["operations"].get("workspaceUpdate", 0) == 2)

    def test_a_lost_request_is_retried_when_told_so(self):
        self.stage.webex("/faults", {"operation": "workspaceProvision", "kind": "status", "status": 503, "count": 1})
        self.add_room("room-2@ent1.example")
        self.wait_state("room-2@ent1.example", "parked", "unknown-outcome")
        self.assertEqual(self.rooms(), {})
        self.stage.daemon.ctl("workspace", "retry", "room-2@ent1.example")
        self.wait_state("room-2@ent1.example", "provisioned")
        self.assertEqual(len(self.rooms()), 1)

    def test_by_command_made_kept_and_removed(self):
        self.add_room("lobby@ent1.example", packs=[])
        self.wait_state("lobby@ent1.example", "ignored", "not-entitled")
        self.stage.daemon.ctl("workspace", "provision", "lobby@ent1.example")
        self.wait_state("lobby@ent1.example", "provisioned")
        self.assertTrue(self.known("lobby@ent1.example")["byCommand"])
        self.stage.daemon.ctl("subscriber", "resync", "lobby@ent1.example")
        self.wait("a reading", lambda: self.known("lobby@ent1.example")["state"] == "provisioned")
        self.stage.daemon.ctl("workspace", "remove", "lobby@ent1.example")
        self.wait("the workspace to be gone", lambda: not self.rooms())
        self.wait("the row to be none", lambda: self.known("lobby@ent1.example") is None)
        subscriber = sorted(self.work.users)[0]
        self.stage.daemon.ctl("workspace", "provision", subscriber, expect=1)

    def test_killed_in_the_middle_makes_none_twice(self):
        self.stage.webex("/faults", {"operation": "workspaceProvision", "kind": "slow", "delay": "3s", "count": 1})
        self.add_room("room-3@ent1.example")
        self.wait("the request", lambda: self.posts() == 1)
        self.stage.daemon.kill()
        self.stage.daemon.start()
        self.wait_state("room-3@ent1.example", "parked", "unknown-outcome")
        self.assertEqual(self.posts(), 1)


if __name__ == "__main__":
    unittest.main()
