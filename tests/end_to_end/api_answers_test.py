#!/usr/bin/env python3
"""The admin API's answers are the recorded ones, word by word: after the acts of the demonstration and some more, every route is asked.

api_answers_test.py [--record] [unittest's own]   --record: writes golden/ anew from what the program answers now.
"""
import http.client
import json
import pathlib
import re
import sys
import unittest
import urllib.parse

import api_requests as asked
from golden import Normaliser, difference, distinct, written
from play import ROOT, PlayTest, merged
from show import METRO, Show, last_month, pace

GOLDEN = pathlib.Path(__file__).resolve().parent / "golden"
GROUPS = [("acme-corp", "sales", 3), ("acme-corp", "plant", 3), ("globex", "office", 3), (METRO, "north", 3), (METRO, "south", 2)]
LAB, DAEMON = pace(True)
# What is told as a set, and which counts are not told, by the path of the answer: how many sweeps and rounds there were, and in which order
# they came, is the machine's business.
VOLATILE = [(re.compile(pattern), names) for pattern, names in [
    (r"/(gaps|procedures)(\?|$)", {"items"}), (r"/snapshots(\?|$)", {"items", "users", "changed", "missing", "deep"}),
    (r"/history(\?|$)", {"items"}), (r"/(pause|resume)$", {"subscribers"})]]
