"""The packages: what Debian's checker says, and installing, upgrading, removing and purging them in a fresh Debian 12."""
import re
import shutil
import tempfile
import unittest

from tree import NEWER, Tree, base, field, need, newer, package, run

EXPOSURE_MAX = 1.5
# What dpkg and ldconfig keep of their own, installed or not.
OWN = re.compile(r"^\./(var/lib/dpkg|var/log|var/cache|var/lib/systemd/(catalog|deb-systemd)|etc/ld\.so\.cache|root|proc|sys|dev|run|tmp"
                 r"|etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$|etc/\.pwd\.lock|var/backups|usr/share/(man|mime|info))")


def files(tree):
    listed = run("find", ".", "-xdev", "-printf", "%p %y %m\n", cwd=tree.path).stdout.splitlines()
    return {line for line in listed if not OWN.match(line.split(" ")[0])}


def users(tree):
    """Users and groups."""
    return sorted(line for name in ["passwd", "group"] for line in (tree.path / "etc" / name).read_text().splitlines())


class PackageTest(unittest.TestCase):
    def test_debians_checker_finds_no_error(self):
        for name in ["bwsync", "bwsync-lab"]:
            done = run("lintian", "--fail-on", "error", "--tag-display-limit", "0", package(name), check=False)
            print(f"{package(name).name}: {package(name).stat().st_size // 1024} KiB, installed {field(package(name), 'Installed-Size')} KiB; "
                  f"lintian: {len(done.stdout.splitlines())} remarks")
            print(done.stdout)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_changelog_begins_with_this_version(self):
        for name in ["bwsync", "bwsync-lab"]:
            with tempfile.TemporaryDirectory() as directory:
                run("dpkg-deb", "-x", package(name), directory)
                first = run("zcat", f"{directory}/usr/share/doc/{name}/changelog.gz").stdout.splitlines()[0]
            self.assertIn(f"({field(package(name), 'Version')})", first)

    def test_every_command_is_in_the_manual_and_completed(self):
        with tempfile.TemporaryDirectory() as directory:
            run("dpkg-deb", "-x", package("bwsync"), directory)
            manual = run("zcat", f"{directory}/usr/share/man/man1/bwsyncctl.1.gz").stdout
            completion = f"{directory}/usr/share/bash-completion/completions/bwsyncctl"
            done = run("bash", "-c", f"source {completion}; COMP_WORDS=(bwsyncctl grant ''); COMP_CWORD=2; _bwsyncctl; echo ${{COMPREPLY[@]}}")
            for command in ["list", "import", "refresh"]:
                self.assertIn(f".SS grant {command}", manual)
                self.assertIn(command, done.stdout.split())
            help_text = run(f"{directory}/usr/bin/bwsyncctl", "--help").stdout
            for noun in re.findall(r"^  ([a-z][a-z-]+)  ", help_text[help_text.index("Subcommands:"):], re.M):
                self.assertIn(f".SS {noun}".replace("-", r"\-"), manual)


class TreeTest(unittest.TestCase):
    def setUp(self):
        self.tree = Tree()
        self.addCleanup(self.tree.close)

    def install(self, *debs):
        return self.tree.chroot("dpkg", "-i", *[self.tree.put(deb) for deb in debs])

    def test_a_purge_leaves_nothing(self):
        before, users_before = files(self.tree), users(self.tree)
        self.install(package("bwsync"), package("bwsync-lab"))
        self.assertIn("bwsync", "\n".join(users(self.tree)))
        self.tree.write("/etc/bwsync/bwsync.yaml", "version: 1\n")
        self.tree.write("/etc/bwsync/keys/dsn", "dbname=bwsync", 0o600)
        self.tree.write("/etc/systemd/system/bwsyncd.service.d/credentials.conf", "[Service]\nLoadCredential=dsn:/etc/bwsync/keys/dsn\n")
        self.tree.write("/var/lib/bwsync/admin-token", "token\n", 0o600)
        self.tree.chroot("systemctl", "enable", "bwsyncd")
        self.tree.chroot("dpkg", "--purge", "bwsync", "bwsync-lab")
        self.assertEqual(files(self.tree) ^ before, set())
        self.assertEqual(users(self.tree), users_before)

    def test_a_removal_and_an_upgrade_keep_the_operators_configuration(self):
        self.install(package("bwsync"))
        self.tree.write("/etc/bwsync/bwsync.yaml", "version: 1   # mine\n")
        upgrade = newer(package("bwsync"))
        self.addCleanup(upgrade.unlink)
        self.install(upgrade)
        self.assertEqual(self.tree.chroot("dpkg-query", "-W", "-f", "${Version}", "bwsync").stdout, NEWER)
        self.tree.chroot("dpkg", "--remove", "bwsync")
        self.install(package("bwsync"))
        self.assertEqual((self.tree.path / "etc/bwsync/bwsync.yaml").read_text(), "version: 1   # mine\n")

    def test_the_programs_find_their_libraries_and_check_a_configuration(self):
        self.install(package("bwsync"), package("bwsync-lab"))
        for program in ["bwsyncd", "bwsyncctl"]:
            self.assertIn(program, self.tree.chroot(program, "--version").stdout)
        example = "/usr/share/doc/bwsync/examples/bwsync.example.yaml"
        # Its secrets are not there: every one is told, and nothing else.
        refused = self.tree.chroot("bwsyncd", "--config", example, "--check-config", check=False)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("bwsync.example.yaml:", refused.stdout + refused.stderr)
        shutil.copy(self.tree.path / "usr/share/doc/bwsync-lab/examples/lab.example.yaml", self.tree.path / "root/lab.yaml")
        self.tree.chroot("bwsync-lab", "--config", "/root/lab.yaml", "--check-config")

    def test_the_unit_has_no_fault_and_a_low_exposure(self):
        self.install(package("bwsync"))
        verified = self.tree.chroot("systemd-analyze", "verify", "--man=no", "--recursive-errors=one", "bwsyncd.service", check=False)
        remarks = [line for line in (verified.stdout + verified.stderr).splitlines() if "bwsyncd" in line]
        self.assertEqual((verified.returncode, remarks), (0, []))
        secured = run("systemd-analyze", "security", "--offline=true", f"--threshold={int(EXPOSURE_MAX * 10)}",
                      self.tree.path / "lib/systemd/system/bwsyncd.service", check=False)
        overall = [line for line in secured.stdout.splitlines() if "Overall exposure" in line]
        print(overall)
        self.assertEqual(secured.returncode, 0, secured.stdout[-1500:])


if __name__ == "__main__":
    need()
    base()
    unittest.main()
