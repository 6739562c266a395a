"""The software bill of materials of an image: SPDX 2.3 as JSON (ISO/IEC 5962), one package per Debian package and one per program of ours."""
import dataclasses
import hashlib
import json
import pathlib
import time
import urllib.parse


@dataclasses.dataclass(frozen=True)
class Package:
    file: pathlib.Path
    control: str
    fields: dict

    @staticmethod
    def of(file, control):
        """`control`: what dpkg-deb --field prints."""
        lines = [line for line in control.splitlines() if ":" in line and not line.startswith(" ")]
        return Package(file, control, dict(line.split(": ", 1) for line in lines if ": " in line))

    @property
    def name(self):
        return self.fields["Package"]

    @property
    def version(self):
        return self.fields["Version"]

    @property
    def purl(self):
        """The package URL that scanners look vulnerabilities up by."""
        quoted = urllib.parse.quote(self.version, safe="")
        return f"pkg:deb/debian/{self.name}@{quoted}?arch={self.fields['Architecture']}&distro=debian-12"


def spdx_id(name):
    return "SPDXRef-Package-" + "".join(c if c.isalnum() or c in ".-" else "-" for c in name)


def entry(name, version, supplier, content, purl):
    return {
        "SPDXID": spdx_id(name), "name": name, "versionInfo": version, "supplier": supplier,
        "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "checksums": [{"algorithm": "SHA256", "checksumValue": hashlib.sha256(content).hexdigest()}],
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}],
    }


def spdx_document(image, version, packages, programs, epoch):
    """The same packages, programs (name to content) and epoch make the same text."""
    entries = [entry(name, version, "NOASSERTION", content, f"pkg:generic/{name}@{version}") for name, content in sorted(programs.items())]
    entries += [entry(each.name, each.version, f"Organization: {each.fields.get('Maintainer', 'Debian')}", each.file.read_bytes(), each.purl)
                for each in packages]
    identity = hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()
    root = {"SPDXID": "SPDXRef-Image", "name": image, "versionInfo": version, "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "primaryPackagePurpose": "CONTAINER", "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION"}
    relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-Image"}]
    relations += [{"spdxElementId": "SPDXRef-Image", "relationshipType": "CONTAINS", "relatedSpdxElement": each["SPDXID"]} for each in entries]
    return json.dumps({
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": image,
        "documentNamespace": f"urn:spdx:{image}:{identity}",
        "creationInfo": {"created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch)), "creators": ["Tool: bwsync-root-file-system"]},
        "packages": [root, *entries], "relationships": relations}, indent=1) + "\n"