USUAL = {"Content-Type": "application/json", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Length": "<number>"}


class Client:
    """Asks the admin API, and tells each answer without what differs from run to run."""

    def __init__(self, daemon):
        self.address = urllib.parse.urlsplit(daemon.admin_url).netloc
        self.token = daemon.token_file.read_text().strip()
        self.found = {}      # what stands in braces in a request
        self.known = {}      # what only this run knows, for the normaliser

    def fill(self, text):
        for name, value in self.found.items():
            text = text.replace("{" + name + "}", value)
        return text

    def ask(self, method, path, authorization="right", content_type="application/json", body=None):
        """Status, headers and text of one answer."""
        headers = {"Authorization": f"Bearer {self.token}" if authorization == "right" else authorization,
                   "Content-Type": content_type if body is not None else None,
                   "Content-Length": str(body) if isinstance(body, int) else None}
        connection = http.client.HTTPConnection(self.address, timeout=60)
        connection.request(method, self.fill(path), None if isinstance(body, int) or body is None else self.fill(body).encode(),
                           {name: value for name, value in headers.items() if value})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        return answer.status, answer.getheaders(), text

    def get(self, path):
        status, _, text = self.ask("GET", path)
        assert status == 200, (path, status, text)
        return json.loads(text)

    def answer(self, *request, **more):
        """An answer as it is recorded."""
        status, headers, text = self.ask(*request, **more)
        normal = Normaliser(self.known)
        told = {name: "<number>" if name.lower() in ("content-length", "retry-after") else normal.text(value) for name, value in headers}
        body = self.body(request[1], told.get("Content-Type", ""), text, normal)
        # Of the headers only what is not as usual; null: a usual one is missing.
        unusual = {name: told.get(name) for name in {**told, **USUAL} if told.get(name) != USUAL.get(name)}
        return {"status": status, "headers": unusual, "body": body}

    @staticmethod
    def body(path, content_type, text, normal):
        if not text:
            return None
        if "json" in content_type:
            more = [names for pattern, names in VOLATILE if pattern.search(path)]
            return normal.value(json.loads(text), more=frozenset().union(*more))
        if content_type == "application/octet-stream":
            return distinct([normal.text(line) for line in text.splitlines()])
        return "<a file of the console>"

    def answers(self, requests):
        result = {}
        for method, path, *body in requests:
            text = json.dumps(body[0]) if body and body[0] is not None else None
            name = f"{method} {path}" + (f" {text}" if text else "")
            result[name + (" (again)" if name in result else "")] = self.answer(method, path, body=text)
        return result

    def answers_to_odd(self, requests):
        return {" | ".join(str(part) for part in request): self.answer(*request[:4], body=request[4]) for request in requests}


class ApiAnswersTest(PlayTest):
    lab = merged(LAB, {"webex": [{"delays": {"first_subscriber": "1s"}}]})
    # Three removals belong to the demonstration's acts; the fourth is held.
    daemon = merged(DAEMON, {"bridges": [{"workspaces": [{"user_id": "room-*"}], "brake": {"removals": 4}}],
                             "webex": {"partners": [{"precheck_per_second": 100}]}})
    maxDiff = None

    def person(self, user_id, provider="acme-corp", group="sales", **more):
        name = user_id.split("@")[0]
        return {"userId": user_id, "serviceProviderId": provider, "groupId": group, "firstName": "First", "lastName": name,
                "emailAddress": f"{name}@mail.{provider}.example", "language": "English", "timeZone": "America/New_York", **more}

    def come(self, *people):
        self.stage.broadworks("/users", {"users": list(people), "report": True})

    def is_in_state(self, user_id, state, reason=None):
        self.wait(f"{user_id} to be {state} {reason}", lambda: self.state_of(user_id) == (state, reason))

    def more_acts(self):
        """Those whom the demonstration lacks: a room, a stranger, a refused one, one who is no subscriber, held changes."""
        self.come(self.person(asked.ROOM, extension="2001"), self.person(asked.IGNORED, extension="2002"),
                  self.person(asked.REFUSED, extension="2003", emailAddress="taken@elsewhere.example", servicePacks=["Webex-Standard"]))
        self.stage.webex("/subscribers", {"subscribers": [{
            "userId": asked.FOREIGN, "spEnterpriseId": "acme-corp", "provisioningId": self.stage.PROVISIONING_ID, "firstName": "Old",
            "lastName": "Name", "email": "stranger@mail.acme-corp.example", "package": "standard", "primaryPhoneNumber": "", "extension": "77",
            "status": "provisioned"}]})
        self.stage.broadworks("/users/modify", {"userId": asked.HELD, "set": {"emailAddress": "changed@mail.acme-corp.example"}})
        self.stage.broadworks("/users/services", {"userId": asked.LEAVING, "unassign": {"servicePacks": ["Webex-Standard"]}})
        self.stage.daemon.ctl("snapshot", "start", "--side", "webex", "--wait")
        self.is_in_state(asked.ROOM, "provisioned")
        self.is_in_state(asked.IGNORED, "ignored", "not-entitled")
        self.is_in_state(asked.REFUSED, "parked", "webex-2002")
        self.is_in_state(asked.FOREIGN, "foreign", "foreign")
        self.is_in_state(asked.HELD, "parked", "approval")
        self.is_in_state(asked.LEAVING, "removing", "brake")

    def open_breaker(self):
        """One is refused for a reason that is its whole enterprise's; the next waits behind the breaker."""
        self.stage.webex("/fixtures", {"enterprises": {f"{METRO}+north": {"code": 2006}}})
        for name, extension in [("first.late", "3001"), ("second.late", "3002")]:
            self.come(self.person(f"{name}@{METRO}.example", METRO, "north", extension=extension, servicePacks=["Webex-Standard"]))
            self.wait(f"{name} to be held", lambda: self.state_of(f"{name}@{METRO}.example")[0] in ("waiting", "parked"))
            self.wait("the breaker", lambda: self.client.get("/api/v1/breakers")["items"])
        self.is_in_state(f"second.late@{METRO}.example", "waiting", "breaker")

    def is_quiet(self):
        get = self.client.get
        # What the brake holds stays to be done.
        explained = [get(f"{asked.SUBSCRIBERS}/{name}") for name in asked.EVERYBODY if name != asked.LEAVING]
        return (all(one["dirty"] is None and one["dirtySince"] is None for one in explained)
                and not [each for each in get("/api/v1/snapshots")["items"] if each["state"] == "running"]
                and not [each for each in get("/api/v1/gaps")["items"] if each["state"] != "closed"]
                and not [each for each in get("/api/v1/procedures")["items"] if each["state"] in ("running", "queued")]
                and not [each for each in get("/api/v1/bridges")["items"] if each["openIntents"]])

    def find_names(self):
        client = self.client
        client.found = {"month": last_month(), "next": client.get("/api/v1/subscribers?limit=2")["next"],
                        "procedure": str(client.get("/api/v1/procedures?enterprise=globex")["items"][0]["id"]),
                        "report": client.get("/api/v1/billing/reports")["items"][0]["id"]}
        client.known = {str(self.stage.directory): "<directory>", client.found["month"]: "<month>"}

    def metric_names(self):
        # A gauge is told from its first counting on.
        self.wait("the breaker's gauge", lambda: [name for name in self.stage.daemon.metrics() if name.startswith("bwsync_breaker_open{")])
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.stage.daemon.metrics_url).netloc, timeout=60)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return sorted(line for line in text.splitlines() if line.startswith("#"))

    def compare(self, name, answers):
        file = GOLDEN / f"api_{name}.json"
        if RECORD:
            file.parent.mkdir(exist_ok=True)
            file.write_text(written(answers))
        with self.subTest(name):
            found = difference(file, answers)
            if found:
                self.fail(f"answers differ from the recorded ones; when that is meant: {pathlib.Path(__file__).name} --record\n{found}")

    def test_the_answers_are_the_recorded_ones(self):
        Show(self.stage, GROUPS).acts()
        self.more_acts()
        self.client = Client(self.stage.daemon)
        self.wait("quiet", self.is_quiet)
        self.find_names()
        for name in ["status", "lists", "explanations", "enterprises", "billing_reads", "bad_requests"]:
            self.compare(name, self.client.answers(getattr(asked, name.upper())))
        self.compare("odd_requests", self.client.answers_to_odd(asked.ODD_REQUESTS))
        self.compare("refused_orders", self.client.answers(asked.REFUSED_ORDERS))
        self.open_breaker()
        self.compare("held_up", self.client.answers(asked.HELD_UP))
        self.compare("metrics", self.metric_names())
        self.compare("orders", self.client.answers(asked.ORDERS))


class RoutesTest(unittest.TestCase):
    def test_every_route_is_asked(self):
        pattern = re.compile(r'\{\s*"(GET|POST|DELETE)",\s*"(/[^"]*)"')
        routes = [match for file in (ROOT / "daemon").rglob("*.cpp") for match in pattern.findall(file.read_text())]
        self.assertGreater(len(routes), 50, "the table of routes is no longer found in daemon/")
        requests = [(request[0], request[1].split("?")[0]) for name, group in vars(asked).items()
                    if name.isupper() and name != "BAD_REQUESTS" and isinstance(group, list) for request in group if isinstance(request, tuple)]
        for method, path in routes:
            like = re.compile(re.escape(path).replace(r"\{\}", "[^/]+"))
            self.assertTrue(any(verb == method and like.fullmatch(where) for verb, where in requests), f"nobody asks {method} {path}")


RECORD = "--record" in sys.argv

if __name__ == "__main__":
    unittest.main(argv=[word for word in sys.argv if word != "--record"])
