"""Compares the two files of Yasqe beside this script with the npm registry's, or fetches them anew.

python kg/web/static/vendor/yasqe.py --check     exit 1 unless both are byte for byte those of the registry
python kg/web/static/vendor/yasqe.py             fetch the version that yasqe.json names

Needs npm, which verifies the package's integrity. Nothing of this runs when kg is installed or used.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the script, and return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare only, and change nothing")
    check = parser.parse_args().check
    record = json.loads((HERE / "yasqe.json").read_text(encoding="utf-8"))
    files = published(record["package"], record["version"], list(record["files"]))
    if check:
        return report([name for name, content in files.items() if not is_same(name, content, record)])
    for name, content in files.items():
        (HERE / name).write_bytes(content)
    record["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    (HERE / "yasqe.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return 0


def published(package: str, version: str, names: list[str]) -> dict[str, bytes]:
    """Return files of the package as the registry has them."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, f"{package}@{version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # fixed words and our own record
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            return {name: content(archive, f"package/build/{name}") for name in names}


def content(archive: tarfile.TarFile, name: str) -> bytes:
    """Return the content of a file in the archive; raises KeyError when there is none."""
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member.read()


def is_same(name: str, content: bytes, record: dict[str, dict[str, str]]) -> bool:
    """Return whether a file comes from the registry and has the recorded hash."""
    ours = (HERE / name).read_bytes()
    return ours == content and hashlib.sha256(ours).hexdigest() == record["files"][name]


def report(different: list[str]) -> int:
    """Name the files that differ, and return the exit code."""
    for name in different:
        print(f"{HERE / name}: not the file of the registry; run this script without --check", file=sys.stderr)  # noqa: T201
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
