"""A stage for bwsync: an embedded PostgreSQL, the lab and the daemon, each a real process, all in one directory that goes away.

Used by the demonstration and by the end-to-end tests. Waiting is always for a condition, with a deadline.
"""
import base64
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]


class StageError(Exception):
    """Something on the stage did not do what it must."""


def wait_for(what, condition, seconds=60, every=0.05):
    """Returns the first true value of condition(); StageError names `what` when the time is up."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise StageError(f"waited {seconds} s in vain for: {what}")
        time.sleep(every)


def http(method, url, body=None, token=None, timeout=30):
    """Status and parsed JSON (or text) of one call; errors of HTTP are values, refused connections are exceptions."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method)
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as answer:
            status, text = answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read().decode()
    try:
        return status, json.loads(text) if text else None
    except json.JSONDecodeError:
        return status, text


class PostgreSql:
    """A PostgreSQL server of its own in a directory of its own."""

    def __init__(self, directory):
        self.directory = directory
        self.dsn = None

    def _script(self, *words):
        command = [str(ROOT / "deploy" / "embedded-postgresql.sh"), *words]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise StageError(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout.strip()

    def start(self):
        self.dsn = self._script("start", str(self.directory)).splitlines()[-1]

    def stop(self, mode="fast"):
        self._script("stop", str(self.directory), "-m", mode)

    def query(self, sql):
        """Rows of one statement, each a list of texts."""
        psql = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/psql"))[-1]
        done = subprocess.run([str(psql), "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.dsn, "-c", sql],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise StageError(done.stderr.strip())
        return [line.split("\t") for line in done.stdout.splitlines()]


class Child:
    """A process whose output goes to a file of the stage."""

    def __init__(self, name, directory):
        self.name = name
        self.log_file = directory / f"{name}.log"
        self.process = None

    def spawn(self, command, environment=None):
        log = open(self.log_file, "ab")
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)
        log.close()

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def kill(self):
        if self.is_running():
            self.process.kill()
        if self.process is not None:
            self.process.wait()

    def stop(self, seconds=30):
        """SIGTERM; returns the exit status."""
        if not self.is_running():
            return None if self.process is None else self.process.returncode
        self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise StageError(f"{self.name} did not stop within {seconds} s; its log: {self.log_file}")

    def log(self):
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""


class Lab(Child):
    """bwsync-lab: BroadWorks clusters and Webex partners, and the control API over them."""

    def __init__(self, binaries, directory, config):
        super().__init__("lab", directory)
        self.binaries = binaries
        self.ports_file = directory / "lab-ports.json"
        self.config_file = directory / "lab.yaml"
        self.config_file.write_text(json.dumps({**config, "ports_file": str(self.ports_file)}))
        self.ports = None

    def start(self):
        self.spawn([str(self.binaries / "bwsync-lab"), "--config", str(self.config_file)])

        def ready():
            if not self.is_running():
                raise StageError(f"the lab ended at once: {self.log()[-2000:]}")
            return self.ports_file.exists()

        wait_for("the lab's listeners", ready, 30)
        self.ports = json.loads(self.ports_file.read_text())

    def call(self, method, path, body=None):
        status, answer = http(method, self.ports["control"] + path, body, timeout=300)
        if status != 200:
            raise StageError(f"lab {method} {path}: {status} {answer}")
        return answer

    def get(self, path):
        return self.call("GET", path)

    def post(self, path, body=None):
        return self.call("POST", path, {} if body is None else body)


class Daemon(Child):
    """bwsyncd and its bwsyncctl."""

    def __init__(self, binaries, directory, config, name="bwsyncd"):
        super().__init__(name, directory)
        self.binaries = binaries
        self.config = config
        self.config_file = directory / f"{name}.yaml"
        self.ready_marks = 0

    def write_config(self):
        self.config_file.write_text(json.dumps(self.config, indent=1))

    def start(self, environment=None, seconds=60):
        self.write_config()
        before = self.log().count('"event":"ready"')
        self.spawn([str(self.binaries / "bwsyncd"), "--config", str(self.config_file)], environment)

        def ready():
            if not self.is_running():
                raise StageError(f"{self.name} ended at once: {self.log()[-3000:]}")
            return self.log().count('"event":"ready"') > before

        wait_for(f"{self.name} to be ready", ready, seconds)

    def _last_ready(self):
        for line in reversed(self.log().splitlines()):
            if '"event":"ready"' in line:
                return json.loads(line)
        raise StageError(f"{self.name} was never ready")

    @property
    def admin_url(self):
        return f"http://127.0.0.1:{self._last_ready()['admin_port']}"

    @property
    def metrics_url(self):
        return f"http://127.0.0.1:{self._last_ready()['metrics_port']}/metrics"

    @property
    def token_file(self):
        return pathlib.Path(self.config["state_directory"]) / "admin-token"

    def ctl(self, *words, expect=0):
        """Runs bwsyncctl; the parsed JSON of its standard output. expect: the exit status or statuses that are right."""
        command = [str(self.binaries / "bwsyncctl"), "--url", self.admin_url, "--token-file", str(self.token_file), "-o", "json", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        wanted = expect if isinstance(expect, (tuple, list)) else (expect,)
        if done.returncode not in wanted:
            raise StageError(f"bwsyncctl {' '.join(words)}: exit {done.returncode}: {done.stderr.strip()} {done.stdout.strip()}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def subscribers(self, **query):
        """All subscribers of the admin API's list, following its cursor."""
        items, cursor = [], None
        while True:
            words = "&".join(f"{k}={v}" for k, v in {**query, "limit": 1000, **({"cursor": cursor} if cursor else {})}.items())
            status, page = http("GET", f"{self.admin_url}/api/v1/subscribers?{words}", token=self.token_file.read_text().strip())
            if status != 200:
                raise StageError(f"subscribers: {status} {page}")
            items += page["items"]
            cursor = page["next"]
            if not cursor:
                return items

    def metrics(self):
        """{'name{labels}': value} of the metrics page."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.metrics_url, timeout=30) as answer:
            text = answer.read().decode()
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines}

    def reload(self):
        self.process.send_signal(signal.SIGHUP)


class Stage:
    """All of it. Use as a context manager: everything ends and the directory goes, also on Ctrl-C."""

    CLUSTER = "east"
    PARTNER = "acme"
    BRIDGE = "east-acme"
    PROVISIONING_ID = "demo-template"

    def __init__(self, binaries=None, lab=None, daemon=None, keep=False):
        default = os.environ.get("BWSYNC_BINARIES", str(ROOT / "build" / "debug" / "bin"))
        self.binaries = pathlib.Path(binaries or default).resolve()
        self.lab_changes = lab or {}
        self.daemon_changes = daemon or {}
        self.keep = keep
        self.directory = None

    def __enter__(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="bwsync-", dir=os.environ.get("BWSYNC_STAGE_DIRECTORY", "/tmp")))
        self.directory.chmod(0o755)
        try:
            self._set_up()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind, error, trace):
        for child in [getattr(self, "daemon", None), getattr(self, "lab", None)]:
            if child is not None:
                child.kill()
        if getattr(self, "postgresql", None) is not None:
            subprocess.run([str(ROOT / "deploy" / "embedded-postgresql.sh"), "stop", str(self.postgresql.directory), "-m", "immediate"],
                           capture_output=True)
        if self.keep or (kind is not None and os.environ.get("BWSYNC_KEEP_STAGE")):
            print(f"kept: {self.directory}")
        else:
            shutil.rmtree(self.directory, ignore_errors=True)

    def secret(self, name, text):
        file = self.directory / name
        file.write_text(text)
        file.chmod(0o600)
        return {"file": str(file)}

    def _set_up(self):
        self.postgresql = PostgreSql(self.directory / "pg")
        self.postgresql.start()
        self.lab = Lab(self.binaries, self.directory, merged(self.lab_config(), self.lab_changes))
        self.lab.start()
        state = self.directory / "state"
        state.mkdir()
        self.daemon = Daemon(self.binaries, self.directory, merged(self.daemon_config(), self.daemon_changes))

    def lab_config(self):
        return {
            "version": 1,
            "control": {"listen": "127.0.0.1:0"},
            "clock": {"rate": 1},
            "broadworks": [{
                "name": self.CLUSTER, "release": "R24",
                "ocip": {"listen": "127.0.0.1:0"}, "ocir": [{"listen": "127.0.0.1:0"}],
                "users": [{"user": "bwsync", "password": "secret", "type": "System"}],
            }],
            "webex": [{
                "name": self.PARTNER, "listen": "127.0.0.1:0", "client_id": "client", "client_secret": "client-secret",
                "refresh_tokens": ["refresh-1"],
                "templates": [{"provisioning_id": self.PROVISIONING_ID, "emails": "trusted", "mode": "any", "cluster": self.CLUSTER}],
                "delays": {"first_subscriber": "5s", "subscriber": "1s", "update": "500ms"},
            }],
        }

    def daemon_config(self):
        ports = self.lab.ports
        cluster = ports["broadworks"][self.CLUSTER]
        return {
            "version": 1,
            "instance": "stage",
            "state_directory": str(self.directory / "state"),
            "store": {"dsn": self.postgresql.dsn,
                      "encryption_keys": [self.secret("key", base64.b64encode(secrets.token_bytes(32)).decode())]},
            "broadworks": {"clusters": [{
                "name": self.CLUSTER,
                "provisioning": {
                    "servers": [{"host": each["host"], "port": each["port"], "tls": each["tls"]} for each in cluster["ocip"]],
                    "user": "bwsync", "password": self.secret("password", "secret"), "requests_per_second": 2000, "timeout": "5s"},
                "reporting": {
                    "servers": [{"host": each["host"], "port": each["port"], "tls": False} for each in cluster["ocir"]],
                    "reconnect": {"initial": "100ms", "max": "1s"}, "quiet_period": "300ms"},
            }]},
            "webex": {"partners": [{
                "name": self.PARTNER, "base_url": ports["webex"][self.PARTNER],
                "client_id": self.secret("client-id", "client"), "client_secret": self.secret("client-secret", "client-secret"),
                "requests_per_second": 100, "burst": 20, "in_flight": 8, "timeout": "5s", "status_poll": "500ms"}]},
            "bridges": [{
                "name": self.BRIDGE, "cluster": self.CLUSTER, "partner": self.PARTNER, "policy": "sync",
                "organizations": [{"provisioning_id": self.secret("provisioning-id", self.PROVISIONING_ID), "country": "US"}],
                "packages": [{"service_pack": "Webex-Premium", "package": "premium"},
                             {"service_pack": "Webex-Standard", "package": "standard"},
                             {"service": "Integrated IMP", "package": "basic"}],
                "deletion": {"grace": "3s", "confirmations": 2, "confirm_after": "1s"},
                "brake": {"removals": 1000, "removals_percent": 100, "updates_percent": 100, "window": "1h"},
            }],
            "billing": {"directory": str(self.directory / "billing")},
            "admin": {"listen": "127.0.0.1:0"},
            "metrics": {"listen": "127.0.0.1:0"},
        }

    # ---- what nearly every play needs ----

    def start_daemon(self, grant=True):
        self.daemon.start()
        if grant:
            self.daemon.ctl("grant", "import", "--partner", self.PARTNER, "--name", "primary", "--refresh-token-file",
                            self.secret("refresh-token", "refresh-1")["file"])

    def broadworks(self, path, body=None):
        return self.lab.post(f"/broadworks/{self.CLUSTER}{path}", body)

    def webex(self, path, body=None):
        return self.lab.post(f"/webex/{self.PARTNER}{path}", body)

    def webex_state(self):
        return self.lab.get(f"/webex/{self.PARTNER}/state")

    def webex_received(self):
        return self.lab.get(f"/webex/{self.PARTNER}/received")

    def broadworks_users(self):
        return self.lab.get(f"/broadworks/{self.CLUSTER}/users")

    def add_provider(self, name, is_enterprise=True):
        self.broadworks("/service-providers", {
            "serviceProviderId": name, "isEnterprise": is_enterprise,
            "servicePacks": [{"servicePackName": "Webex-Premium", "services": ["Integrated IMP"]},
                             {"servicePackName": "Webex-Standard", "services": ["Integrated IMP"]},
                             {"servicePackName": "Voice-Only", "services": []}]})

    def add_group(self, provider, group):
        self.broadworks("/groups", {"serviceProviderId": provider, "groupId": group, "timeZone": "America/New_York"})


def merged(base, changes):
    """`changes` laid over `base`: mappings key by key, lists item by item (a longer list adds), else the new value."""
    if isinstance(base, dict) and isinstance(changes, dict):
        return {key: merged(base.get(key), changes[key]) if key in changes else base[key] for key in {**base, **changes}}
    if isinstance(base, list) and isinstance(changes, list):
        rest = changes[len(base):]
        return [merged(old, new) for old, new in zip(base, changes)] + base[len(changes):] + rest
    return changes
