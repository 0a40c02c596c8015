"""A new data repository: folders, an example source, and what its editors and its CI need."""

from __future__ import annotations

import json
from pathlib import Path

from kg.errors import InputError, UsageError
from kg.files import write_file
from kg.reference.fields import FILES
from kg.settings import FILE, settings_text
from kg.sources.json_schema import reference_schema, sheet_schema
from kg.vocabulary import Vocabulary

__all__ = ["create_repository"]

_TEMPLATE = Path(__file__).resolve().parent / "template"


def create_repository(folder: Path, base: str | None = None) -> list[Path]:
    """Write a new data repository into `folder` and return the files written, relative to it.

    The names of its data begin with `base`, or without one with that of all repositories.

    Nothing that is there is touched: UsageError names the first file that would be replaced, before
    anything is written. InputError when the folder cannot be written to.
    """
    contents = {**_template(), **_schemas(), Path(FILE): settings_text(base).encode()}
    for name in contents:
        if (folder / name).exists():
            raise UsageError(f"{folder / name} is there already", hint="name a new or empty folder")
    try:
        for name, content in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            write_file(folder / name, content)
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", file=str(folder)) from None
    return sorted(contents)


def _template() -> dict[Path, bytes]:
    """Return the template's files by name; `dot.` stands for the dot that packaging tools would trip over."""
    return {
        Path(*(part.replace("dot.", ".", 1) if part.startswith("dot.") else part for part in relative.parts)): data
        for relative, data in (
            (path.relative_to(_TEMPLATE), path.read_bytes()) for path in sorted(_TEMPLATE.rglob("*")) if path.is_file()
        )
    }


def _schemas() -> dict[Path, bytes]:
    """Return the JSON Schemas of sheets and of reference data, by which editors complete keys and values."""
    vocabulary = Vocabulary.load()
    schemas = {"sheet": sheet_schema(vocabulary), **{name: reference_schema(name, vocabulary) for name in FILES}}
    return {
        Path("schema", f"{name}.json"): (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
        for name, schema in schemas.items()
    }
