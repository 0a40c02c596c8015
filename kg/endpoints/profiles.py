"""Endpoints by name: a TOML file says where they are, presets what they can do, the environment what is secret.

::

    # kg.toml
    [profiles.local]
    preset = "oxigraph"
    url = "http://127.0.0.1:7878"

    [profiles.archive]
    preset = "virtuoso"
    url = "https://archive.example.org:8890"
    user = "dba"
    password_env = "ARCHIVE_PASSWORD"

A flag overrides the environment (`KG_<PROFILE>_<KEY>`, for instance `KG_ARCHIVE_URL`), and that the file.
Read are `$KG_CONFIG` alone where it is set; else the user's own file and, over it, `./kg.toml`.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tomllib
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError
from kg.settings import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    Table = dict[str, object]

__all__ = ["AUTHENTICATIONS", "Profile", "config_files", "find_profile", "from_preset", "presets", "profile_names"]

AUTHENTICATIONS = ("none", "basic", "digest", "bearer", "sigv4")
_SECRETS = ("password", "token")
_WHERE_SECRETS = 'put it into the environment and name the variable: {key}_env = "..."'


@dataclass(frozen=True, slots=True)
class Profile:
    """One endpoint: its addresses, how one is admitted, and what is peculiar about it; see kg/endpoints/presets.toml.

    `password` and `token` are never part of its printed form.
    """

    name: str
    preset: str = "sparql"
    title: str = ""
    url: str = ""
    query: str = ""
    update: str | None = None
    graph_store: str | None = None
    bulk: str | None = None
    first_bulk: str | None = None
    health: str | None = None
    auth: str = "none"
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    region: str | None = None
    service: str = "neptune-db"
    graph_parameter: str = "graph"
    atomic_put: bool = False
    move: bool = False
    atomic_move: bool = False
    chunked: bool = False
    batch: int = 0
    count_all: bool = False
    union_default: bool = False
    union_parameter: tuple[str, str] | None = None
    timeout_parameter: str | None = None
    timeout_unit: str = "s"
    truncation: tuple[str, ...] = ()
    bulk_command: str | None = None
    source: str = ""
    evidence: str = "from its documentation"

    def is_seamless(self) -> bool:
        """Say whether a reader sees a graph as it was or as it will be at every moment of a load."""
        return bool(self.graph_store and self.atomic_put) or (self.move and self.atomic_move)

    def strategy(self) -> str:
        """Return how a graph is replaced: `put`, `move` (a staging graph, then MOVE) or `insert` (in batches)."""
        if self.graph_store and self.atomic_put:
            return "put"
        return "move" if self.move else "insert"


def presets() -> dict[str, Table]:
    """Return the preset of each kind of triplestore, by name."""
    return tomllib.loads(Path(__file__).with_name("presets.toml").read_text(encoding="utf-8"))


def from_preset(preset: str, url: str, *, name: str = "", **settings: object) -> Profile:
    """Return the profile of a server of a known kind at `url`; raises UsageError for an unknown kind or setting."""
    return _profile(name or preset, {"preset": preset, "url": url, **settings}, "the call")


def config_files() -> list[Path]:
    """Return the files that are read, the later ones winning: `$KG_CONFIG` alone, or the user's own and ./kg.toml."""
    if named := os.environ.get("KG_CONFIG"):
        return [Path(named)]
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return [path for path in (home / "kg" / "kg.toml", Path("kg.toml")) if path.is_file()]


def profile_names() -> list[str]:
    """Return the names of all profiles that the files define."""
    return sorted(_tables())


def find_profile(name: str, overrides: Mapping[str, str | None] | None = None) -> Profile:
    """Return the profile of that name, with its secrets; `overrides` are the flags of a call.

    A URL is the profile of a SPARQL 1.1 endpoint at that place. Raises UsageError for an unknown profile
    (with the nearest names), key or preset, InputError for a file that cannot be read.
    """
    if "://" in name:
        return _profile(name, {"url": name, **_given(overrides)}, "the call")
    tables = _tables()
    if name not in tables:
        raise UsageError(f"no profile is called {name!r}", hint=_known(name, list(tables)))
    table, file = tables[name]
    return _profile(name, {**table, **_environment(name), **_given(overrides)}, file)


def _known(name: str, names: list[str]) -> str:
    if not names:
        return "write one into kg.toml: see docs/triplestores.md"
    near = get_close_matches(name, names, 3, 0.5)
    return f"nearest: {', '.join(near)}" if near else f"known: {', '.join(sorted(names))}"


def _tables() -> dict[str, tuple[Table, str]]:
    """Return each profile's table as it stands in the files, and the file that wrote it last."""
    tables: dict[str, tuple[Table, str]] = {}
    for path in config_files():
        for name, table in _read(path).items():
            if path == Path("kg.toml"):
                _refuse_commands(name, table, path)
            tables[name] = ({**tables.get(name, ({}, ""))[0], **table}, str(path))
    return tables


def _read(path: Path) -> dict[str, Table]:
    found = read_toml(path).get("profiles", {})
    if not isinstance(found, dict) or not all(isinstance(table, dict) for table in found.values()):
        raise InputError("`profiles` must be tables: [profiles.NAME]", file=str(path))
    return found


