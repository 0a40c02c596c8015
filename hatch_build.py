"""Puts the seeds into wheel and sdist, and the addresses of the project into what a package index shows.

A wheel also has the metadata of the queries as JSON, so that no installation reads their YAML.

Of the seeds it is every file, but of a text that may not be passed on what was checked instead.

A sheet says what may be done with its text (`licence:`). For a text under no licence the quads that it gave are written
beside its sheet (`checked.nq.gz`; see kg/sources/kept.py), so that the source builds without it.

No address is written down here: it is that of the clone that the package is built from (`origin`), or KG_PROJECT_URL.
With one, the links and pictures of README.md lead there, at the commit that was built; without one, no link is left
that leads nowhere.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

#: A link or a picture in Markdown: whether it is a picture, its words, and where it leads.
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
#: What git clones from: user@host:path, or an address, whose user and password belong to nobody else.
_REMOTE = re.compile(r"(?:https?://(?:[^@/]*@)?|(?:ssh://)?git@)([\w.-]+\.[a-z]+)(?::\d+)?[:/]([\w./~-]+?)(?:\.git)?/?")


class CustomMetadataHook(MetadataHookInterface):
    """Gives the package its readme, and its addresses where they are known."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in `readme` and `urls`; a package that is built from an sdist has them from there."""
        if "readme" in metadata:
            return
        address, commit = project_address(self.root), _git(self.root, "rev-parse", "HEAD") or "HEAD"
        text = (Path(self.root) / "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": absolute(text, address, commit)}
        if address:
            metadata["urls"] = {
                "Source": address,
                "Documentation": f"{address}/blob/{commit}/README.md",
                "Changelog": f"{address}/blob/{commit}/CHANGELOG.md",
            }


def project_address(root: str) -> str | None:
    """Return the web address of the project: KG_PROJECT_URL, else that of the clone's `origin`, if it has one."""
    if named := os.environ.get("KG_PROJECT_URL"):
        return named.rstrip("/")
    found = _REMOTE.fullmatch(_git(root, "config", "--get", "remote.origin.url"))
    return f"https://{found[1]}/{found[2]}" if found else None


def absolute(text: str, address: str | None, commit: str) -> str:
    """Return Markdown whose relative links lead below an address; without one, only their words are left."""

    def link(found: re.Match[str]) -> str:
        picture, words, target = found.groups()
        if "://" in target or target.startswith("#"):
            return found[0]
        if address is None:
            return "" if picture else words
        return f"{picture}[{words}]({address}/{'raw' if picture else 'blob'}/{commit}/{target})"

    return _LINK.sub(link, text)


def _git(root: str, *arguments: str) -> str:
    """Return what git prints, nothing where there is no git, or no clone."""
    try:
        done = subprocess.run(["git", "-C", root, *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the seeds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Choose the files, but for an editable installation, which uses those of the checkout."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, self.root)
        place = "kg/data/seeds" if self.target_name == "wheel" else "seeds"
        self._made = tempfile.TemporaryDirectory(prefix="kg-seeds-")
        for path, name in _files(root / "seeds", Path(self._made.name)):
            build_data["force_include"][str(path)] = f"{place}/{name}"
        if self.target_name == "wheel":
            build_data["force_include"][str(_headers(root, Path(self._made.name)))] = "kg/data/queries/headers.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the archive."""
        if version != "editable":
            self._made.cleanup()


def _headers(root: Path, made: Path) -> Path:
    """Return a file with the metadata of the queries as JSON, so that no installation has to read their YAML."""
    from kg.query.catalogue import HEADERS, Catalogue

    path = made / HEADERS
    path.write_text(Catalogue(root / "queries").headers(), "utf-8")
    return path


def _files(seeds: Path, made: Path) -> list[tuple[Path, str]]:
    """Return the files to ship, each with its name inside the seeds."""
    from kg.reference.shared import load_reference
    from kg.sources.assertion import assert_source
    from kg.sources.kept import KEPT, kept_text
    from kg.sources.licences import may_be_passed_on
    from kg.sources.sheet import read_sheet

    reference = load_reference(seeds / "reference")
    found = []
    for path in sorted(path for path in seeds.rglob("*") if path.is_file()):
        sheet = path.parent / "sheet.yaml"
        source = read_sheet(sheet, reference).sheet if sheet.is_file() else None
        if source is not None and path.name == source.source.text and not may_be_passed_on(source.source.licence):
            assertion = assert_source(sheet, reference)
            if any(finding.severity > 2 for finding in assertion.findings):
                raise SystemExit(f"{sheet}: does not conform, so nothing is built (run `kg validate`)")
            kept = made / f"{path.parent.name}.nq.gz"
            kept.write_bytes(kept_text(sheet.read_bytes(), assertion.quads))
            found.append((kept, f"{path.parent.name}/{KEPT}"))
        else:
            found.append((path, path.relative_to(seeds).as_posix()))
    return found
