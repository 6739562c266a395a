#!/usr/bin/env python3
"""Makes the root file system of an image out of Debian packages: a tar archive, the list of its files and an SBOM.

root_file_system.py --image NAME --output DIR [--program FILE]... [--version V] [--package NAME]... [--epoch SECONDS]

Programs go to /usr/bin, stripped, with the packages of the libraries that they link.

Packages are taken with everything they depend on from the sources that apt on this machine knows, and unpacked in memory: no root is needed,
no maintainer script runs, and the result depends on the packages and on the epoch alone. DIR gets IMAGE.tar, IMAGE.files and IMAGE.spdx.json;
downloaded packages stay in DIR/archives.
"""
import argparse
import io
import os
import pathlib
import posixpath
import subprocess
import sys
import tarfile
import tempfile

from sbom import Package, spdx_document

USER = 65532
# What maintainer scripts and administrators need, and no program of an image: nothing of it is run in there.
LEFT_OUT = {"adduser", "debconf", "dpkg", "init-system-helpers", "libdebconfclient0", "libllvm14", "libperl5.36", "libz3-4", "mawk",
            "openssl", "passwd", "perl", "perl-base", "perl-modules-5.36",
            "postgresql-client-common", "postgresql-common", "ssl-cert", "sysvinit-utils", "systemd", "tar", "ucf"}
DROPPED = ("etc/cron", "etc/default/", "etc/init.d/", "etc/logrotate.d/", "etc/update-motd.d/", "usr/lib/systemd/", "usr/lib/sysusers.d/",
           "usr/lib/tmpfiles.d/", "usr/sbin/", "usr/share/apport/", "usr/share/base-files/", "usr/share/bash-completion/", "usr/share/bug/",
           "usr/share/doc-base/", "usr/share/info/", "usr/share/lintian/", "usr/share/locale/", "usr/share/man/", "usr/share/zsh/",
           # Conversions of encodings that nothing here asks for.
           "usr/lib/x86_64-linux-gnu/gconv/")
# Debian's packages still name these; in the image, as on every Debian 12, they are links into /usr.
MERGED = {"bin": "usr/bin", "sbin": "usr/sbin", "lib": "usr/lib", "lib64": "usr/lib64"}
FOLDERS = {"etc/bwsync": (0, 0o755), "var/lib/bwsync": (USER, 0o700), "run": (0, 0o755), "usr/sbin": (0, 0o755), "tmp": (0, 0o1777)}
BUNDLE = "etc/ssl/certs/ca-certificates.crt"
LINKS = {**MERGED, "usr/lib/ssl/cert.pem": "/" + BUNDLE, "usr/lib/ssl/certs": "/etc/ssl/certs"}
ACCOUNTS = {
    "etc/passwd": f"root:x:0:0:root:/root:/usr/sbin/nologin\nbwsync:x:{USER}:{USER}:bwsync:/var/lib/bwsync:/usr/sbin/nologin\n",
    "etc/group": f"root:x:0:\nbwsync:x:{USER}:\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
}


class Trouble(Exception):
    """What went wrong, in one line for whoever builds."""