def _refuse_commands(name: str, table: Table, path: Path) -> None:
    """Keep a cloned repository from running a command of its own choice on the reader's machine."""
    for key in table:
        if key.endswith("_command") and key.removesuffix("_command") in _SECRETS:
            message = f"[profiles.{name}] {key}: a command is taken only from your own file"
            raise InputError(message, file=str(path), hint="move it to ~/.config/kg/kg.toml, or use KG_CONFIG")


def _environment(name: str) -> Table:
    """Return what the environment says of a profile: KG_ARCHIVE_URL is `url` of the profile `archive`."""
    prefix = f"KG_{re.sub('[^A-Za-z0-9]', '_', name).upper()}_"
    keys = {item.name for item in fields(Profile)} - {"name"}
    found = {key: os.environ.get(prefix + key.upper()) for key in keys}
    return {key: value for key, value in found.items() if value is not None}


def _given(overrides: Mapping[str, str | None] | None) -> Table:
    return {key: value for key, value in (overrides or {}).items() if value is not None}


def _profile(name: str, table: Table, file: str) -> Profile:
    """Put a profile together from its table and its preset, and check it."""
    kinds, preset = presets(), str(table.get("preset", "sparql"))
    if preset not in kinds:
        raise UsageError(f"{file}: [profiles.{name}] no preset is called {preset!r}", hint=_known(preset, list(kinds)))
    url = str(table.get("url", "")).rstrip("/")
    if not re.match(r"https?://[^/]", url):
        example = kinds[preset]["url"]
        raise UsageError(f"{file}: [profiles.{name}] needs a url", hint=f'for instance url = "{example}"')
    if re.match(r"https?://[^/]*@", url):
        raise UsageError(
            f"{file}: [profiles.{name}] the url must not hold a password", hint="use user and password_env"
        )
    example = {key: _placed(value, url) for key, value in kinds[preset].items() if key != "url"}
    settings = {**example, **_secrets(name, table, file), "url": url, "preset": preset}
    return _checked(Profile(name, **_typed(name, settings, file)), table, file)  # type: ignore[arg-type]  # _typed has


def _placed(value: object, url: str) -> object:
    """Put the profile's address into an address of the preset."""
    return value.replace("{url}", url) if isinstance(value, str) else value


def _secrets(name: str, table: Table, file: str) -> Table:
    """Return the table with each `<secret>_env` and `<secret>_command` replaced by the secret itself."""
    settings = dict(table)
    for key in _SECRETS:
        if key in table and file.endswith(".toml") and key not in _environment(name):
            hint = _WHERE_SECRETS.format(key=key)
            raise UsageError(f"{file}: [profiles.{name}] {key}: a file is no place for a secret", hint=hint)
        variable, command = settings.pop(f"{key}_env", None), settings.pop(f"{key}_command", None)
        if key in settings:
            continue
        if variable is not None:
            settings[key] = os.environ.get(str(variable)) or _unset(name, str(variable), file)
        elif command is not None:
            settings[key] = _printed_by(str(command), f"{file}: [profiles.{name}] {key}_command")
    return settings


def _unset(name: str, variable: str, file: str) -> str:
    raise UsageError(f"{file}: [profiles.{name}] the environment variable {variable} is not set")


def _printed_by(command: str, where: str) -> str:
    """Return the first line that a command prints; what it printed is in no message."""
    try:
        done = subprocess.run(shlex.split(command), capture_output=True, check=True, timeout=60)  # noqa: S603  # theirs
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise UsageError(f"{where}: the command failed ({type(error).__name__})") from None
    return done.stdout.decode(errors="replace").partition("\n")[0].rstrip("\r")


def _typed(name: str, settings: Table, file: str) -> Table:
    """Return the settings in the types of Profile; raises UsageError for unknown keys and values that do not fit."""
    kinds = {item.name: str(item.type) for item in fields(Profile) if item.name != "name"}
    typed: Table = {}
    for key, value in settings.items():
        if key not in kinds:
            raise UsageError(f"{file}: [profiles.{name}] unknown key {key!r}", hint=_known(key, list(kinds)))
        try:
            typed[key] = _converted(kinds[key], value)
        except ValueError:
            raise UsageError(f"{file}: [profiles.{name}] {key}: {value!r} is no {kinds[key]}") from None
    return typed


def _converted(kind: str, value: object) -> object:
    """Return a value as the type that is written `kind`; text from the environment or a flag is read."""
    if kind == "bool":
        if str(value).lower() not in ("true", "false"):
            raise ValueError(value)
        return str(value).lower() == "true"
    if kind == "int":
        return int(str(value))
    if kind.startswith("tuple"):
        return tuple(map(str, value)) if isinstance(value, list) else tuple(str(value).split(","))
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004  # one kind of error for whatever does not fit
    return value


def _checked(profile: Profile, table: Table, file: str) -> Profile:
    """Return the profile, with the authentication that its secrets ask for where it names none."""
    if "auth" not in table and profile.auth == "none" and (profile.user or profile.token):
        profile = replace(profile, auth="bearer" if profile.token else "basic")
    if profile.auth not in AUTHENTICATIONS:
        known = ", ".join(AUTHENTICATIONS)
        raise UsageError(f"{file}: [profiles.{profile.name}] unknown auth {profile.auth!r}", hint=f"known: {known}")
    return profile
