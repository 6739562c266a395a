"""Faults that last longer than any limit in the program: PostgreSQL that refuses, is away or locked, a process that stands still. Afterwards
nothing is lost, without a restart and without a sweep that an operator orders."""
import signal
import time
import unittest

from play import PlayTest

LEASE = 10  # seconds


class EnduranceTest(PlayTest):
    def change_names(self, word, count=5):
        self.changed = {}
        for i, name in enumerate(sorted(self.work.users)[:count]):
            self.changed[name] = f"{word}{i}"
            self.stage.broadworks("/users/modify", {"userId": name, "set": {"firstName": f"{word}{i}"}})

    def store_refuses(self):
        return [value for name, value in self.stage.daemon.metrics().items() if name.startswith("bwsync_store_refusing")]

    def names_arrive(self):
        self.wait("the names to be in Webex", lambda: all((self.in_webex(name) or {}).get("firstName") == first
                                                          for name, first in self.changed.items()))
        self.converge()

    def unaccounted(self):
        return self.stage.postgresql.query("select * from bwsync.unaccounted")

    def test_events_wait_while_the_store_is_read_only(self):
        self.begin()
        self.stage.postgresql.query("alter system set default_transaction_read_only = on")
        self.stage.postgresql.query("select pg_reload_conf()")
        self.change_names("ReadOnly")
        time.sleep(6)  # less than a lease
        self.stage.postgresql.query("alter system reset default_transaction_read_only")
        self.stage.postgresql.query("select pg_reload_conf()")
        self.names_arrive()

    def test_events_wait_while_the_disk_is_full(self):
        self.begin()
        self.stage.postgresql.query("create function bwsync.full() returns trigger language plpgsql as $$ begin "
                                    "raise exception using errcode = '53100', message = 'No space left on device'; end $$")
        self.stage.postgresql.query("create trigger full_disk before insert on bwsync.journal for each row execute function bwsync.full()")
        self.change_names("Full")
        self.wait("the alarm", lambda: 1 in self.store_refuses())
        time.sleep(LEASE)
        self.stage.postgresql.query("drop trigger full_disk on bwsync.journal")
        self.names_arrive()
        self.wait("the alarm to end", lambda: 1 not in self.store_refuses())

    def test_an_event_during_a_standstill_longer_than_the_lease_arrives(self):
        self.begin()
        self.stage.daemon.process.send_signal(signal.SIGSTOP)
        self.change_names("Paused", 1)
        time.sleep(LEASE + 1.5)
        self.stage.daemon.process.send_signal(signal.SIGCONT)
        self.names_arrive()
        epochs = self.stage.postgresql.query("select epoch from bwsync.leases where name like 'cluster/%'")
        self.assertGreater(int(epochs[0][0]), 1)

    def test_keys_that_were_claimed_when_the_store_went_away_are_read_after_it_is_back(self):
        self.begin(count=20)
        self.stage.broadworks("/faults", {"point": "ocip", "kind": "slow", "count": -1, "delay": "2s"})
        self.change_names("Claimed", 15)
        self.wait("claims", lambda: self.stage.postgresql.query(
            "select count(*) from bwsync.dirty_keys where claimed_epoch is not null") not in ([["0"]], []))
        self.stage.postgresql.stop("immediate")
        time.sleep(LEASE + 5)
        self.stage.postgresql.start()
        self.stage.broadworks("/faults/clear")
        self.names_arrive()
        self.assertEqual(self.unaccounted(), [])
        self.assertEqual(self.stage.postgresql.query("select count(*) from bwsync.dirty_keys where claimed_epoch is not null"), [["0"]])

    def test_calls_whose_outcome_met_an_expired_lease_are_looked_after(self):
        self.begin()
        self.stage.webex("/faults", {"operation": "update", "kind": "slow", "delay": "2s", "count": 5})
        self.change_names("Called", 5)
        self.wait("open intents", lambda: self.stage.postgresql.query(
            "select count(*) from bwsync.intents where closed_at is null") not in ([["0"]], []))
        self.stage.daemon.process.send_signal(signal.SIGSTOP)
        time.sleep(LEASE + 1.5)
        self.stage.daemon.process.send_signal(signal.SIGCONT)
        self.names_arrive()
        self.wait("every intent to be closed", lambda: self.stage.postgresql.query(
            "select count(*) from bwsync.intents where closed_at is null") == [["0"]])


if __name__ == "__main__":
    unittest.main()
