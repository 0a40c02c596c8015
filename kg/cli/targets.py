"""What has to be checked when a file is named: of a text it is the source, of reference data all that may use it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kg.cli.output import say
from kg.errors import InputError, UsageError
from kg.layout import PROPOSED, RDF_SUFFIXES, REFERENCE, SOURCE_FILES, holds_source, is_rdf
from kg.reference.fields import FILES

__all__ = ["meant"]

#: What tells a sheet from other YAML, and JSON-LD from other JSON.
_SHEET = rb"""^({\s*)?["']?(source|statements|events|relations)["']?\s*:"""
_SIGNS = {"": _SHEET, ".yaml": _SHEET, ".yml": _SHEET, ".json": rb'"@(context|graph|id)"\s*:'}


def meant(path: Path) -> Path:
    """Return what has to be checked for a path, which may be any file of the seeds.

    Of a text, notes, or names that are proposed it is the source, and of reference data all that may use it.
    Raises InputError for a file that can be none of these, and UsageError for standard input.
    """
    if not path.is_file():
        return _refuse_input(path)
    if path.resolve().parent.parent.name == REFERENCE and path.parent.name in FILES:
        path = Path(os.path.normpath(path.parent / "..")) / path.name  # an entry in a file of its own
    folder, above = path.resolve().parent.name, Path(os.path.normpath(path.parent / ".."))
    if folder == PROPOSED:
        return above
    if folder == REFERENCE:
        return above if any(holds_source(child) for child in (above, *above.iterdir())) else path.parent
    return _in_source(path) if holds_source(path.parent) else _alone(path)


def _refuse_input(path: Path) -> Path:
    if str(path) == "-" and not path.exists():
        hint = "save it to a file in the folder of its source, and check that"
        raise UsageError(
            "cannot validate standard input: quotes are compared with the text beside the sheet", hint=hint
        )
    return path


def _in_source(path: Path) -> Path:
    """Return a sheet or an RDF file, and for any other file the folder that it is in, and say so."""
    if path.name in SOURCE_FILES or _may_be_source(path):
        return path
    say(f"{path}: not a sheet or RDF; checking the source in its folder instead")
    return path.parent


def _may_be_source(path: Path) -> bool:
    """Return whether a file is meant as a sheet or as RDF: YAML and JSON beside a sheet can be anything.

    What has a key of a sheet at the start of a line, or a keyword of JSON-LD, is, and so is what cannot be read.
    """
    sign = _SIGNS.get(path.suffix.lower())
    if sign is None:
        return is_rdf(path)
    try:
        return re.search(sign, path.read_bytes(), re.MULTILINE) is not None
    except OSError:
        return True


def _alone(path: Path) -> Path:
    if path.suffix.lower() not in ("", ".yaml", ".yml", *RDF_SUFFIXES):
        raise InputError("not a sheet (.yaml) or RDF file", file=str(path), hint=f"RDF is {', '.join(RDF_SUFFIXES)}")
    return path
