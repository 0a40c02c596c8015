"""JSON-LD with this project's terms: prefixed names and plain values, according to the context in the package.

A value is shortened only if the context fully determines its expansion. Other values stay expanded, so that expanding
the document again gives the same graph.
"""

from __future__ import annotations

import json
import re
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.namespaces import PREFIXES, VOCABULARIES
from kg.rdf.packed import in_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["TOGETHER", "compacted", "context"]

_TYPE = VOCABULARIES["rdf"] + "type"
#: About how many bytes of N-Quads are held in memory at a time.
TOGETHER = 1_500_000
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")  # integers that every JSON reader preserves


def context() -> dict[str, Any]:
    """Return the context, with prefixes for data below the current base."""
    text = Path(__file__).with_name("context.jsonld").read_text("utf-8")
    terms: dict[str, Any] = json.loads(text)["@context"]
    return {**terms, **PREFIXES}


def compacted(lines: Callable[[], Iterable[bytes]]) -> Iterator[bytes]:
    """Yield the pieces of a compact JSON-LD document, including its context.

    `lines` returns N-Quads graph by graph, those of a subject together. It is asked for them twice, since the context
    comes first and depends on all of them. Only some nodes are held in memory at a time.
    """
    terms = context()
    # A prefix that is also the scheme of an address in the data (`act:...`) would change that address.
    for scheme in _schemes(lines(), list(terms)):
        terms.pop(scheme, None)
    head = json.dumps({"@context": terms, "@graph": []}, ensure_ascii=False, indent=1)
    yield head.removesuffix("]\n}").encode()
    written = False
    for piece in _texts(_Compactor(terms), _nodes(lines())):
        written = True
        yield piece.encode()
    yield b"\n ]\n}\n" if written else b"]\n}\n"


def _schemes(lines: Iterable[bytes], prefixes: Iterable[str]) -> set[str]:
    """Return the schemes of the IRIs in lines that begin with one of the prefixes, and perhaps others."""
    likely = re.compile(b"<(?:%s):" % b"|".join(re.escape(prefix.encode()) for prefix in prefixes))
    found: set[str] = set()
    for line in filter(likely.search, lines):  # in a literal it is none, so these few lines are parsed
        for quad in ox.parse(line, format=ox.RdfFormat.N_QUADS):
            kinds = [quad.object.datatype] if isinstance(quad.object, ox.Literal) else [quad.object]
            terms = (quad.subject, quad.predicate, *kinds, quad.graph_name)
            found |= {term.value.partition(":")[0] for term in terms if isinstance(term, ox.NamedNode)}
    return found


def _nodes(lines: Iterable[bytes]) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Yield the nodes of a document in expanded form, each with the name of its graph, None for the default graph."""
    for part in _parts(lines):
        expanded = ox.serialize(ox.parse(part, format=ox.RdfFormat.N_QUADS), format=ox.RdfFormat.JSON_LD)
        for item in json.loads(expanded or b"[]"):
            yield from ((item["@id"], node) for node in item["@graph"]) if "@graph" in item else ((None, item),)


def _parts(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines in parts of limited size, which do not divide the lines of a subject."""
    subjects = (b"".join(same) for _, same in groupby(lines, key=lambda line: line.partition(b" ")[0]))
    return (b"".join(part) for part in in_pieces(subjects, TOGETHER))


def _texts(compactor: _Compactor, nodes: Iterable[tuple[str | None, dict[str, Any]]]) -> Iterator[str]:
    """Yield nodes as text, those of a named graph inside it, as `json.dumps` would indent the whole document."""
    between = ""
    for graph, some in groupby(nodes, key=itemgetter(0)):
        texts = (json.dumps(compactor.value(node), ensure_ascii=False, indent=1) for _, node in some)
        if graph is None:
            yield between
            yield from _listed(texts, "\n  ")
        else:
            name = json.dumps(compactor.name(graph), ensure_ascii=False)
            yield f'{between}\n  {{\n   "@id": {name},\n   "@graph": ['
            yield from _listed(texts, "\n    ")
            yield "\n   ]\n  }"
        between = ","


def _listed(texts: Iterable[str], line: str) -> Iterator[str]:
    """Yield texts with commas between them, each of their lines after `line`, a line break and spaces."""
    for number, text in enumerate(texts):
        yield ("," if number else "") + line + text.replace("\n", line)


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
            return self.name(part["@id"])
        return dict(self._under(key, value) for key, value in part.items())

    def _under(self, key: str, value: Any) -> tuple[str, Any]:
        """Return a key and its compact value; a list of one item becomes that item, as is customary."""
        name: str
        if key == _TYPE and all(item.keys() == {"@id"} for item in value):
            name, found = "@type", [self.name(item["@id"]) for item in value]
        elif key == "@id":
            return key, self.name(value)
        elif key == "@graph":
            return key, self.value(value)
        else:
            name = self.name(key)
            found = self.value(value, self._terms.get(name))
        return name, found[0] if len(found) == 1 else found

    def _literal(self, part: dict[str, Any], term: dict[str, str]) -> Any:
        value, said = part["@value"], {key: item for key, item in part.items() if key != "@value"}
        kind = self.name(said["@type"]) if "@type" in said else None
        if said.keys() == {"@language"} and said["@language"] == term.get("@language"):
            return value
        # Numbers become JSON numbers only if the context determines their type: `1` alone would be expanded to
        # xsd:integer.
        if kind is not None and kind == term.get("@type"):
            return int(value) if kind.lower().endswith("integer") and _WHOLE.fullmatch(str(value)) else value
        if not said and not term and isinstance(value, str):
            return value
        return {**part, **({"@type": kind} if kind else {})}

    def name(self, name: str) -> str:
        """Return an IRI with its prefix, if it has one and the rest can follow a colon."""
        for start, prefix in self._prefixes:
            if name.startswith(start) and not name[len(start) :].startswith("//"):
                return f"{prefix}:{name[len(start) :]}"
        return name
