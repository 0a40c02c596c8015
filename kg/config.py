"""The configuration files of kg: the user's own, and the `kg.toml` of the current repository.

They are trusted differently: a repository's file comes with a clone and may be anybody's. Each file is checked as a
whole: unknown keys are rejected, with their line and the nearest name.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.suggestions import suggest

__all__ = ["KEYS", "REPOSITORY_FILE", "ConfigFile", "config_files", "read_config"]

#: The file of a repository, in the current folder.
REPOSITORY_FILE = Path("kg.toml")
#: The allowed top-level keys of such a file.
KEYS = frozenset({"base", "id", "profiles", "reference", "requires"})
_HEADER = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=")


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A file as it was read; `own` means that the user wrote it and that it does not come from a repository."""

    path: Path
    own: bool
    text: str = ""
    content: dict[str, Any] = field(default_factory=dict)

    def line(self, *keys: str) -> int | None:
        """Return the line, from 1, where a table or key begins: `line("profiles", "archive", "url")`."""
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.text.splitlines(), 1):
            # tomllib gives no places. The file has already been parsed, so it only remains to find the line.
            if match := _HEADER.match(line):
                table = _parts(match[2])
                place = table
            elif match := _KEY.match(line):
                place = (*table, *_parts(match[1]))
            else:
                continue
            if place[: len(keys)] == keys:
                return number
        return None

    def error(self, message: str, *keys: str, hint: str | None = None) -> InputError:
        """Return an error about a table or key, with its line."""
        return InputError(message, file=str(self.path), line=self.line(*keys), hint=hint)


def config_files() -> list[Path]:
    """Return the files to read: only `$KG_CONFIG` if it is set, or else the user's own and ./kg.toml."""
    # Only this one, so that a test or a CI job reads no other file that happens to exist.
    if named := os.environ.get("KG_CONFIG"):
        return [Path(named)]
    return [path for path in (_own_file(), REPOSITORY_FILE) if path is not None and path.is_file()]


def read_config(path: Path) -> ConfigFile:
    """Return a file's content; raises InputError if it is not TOML, or has an unknown key."""
    from kg.text import decode, read_bytes

    text = decode(read_bytes(path), str(path))
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, column = _place(str(error))
        raise InputError(f"is not TOML: {_reason(str(error))}", file=str(path), line=line, column=column) from None
    except RecursionError:
        raise InputError("is not TOML: nested too deeply", file=str(path)) from None
    file = ConfigFile(path, path != REPOSITORY_FILE, text, content)
    for key in content:
        if key not in KEYS:
            raise file.error(f"unknown key `{key}`", key, hint=suggest(key, KEYS))
    return file


def _own_file() -> Path | None:
    try:
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    except RuntimeError:  # a user without a home folder
        return None
    return home / "kg" / "kg.toml"


def _parts(dotted: str) -> tuple[str, ...]:
    """Return the names in a dotted key."""
    return tuple(bare or quoted[1:-1] for bare, quoted in re.findall(r"([\w-]+)|(\"[^\"]*\"|'[^']*')", dotted))


def _place(message: str) -> tuple[int | None, int | None]:
    match = re.search(r"at line (\d+), column (\d+)", message)
    return (int(match[1]), int(match[2])) if match else (None, None)


def _reason(message: str) -> str:
    return re.sub(r" \(at .*\)$", "", message)
