"""The feed cut, silent, damaged, interleaved, oversized: each is a gap, each gap is closed by a snapshot, each ends converged."""
import unittest

from play import PlayTest

SHORT_SILENCE = {"broadworks": {"clusters": [{"reporting": {"silence_timeout": "2s", "max_document": "64KiB"}}]}}


class FeedTest(PlayTest):
    daemon = {"broadworks": {"clusters": [{"reporting": {"max_document": "64KiB"}}]}}

    def feed(self, action, **more):
        self.stage.broadworks("/feed", {"server": 0, "action": action, **more})

    def gaps_closed(self):
        return not [gap for gap in self.stage.daemon.ctl("gap", "list")["items"] if gap["state"] != "closed"]

    def gap_causes(self):
        return [gap["cause"] for gap in self.stage.daemon.ctl("gap", "list")["items"]]

    def test_a_cut_feed_is_a_gap_that_a_snapshot_closes(self):
        self.begin()
        self.feed("refuse")
        self.feed("cut")
        self.wait("the loss to be noticed", lambda: "disconnected" in self.gap_causes() or "refused" in self.gap_causes())
        for _ in range(5):
            self.work.change()
        self.assertFalse(self.gaps_closed())
        self.feed("accept")
        self.wait("all gaps closed", self.gaps_closed)
        self.converge()

    def test_silent_changes_are_found_by_the_sweep(self):
        self.begin()
        self.stage.broadworks("/users/modify", {"userId": sorted(self.work.users)[0], "set": {"lastName": "Silently"}, "report": False})
        self.stage.daemon.ctl("snapshot", "start", "--wait")
        self.converge()

    def test_damage_is_a_gap_and_the_rest_is_read(self):
        for action in ["damage", "interleave", "split", "pretty"]:
            with self.subTest(action):
                if not hasattr(self, "work"):
                    self.begin()
                self.feed(action, count=1)
                for _ in range(4):
                    self.work.change()
                self.wait("all gaps closed", self.gaps_closed)
                self.converge()

    def test_garbage_and_an_oversized_document_are_gaps(self):
        self.begin()
        self.feed("raw", text="this is no document at all\n</BroadsoftOCIReportingDocument>\n")
        self.wait("a gap for garbage", lambda: "unreadable" in self.gap_causes())
        self.feed("oversize")
        self.work.change()
        self.wait("a gap for its size", lambda: "oversized" in self.gap_causes())
        self.wait("all gaps closed", self.gaps_closed)
        self.converge()


class SilenceTest(PlayTest):
    daemon = SHORT_SILENCE

    def test_silence_is_a_gap(self):
        self.begin(count=3)
        self.stage.broadworks("/feed", {"server": 0, "action": "silence"})
        for _ in range(3):
            self.work.change()

        def was_silent():
            return "silence" in [gap["cause"] for gap in self.stage.daemon.ctl("gap", "list")["items"]]

        self.wait("silence to be noticed", was_silent)
        self.stage.broadworks("/feed", {"server": 0, "action": "resume"})
        self.converge()


if __name__ == "__main__":
    unittest.main()
