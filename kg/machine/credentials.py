"""The secrets of a profile: their origin, their required form, and the servers to which they may be sent."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kg.errors import UsageError
from kg.redact import keep_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["SECRETS", "is_elsewhere", "origin_of", "printed_by", "secret_in", "usable_secret"]

#: The keys of a profile that are secret.
SECRETS = ("password", "token")


def secret_in(variable: str, *, user: str | None = None) -> str | None:
    """Return the secret in an environment variable, None if that is unset or empty; UsageError if unusable."""
    value = os.environ.get(variable)
    return usable_secret(value, variable, user=user) if value else None


def usable_secret(value: str, name: str, *, user: str | None = None) -> str:
    """Return a secret that HTTP can carry; from now on it is masked in all messages.

    Raises UsageError for surrounding white space (usually the line break of a file that was read into a variable) and
    for control characters. The message has the `name` of its origin but never the secret.
    """
    keep_secret(value, user=user)
    # Both forms are masked: the message about the white space, or a server's echo, may contain the other one.
    keep_secret(value.strip(), user=user)
    if value != value.strip():
        hint = "take it out: `export NAME=$(cat FILE)` leaves the line break of a file out"
        raise UsageError(f"{name}: the secret begins or ends with white space", hint=hint)
    if any(ord(char) < 32 or ord(char) == 127 or "\ud800" <= char <= "\udfff" for char in value):
        raise UsageError(f"{name}: the secret has a character that cannot be sent", hint="check what it was read from")
    return value


def printed_by(command: str, where: str) -> str:
    """Return the first line of a command's output; the output never appears in a message."""
    try:
        # Without a shell: the arguments must not depend on quoting, and a `;` in them is just a character.
        done = subprocess.run(shlex.split(command), capture_output=True, check=True, timeout=60)  # noqa: S603  # theirs
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise UsageError(f"{where}: the command failed ({type(error).__name__})") from None
    return done.stdout.decode(errors="replace").partition("\n")[0].rstrip("\r")


def origin_of(url: str) -> tuple[str, str, int | None] | None:
    """Return the scheme, host and port of an address; None unless it is a usable http or https address."""
    try:
        parts = urlsplit(url)
        # Filled in, so that http://host and http://host:80 count as the same server, and nothing else does.
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme.lower())
    except ValueError:  # a port that is not a number, half of an IPv6 address
        return None
    usable = parts.scheme.lower() in ("http", "https") and parts.hostname and not any(char.isspace() for char in url)
    return (parts.scheme.lower(), str(parts.hostname), port) if usable else None


def is_elsewhere(addresses: Mapping[str, Any], home: object) -> bool:
    """Return whether one of the addresses is on another server than `home`, the address in the file."""
    return any(origin_of(str(value)) != origin_of(str(home)) for value in addresses.values())
