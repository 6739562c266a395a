"""PostgreSQL stopped and started again while work goes on: no step is lost or doubled, the feed waits."""
import time
import unittest

from play import PlayTest


class StoreTest(PlayTest):
    def outage(self, mode, seconds):
        self.stage.postgresql.stop(mode)
        for _ in range(8):
            self.work.change()
        # The length of the outage is what is tested.
        time.sleep(seconds)
        self.stage.postgresql.start()

    def test_survives_an_orderly_restart_under_load(self):
        self.begin()
        for _ in range(5):
            self.work.change()
        self.outage("fast", 6)
        for _ in range(5):
            self.work.change()
        self.converge()
        self.assertTrue(self.stage.daemon.is_running())

    def test_survives_a_crash_of_the_server_at_any_moment(self):
        self.begin()
        for _ in range(3):
            for _ in range(4):
                self.work.change()
            time.sleep(self.work.random.random())
            self.outage("immediate", 1)
        self.converge()

    def test_says_that_the_store_is_away_and_when_it_is_back(self):
        self.begin(count=3)
        from play import http
        url = self.stage.daemon.admin_url
        self.stage.postgresql.stop("fast")
        self.wait("readyz to say no", lambda: http("GET", url + "/readyz")[0] == 503)
        self.assertEqual(http("GET", url + "/healthz")[0], 200)
        self.stage.postgresql.start()
        self.wait("readyz to say yes", lambda: http("GET", url + "/readyz")[0] == 200)


if __name__ == "__main__":
    unittest.main()
