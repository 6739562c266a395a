"""A fresh Debian 12 in a directory, for packages to be installed into and for a real systemd to boot.

The base (systemd, PostgreSQL and what the packages depend on) is made once and kept as an archive; each test unpacks its own tree.
"""
import fcntl
import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

RELEASE = pathlib.Path(os.environ.get("BWSYNC_RELEASE", pathlib.Path(__file__).resolve().parents[2] / "build" / "release"))
SKIPPED = 77
NEWER = "99.0"
# What apt says when there is no mirror to ask.
NO_MIRROR = ("Could not resolve", "Temporary failure resolving", "Could not connect", "Connection failed", "Unable to connect", "Network is unreachable")


def need():
    """Ends the test as skipped where this machine cannot carry it."""
    if os.geteuid() != 0:
        skip("making a system in a directory needs root")
    for tool in ["mmdebstrap", "systemd-nspawn", "nsenter", "lintian"]:
        if shutil.which(tool) is None:
            skip(f"{tool} is not installed")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def run(*command, check=True, timeout=300, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=timeout, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    return done


def package(name):
    found = sorted(RELEASE.glob(f"{name}_*.deb"))
    if not found:
        raise AssertionError(f"no package {name} in {RELEASE}: deploy/package.sh makes it")
    return found[-1]


def field(deb, name):
    return run("dpkg-deb", "-f", deb, name).stdout.strip()


def newer(deb):
    """The package under a higher version; a new file, the caller's to remove."""
    with tempfile.TemporaryDirectory() as directory:
        run("dpkg-deb", "-R", deb, f"{directory}/x")
        control = pathlib.Path(directory) / "x/DEBIAN/control"
        control.write_text(re.sub(r"^Version: .*$", f"Version: {NEWER}", control.read_text(), flags=re.M))
        handle, made = tempfile.mkstemp(prefix="newer-", suffix=".deb", dir=RELEASE)
        os.close(handle)
        run("dpkg-deb", "--root-owner-group", "-Znone", "-b", f"{directory}/x", made)
        return pathlib.Path(made)


def dependencies():
    """What the packages depend on, first alternatives, without versions."""
    names = set()
    for deb in [package("bwsync"), package("bwsync-lab")]:
        names |= {part.split("|")[0].split("(")[0].strip() for part in field(deb, "Depends").split(",")}
    return sorted(names - {""})


def base():
    """The archive of the base; made when it is not there."""
    wanted = ["systemd", "systemd-sysv", "dbus", "passwd", "postgresql-15", *dependencies()]
    key = hashlib.sha256(" ".join(wanted).encode()).hexdigest()[:12]
    archive = RELEASE / f"debian-12-{key}.tar"
    # Tests that run side by side want one archive.
    with open(RELEASE / "debian-12.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            part = archive.with_suffix(".part.tar")
            done = run("mmdebstrap", "--variant=minbase", f"--include={','.join(dict.fromkeys(wanted))}", "--quiet", "bookworm", part, check=False,
                       timeout=600)
            if done.returncode != 0:
                if any(sign in done.stderr for sign in NO_MIRROR):
                    skip(f"no Debian mirror is reachable: {done.stderr.strip()[-300:]}")
                raise AssertionError(f"mmdebstrap: exit {done.returncode}\n{done.stderr[-4000:]}")
            part.rename(archive)
    return archive


class Tree:
    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="bwsync-tree-", dir=os.environ.get("BWSYNC_STAGE_DIRECTORY", "/var/tmp")))
        self.nspawn = None
        self.leader = None
        run("tar", "-C", self.path, "-xf", base(), "--exclude=./dev/*")

    def close(self):
        if self.nspawn is not None:
            # The system's init first: with it end all its processes, which systemd-nspawn would leave behind.
            if self.leader is not None:
                os.kill(int(self.leader), signal.SIGKILL)
            self.nspawn.kill()
            self.nspawn.wait()
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.with_suffix(".log").unlink(missing_ok=True)

    def chroot(self, *command, **more):
        return run("chroot", self.path, *command, **more)

    def put(self, deb):
        shutil.copy(deb, self.path / "root" / deb.name)
        return f"/root/{deb.name}"

    def write(self, path, text, mode=0o644):
        file = self.path / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    # ---- a running system ----

    def boot(self):
        """Boots the tree's systemd in a network of its own; returns when it is up."""
        log = open(self.path.with_suffix(".log"), "wb")
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "-q", "--register=no", "--keep-unit", "-b", "--console=pipe", "--link-journal=no", "--private-network",
             f"--machine={self.path.name.replace('_', 'x')}", "-D", str(self.path)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        log.close()
        self.leader = self.wait("the container's init", self._leader)
        self.wait("systemd to be up", lambda: self.systemctl("is-system-running", check=False).stdout.strip() in ("running", "degraded"))

    def _leader(self):
        if self.nspawn.poll() is not None:
            raise AssertionError(f"systemd-nspawn ended: {self.path.with_suffix('.log').read_text(errors='replace')[-2000:]}")
        children = run("pgrep", "-P", self.nspawn.pid, check=False).stdout.split()
        return next((pid for pid in children if pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == "systemd"), None)

    def inside(self, *command, **more):
        """Runs a command of the tree inside the running system."""
        return run("nsenter", "-t", self.leader, "-m", "-u", "-i", "-n", "-p", "--root", "--wd=/", *command, **more)

    def network(self, *command, **more):
        """Runs a command of this machine in the running system's network."""
        return run("nsenter", "-t", self.leader, "-n", *command, **more)

    def systemctl(self, *words, **more):
        return self.inside("systemctl", *words, **more)

    def shown(self, unit, name):
        return self.systemctl("show", "-p", name, "--value", unit).stdout.strip()

    @staticmethod
    def wait(what, condition, seconds=60):
        deadline = time.monotonic() + seconds
        while True:
            value = condition()
            if value:
                return value
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {seconds} s in vain for: {what}")
            time.sleep(0.1)
