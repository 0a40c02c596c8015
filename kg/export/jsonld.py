"""JSON-LD with this project's terms: prefixed names and plain values, according to the context in the package.

A value is shortened only if the context fully determines its expansion. Other values stay expanded, so that expanding
the document again gives the same graph.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.namespaces import PREFIXES, VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["compacted", "context"]

_TYPE = VOCABULARIES["rdf"] + "type"
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")  # integers that every JSON reader preserves


def context() -> dict[str, Any]:
    """Return the context, with prefixes for data below the current base."""
    text = Path(__file__).with_name("context.jsonld").read_text("utf-8")
    terms: dict[str, Any] = json.loads(text)["@context"]
    return {**terms, **PREFIXES}


def compacted(expanded: bytes) -> bytes:
    """Return an expanded JSON-LD document in compact form, including its context."""
    found = json.loads(expanded)
    # A prefix that is also the scheme of an address in the data (`act:...`) would change that address.
    schemes = {name.partition(":")[0] for name in _names(found)}
    terms = {key: value for key, value in context().items() if key not in schemes}
    document = {"@context": terms, "@graph": _Compactor(terms).value(found)}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _names(part: Any) -> Iterator[str]:
    """Yield every IRI in a document: keys, ids and types."""
    if isinstance(part, list):
        for item in part:
            yield from _names(item)
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from (key,) if not key.startswith("@") else ()
            yield from (value,) if isinstance(value, str) and key in ("@id", "@type") else _names(value)


class _Compactor:
    def __init__(self, terms: dict[str, Any]) -> None:
        prefixes = [(value, key) for key, value in terms.items() if isinstance(value, str)]
        # The longest first: `id/actor/` begins with `id/`.
        self._prefixes = sorted(prefixes, key=lambda pair: -len(pair[0]))
        self._terms = {key: value for key, value in terms.items() if isinstance(value, dict)}

    def value(self, part: Any, term: dict[str, str] | None = None) -> Any:
        """Return a part of the document in compact form; `term` is the context's definition of its key."""
        if isinstance(part, list):
            return [self.value(item, term) for item in part]
        if "@value" in part:
            return self._literal(part, term or {})
        if part.keys() == {"@id"} and (term or {}).get("@type") == "@id":
            return self._name(part["@id"])
        return dict(self._under(key, value) for key, value in part.items())

    def _under(self, key: str, value: Any) -> tuple[str, Any]:
        """Return a key and its compact value; a list of one item becomes that item, as is customary."""
        name: str
        if key == _TYPE and all(item.keys() == {"@id"} for item in value):
            name, found = "@type", [self._name(item["@id"]) for item in value]
        elif key == "@id":
            return key, self._name(value)
        elif key == "@graph":
            return key, self.value(value)
        else:
            name = self._name(key)
            found = self.value(value, self._terms.get(name))
        return name, found[0] if len(found) == 1 else found

    def _literal(self, part: dict[str, Any], term: dict[str, str]) -> Any:
        value, said = part["@value"], {key: item for key, item in part.items() if key != "@value"}
        kind = self._name(said["@type"]) if "@type" in said else None
        if said.keys() == {"@language"} and said["@language"] == term.get("@language"):
            return value
        # Numbers become JSON numbers only if the context determines their type: `1` alone would be expanded to
        # xsd:integer.
        if kind is not None and kind == term.get("@type"):
            return int(value) if kind.lower().endswith("integer") and _WHOLE.fullmatch(str(value)) else value
        if not said and not term and isinstance(value, str):
            return value
        return {**part, **({"@type": kind} if kind else {})}

    def _name(self, name: str) -> str:
        """Return an IRI with its prefix, if it has one and the rest can follow a colon."""
        for start, prefix in self._prefixes:
            if name.startswith(start) and not name[len(start) :].startswith("//"):
                return f"{prefix}:{name[len(start) :]}"
        return name
