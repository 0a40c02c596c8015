"""Puts the seeds into wheel and sdist: every file, but of a text that may not be passed on what was checked instead.

A sheet says what may be done with its text (`licence:`). For a text under no licence the quads that it gave are written
beside its sheet (`checked.nq.gz`; see kg/sources/kept.py), so that the source builds without it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


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

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was made for the archive."""
        if version != "editable":
            self._made.cleanup()


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
            kept.write_bytes(kept_text(sheet, assertion.quads))
            found.append((kept, f"{path.parent.name}/{KEPT}"))
        else:
            found.append((path, path.relative_to(seeds).as_posix()))
    return found
