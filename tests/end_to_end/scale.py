#!/usr/bin/env python3
"""How much a first full sweep and comparison costs: COUNT users in the lab, the same subscribers in Webex, one daemon that adopts them.

scale.py [--count 100000] [--groups 100] [--binaries DIR]     Prints figures; judges nothing. Not part of the test run.
"""
import argparse
import pathlib
import time

from play import Stage, StageError, wait_for


def peak_mib(process):
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def populate(stage, count, groups):
    stage.add_provider("ent1")
    per_group = count // groups
    for index in range(groups):
        group = f"g{index:03}"
        stage.add_group("ent1", group)
        stage.broadworks("/users/generate", {"serviceProviderId": "ent1", "groupId": group, "count": per_group, "prefix": f"{group}u",
                                             "servicePack": "Webex-Standard", "firstNumber": str(2000000000 + index * per_group), "report": False})
        users = stage.lab.get(f"/broadworks/{stage.CLUSTER}/users?serviceProviderId=ent1&groupId={group}")
        users = users["users"] if isinstance(users, dict) else users
        subscribers = [{
            "userId": user["userId"], "spEnterpriseId": "ent1", "provisioningId": stage.PROVISIONING_ID, "firstName": user["firstName"],
            "lastName": user["lastName"], "email": user["emailAddress"], "package": "standard", "status": "provisioned",
            "primaryPhoneNumber": user.get("phoneNumber") or "", "extension": user.get("extension") or ""}
            for user in users]
        stage.webex("/subscribers", {"subscribers": subscribers})
    return per_group * groups


def changes(stage, count):
    """Webex calls per change of `count` single changes."""
    users = stage.lab.get(f"/broadworks/{stage.CLUSTER}/users?serviceProviderId=ent1&groupId=g000")
    users = users["users"] if isinstance(users, dict) else users
    stage.webex("/received/reset")
    for user in users[:count]:
        stage.broadworks("/users/modify", {"userId": user["userId"], "set": {"lastName": "Changed"}})
    wait_for("the changes in Webex", lambda: stage.webex_received()["operations"].get("update", 0) >= count, 300, every=0.5)
    return stage.webex_received()["operations"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--groups", type=int, default=100)
    parser.add_argument("--binaries")
    arguments = parser.parse_args()
    daemon = {"webex": {"partners": [{"requests_per_second": 1000, "burst": 100, "timeout": "60s", "status_poll": "15s"}]},
              "broadworks": {"clusters": [{"provisioning": {"requests_per_second": 100000, "timeout": "60s"}}]}}
    with Stage(binaries=arguments.binaries, daemon=daemon) as stage:
        count = populate(stage, arguments.count, arguments.groups)
        print(f"{count} users in {arguments.groups} groups, the same number of subscribers in Webex", flush=True)
        stage.broadworks("/received/reset")
        begun = time.monotonic()
        stage.start_daemon()
        gauge = f'bwsync_subscribers{{bridge="{stage.BRIDGE}",state="provisioned"}}'
        told = 0

        def is_done():
            nonlocal told
            metrics = stage.daemon.metrics()
            if time.monotonic() - told > 15:
                told = time.monotonic()
                print(f"  {told - begun:6.1f} s: provisioned {metrics.get(gauge, 0):.0f}, daemon {peak_mib(stage.daemon.process):.0f} MiB", flush=True)
            return metrics.get(gauge, 0) >= count

        wait_for("all to be adopted", is_done, 1500, every=1)
        elapsed = time.monotonic() - begun
        received = stage.lab.get(f"/broadworks/{stage.CLUSTER}/received")
        operations = stage.webex_received()["operations"]
        print(f"first sweep, reading and comparison: {elapsed:.1f} s wall, {cpu_seconds(stage.daemon.process):.1f} s CPU of the daemon")
        print(f"peak resident memory of the daemon: {peak_mib(stage.daemon.process):.0f} MiB")
        print(f"BroadWorks received: {received.get('commands', received)}")
        print(f"Webex operations: {operations}")
        stage.broadworks("/received/reset")
        begun = time.monotonic()
        stage.daemon.ctl("snapshot", "start", "--side", "broadworks", "--wait")
        received = stage.lab.get(f"/broadworks/{stage.CLUSTER}/received")
        print(f"second sweep: {time.monotonic() - begun:.1f} s; BroadWorks received: {received.get('commands', received)}")
        begun = time.monotonic()
        stage.daemon.kill()
        stage.daemon.start()
        print(f"restart until ready: {time.monotonic() - begun:.1f} s")
        print(f"Webex operations of 100 changes: {changes(stage, 100)}")


if __name__ == "__main__":
    try:
        main()
    except StageError as error:
        raise SystemExit(f"scale: {error}")
