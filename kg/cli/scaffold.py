"""Creates data repositories with files for editors and CI and an example source, and updates these files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from kg.cli.installed import requirement
from kg.errors import InputError
from kg.files import write_file
from kg.namespaces import BASE
from kg.reference.fields import FILES
from kg.settings import FILE, settings_text
from kg.sources.schema.json_schema import reference_schema, sheet_schema
from kg.text import read_bytes, refuse_outside
from kg.vocabulary import Vocabulary

__all__ = ["Written", "create_repository", "update_repository"]

_TEMPLATE = Path(__file__).resolve().parent / "template"
#: The placeholder in the template for the requirement that pip installs.
_PACKAGE = b"diplomatic-positions-kg[fast]"
#: The file with the hashes of what was written, so that an update can tell what was changed by hand.
_RECORD = Path("schema", ".written-by-kg-init.json")
#: What git needs to know of texts; the first versions of `kg init` did not write it.
_ATTRIBUTES = ".gitattributes"
#: Files that belong to the owner once they exist: an update leaves them alone.
_OWNERS = ("seeds", "README.md", FILE, ".gitignore", _ATTRIBUTES)


@dataclass
class Written:
    """The files that were written and those that were left unchanged, relative to the repository."""

    written: list[Path] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)


def create_repository(folder: Path, base: str | None = None, address: str | None = None) -> Written:
    """Write the files of a data repository into `folder`, without overwriting anything.

    The names of its data begin with `base`, by default with the common base of all repositories. CI and hooks install
    kg from `address`, by default from the origin of this installation. The invented example is left out if the folder
    already has seeds.
    Raises UsageError for an unusable base or address, and InputError if the folder is not writable.
    """
    contents = {**_managed(address), Path(FILE): settings_text(base).encode()}
    if (folder / "seeds").exists():
        # An invented example beside real sources would appear in counts and answers as if it were data.
        contents = {name: content for name, content in contents.items() if name.parts[0] != "seeds"}
    outcome = Written()
    for name, content in sorted(contents.items()):
        if (folder / name).exists():
            outcome.left.append(name)
        else:
            _write(folder, name, content)
            outcome.written.append(name)
    # A file with the content that would be written now counts as written: an earlier run may have been interrupted
    # before recording it.
    ours = [name for name in outcome.left if _is(folder / name, contents[name])]
    _record(folder, {name: contents[name] for name in (*outcome.written, *ours)}, _recorded(folder))
    return outcome


def update_repository(folder: Path, address: str | None = None) -> Written:
    """Update workflows, hooks, editor settings and schemas, except those that were changed by hand.

    A repository of a version that kept no record is brought up to date as well, as far as its files can be recognised.
    Raises InputError for a folder that `kg init` did not create, or that is not writable.
    """
    if not (folder / _RECORD).is_file() and not (folder / "seeds").is_dir():
        hint = "run `kg init` without --update: it writes what is missing and leaves what is there"
        raise InputError("not a data repository that could be updated", file=str(folder), hint=hint)
    known, outcome, fresh = _recorded(folder), Written(), {}
    for name, content in sorted(_managed(address).items()):
        if name.parts[0] in _OWNERS and (name.name != _ATTRIBUTES or name.name in known or (folder / name).exists()):
            continue
        path = folder / name
        # Neither as it was written nor as it would be written now: somebody has changed it, so it is kept.
        if path.exists() and not _is_old(path, known.get(name.as_posix())) and not _is(path, content):
            outcome.left.append(name)
            continue
        if not path.exists() or read_bytes(path) != content:
            _write(folder, name, content)
            outcome.written.append(name)
        fresh[name] = content
    _record(folder, fresh, known)
    return outcome


def _write(folder: Path, name: Path, content: bytes) -> None:
    refuse_outside(folder / name, named=True)
    try:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / name, content)
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", file=str(folder)) from None


def _record(folder: Path, contents: dict[Path, bytes], known: dict[str, str] | None = None) -> None:
    """Record the hashes of what was written."""
    hashes = {**(known or {}), **{name.as_posix(): _hash(content) for name, content in contents.items()}}
    if hashes:
        _write(folder, _RECORD, (json.dumps(hashes, indent=1, sort_keys=True) + "\n").encode())


def _recorded(folder: Path) -> dict[str, str]:
    """Return the recorded hashes; raises InputError for an invalid record."""
    record = folder / _RECORD
    if not record.is_file():
        return {}
    try:
        found = json.loads(read_bytes(record))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InputError("not the record of `kg init`", file=str(record), hint="delete it, and run `kg init` again")
    return found


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and _hash(read_bytes(path)) == _hash(content)


def _is_old(path: Path, written: str | None) -> bool:
    """Return whether a file is as a version of `kg init` wrote it; `written` is its recorded hash.

    The first versions kept no record. Of the files that they wrote, schemas are recognised by their `$id`.
    """
    content = read_bytes(path)
    if written is None:
        return path.suffix == ".json" and f'"$id": "{BASE}schema/{path.name}"'.encode() in content
    return _hash(content) == written


def _hash(content: bytes) -> str:
    """Return a hash that does not depend on line ends, which git may change."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _managed(address: str | None) -> dict[Path, bytes]:
    """Return the template's files and the schemas, with the requirement to install filled in."""
    package = requirement(address).encode()
    return {name: content.replace(_PACKAGE, package) for name, content in {**_template(), **_schemas()}.items()}


def _template() -> dict[Path, bytes]:
    """Return the template's files by name; `dot.` stands for a leading dot, which packaging tools handle badly."""
    return {
        Path(*(part.replace("dot.", ".", 1) if part.startswith("dot.") else part for part in relative.parts)): data
        for relative, data in (
            (path.relative_to(_TEMPLATE), path.read_bytes()) for path in sorted(_TEMPLATE.rglob("*")) if path.is_file()
        )
    }


def _schemas() -> dict[Path, bytes]:
    """Return the JSON Schemas of sheets and of reference data, which editors use to complete keys and values."""
    vocabulary = Vocabulary.load()
    schemas = {"sheet": sheet_schema(vocabulary), **{name: reference_schema(name, vocabulary) for name in FILES}}
    return {
        Path("schema", f"{name}.json"): (json.dumps(schema, ensure_ascii=False, indent=2) + "\n").encode()
        for name, schema in schemas.items()
    }
