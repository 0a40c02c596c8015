"""Reads named endpoints: a TOML file has their addresses, presets their capabilities, the environment their secrets.

::

    # kg.toml
    [profiles.local]
    preset = "oxigraph"
    url = "http://127.0.0.1:7878"

    [profiles.archive]
    preset = "virtuoso"
    url = "https://archive.example.org:8890"
    user = "dba"
    password_env = "KG_ARCHIVE_PASSWORD"

A flag overrides the environment (`KG_<PROFILE>_<KEY>`, for instance `KG_ARCHIVE_URL`), which overrides the file.
A profile always comes from a single file: the user's own if it has a profile of that name, otherwise `./kg.toml`.
A secret is only sent to an address in the file that names the secret; see kg.machine.trust.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import ConfigFile, config_files, read_config
from kg.endpoints.settings import WORDS, converted
from kg.errors import UsageError
from kg.machine.credentials import SECRETS, is_elsewhere, origin_of, printed_by, secret_in, usable_secret
from kg.machine.trust import is_trusted, needs_trust
from kg.suggestions import suggest, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    Table = dict[str, object]

__all__ = ["AUTHENTICATIONS", "Profile", "find_profile", "from_preset", "presets", "profile_names"]

AUTHENTICATIONS = ("none", "basic", "digest", "bearer", "sigv4")
_ADDRESSES = ("url", "query", "update", "graph_store", "bulk", "first_bulk", "health")
#: The origin shown for a profile that is in no file.
_CALL = ConfigFile(Path("the call"), own=True)


@dataclass(frozen=True, slots=True)
class Profile:
    """One endpoint: its addresses, authentication and peculiarities; see kg/endpoints/presets.toml.

    `password` and `token` are not part of its `repr`.
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
    atomic_update: bool = False
    atomic_update_limit: int = 200_000
    update_as_body: bool = False
    checkpoint: bool = False
    chunked: bool = False
    batch: int = 0
    count_all: bool = False
    in_parts: bool = False
    union_default: bool = False
    union_parameter: tuple[str, str] | None = None
    union_graph: str | None = None
    timeout_parameter: str | None = None
    timeout_unit: str = "s"
    truncation: tuple[str, ...] = ()
    bulk_command: str | None = None
    source: str = ""
    evidence: str = "from its documentation"

    def is_seamless(self) -> bool:
        """Return whether readers see either the old or the new version of a graph at every moment of a load."""
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
    """Return a profile for a server at `url` from a preset. Raises UsageError for an unknown preset or setting."""
    return _profile(name or preset, {"preset": preset, "url": url, **settings}, _CALL)


def profile_names() -> list[str]:
    """Return the names of all profiles in the files."""
    return sorted(_tables())


def find_profile(name: str, overrides: Mapping[str, str | None] | None = None) -> Profile:
    """Return the profile with a name, including its secrets; `overrides` are the flags of the command line.

    A URL as name gives a plain SPARQL 1.1 endpoint at that address. Raises UsageError for an unknown profile (with
    similar names), key or preset, and InputError for a file that cannot be read.
    """
    if "://" in name:
        return _profile(name, {"url": name, **_given(overrides)}, _CALL)
    tables = _tables()
    if name not in tables:
        raise unknown("profile", name, tables, "write one into kg.toml: see docs/triplestores.md")
    file, table = tables[name]
    call = {**_environment(name), **_given(overrides)}
    if not is_trusted(file):
        _refuse_what_needs_trust(file, name)
    _keep_secrets_at_home(file, name, call)
    return _profile(name, {**table, **call}, file)


def _tables() -> dict[str, tuple[ConfigFile, Table]]:
    """Return the table of each profile and its file; the user's own file takes precedence.

    So a user's `archive` is the same in every repository, and no profile is a mixture of two files.
    """
    files = [read_config(path) for path in config_files()]
    return {name: (file, table) for file in reversed(files) for name, table in _profiles_in(file).items()}


def _profiles_in(file: ConfigFile) -> dict[str, Table]:
    found = file.content.get("profiles", {})
    if not isinstance(found, dict) or not all(isinstance(table, dict) for table in found.values()):
        raise file.error("`profiles` must be tables: [profiles.NAME]", "profiles")
    kinds = [*_types(), *(f"{key}_{how}" for key in SECRETS for how in ("env", "command"))]
    for name, table in found.items():
        for key in table:
            if key not in kinds:
                raise _wrong(file, name, key, f"unknown key {key!r}", suggest(key, kinds))
    return found


def _refuse_what_needs_trust(file: ConfigFile, name: str) -> None:
    """Prevent a cloned repository from reading the user's secrets or running commands of its own. Raises an error."""
    for key, what in needs_trust(file.content["profiles"][name]).items():
        hint = "read the file, then allow it with `kg trust` or move the profile to ~/.config/kg/kg.toml"
        raise file.error(
            f"[profiles.{name}] {key} {what}, which is not allowed in a repository", "profiles", name, key, hint=hint
        )


def _keep_secrets_at_home(file: ConfigFile, name: str, call: Table) -> None:
    """Refuse to send a secret from a file to an address that is not in the same file."""
    table = file.content["profiles"][name]
    kept = [key for key in SECRETS if key not in call and table.keys() & {f"{key}_env", f"{key}_command"}]
    moved = {key: call[key] for key in _ADDRESSES if key in call}
    if kept and is_elsewhere(moved, table.get("url")):
        hint = f"give the secret for the other address in {_variable(name, kept[0])}"
        message = f"[profiles.{name}] the {kept[0]} of this file is only sent to the address in this file"
        raise file.error(message, "profiles", name, hint=hint)


