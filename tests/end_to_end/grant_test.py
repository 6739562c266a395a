"""OAuth grants: signing in with a browser, two grants that stand in for each other, and crashes at the worst moment."""
import html
import os
import re
import socket
import subprocess
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from play import PlayTest, Work, http, wait_for


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Browser:
    """A plain client that goes where it is sent; what it ends at, with status and page."""

    class _Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    def get(self, url):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), self._Stay())
        try:
            with opener.open(url, timeout=60) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def redirected(self, url):
        """Where Webex sends the browser after consent, without going there."""
        status, headers, page = self.get(url)
        assert status == 302, (status, page)
        return headers["Location"]

    def follow(self, url):
        return self.get(self.redirected(url))


class SignIn:
    """A running `bwsyncctl grant sign-in`."""

    def __init__(self, stage, *words, stdin=subprocess.DEVNULL):
        daemon = stage.daemon
        command = [str(daemon.binaries / "bwsyncctl"), "--url", daemon.admin_url, "--token-file", str(daemon.token_file), "-o", "json",
                   "grant", "sign-in", "--partner", stage.PARTNER, *words]
        self.log = stage.directory / f"sign-in-{time.monotonic_ns()}"
        with open(self.log, "wb") as err:
            self.process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=err, text=True)

    def said(self):
        return self.log.read_text()

    def url(self):
        def found():
            if self.process.poll() is not None:
                raise AssertionError(f"it ended: {self.said()}")
            return re.search(r"bwsyncctl: (https?://\S+/authorize\?\S+)", self.said())

        return wait_for("the address to open", found, 30).group(1)

    def end(self, answer=None):
        """Exit status."""
        out, _ = self.process.communicate(answer, timeout=60)
        self.out = out
        return self.process.returncode


class GrantPlay(PlayTest):
    lab_webex = {}
    partner = {}

    def setUp(self):
        port = free_port()
        self.redirect_uri = f"http://127.0.0.1:{port}/callback"
        self.lab = {"webex": [{"redirect_uris": [self.redirect_uri], "delays": {"first_subscriber": "1s", "subscriber": "200ms"},
                               **self.lab_webex}]}
        self.daemon = {"webex": {"partners": [{"redirect_uri": self.redirect_uri, **self.partner}]}}
        super().setUp()
        self.browser = Browser()

    def grants(self):
        return {each["name"]: each for each in self.stage.daemon.ctl("grant", "list")["items"]}

    def sign_in(self, *words):
        running = SignIn(self.stage, *words)
        status, _, page = self.browser.follow(running.url())
        self.assertEqual((status, running.end()), (200, 0), running.said())
        self.assertIn("Signed in", page)
        return running

    def tokens_known_to_the_lab(self):
        return [each["refreshToken"] for each in self.stage.webex_state()["grants"]]


