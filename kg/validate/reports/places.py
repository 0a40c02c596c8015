"""File paths for reports on a server: relative to the top of the repository, with slashes."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.findings import Finding

__all__ = ["from_top"]

#: The runners' variables for the checked-out folder, by format.
_VARIABLES = {"github": ("GITHUB_WORKSPACE",), "gitlab": ("CI_PROJECT_DIR",)}
_ANY = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def from_top(findings: Sequence[Finding], form: str) -> list[Finding]:
    """Return the findings with all file paths relative to the top of the repository, also those of related places.

    The top is the folder given by the runner's environment, or that of the git clone. A file outside it keeps its path.
    """
    tops = _tops(form)
    known: dict[str, str] = {}

    def moved(file: str) -> str:
        if file not in known:
            known[file] = _below(file, tops)
        return known[file]

    return [
        replace(
            finding,
            file=None if finding.file is None else moved(finding.file),
            related=tuple(replace(span, file=moved(span.file)) for span in finding.related),
        )
        for finding in findings
    ]


def _tops(form: str) -> list[Path]:
    named = [Path(os.environ[name]) for name in _VARIABLES.get(form, _ANY) if os.environ.get(name)]
    here = Path.cwd()
    clone = next((place for place in (here, *here.parents) if (place / ".git").exists()), None)
    return [top.resolve() for top in (*named, clone) if top is not None]


def _below(file: str, tops: Sequence[Path]) -> str:
    # The folder is resolved but not the file: a sheet that is a link is annotated at the link in the repository.
    place = Path(os.path.realpath(os.path.dirname(os.path.abspath(file))), os.path.basename(file))
    top = next((top for top in tops if place.is_relative_to(top)), None)
    return place.relative_to(top).as_posix() if top else file