def _variable(name: str, key: str) -> str:
    """Return the environment variable that overrides a key of a profile."""
    return f"KG_{re.sub('[^A-Za-z0-9]', '_', name).upper()}_{key.upper()}"


def _environment(name: str) -> Table:
    """Return the settings of a profile from the environment: KG_ARCHIVE_URL is the `url` of the profile `archive`."""
    found = {key: os.environ.get(_variable(name, key)) for key in _types()}
    return {key: value for key, value in found.items() if value is not None}


def _given(overrides: Mapping[str, str | None] | None) -> Table:
    return {key: value for key, value in (overrides or {}).items() if value is not None}


def _profile(name: str, table: Table, file: ConfigFile) -> Profile:
    """Build a profile from its table and its preset, and check it."""
    kinds, preset = presets(), str(table.get("preset", "sparql"))
    if preset not in kinds:
        raise _wrong(file, name, "preset", f"unknown preset {preset!r}", suggest(preset, kinds))
    url = str(table.get("url", "")).rstrip("/")
    if not url:
        raise _wrong(file, name, "url", "needs a url", f'for instance url = "{kinds[preset]["url"]}"')
    example = {key: _placed(value, url) for key, value in kinds[preset].items() if key != "url"}
    settings = {**example, **_secrets(name, table, file), "url": url, "preset": preset}
    profile = Profile(name, **_typed(name, settings, file))  # type: ignore[arg-type]  # _typed has
    return _checked(_admitted(profile, table, file), file)


def _wrong(file: ConfigFile, name: str, key: str, message: str, hint: str | None = None) -> UsageError:
    """Return the error for a key of a profile, with the file and, if known, the line; an address has neither."""
    if file is _CALL:
        return UsageError(f"{name}: {message}", hint=hint)
    line = file.line("profiles", name, key) or file.line("profiles", name)
    place = f"{file.path}:{line}" if line else str(file.path)
    return UsageError(f"{place}: [profiles.{name}] {message}", hint=hint)


def _placed(value: object, url: str) -> object:
    """Insert the URL of the profile into an address of the preset."""
    return value.replace("{url}", url) if isinstance(value, str) else value


def _secrets(name: str, table: Table, file: ConfigFile) -> Table:
    """Return the table with each `<secret>_env` and `<secret>_command` replaced by the secret itself."""
    settings, user = dict(table), str(table.get("user", ""))
    for key in SECRETS:
        if key in file.content.get("profiles", {}).get(name, {}):
            hint = f'set {_variable(name, key)}, or use another variable: {key}_env = "..."'
            raise _wrong(file, name, key, f"{key}: secrets must not be written in a file", hint)
        variable, command = settings.pop(f"{key}_env", None), settings.pop(f"{key}_command", None)
        if key in settings:
            usable_secret(str(settings[key]), _variable(name, key), user=user)
        elif variable is not None:
            settings[key] = secret_in(str(variable), user=user) or _unset(file, name, f"{key}_env", str(variable))
        elif command is not None:
            where = f"{file.path}: [profiles.{name}] {key}_command"
            settings[key] = usable_secret(printed_by(str(command), where), where, user=user)
    return settings


def _unset(file: ConfigFile, name: str, key: str, variable: str) -> str:
    raise _wrong(file, name, key, f"the environment variable {variable} is not set")


def _types() -> dict[str, str]:
    return {item.name: str(item.type) for item in fields(Profile) if item.name != "name"}


def _typed(name: str, settings: Table, file: ConfigFile) -> Table:
    """Return the settings in the types of `Profile`. Raises UsageError for unknown keys and values that do not fit."""
    kinds = _types()
    typed: Table = {}
    for key, value in settings.items():
        if key not in kinds:
            raise _wrong(file, name, key, f"unknown key {key!r}", suggest(key, kinds))
        try:
            typed[key] = converted(kinds[key], value)
        except ValueError:
            raise _wrong(file, name, key, f"{key}: {value!r} must be {WORDS[kinds[key]]}") from None
    return typed


def _admitted(profile: Profile, table: Table, file: ConfigFile) -> Profile:
    """Return the profile; if it gives no authentication, derive it from its credentials.

    Raises UsageError if the credentials for its authentication are missing.
    """
    if "auth" not in table and profile.auth == "none" and (profile.user or profile.token):
        return replace(profile, auth="bearer" if profile.token else "basic")
    needed = {"bearer": "token", "basic": "user", "digest": "user"}.get(profile.auth)
    if "auth" in table and needed and not getattr(profile, needed):
        hint = f"set {_variable(profile.name, needed)}"
        raise _wrong(file, profile.name, "auth", f"auth = {profile.auth!r} needs a {needed}", hint)
    return profile


def _checked(profile: Profile, file: ConfigFile) -> Profile:
    """Return the profile. Raises UsageError for an address or an authentication that cannot work."""
    name = profile.name
    for key in _ADDRESSES:
        address = getattr(profile, key)
        if address is None:
            continue
        if re.match(r"[a-z]+://[^/]*@", address, re.IGNORECASE):
            raise _wrong(
                file,
                name,
                key,
                f"the {key} must not contain a password",
                "write a profile with `user` and `password_env`",
            )
        if origin_of(address) is None:
            raise _wrong(file, name, key, f"{key} = {address!r} is not an address of http or https")
    if profile.auth not in AUTHENTICATIONS:
        raise _wrong(file, name, "auth", f"unknown auth {profile.auth!r}", f"known: {', '.join(AUTHENTICATIONS)}")
    return profile
