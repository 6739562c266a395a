"""Webex answering 429, 500, HTML, half a body, or acting and losing the answer: each ends converged, nobody is made twice (P2)."""
import unittest

from play import PlayTest

PLAIN = {"status-500": {"kind": "status", "status": 500}, "status-503": {"kind": "status", "status": 503},
         "html": {"kind": "html", "status": 502}, "429": {"kind": "429", "retryAfter": "1"}, "429-without": {"kind": "429"},
         "429-garbage": {"kind": "429", "retryAfter": "soon"}, "truncated": {"kind": "truncated"}, "lost-answer": {"kind": "lost-answer"},
         "reset": {"kind": "reset"}, "hang": {"kind": "hang"}, "interim": {"kind": "interim-100"}, "401": {"kind": "status", "status": 401}}


class WebexTest(PlayTest):
    lab = {"webex": [{"delays": {"first_subscriber": "1s", "subscriber": "200ms", "update": "200ms"}}]}
    daemon = {"webex": {"partners": [{"timeout": "2s"}]}}

    def fault(self, operation, **fault):
        self.stage.webex("/faults", {"operation": operation, "count": 2, **fault})

    def test_ends_converged_after_every_fault_of_a_creation(self):
        self.begin(count=3)
        for name, fault in PLAIN.items():
            with self.subTest(name):
                self.fault("provision", **fault)
                for _ in range(3):
                    self.work.add()
                self.converge()
                self.stage.webex("/faults/clear")

    def test_ends_converged_after_every_fault_of_an_update_or_removal(self):
        self.begin(count=10)
        for name, fault in PLAIN.items():
            with self.subTest(name):
                self.fault("update", **fault)
                self.fault("remove", **fault)
                victim, changed = sorted(self.work.users)[:2]
                self.stage.broadworks("/users/modify", {"userId": changed, "set": {"lastName": f"After-{name}"}})
                self.stage.broadworks("/users/delete", {"userIds": [victim]})
                del self.work.users[victim]
                self.work.add()
                self.converge()
                self.stage.webex("/faults/clear")

    def test_lists_that_fail_are_read_again(self):
        self.begin(count=5)
        for fault in [{"kind": "html", "status": 502}, {"kind": "truncated"}, {"kind": "429"}, {"kind": "empty-page"}, {"kind": "hang"}]:
            with self.subTest(fault["kind"]):
                self.fault("list", **fault)
                self.work.add()
                self.converge()
                self.stage.webex("/faults/clear")

    def test_access_tokens_that_die_are_renewed(self):
        self.begin(count=3)
        self.stage.webex("/tokens/invalidate")
        self.work.add()
        self.converge()
        self.assertGreaterEqual(self.stage.webex_received()["refreshes"], 2)

    def test_a_dead_grant_stops_the_writing_and_an_import_revives_it(self):
        self.begin(count=3)
        self.stage.webex("/grants/revoke")
        self.stage.webex("/tokens/invalidate")
        self.work.add()
        newest = sorted(self.work.users)[-1]
        from play import http
        self.wait("readyz to say no", lambda: http("GET", self.stage.daemon.admin_url + "/readyz")[0] == 503)
        self.assertIsNone(self.in_webex(newest))
        self.stage.webex("/grants/add", {"refreshToken": "refresh-2"})
        self.stage.daemon.ctl("grant", "import", "--partner", self.stage.PARTNER, "--name", "primary", "--refresh-token-file",
                              self.stage.secret("refresh-token-2", "refresh-2")["file"])
        self.converge()


if __name__ == "__main__":
    unittest.main()
