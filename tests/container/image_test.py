"""The image: what is in it and what is not, the same bytes twice, its SBOM, and the daemon's programs in it as Kubernetes runs them."""
import json
import os
import pathlib
import posixpath
import re
import shutil
import subprocess
import tarfile
import tempfile
import time
import unittest

from engine import Engine, ImagesTest, require

require("podman", "runc", "dpkg-shlibdeps")

IMAGE = "localhost/bwsync:" + re.search(r"project\(bwsync VERSION ([\d.]+)", (pathlib.Path(__file__).parents[2] / "CMakeLists.txt").read_text()).group(1)
# As the manifests have it. Of a build with sanitizers, leaks are looked for by the other tests.
RESTRICTED = ["--rm", "--env=ASAN_OPTIONS=detect_leaks=0", "--read-only", "--cap-drop=all", "--security-opt=no-new-privileges", "--network=host"]


class ImageTest(ImagesTest):
    def run_in(self, *words, options=(), check=True):
        return self.engine.run("run", *RESTRICTED, *options, IMAGE, *words, check=check)

    def archive(self):
        return tarfile.open(self.output / "bwsync" / "bwsync.tar")

    def sbom(self):
        return json.loads((self.output / "bwsync" / "bwsync.spdx.json").read_text())

    def test_the_programs_run_without_root_without_capabilities_and_without_writing(self):
        about = json.loads(self.engine.run("image", "inspect", IMAGE).stdout)[0]
        self.assertEqual(about["Config"]["User"], "65532:65532")
        began = time.monotonic()
        version = self.run_in("--version").stdout
        started = time.monotonic() - began
        self.assertRegex(version, r"\d+\.\d+\.\d+")
        self.run_in("--version", options=["--entrypoint", "/usr/bin/bwsyncctl"])
        refused = self.run_in(check=False)
        self.assertEqual(refused.returncode, 2, "without a configuration: the exit status of a bad one")
        self.assertIn("/etc/bwsync/bwsync.yaml", refused.stderr)
        packages = len(self.sbom()["packages"]) - 3
        print(f"image {about['Size'] / 1e6:.0f} MB, {packages} Debian packages, --version in a new container after {started:.2f} s")

    def test_there_is_no_shell_and_no_other_program(self):
        with self.archive() as archive:
            names = archive.getnames()
            programs = [each.name for each in archive if each.isreg() and posixpath.dirname(each.name) in ("usr/bin", "usr/sbin")]
            privileged = [each.name for each in archive if each.mode & 0o6000]
        self.assertEqual(sorted(programs), ["usr/bin/bwsyncctl", "usr/bin/bwsyncd"])
        self.assertEqual(privileged, [])
        self.assertNotEqual(self.run_in("-c", "true", options=["--entrypoint", "/bin/sh"], check=False).returncode, 0)
        self.assertIn("usr/share/zoneinfo/Europe/Berlin", names)
        self.assertIn("etc/ssl/certs/ca-certificates.crt", names)

    def test_the_system_trusts_what_debian_trusts(self):
        with self.archive() as archive:
            bundle = archive.extractfile("etc/ssl/certs/ca-certificates.crt").read()
            single = [each for each in archive.getnames() if each.startswith("usr/share/ca-certificates/") and each.endswith(".crt")]
        self.assertGreater(len(single), 100)
        self.assertEqual(bundle.count(b"BEGIN CERTIFICATE"), len(single))

    def test_built_twice_it_is_the_same_to_the_byte(self):
        with tempfile.TemporaryDirectory(prefix="bwsync-twice-") as folder:
            os.chmod(folder, 0o755)
            again = Engine(folder)
            try:
                # The packages need not come twice.
                shutil.copytree(self.output / "archives", pathlib.Path(folder) / "images" / "archives")
                again.build(pathlib.Path(folder) / "images", "bwsync")
                for name in ["bwsync.files", "bwsync.spdx.json", "bwsync.tar"]:
                    self.assertEqual((pathlib.Path(folder) / "images" / "bwsync" / name).read_bytes(), (self.output / "bwsync" / name).read_bytes(), name)
                digests = [each.run("image", "inspect", "--format", "{{.Digest}} {{.Id}}", IMAGE).stdout for each in (self.engine, again)]
                self.assertEqual(digests[0], digests[1])
            finally:
                again.close()

    def test_the_sbom_names_every_package_and_every_file_has_one(self):
        document = self.sbom()
        self.assertEqual(document["spdxVersion"], "SPDX-2.3")
        listed = {each["name"]: each["versionInfo"] for each in document["packages"] if each["SPDXID"] != "SPDXRef-Image"}
        self.assertLessEqual({"bwsyncd", "bwsyncctl", "libc6", "libssl3", "tzdata", "ca-certificates"}, set(listed))
        with self.archive() as archive:
            installed = {}
            for name in archive.getnames():
                if name.startswith("var/lib/dpkg/status.d/"):
                    text = archive.extractfile(name).read().decode()
                    installed[posixpath.basename(name)] = re.search(r"^Version: (.*)$", text, re.M).group(1)
        self.assertEqual({name: version for name, version in listed.items() if not name.startswith("bwsync")}, installed)
        ids = {each["SPDXID"] for each in document["packages"]}
        self.assertEqual({each["relatedSpdxElement"] for each in document["relationships"]}, ids)
        self.assertTrue(all(each["externalRefs"][0]["referenceLocator"].startswith("pkg:") for each in document["packages"] if "externalRefs" in each))
        owners = {line.split()[3] for line in (self.output / "bwsync" / "bwsync.files").read_text().splitlines()}
        self.assertLessEqual(owners - {"-", "bwsync"}, set(listed))

    def test_a_program_that_is_not_there_is_told_in_one_line(self):
        script = pathlib.Path(__file__).parents[2] / "deploy" / "container" / "build.sh"
        done = subprocess.run([str(script), "--binaries", "/nonexistent", "--output", str(self.output / "none"), "--engine", "none", "bwsync"],
                              capture_output=True, text=True)
        shutil.rmtree(self.output / "none", ignore_errors=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertNotIn("Traceback", done.stderr)
        self.assertIn("/nonexistent/bwsyncd", done.stderr)


if __name__ == "__main__":
    unittest.main()