class SignInTest(GrantPlay):
    def test_from_nothing_to_provisioned_by_signing_in(self):
        self.work = Work(self.stage, 1)
        self.work.populate(3)
        self.stage.start_daemon(grant=False)
        newest = sorted(self.work.users)[0]
        self.wait("it to wait for a grant", lambda: self.state_of(newest) == ("waiting", "grant"))
        remedies = [each["remedy"] for each in self.stage.daemon.ctl("status", expect=4)["attention"] if each["kind"] == "grant"]
        self.assertEqual(remedies, [f"bwsyncctl grant sign-in --partner {self.stage.PARTNER} --name primary"])
        self.stage.webex("/switches", {"pkce_required": True, "rotate_refresh_tokens": True, "authorize_page": True})
        running = SignIn(self.stage)
        _, _, consent = self.browser.get(running.url())
        allow = html.unescape(re.search(r'id="allow" href="([^"]+)"', consent).group(1))
        status, headers, page = self.browser.get(allow)
        self.assertEqual(running.end(), 0, running.said())
        self.assertEqual(status, 200)
        self.assertIn("Signed in", page)
        self.assertEqual(headers["Cache-Control"], "no-store")
        grant = self.grants()["primary"]
        self.assertEqual((grant["state"], grant["inUse"], grant["missingScopes"], grant["refreshDaysLeft"]), ("good", True, [], 89))
        self.converge()
        code = urllib.parse.parse_qs(urllib.parse.urlparse(allow).query)["code"][0]
        everything = self.stage.daemon.log() + running.said() + running.out
        for secret in [code, "client-secret", *self.tokens_known_to_the_lab()]:
            self.assertNotIn(secret, everything)

    def test_what_goes_wrong_is_said_and_changes_nothing(self):
        self.stage.start_daemon()
        before = self.grants()["primary"]["refreshedAt"]

        def fails(part, running, act=lambda url: self.browser.follow(url), answer=None):
            act(running.url())
            self.assertEqual(running.end(answer), 1, running.said())
            self.assertIn(part, running.said())
            self.assertEqual(running.out.strip(), "")

        fails("nobody answered in time", SignIn(self.stage, "--wait-limit", "1"), lambda url: None)
        self.stage.webex("/switches", {"authorize_denied": True})
        fails("consent was refused", SignIn(self.stage))
        self.stage.webex("/switches", {"authorize_denied": False, "code_lifetime": "0s"})
        for shape in [False, True]:
            self.stage.webex("/switches", {"token_errors_rfc6749": shape})
            fails("sign in again", SignIn(self.stage))
        self.stage.webex("/switches", {"code_lifetime": "10m", "client_auth": "basic"})
        fails("client_secret", SignIn(self.stage))
        self.stage.webex("/switches", {"client_auth": "both"})
        self.stage.webex("/faults", {"operation": "token", "kind": "lost-answer", "count": 1})
        fails("sign in again", SignIn(self.stage))
        self.stage.webex("/faults", {"operation": "token", "kind": "html", "count": 1})
        fails("502", SignIn(self.stage))
        self.stage.webex("/faults/clear")

        # An answer meant for another sign-in is told, and waited past.
        first, second = SignIn(self.stage, "--paste", stdin=subprocess.PIPE), SignIn(self.stage)
        answer_of_first = self.browser.redirected(first.url())
        second.url()
        self.assertEqual(self.browser.get(answer_of_first)[0], 400)
        self.assertEqual(self.browser.follow(second.url())[0], 200)
        self.assertEqual(second.end(), 0, second.said())
        self.assertIn("does not belong to this sign-in", second.said())
        fails("does not belong to this sign-in", first, lambda url: None, self.redirect_uri + "?code=x&state=wrong\n")

        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", urllib.parse.urlparse(self.redirect_uri).port))
            taken.listen()
            refused = SignIn(self.stage)
            self.assertEqual(refused.end(), 1)
            self.assertIn("--paste", refused.said())
        self.assertEqual(self.grants()["primary"]["state"], "good")
        self.assertGreaterEqual(self.grants()["primary"]["refreshedAt"], before)

    def test_without_a_browser_at_hand_the_address_is_pasted(self):
        self.stage.start_daemon(grant=False)
        pasted = SignIn(self.stage, "--paste", stdin=subprocess.PIPE)
        ended_at = self.browser.redirected(pasted.url())
        self.assertEqual(pasted.end(ended_at + "\n"), 0, pasted.said())
        again = SignIn(self.stage, "--paste", stdin=subprocess.PIPE)
        code = urllib.parse.parse_qs(urllib.parse.urlparse(self.browser.redirected(again.url())).query)["code"][0]
        self.assertEqual(again.end(code + "\n"), 0, again.said())
        used = SignIn(self.stage, "--paste", stdin=subprocess.PIPE)
        used.url()
        self.assertEqual(used.end(code + "\n"), 1)
        self.assertIn("good once", used.said())

    def test_at_a_terminal_the_address_can_be_pasted_while_it_waits_for_the_browser(self):
        self.stage.start_daemon(grant=False)
        keyboard, terminal = os.openpty()
        self.addCleanup(os.close, keyboard)
        running = SignIn(self.stage, stdin=terminal)
        os.close(terminal)
        ended_at = self.browser.redirected(running.url())
        for line in ["two words", self.redirect_uri + "?code=c&state=another", ended_at]:
            os.write(keyboard, line.encode() + b"\n")
        self.assertEqual(running.end(), 0, running.said())
        self.assertIn("more than an address", running.said())
        self.assertIn("does not belong to this sign-in", running.said())
        self.assertEqual(self.grants()["primary"]["state"], "good")

    def test_an_unregistered_redirect_uri_is_webexs_word_to_the_browser(self):
        self.daemon_partner()["redirect_uri"] = f"http://127.0.0.1:{free_port()}/other"
        self.stage.start_daemon(grant=False)
        running = SignIn(self.stage, "--wait-limit", "2")
        status, _, page = self.browser.get(running.url())
        self.assertEqual(status, 400)
        self.assertIn("not registered", page)
        self.assertEqual(running.end(), 1)

    def daemon_partner(self):
        return self.stage.daemon.config["webex"]["partners"][0]


class FewScopesTest(GrantPlay):
    lab_webex = {"scopes": ["spark-admin:broadworks_subscribers_read", "spark-admin:broadworks_subscribers_write"],
                 "switches": {"client_auth": "basic"}}
    partner = {"client_authentication": "basic"}

    def test_scopes_that_were_not_granted_are_named_with_what_they_are_for(self):
        self.stage.start_daemon(grant=False)
        refused = SignIn(self.stage)
        self.browser.follow(refused.url())
        self.assertEqual(refused.end(), 1)
        self.assertIn("webex.partners[].scopes", refused.said())
        self.stage.webex("/switches", {"unoffered_scopes_dropped": True})
        done = self.sign_in()
        self.assertIn("not granted: spark-admin:people_write, needed for hard deletion", done.said())
        missing = self.grants()["primary"]["missingScopes"]
        self.assertEqual(len(missing), 9)
        self.assertFalse(any(each["required"] for each in missing))
        told = [each for each in self.stage.daemon.ctl("status", expect=(0, 4))["attention"] if each["kind"] == "grant"]
        self.assertEqual([each["urgent"] for each in told], [False])
        self.assertIn("grant_scopes_missing", self.stage.daemon.log())


