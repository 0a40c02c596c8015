"""Shared reference data: packages of entries that many repositories read and none of them changes.

::

    world/
      package.toml        name, version, licence, the base of its names, and the SHA-256 of each file
      states.yaml ...     as in the reference/ of a repository

A repository lists its packages in its `kg.toml`, by the name of a package shipped with kg or the path of a folder:
`reference = ["world"]`. An entry keeps the name that its package gives it, so it is the same node in every repository.
An entry of the repository with the same slug replaces the content of the package's entry.
"""

from __future__ import annotations

import hashlib
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.layout import REFERENCE
from kg.settings import FILE, repository_of
from kg.text import decode, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = [
    "DESCRIPTION",
    "Package",
    "entry_folders",
    "find_package",
    "names_in_packages",
    "namesakes",
    "offered",
    "packages_of",
    "shared_files",
    "shipped_entries",
    "shipped_packages",
    "write_description",
]

#: The file that describes a package.
DESCRIPTION = "package.toml"
_SHIPPED = Path(__file__).with_name("packages")


@dataclass(frozen=True)
class Package:
    """A folder of shared entries: its name, version and licence, the base of its names, the hashes of its files.

    Without a base, its names have the base of the repository that reads it.
    """

    name: str
    folder: Path
    version: str = ""
    base: str = ""
    licence: str = ""
    files: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_shipped(self) -> bool:
        """Whether it comes with kg, and thus changes with its version alone."""
        return self.folder.is_relative_to(_SHIPPED)

    def digest(self) -> str:
        """Return one SHA-256 over the files as they are; InputError if one differs from the package's description."""
        for name, wanted in sorted(self.files.items()):
            if _sha256(self.folder / name) != wanted:
                hint = "a package is not edited: install it again, or copy the entry with `kg reference add --copy`"
                raise InputError(f"changed since package {self.name} was made", file=str(self.folder / name), hint=hint)
        # Hash the files in the folder, not those in the description: if there is no description, only the files are
        # known.
        found = [f"{path.name} {_sha256(path)}" for path in sorted(self.folder.glob("*.*")) if path.is_file()]
        return hashlib.sha256("\n".join(found).encode()).hexdigest()


def packages_of(seeds: Path) -> list[Package]:
    """Return the packages that the repository of a folder of seeds lists, in that order.

    Raises InputError for a package that is missing, or whose files differ from its description.
    """
    repository = repository_of(seeds)
    return [find_package(name, repository.folder) for name in repository.reference]


def entry_folders(seeds: Path) -> list[Path]:
    """Return the folders whose entries a repository reads: its own, which may replace others, and those of packages.

    A package that is missing or was changed is left out.
    """
    folders = [seeds / REFERENCE]
    for name in repository_of(seeds).reference:
        with suppress(InputError):
            folders.append(find_package(name, repository_of(seeds).folder).folder)
    return folders


def find_package(name: str, folder: Path) -> Package:
    """Return a package by its name, or by its path relative to `folder`, the repository's; raises InputError."""
    # A bare name is a package shipped with kg, so no folder in a clone can take its place.
    place = _SHIPPED / name if "/" not in name and (_SHIPPED / name).is_dir() else folder / name
    if not place.is_dir():
        hint = f"kg ships {', '.join(shipped_packages())}; the path of a folder is relative to that of {FILE}"
        raise InputError(f"reference: there is no package {name!r}", file=str(folder / FILE), hint=hint)
    package = _described(place)
    package.digest()
    return package


def offered(name: str, packages: Iterable[str], *, places: bool | None = None) -> tuple[str, str] | None:
    """Return a shipped package, not in use yet, and the slug in it that `name` means; None if several have the name.

    `places` says whether a place or an actor is wanted; with None, both are accepted.
    """
    found = namesakes(name, packages, places=places)
    return found[0] if len(found) == 1 else None


def namesakes(name: str, packages: Iterable[str], *, places: bool | None = None) -> list[tuple[str, str]]:
    """Return all that `name` can mean in the shipped packages that are not in use yet; a slug means one thing."""
    wanted, found = name.casefold(), list[tuple[str, str]]()
    for package in (package for package in shipped_packages() if package not in packages):
        entries = _listed(_SHIPPED / package, places)
        if wanted in entries:
            return [(package, wanted)]
        found += [(package, slug) for slug, names in entries.items() if wanted in names]
    return found


def names_in_packages() -> list[str]:
    """Return the slugs, labels and aliases of all entries of the shipped packages, case-folded."""
    listed = (_listed(_SHIPPED / package, None) for package in shipped_packages())
    return sorted({name for entries in listed for names in entries.values() for name in names})


@lru_cache(maxsize=8)
def _listed(folder: Path, places: bool | None) -> dict[str, frozenset[str]]:
    """Return the names of each entry of a package, case-folded."""
    found = {}
    files = [path for path in sorted(folder.glob("*.yaml")) if places in (None, path.stem == "places")]
    for path in files:
        for slug, row in _rows(path).items():
            names = (slug, row.get("label", ""), *row.get("aliases", ()))
            found[slug] = frozenset(text.casefold() for text in names)
    return found


def shipped_entries(package: str, file: str) -> dict[str, dict[str, Any]]:
    """Return the entries in a file of a package shipped with kg, by slug, as they are written there."""
    return _rows(find_package(package, Path()).folder / file)


def _rows(path: Path) -> dict[str, dict[str, Any]]:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load(read_bytes(path))  # type: ignore[no-any-return]  # a file of entries


def shipped_packages() -> list[str]:
    """Return the names of the packages shipped with kg."""
    return sorted(path.parent.name for path in _SHIPPED.glob(f"*/{DESCRIPTION}"))


def write_description(folder: Path, files: Iterable[str], **says: str) -> None:
    """Write the description of a package: `says` has its name, version, base and licence."""
    lines = [f'{key} = "{value}"' for key, value in says.items()]
    sums = [f'"{name}" = "{_sha256(folder / name)}"' for name in sorted(files)]
    (folder / DESCRIPTION).write_text("\n".join([*lines, "", "[sha256]", *sums]) + "\n", encoding="utf-8")


def _described(folder: Path) -> Package:
    path = folder / DESCRIPTION
    if not path.is_file():
        return Package(folder.name, folder)
    try:
        says = tomllib.loads(decode(read_bytes(path), str(path)))
        sums = says.pop("sha256", {})
        return Package(folder=folder, files={str(k): str(v) for k, v in sums.items()}, **says)
    except (tomllib.TOMLDecodeError, TypeError, AttributeError) as error:
        hint = "it has name, version, base, licence and a table [sha256]"
        raise InputError(f"not the description of a package: {error}", file=str(path), hint=hint) from None


def _sha256(path: Path) -> str:
    return hashlib.sha256(read_bytes(path)).hexdigest()


def shared_files(reference: Path) -> list[Path]:
    """Return the files of shared reference data that a draft may use: not those of persons, who have namesakes."""
    names = ("states.yaml", "organisations.yaml", "places.yaml")
    files = [package.folder / name for package in packages_of(reference.parent) for name in names]
    return [file for file in files if file.is_file()]
