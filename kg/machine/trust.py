"""Which repositories the user has allowed to name secrets: decided once per repository, stored on this machine.

A repository and its `kg.toml` come from somewhere else. Until the user has reviewed its profiles and confirmed them
with `kg trust`, they may not name commands, or environment variables other than `KG_...`. The permission is for the
profiles in their present form: if somebody changes them, the user is asked again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.files import replacing
from kg.machine.state import state_folder

if TYPE_CHECKING:
    from pathlib import Path

    from kg.config import ConfigFile

__all__ = ["is_trusted", "needs_trust", "trust"]

#: The environment variable of a language model's key, which belongs to no profile.
_MODEL_KEY = "KG_MODEL_KEY"


def needs_trust(table: dict[str, Any]) -> dict[str, str]:
    """Return the keys of a profile that only a trusted file may have, each with what it requests."""
    found = {}
    for key, value in table.items():
        variable = key.endswith("_env") and not (str(value).startswith("KG_") and value != _MODEL_KEY)
        if variable:
            found[key] = f"reads the environment variable {value}"
        elif key in ("password_command", "token_command"):
            found[key] = "runs a command"
        elif key == "auth" and value == "sigv4":
            found[key] = "signs with your AWS credentials"
    return found


def is_trusted(file: ConfigFile) -> bool:
    """Return whether the user wrote a file, or has allowed its profiles in their present form."""
    return file.own or _allowed().get(_place(file)) == _digest(file)


def trust(file: ConfigFile) -> None:
    """Record that the user allows the profiles of a file in their present form."""
    allowed = {**_allowed(), _place(file): _digest(file)}
    target = _list()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with replacing(target) as output:
        output.write(json.dumps(allowed, indent=1, sort_keys=True).encode())


def _allowed() -> dict[str, str]:
    try:
        found = json.loads(_list().read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not JSON"
        raise InputError(f"cannot be read: {reason}", file=str(_list()), hint="remove it, then `kg trust`") from None
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _list() -> Path:
    return state_folder() / "trusted.json"


def _place(file: ConfigFile) -> str:
    return str(file.path.resolve())


def _digest(file: ConfigFile) -> str:
    profiles = json.dumps(file.content.get("profiles", {}), sort_keys=True, default=str)
    return hashlib.sha256(profiles.encode("utf-8", "surrogatepass")).hexdigest()
