"""Determines what to check for a named file: the source of a text, or everything that may use some reference data."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kg.cli.output import say
from kg.errors import InputError, UsageError
from kg.layout import PROPOSED, RDF_SUFFIXES, REFERENCE, SOURCE_FILES, holds_source, is_rdf, seeds_of
from kg.reference.fields import FILES

__all__ = ["meant"]

#: Patterns that distinguish a sheet from other YAML, and JSON-LD from other JSON.
_SHEET = rb"""^({\s*)?["']?(source|statements|events|relations)["']?\s*:"""
_SIGNS = {"": _SHEET, ".yaml": _SHEET, ".yml": _SHEET, ".json": rb'"@(context|graph|id)"\s*:'}


def meant(path: Path) -> Path:
    """Return the paths to check for a path, which may be any file of the seeds.

    For a text, notes, or proposed names, this is the source; for reference data, everything that may use it.
    Raises InputError for a file that can be none of these, and UsageError for standard input.
    """
    if not path.is_file():
        return seeds_of(_refuse_input(path))
    if path.resolve().parent.parent.name == REFERENCE and path.parent.name in FILES:
        path = Path(os.path.normpath(path.parent / "..")) / path.name  # an entry in a separate file
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
    """Return a sheet or an RDF file itself; for any other file, report and return its folder."""
    if path.name in SOURCE_FILES or _may_be_source(path):
        return path
    say(f"{path}: not a sheet or RDF; checking the source in its folder instead")
    return path.parent


def _may_be_source(path: Path) -> bool:
    """Return whether a file is meant as a sheet or as RDF, since YAML and JSON beside a sheet can be anything.

    It is if a line starts with a key of a sheet, if it has a keyword of JSON-LD, or if it cannot be read.
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
