"""Removes from output what must not reach a screen or a log: secrets, and terminal control characters.

Code that obtains a secret passes it to `keep_secret`. Every error message, and everything that the command writes to
standard error, goes through `redact`, the only place that masks secrets.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["MASK", "Redacted", "clean", "keep_secret", "redact"]

MASK = "***"
#: A shorter secret would be masked inside too many ordinary words.
_SHORTEST = 4
_SECRETS: set[str] = set()
#: A password in the authority of a URL, which may itself contain an `@`. Python compiles patterns when they are first
#: used, since an answer uses none of these.
_CREDENTIALS = r"(?i)\b([a-z][a-z0-9+.-]*://[^\s/:@'\"]*):[^\s/'\"]*@"
#: Control characters of both blocks, and those that change the direction of text.
_CONTROL = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"


def keep_secret(value: str, *, user: str | None = None) -> str:
    """Return a secret, and mask it from now on, also in the forms that HTTP and JSON use.

    With its `user`, the form that HTTP Basic sends is masked as well.
    """
    import base64
    import json
    from urllib.parse import quote, quote_plus

    if len(value) >= _SHORTEST:
        # A server returns an address percent-encoded and a body as JSON, and an exception shows its arguments as
        # `repr`.
        _SECRETS.update((value, quote(value, safe=""), quote_plus(value), json.dumps(value)[1:-1], repr(value)[1:-1]))
        _SECRETS.add(base64.b64encode(value.encode("utf-8", "surrogatepass")).decode())
        if user is not None:
            _SECRETS.add(base64.b64encode(f"{user}:{value}".encode("utf-8", "surrogatepass")).decode())
    return value


def redact(text: str) -> str:
    """Return a text with every known secret, and every password in a URL, masked."""
    if "://" in text:
        text = re.sub(_CREDENTIALS, rf"\1:{MASK}@", text)
    # The longest first: masking a secret that is part of another one would leave the rest of the longer one readable.
    for secret in sorted(_SECRETS, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def clean(text: str) -> str:
    """Return a text from elsewhere (a server, a file name) without terminal control characters."""
    # A file name that is not UTF-8 has lone surrogates, which no stream can write.
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not text.isascii() else text
    return re.sub(_CONTROL, "\ufffd", text)


class Redacted:
    """A stream for people that masks all known secrets; otherwise it behaves like the original stream."""

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
        """Return any other attribute of the stream."""
        return getattr(self._stream, name)
