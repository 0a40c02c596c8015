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
    password_env = "KG_ARCHIVE_PASSWORD"

A flag overrides the environment (`KG_<PROFILE>_<KEY>`, for instance `KG_ARCHIVE_URL`), and that the file.
A profile comes from one file as a whole: the user's own where it has one of that name, else `./kg.toml`.
A secret is only sent to an address that stands in the file that names the secret; see kg.machine.trust.
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
#: What a profile that stands in no file is said to come from.
_CALL = ConfigFile(Path("the call"), own=True)


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
    atomic_update: bool = False
    checkpoint: bool = False
    chunked: bool = False
    batch: int = 0
    count_all: bool = False
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
        """Return whether a reader sees a graph as it was or as it will be at every moment of a load."""
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
    return _profile(name or preset, {"preset": preset, "url": url, **settings}, _CALL)


def profile_names() -> list[str]:
    """Return the names of all profiles that the files define."""
    return sorted(_tables())


def find_profile(name: str, overrides: Mapping[str, str | None] | None = None) -> Profile:
    """Return the profile of that name, with its secrets; `overrides` are the flags of a call.

    A URL is the profile of a SPARQL 1.1 endpoint at that place. Raises UsageError for an unknown profile
    (with those that look like it), key or preset, InputError for a file that cannot be read.
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
    """Return each profile's table and the file that it stands in: one file as a whole, the user's own before others.

    So what a user calls `archive` stays what it is in every repository, and no two files make up a profile together.
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
    """Keep a cloned repository from the user's secrets, and from running a command of its own choice."""
    for key, what in needs_trust(file.content["profiles"][name]).items():
        hint = "read the file, then allow it with `kg trust` or move the profile to ~/.config/kg/kg.toml"
        raise file.error(
            f"[profiles.{name}] {key} {what}, which is not allowed in a repository", "profiles", name, key, hint=hint
        )


def _keep_secrets_at_home(file: ConfigFile, name: str, call: Table) -> None:
    """Refuse to send a secret of a file to an address that does not stand in the same file."""
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
    """Return what the environment says of a profile: KG_ARCHIVE_URL is `url` of the profile `archive`."""
    found = {key: os.environ.get(_variable(name, key)) for key in _types()}
    return {key: value for key, value in found.items() if value is not None}


def _given(overrides: Mapping[str, str | None] | None) -> Table:
    return {key: value for key, value in (overrides or {}).items() if value is not None}


def _profile(name: str, table: Table, file: ConfigFile) -> Profile:
    """Put a profile together from its table and its preset, and check it."""
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
    """Return the error about a key of a profile, with the file and its line where a file gives it."""
    line = file.line("profiles", name, key) or file.line("profiles", name)
    place = f"{file.path}:{line}" if line else str(file.path)
    return UsageError(f"{place}: [profiles.{name}] {message}", hint=hint)


def _placed(value: object, url: str) -> object:
    """Put the profile's address into an address of the preset."""
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
    """Return the settings in the types of Profile; raises UsageError for unknown keys and values that do not fit."""
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
    """Return the profile, with the authentication that its secrets ask for where it names none."""
    if "auth" not in table and profile.auth == "none" and (profile.user or profile.token):
        return replace(profile, auth="bearer" if profile.token else "basic")
    needed = {"bearer": "token", "basic": "user", "digest": "user"}.get(profile.auth)
    if "auth" in table and needed and not getattr(profile, needed):
        hint = f"set {_variable(profile.name, needed)}"
        raise _wrong(file, profile.name, "auth", f"auth = {profile.auth!r} needs a {needed}", hint)
    return profile


def _checked(profile: Profile, file: ConfigFile) -> Profile:
    """Return the profile; raises UsageError for an address or an admission that cannot work."""
    name = profile.name
    for key in _ADDRESSES:
        address = getattr(profile, key)
        if address is None:
            continue
        if re.match(r"[a-z]+://[^/]*@", address, re.IGNORECASE):
            raise _wrong(file, name, key, f"the {key} must not hold a password", "use user and password_env")
        if origin_of(address) is None:
            raise _wrong(file, name, key, f"{key} = {address!r} is not an address of http or https")
    if profile.auth not in AUTHENTICATIONS:
        raise _wrong(file, name, "auth", f"unknown auth {profile.auth!r}", f"known: {', '.join(AUTHENTICATIONS)}")
    return profile
