"""Finds the texts of sources, and decides whether a whole text may be shown.

A text is only shown as it was coded: its SHA-256 must be the one recorded in the store. Whole articles leave this
machine only under an open licence; otherwise, each quote is shown in its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.text import SourceText

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FoundText", "Texts", "is_open"]

_OPEN = re.compile(
    r"creativecommons\.org/(licenses/(by|by-sa)/|publicdomain/)"
    r"|opendatacommons\.org/licenses/(by|odbl|pddl)"
    r"|nationalarchives\.gov\.uk/doc/open-government-licence"
    r"|(spdx\.org/licenses/)?\b(cc-by(-sa)?-[0-9.]+|cc0-1\.0|pddl-1\.0|odc-by-1\.0|ogl-uk-[0-9.]+)\b"
    r"|\bpublic[- ]domain\b",
    re.IGNORECASE,
)


def is_open(licence: str | None) -> bool:
    """Return whether a licence (an IRI or an SPDX name) permits passing a text on; no licence means no."""
    return bool(licence and _OPEN.search(licence))


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text, or the reason why it is missing."""

    content: str | None
    reason: str = ""


class Texts:
    """Finds texts in the store's own folder `texts`, or else in the folder of seeds that it was built from."""

    def __init__(self, store: Path, seeds: Path | None) -> None:
        self._store, self._seeds = store, seeds

    def find(self, source: str, sha256: str) -> FoundText:
        """Return the text of a source (given by its slug) with this hash."""
        changed = False
        for path in self._candidates(source, sha256):
            try:
                text = SourceText.read(path)
            except InputError as error:
                return FoundText(None, error.message)
            if text.sha256 == sha256:
                return FoundText(text.content)
            changed = True
        if changed:
            return FoundText(None, "the text has changed since it was coded: its SHA-256 is not the recorded one")
        return FoundText(None, "the text is not on this machine")

    def _candidates(self, source: str, sha256: str) -> list[Path]:
        """Return the files that may contain the text; none for an invalid slug or hash."""
        # The hash comes from data of unknown origin, so only a valid hash becomes part of a path.
        found = [self._store / "texts" / f"{sha256}.txt"] if re.fullmatch(r"[0-9a-f]{64}", sha256) else []
        if self._seeds is not None and re.fullmatch(r"[\w-]+", source):
            found += sorted((self._seeds / source).glob("*.txt"))
        return [path for path in found if path.is_file()]
