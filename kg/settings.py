"""The settings of a data repository: its id, its base and more, in the file `kg.toml` at its top.

::

    id = "5f0c2f6e-6f5e-4a50-9b4e-1f5f0f3e7c11"   # written by `kg init` or the first load; every clone keeps it
    base = "https://data.example.org/positions/"    # start of all its IRIs; by default w3id's base
    reference = ["world"]                           # packages of shared reference data that it reads
    requires = ">=0.1"                              # the versions of kg that it needs

Profiles of triplestores are in the same file; see `kg.endpoints.profiles`.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

import kg
from kg.config import read_config
from kg.errors import InputError, UsageError
from kg.files import write_file
from kg.namespaces import BASE
from kg.paths import shipped_name
from kg.text import read_bytes

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from kg.config import ConfigFile

__all__ = [
    "FILE",
    "SAMPLE",
    "Repository",
    "add_package",
    "identity",
    "repository_here",
    "repository_of",
    "settings_text",
]

#: The file at the top of a repository.
FILE = "kg.toml"
#: The id of the sample shipped with the package.
SAMPLE = "9a3b1d0e-5c57-4d3e-8f0e-2c9a7a0e6b55"
#: The keys, the form of each, and a hint for invalid values.
_KEYS = {
    "id": (
        re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        "use a lower-case UUID, or remove the line: the next load writes a new one",
    ),
    "requires": (
        re.compile(r"[<>=!~]=?=?\s*[0-9][\w.*+!-]*(\s*,\s*[<>=!~]=?=?\s*[0-9][\w.*+!-]*)*"),
        'give a version of kg, such as ">=0.1" or "==0.1.*"',
    ),
    "base": (
        re.compile(r"https?://[^\s<>\"{}|\\^`?#/]+/(?:[^\s<>\"{}|\\^`?#/]+/)*"),
        "give a web address that ends with a slash, such as https://data.example.org/positions/",
    ),
}


@dataclass(frozen=True, slots=True)
class Repository:
    """A data repository: the folder of its `kg.toml` (which may not exist), and its id, which may be empty."""

    folder: Path
    id: str = ""
    base: str = BASE
    reference: tuple[str, ...] = ()
    requires: str = ""

    @property
    def name(self) -> str:
        """The repository's name for people: that of its folder."""
        return "the sample of kg" if self.id == SAMPLE else self.folder.name

    def identified(self) -> Repository:
        """Return the repository with an id; if it has none, a new one is written to its `kg.toml`.

        Raises InputError when the file cannot be written.
        """
        if self.id:
            return self
        line = identity()
        _insert(self.folder / FILE, line.rstrip())
        return replace(self, id=line.split('"')[1])


def add_package(repository: Repository, name: str) -> Repository:
    """Return the repository with one more reference package, added to its `kg.toml`; InputError on failure."""
    names = (*repository.reference, name)
    line = f"reference = [{', '.join(json.dumps(item) for item in names)}]"
    path = repository.folder / FILE
    text = read_bytes(path).decode() if path.is_file() else ""
    # Edited as text, because Python's TOML library cannot write, and comments in the file have to be kept.
    if found := re.search(r"^reference[ \t]*=[ \t]*\[[^\]]*\]", text, re.MULTILINE):
        write_file(path, text[: found.start()] + line + text[found.end() :])
    else:
        _insert(path, line)
    return replace(repository, reference=names)


def identity() -> str:
    """Return the line of a `kg.toml` with a new repository id."""
    import uuid  # here: its import would take as long as reading the settings

    return f'id = "{uuid.uuid4()}" # identifies this repository: keep it in every clone\n'


def settings_text(base: str | None = None) -> str:
    """Return the content of the `kg.toml` of a new repository; raises UsageError for an invalid base."""
    if base and not _KEYS["base"][0].fullmatch(base):
        raise UsageError(f"--base {base}", hint=_KEYS["base"][1])
    line = f'base = "{base or "https://data.example.org/positions/"}"'
    says = "start of all IRIs in this repository: do not change it once they are in use"
    world = 'reference = ["world"] # states, capitals, international organisations, members of governments\n'
    world += f'requires = ">={kg.__version__}" # version of kg\n'
    if base:
        return f"{identity()}{line} # {says}\n{world}"
    shared = "# Without a base, IRIs start with w3id.org/diplomatic-positions/, like those of other repositories:\n"
    return f"{identity()}{shared}# {line} # {says}\n{world}"


def repository_of(seeds: str | os.PathLike[str]) -> Repository:
    """Return the repository of a folder of seeds: the nearest `kg.toml` at or above it, within its git clone.

    Without one, the folder above the seeds is the repository. Raises InputError for a file that cannot be read, or has
    invalid settings.
    """
    folder = Path(seeds).resolve()
    # The sample is installed with the package, often in a read-only place: its id is fixed, so none is written there.
    if str(folder) == os.path.realpath(shipped_name("seeds")):
        return Repository(folder.parent, SAMPLE)
    for place in (folder, *folder.parents):
        if (place / FILE).is_file():
            return _read(place)
        # `.git` is a folder in a clone, but a file in a work tree or a submodule; all of them end the repository.
        if (place / ".git").exists():
            break
    return Repository(folder.parent)


def repository_here() -> Repository:
    """Return the repository for a command without explicit seeds: that of `$KG_SEEDS`, or else of `./seeds`."""
    return repository_of(os.environ.get("KG_SEEDS") or "seeds")


def _read(folder: Path) -> Repository:
    file = read_config(folder / FILE)
    settings = {key: _checked(file, key) for key in _KEYS if key in file.content}
    _refuse_version(file, settings.get("requires", ""))
    return Repository(folder, reference=_names(file), **settings)


def _refuse_version(file: ConfigFile, wanted: str) -> None:
    """Raise InputError if this version of kg does not meet the requirement: it may read the files differently."""
    if not wanted:
        return
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        is_met = SpecifierSet(wanted).contains(kg.__version__, prereleases=True)
    except InvalidSpecifier:
        raise file.error(f"requires: {wanted!r} cannot be used", "requires", hint=_KEYS["requires"][1]) from None
    if not is_met:
        hint = "install that version, or change this line if the repository works with yours"
        raise file.error(f"this repository needs kg {wanted}, but {kg.__version__} is installed", "requires", hint=hint)


def _names(file: ConfigFile) -> tuple[str, ...]:
    """Return the packages that a file lists."""
    found = file.content.get("reference", [])
    if not isinstance(found, list) or not all(isinstance(name, str) and name for name in found):
        raise file.error("reference: a list of names is expected", "reference", hint='write reference = ["world"]')
    return tuple(dict.fromkeys(found))


def _checked(file: ConfigFile, key: str) -> str:
    """Return the value of a key; raises InputError if its form is invalid."""
    value, (form, hint) = file.content[key], _KEYS[key]
    if isinstance(value, str) and form.fullmatch(value):
        return value
    raise file.error(f"{key}: {value!r} cannot be used", key, hint=hint)


def _insert(path: Path, line: str) -> None:
    """Insert a line at the top of a TOML file, before any table, keeping line ends and byte order mark."""
    try:
        data = path.read_bytes() if path.exists() else b""
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        end = b"\r\n" if b"\r\n" in data else b"\n"
        write_file(path, mark + line.encode() + end + data[len(mark) :])
    except (OSError, InputError) as error:
        reason = error.reason if isinstance(error, InputError) else f"cannot be read: {error.strerror}"
        raise InputError(reason, file=str(path), hint=f"add this line to it by hand: {line}") from None
