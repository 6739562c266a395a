#!/usr/bin/env python3
"""Gives the lab's BroadWorks an enterprise with users who hold a Webex service pack.

populate.py CONTROL_URL [COUNT]      e.g. populate.py http://127.0.0.1:9470 20
"""
import json
import sys
import urllib.request


def post(control, path, body):
    request = urllib.request.Request(control + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        return json.load(answer)


def populate(control, count=20, enterprise="rehearsal-corp", group="office"):
    """COUNT users user000@ENTERPRISE.example ..., every third of them premium."""
    post(control, "/broadworks/east/service-providers", {"serviceProviderId": enterprise, "isEnterprise": True, "servicePacks": [
        {"servicePackName": "Webex-Premium", "services": ["Integrated IMP"]}, {"servicePackName": "Webex-Standard", "services": ["Integrated IMP"]}]})
    post(control, "/broadworks/east/groups", {"serviceProviderId": enterprise, "groupId": group, "timeZone": "America/New_York"})
    post(control, "/broadworks/east/users", {"report": True, "users": [{
        "userId": f"user{i:03}@{enterprise}.example", "serviceProviderId": enterprise, "groupId": group, "firstName": f"First{i}",
        "lastName": f"Last{i}", "phoneNumber": str(2405550000 + i), "extension": str(1000 + i), "language": "English",
        "emailAddress": f"user{i:03}@mail.{enterprise}.example", "timeZone": "America/New_York",
        "servicePacks": ["Webex-Premium" if i % 3 == 0 else "Webex-Standard"]} for i in range(count)]})


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    populate(sys.argv[1].rstrip("/"), int(sys.argv[2]) if len(sys.argv) > 2 else 20)
