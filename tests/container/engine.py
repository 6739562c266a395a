"""podman with a storage of its own, in a directory that goes away, so that nothing of it is seen on the machine afterwards."""
import atexit
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SKIPPED = 77
ROOT = pathlib.Path(__file__).resolve().parents[2]


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(SKIPPED)


def require(*tools):
    """Ends the test program as skipped when something is not there that installing cannot be expected of everybody."""
    if os.geteuid() != 0:
        skip("containers are run as root here")
    for tool in tools:
        if shutil.which(tool) is None:
            skip(f"{tool} is not installed")


class Engine:
    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        conf = self.directory / "containers.conf"
        # The limits of the process that runs the tests may be lower than podman's own; runc takes any layout of cgroups.
        conf.write_text('[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]\n'
                        '[engine]\ncgroup_manager = "cgroupfs"\nruntime = "runc"\nevents_logger = "file"\n')
        storage = self.directory / "storage.conf"
        storage.write_text(f'[storage]\ndriver = "vfs"\ngraphroot = "{directory}/graph"\nrunroot = "{directory}/run"\n')
        self.environment = {**os.environ, "CONTAINERS_CONF": str(conf), "CONTAINERS_STORAGE_CONF": str(storage), "TMPDIR": str(self.directory)}

    def run(self, *words, check=True, seconds=240, stdin=None):
        done = subprocess.run(["podman", *words], capture_output=True, text=True, env=self.environment, timeout=seconds, input=stdin)
        if check and done.returncode != 0:
            raise AssertionError(f"podman {' '.join(words)}: {done.stderr.strip()} {done.stdout.strip()}")
        return done

    def build(self, output, *images, **environment):
        """Builds images of the programs under test; what build.sh prints."""
        command = [str(ROOT / "deploy" / "container" / "build.sh"), "--binaries", os.environ["BWSYNC_BINARIES"], "--output", str(output), *images]
        done = subprocess.run(command, capture_output=True, text=True, env={**self.environment, **environment})
        if done.returncode != 0:
            raise AssertionError(f"build.sh: {done.stderr.strip()}")
        return done.stdout

    def remove_all(self):
        """Pods, containers and volumes; not the images."""
        self.run("pod", "rm", "--all", "--force", check=False)
        self.run("rm", "--all", "--force", check=False)
        self.run("volume", "rm", "--all", "--force", check=False)

    def close(self):
        self.remove_all()
        shutil.rmtree(self.directory, ignore_errors=True)


class ImagesTest(unittest.TestCase):
    """Tests with the images of the programs under test, built once for all of them."""
    engine = None
    output = pathlib.Path(os.environ.get("BWSYNC_IMAGES", tempfile.gettempdir() + "/bwsync-images"))

    @classmethod
    def setUpClass(cls):
        if ImagesTest.engine is None:
            folder = tempfile.mkdtemp(prefix="bwsync-containers-")
            os.chmod(folder, 0o755)
            ImagesTest.engine = Engine(folder)
            atexit.register(ImagesTest.engine.close)
            print(ImagesTest.engine.build(cls.output).strip())