def run(*command, folder=None):
    done = subprocess.run(command, capture_output=True, cwd=folder, env={**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"})
    if done.returncode != 0:
        raise Trouble(f"{' '.join(command[:3])} ...: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def closure(wanted, archives):
    """The files of the wanted packages and of all they depend on. Nothing counts as installed, so that this machine does not matter."""
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    options = ["-qq", "-y", "-o", "Debug::NoLocking=true", "-o", "Dir::State::status=/dev/null", "-o", f"Dir::Cache::archives={archives}",
               "-o", f"Dir::Cache::pkgcache={archives}/pkgcache.bin", "-o", f"Dir::Cache::srcpkgcache={archives}/srcpkgcache.bin",
               "-o", "APT::Sandbox::User=", "-o", "Binary::apt-get::APT::Keep-Downloaded-Packages=true", "-o", "DPkg::Post-Invoke=",
               "-o", "APT::Install-Recommends=false", "-o", "APT::Get::AllowUnauthenticated=false"]
    plan = run("apt-get", *options, "--simulate", "install", *wanted).decode()
    run("apt-get", *options, "--download-only", "install", *wanted)
    names = [line.split()[1].split(":")[0] for line in plan.splitlines() if line.startswith("Inst ")]
    files = {}
    for file in archives.glob("*.deb"):
        package = Package.of(file, run("dpkg-deb", "--field", str(file)).decode())
        if package.name in names and package.name not in LEFT_OUT and is_planned(package, plan):
            files[package.name] = package
    missing = sorted(set(names) - LEFT_OUT - set(files))
    if missing:
        raise Trouble(f"apt did not bring {', '.join(missing)}: run apt-get update")
    return [files[name] for name in sorted(files)]


def is_planned(package, plan):
    """The archives may hold older versions from earlier builds."""
    return any(line.startswith(f"Inst {package.name} (") and f"({package.version} " in line for line in plan.splitlines())


def libraries_of(programs):
    """The packages of the libraries that programs link, by Debian's own tool."""
    if not programs:
        return []
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "debian").mkdir()
        (pathlib.Path(folder) / "debian" / "control").write_text("Source: bwsync\n\nPackage: bwsync\nArchitecture: any\n")
        line = run("dpkg-shlibdeps", "-O", *map(str, programs), folder=folder).decode().strip()
    return sorted({each.split("|")[0].split("(")[0].strip() for each in line.partition("=")[2].split(",")})


def stripped(program):
    with tempfile.NamedTemporaryFile() as file:
        run("strip", "--strip-unneeded", "-o", file.name, str(program))
        return pathlib.Path(file.name).read_bytes()


def place(name):
    """Where a path of a package lies in the image."""
    path = posixpath.normpath(name).lstrip("./")
    first, _, rest = path.partition("/")
    return f"{MERGED[first]}/{rest}" if first in MERGED and rest else path


def is_dropped(path):
    if path in ("", ".") or path in MERGED or f"{path}/".startswith(DROPPED):
        return True
    return path.startswith("usr/share/doc/") and path.count("/") >= 4 or \
        path.startswith("usr/share/doc/") and path.count("/") == 3 and not path.endswith("/copyright")


class Tree:
    """The files of the image: path to (tar header, content, package)."""

    def __init__(self, epoch):
        self.epoch = epoch
        self.entries = {}

    def add(self, path, kind, mode, content=b"", link="", owner=0, package="-"):
        entry = tarfile.TarInfo(path)
        entry.type, entry.mode, entry.linkname, entry.size = kind, mode, link, len(content)
        entry.mtime, entry.uid, entry.gid = self.epoch, owner, owner
        self.entries[path] = (entry, content, package)
        parent = posixpath.dirname(path)
        if parent and parent not in self.entries:
            self.add(parent, tarfile.DIRTYPE, 0o755)

    def unpack(self, package):
        with tarfile.open(fileobj=io.BytesIO(run("dpkg-deb", "--fsys-tarfile", str(package.file)))) as archive:
            for member in archive:
                path = place(member.name)
                if is_dropped(path):
                    continue
                if member.isdir():
                    if path not in self.entries:
                        self.add(path, tarfile.DIRTYPE, member.mode & 0o1755)
                elif member.issym():
                    self.add(path, tarfile.SYMTYPE, 0o777, link=member.linkname, package=package.name)
                elif member.isreg() or member.islnk():
                    # A set-user-id program has no place where privileges can't be gained.
                    self.add(path, tarfile.REGTYPE, member.mode & 0o755, archive.extractfile(member).read(), package=package.name)

    def furnish(self):
        """What maintainer scripts would have made."""
        for path, (owner, mode) in FOLDERS.items():
            self.add(path, tarfile.DIRTYPE, mode, owner=owner)
        for path, target in LINKS.items():
            self.add(path, tarfile.SYMTYPE, 0o777, link=target)
        for path, text in ACCOUNTS.items():
            self.add(path, tarfile.REGTYPE, 0o644, text.encode())
        roots = [content for path, (_, content, _) in sorted(self.entries.items()) if path.startswith("usr/share/ca-certificates/")]
        self.add(BUNDLE, tarfile.REGTYPE, 0o644, b"".join(roots))

    def listing(self):
        return "".join(f"{entry.mode:04o} {entry.uid} {entry.size} {package} /{path}{' -> ' + entry.linkname if entry.linkname else ''}\n"
                       for path, (entry, _, package) in sorted(self.entries.items()))

    def write(self, file):
        with tarfile.open(file, "w", format=tarfile.GNU_FORMAT) as archive:
            for _, (entry, content, _) in sorted(self.entries.items()):
                archive.addfile(entry, io.BytesIO(content))


def build(image, programs, version, wanted, output, epoch):
    packages = closure([*wanted, *libraries_of(programs)], output / "archives")
    tree = Tree(epoch)
    for package in packages:
        tree.unpack(package)
        # Where scanners look for the packages of an image that has no package manager.
        tree.add(f"var/lib/dpkg/status.d/{package.name}", tarfile.REGTYPE, 0o644, package.control.encode())
    tree.furnish()
    for program in programs:
        tree.add(f"usr/bin/{program.name}", tarfile.REGTYPE, 0o755, stripped(program), package=image)
    own = {program.name: tree.entries[f"usr/bin/{program.name}"][1] for program in programs}
    document = spdx_document(image, version, packages, own, epoch)
    tree.add(f"usr/share/sbom/{image}.spdx.json", tarfile.REGTYPE, 0o644, document.encode())
    (output / f"{image}.spdx.json").write_text(document)
    (output / f"{image}.files").write_text(tree.listing())
    tree.write(output / f"{image}.tar")
    return packages


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--image", required=True)
    arguments.add_argument("--output", required=True, type=pathlib.Path)
    arguments.add_argument("--package", action="append", default=[], help="a Debian package that is wanted besides")
    arguments.add_argument("--program", action="append", default=[], type=pathlib.Path)
    arguments.add_argument("--version", default="0")
    arguments.add_argument("--epoch", type=int, default=int(os.environ.get("SOURCE_DATE_EPOCH", "0")))
    given = arguments.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    try:
        for program in given.program:
            if not program.is_file():
                raise Trouble(f"{program} is not there: build it first")
        packages = build(given.image, [each.resolve() for each in given.program], given.version, given.package, given.output.resolve(), given.epoch)
    except Trouble as trouble:
        sys.exit(f"root_file_system: {trouble}")
    print(f"{given.image}: {len(packages)} packages, {(given.output / (given.image + '.tar')).stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
