"""What must not reach a person's screen or a log: secrets, and what controls a terminal.

Whoever takes a secret from somewhere hands it to `keep_secret`; every message of an error, and everything that the
command writes to standard error, passes `redact`, which is the only place that masks.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["MASK", "Redacted", "clean", "keep_secret", "redact"]

MASK = "***"
#: A shorter secret stands in too many words to be masked in them.
_SHORTEST = 4
_SECRETS: set[str] = set()
#: A password in the authority of a URL, which may itself hold an `@`.
_PASSWORD = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://[^\s/:@'\"]*):[^\s/'\"]*@")
#: Control characters of both blocks, and those that turn the direction of a line around.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def keep_secret(value: str, *, user: str | None = None) -> str:
    """Return a secret, having noted that it, and the ways in which HTTP and JSON write it, are masked from now on.

    With the `user` it belongs to, the two as HTTP Basic sends them are masked as well.
    """
    import base64
    import json
    from urllib.parse import quote, quote_plus

    if len(value) >= _SHORTEST:
        # A server gives an address back percent-encoded and a body as JSON, and an exception shows its arguments as
        # `repr`.
        _SECRETS.update((value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1], repr(value)[1:-1]))
        _SECRETS.add(base64.b64encode(value.encode("utf-8", "surrogatepass")).decode())
        if user is not None:
            _SECRETS.add(base64.b64encode(f"{user}:{value}".encode("utf-8", "surrogatepass")).decode())
    return value


def redact(text: str) -> str:
    """Return a text with every known secret, and every password in a URL, masked."""
    if "://" in text:
        text = _PASSWORD.sub(rf"\1:{MASK}@", text)
    # The longest first: a secret inside another one, masked first, would leave the rest of the longer one to be read.
    for secret in sorted(_SECRETS, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def clean(text: str) -> str:
    """Return a text from elsewhere (a server, a file's name) without what a terminal would obey."""
    # A file's name that is not UTF-8 comes from the system with lone surrogates, which no stream can write.
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not text.isascii() else text
    return _CONTROL.sub("\ufffd", text)


class Redacted:
    """A stream for people, through which no known secret gets; all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text, masked."""
        return self._stream.write(redact(text))

    def writelines(self, lines: list[str]) -> None:
        """Write several texts, masked."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        """Return whatever else the stream has."""
        return getattr(self._stream, name)