class TwoGrantsTest(GrantPlay):
    lab_webex = {"refresh_tokens": ["refresh-1", "refresh-2"], "switches": {"rotate_refresh_tokens": True}}
    partner = {"grants": ["primary", "standby"]}

    def in_use(self):
        return [name for name, grant in self.grants().items() if grant["inUse"]]

    def test_the_standby_takes_over_and_gives_back_after_a_sign_in(self):
        self.work = Work(self.stage, 1)
        self.work.populate(3)
        self.stage.start_daemon()
        self.stage.daemon.ctl("grant", "import", "--partner", self.stage.PARTNER, "--name", "standby", "--refresh-token-file",
                              self.stage.secret("second", "refresh-2")["file"])
        self.converge()
        self.assertEqual(self.in_use(), ["primary"])
        # The first of the lab's grants is the primary, whatever its rotated refresh token is.
        self.stage.webex("/grants/revoke", {"refreshToken": self.tokens_known_to_the_lab()[0]})
        self.work.add()
        self.converge()
        self.wait("the primary to be dead", lambda: self.grants()["primary"]["state"] == "dead")
        self.assertEqual(self.in_use(), ["standby"])
        labels = f'{{grant="standby",partner="{self.stage.PARTNER}"}}'
        self.wait("the metric", lambda: self.stage.daemon.metrics().get("bwsync_grant_in_use" + labels) == 1)
        self.assertIn('"event":"grant_changed_over"', self.stage.daemon.log())
        attention = [each for each in self.stage.daemon.ctl("status", expect=4)["attention"] if each["kind"] == "grant"]
        self.assertEqual([each["subject"] for each in attention], [f"grant {self.stage.PARTNER}/primary"])
        self.assertIn("grant sign-in", attention[0]["remedy"])
        self.assertEqual(http("GET", self.stage.daemon.admin_url + "/readyz")[0], 200)

        self.sign_in("--name", "primary")
        self.wait("the primary again", lambda: self.in_use() == ["primary"])
        self.assertEqual(self.grants()["standby"]["state"], "good")
        self.work.add()
        self.converge()

    def test_killed_between_the_answer_of_a_refresh_and_its_use_no_grant_is_lost(self):
        self.work = Work(self.stage, 1)
        self.work.populate(3)
        self.stage.start_daemon()
        self.converge()
        for _ in range(5):
            committed = int(self.stage.postgresql.query("select version from bwsync.grants where name = 'primary'")[0][0])
            asked = subprocess.Popen(
                [str(self.stage.daemon.binaries / "bwsyncctl"), "--url", self.stage.daemon.admin_url, "--token-file",
                 str(self.stage.daemon.token_file), "grant", "refresh", "--partner", self.stage.PARTNER, "--name", "primary"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            wait_for("the new token to be stored", lambda: int(self.stage.postgresql.query(
                "select version from bwsync.grants where name = 'primary'")[0][0]) > committed, 30, every=0.001)
            self.stage.daemon.kill()
            asked.wait(60)
            self.work.add(report=False)
            self.stage.daemon.start()
            self.converge()
            self.assertEqual(self.grants()["primary"]["state"], "good")

    def killed_while_webex_answers(self):
        """Webex has acted on a refresh and its answer is under way when the daemon dies."""
        before = self.stage.webex_received()["refreshes"]
        self.stage.webex("/faults", {"operation": "token", "kind": "slow", "delay": "3s", "count": 1})
        asked = subprocess.Popen(
            [str(self.stage.daemon.binaries / "bwsyncctl"), "--url", self.stage.daemon.admin_url, "--token-file",
             str(self.stage.daemon.token_file), "grant", "refresh", "--partner", self.stage.PARTNER, "--name", "primary"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for("Webex to act on it", lambda: self.stage.webex_received()["refreshes"] > before, 30)
        self.stage.daemon.kill()
        asked.wait(60)
        self.stage.webex("/tokens/invalidate")
        self.work.add(report=False)
        self.stage.daemon.start()

    def test_killed_before_the_answer_arrived_a_constant_token_lives_and_a_rotated_one_is_repaired(self):
        self.work = Work(self.stage, 1)
        self.work.populate(3)
        self.stage.start_daemon()
        self.converge()
        self.stage.webex("/switches", {"rotate_refresh_tokens": False})
        self.killed_while_webex_answers()
        self.converge()
        self.assertEqual(self.grants()["primary"]["state"], "good")
        self.stage.webex("/switches", {"rotate_refresh_tokens": True})
        self.killed_while_webex_answers()
        self.wait("the lost token to be alarmed", lambda: self.grants()["primary"]["state"] == "dead")
        self.sign_in("--name", "primary")
        self.converge()


if __name__ == "__main__":
    unittest.main()
