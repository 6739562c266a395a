"""OCI-P refusing, slow, closing, lying: nobody is removed by it, and it ends converged (promise P3)."""
import unittest

from play import ENTERPRISES, PlayTest, differences, user


class BroadWorksTest(PlayTest):
    def fault(self, kind, count=3, **more):
        self.stage.broadworks("/faults", {"point": "ocip", "kind": kind, "count": count, **more})

    def clear(self):
        self.stage.broadworks("/faults/clear")

    def test_ends_converged_after_every_fault_of_the_connection(self):
        self.begin()
        for kind in ["refuse", "slow", "close", "close-after-login", "close-mid-answer", "logout", "garbage", "wrong-echo", "swap-answers"]:
            with self.subTest(kind):
                more = {"delay": "1s"} if kind == "slow" else {}
                self.fault(kind, **more)
                for _ in range(3):
                    self.work.change()
                self.clear()
                self.converge()

    def test_short_and_empty_lists_remove_nobody(self):
        self.begin()
        before = self.stage.webex_received()["operations"].get("remove", 0)
        for kind in ["empty-list", "short-list", "partial-list"]:
            with self.subTest(kind):
                self.fault(kind, count=-1)
                self.stage.daemon.ctl("snapshot", "start", "--side", "broadworks", "--wait", expect=(0, 1))
                self.clear()
                self.stage.daemon.ctl("snapshot", "start", "--side", "broadworks", "--wait")
                self.converge()
        self.assertEqual(self.stage.webex_received()["operations"].get("remove", 0), before)

    def test_a_newcomer_under_the_user_id_of_somebody_just_renamed_gets_an_account_of_its_own(self):
        self.begin()
        name = sorted(self.work.users)[0]
        old = self.in_webex(name)
        # Webex takes its time over the rename: meanwhile it shows the user id on the one who had it.
        self.stage.webex("/delays", {"update": "3s"})
        self.stage.broadworks("/users/rename", {"userId": name, "newUserId": "moved@ent1.example"})
        self.stage.broadworks("/users", {"users": [user(900, **{"userId": name, "servicePacks": ["Webex-Standard"]})], "report": True})
        self.wait("both to be in Webex", lambda: not differences(self.stage, ENTERPRISES))
        self.assertEqual(self.in_webex("moved@ent1.example")["id"], old["id"])
        self.assertEqual(self.stage.webex_received()["duplicateProvisions"], 0)
        self.stage.broadworks("/users/delete", {"userIds": [name]})
        self.wait("the newcomer alone to be gone", lambda: not differences(self.stage, ENTERPRISES))
        self.assertEqual(self.in_webex("moved@ent1.example")["id"], old["id"])

    def test_a_lying_not_found_removes_nobody_whom_the_group_still_lists(self):
        self.begin()
        self.fault("not-found", count=-1, match="UserGetRequest")
        name = sorted(self.work.users)[0]
        self.stage.broadworks("/users/modify", {"userId": name, "set": {"lastName": "Still-Here"}})
        self.wait("readings that contradict themselves", lambda: self.stage.lab.get(f"/broadworks/{self.stage.CLUSTER}/received"))
        self.clear()
        self.converge()
        self.assertEqual(self.stage.webex_received()["byUser"].get(name, {}).get("remove", 0), 0)


if __name__ == "__main__":
    unittest.main()
