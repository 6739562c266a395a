"""kill -9 at random moments of the work, then a restart: the same end, and nobody is created twice (promises P1, P2)."""
import os
import time
import unittest

from play import PlayTest, Work

KILLS = int(os.environ.get("BWSYNC_KILLS", "12"))


class CrashTest(PlayTest):
    lab = {"webex": [{"delays": {"first_subscriber": "1500ms", "subscriber": "300ms", "update": "200ms"}}]}
    # Many of few users are removed here, which would rightly trip the brake; it has tests of its own.
    daemon = {"bridges": [{"brake": {"window": "1s"}}]}

    def test_ends_right_however_often_it_is_killed(self):
        self.work = Work(self.stage, seed=KILLS)
        self.work.populate(20)
        self.stage.start_daemon()
        for _ in range(KILLS):
            for _ in range(self.work.random.randrange(1, 6)):
                self.work.change()
            # How far it gets in between is the point of the test.
            time.sleep(self.work.random.random() * 1.2)
            self.stage.daemon.kill()
            if self.work.random.random() < 0.3:
                self.work.change()
            self.stage.daemon.start()
        self.converge()

    def test_a_kill_while_an_organisation_is_being_made_makes_no_second_one(self):
        self.work = Work(self.stage, seed=3)
        self.work.populate(10)
        self.stage.start_daemon()
        self.wait("a first subscriber on its way", lambda: self.stage.webex_state()["subscribers"])
        self.stage.daemon.kill()
        self.stage.daemon.start()
        self.converge()


if __name__ == "__main__":
    unittest.main()
