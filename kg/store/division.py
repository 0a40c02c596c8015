"""Divides the sources of a store into batches, such that no rule up to the grounds joins sources of two batches.

What these rules read is, by their patterns:

- one graph, mostly that of a source: it is read whole;
- what other graphs say of a node that the source mentions, such as the class of an actor, the members of a group, what
  a proposition implies, the days of an interval. Whatever a source says of nodes that are not its own is `shared`, and
  goes to each batch that mentions them, with all that is mentioned there, and so on;
- what another source says of the source's own rows, such as that a statement is taken back, or says of its own rows by
  a property of one of ours: these sources are `tied`, and come into one batch;
- who speaks for whom (05-unsure, 05-taken-back): derived first, from the few properties that say so;
- the last day of all (02-as-of): applied to the whole store.

A node is a source's own if its name begins with that of the source, and everything of such nodes that others say ties
the sources; so a rule can only reach what a batch has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.layout import REFERENCE
from kg.namespaces import BASE, GRAPHS, PART_KINDS, PREFIXES, ROW_KINDS, base_in_force
from kg.rdf.packed import in_pieces
from kg.rdf.quads import node

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["SPEAKS_FOR", "Division", "Surroundings", "small_store"]

SPEAKS_FOR = node("dp:speaksFor")
#: By one of these properties somebody is spoken for, or, of a row that is corrected, no more. Rules read the others
#: with them.
_DECISIVE = ("dp:represents", "dp:onBehalfOf", "dp:post", "prov:wasRevisionOf")
_READ_WITH = (
    *("dp:attribution", "prov:agent", "dp:holder", "prov:invalidatedAtTime", "org:member", "org:organization"),
    *_DECISIVE,
)
_OWN = (*ROW_KINDS, *PART_KINDS)
#: The source to which a node belongs by its name.
_OWNER = re.compile(rf"<[^>]*/id/(?:source/|actor/narrator\.|(?:{'|'.join(_OWN)})/)([^.>]+)".encode())


def small_store(*parts: bytes) -> ox.Store:
    """Return a store in memory with N-Quads that we have written."""
    store = ox.Store()
    for part in parts:
        store.bulk_load(part, format=ox.RdfFormat.N_QUADS, lenient=True)
    return store


@dataclass(slots=True)
class Surroundings:
    """What batches have in common: N-Quads of the ontology and the reference data, and of what sources share.

    `shared` has lines by their subject, in N-Triples; `speakers` are the triples of who speaks for whom.
    """

    basis: bytes
    shared: dict[bytes, list[bytes]] = field(default_factory=dict)
    speakers: bytes = b""

    def store(self, batch: bytes) -> ox.Store:
        """Return a store in memory of a batch with what it mentions."""
        store = small_store(self.basis, batch)
        left = dict(self.shared)
        while found := [subject for subject in left if _mentions(store, subject)]:
            lines = b"".join(line for subject in found for line in left.pop(subject))
            store.bulk_load(lines, format=ox.RdfFormat.N_QUADS, lenient=True)
        return store


def _mentions(store: ox.Store, subject: bytes) -> bool:
    name = ox.NamedNode(subject[1:-1].decode())
    said = store.quads_for_pattern(None, None, name, None), store.quads_for_pattern(name, None, None, None)
    return any(next(quads, None) is not None for quads in said)


class Division:
    """The files of sources in batches, and the `surroundings` of these."""

    def __init__(self, files: Iterable[Path], ontology: ox.Store, size: int) -> None:
        """Read the files once; a batch has about `size` bytes, or those of the reference data if these are more."""
        self._files = {file.name.removesuffix(".nq"): file for file in files}
        reference = self._files.pop(REFERENCE, None)
        told = reference.read_bytes() if reference else b""
        self.ontology = ontology.dump(format=ox.RdfFormat.N_QUADS) or b""
        self.surroundings = Surroundings(self.ontology + told)
        self._heard, self._places = TemporaryFile(), dict[str, tuple[int, int]]()  # noqa: SIM115  closed with this object
        self._size = max(size, len(told))
        self._decisive, self._read_with = (_implying(ontology, names) for names in (_DECISIVE, _READ_WITH))
        self._next = {name: name for name in self._files}
        self._listen(REFERENCE, told)
        for name, file in self._files.items():
            data = file.read_bytes()
            self._scan(name, data)
            self._listen(name, data)

    def batches(self) -> Iterator[list[str]]:
        """Yield the names of the sources of each batch."""
        groups = defaultdict[str, list[str]](list)
        for name in self._files:
            groups[self._group(name)].append(name)
        for some in in_pieces(groups.values(), self._size, self._length):
            yield [name for names in some for name in names]

    def files(self, names: Iterable[str]) -> list[Path]:
        """Return the files of sources."""
        return [self._files[name] for name in names]

    def speaking(self, names: Iterable[str]) -> bytes:
        """Return the lines of sources, or of the reference data, from which it follows who speaks for whom."""
        found = []
        for start, length in filter(None, map(self._places.get, names)):
            self._heard.seek(start)
            found.append(self._heard.read(length))
        return b"".join(found)

    def _length(self, names: Iterable[str]) -> int:
        return sum(self._files[name].stat().st_size for name in names)

    def _scan(self, name: str, data: bytes) -> None:
        """Find what a source says of nodes that are not its own, and the sources that it is tied to."""
        own = _names_of(name)
        # No rule reads what a graph says of the source of another one.
        rows = tuple(start for start in _names_of("") if not start.endswith(b"/source/"))
        for line in data.splitlines(keepends=True):
            subject, _, rest = line.split(b" ", 2)
            if not subject.startswith(own):
                self.surroundings.shared.setdefault(subject, []).append(line)
                self._tie(name, subject)
            if rest.startswith(rows) and not rest.startswith(own):
                self._tie(name, rest)

    def _tie(self, name: str, term: bytes) -> None:
        found = _OWNER.match(term)
        if found and (other := found[1].decode()) in self._files:
            self._next[self._group(name)] = self._group(other)

    def _group(self, name: str) -> str:
        """Return the name that stands for all sources that are tied to this one (union and find, with halved paths)."""
        while self._next[name] != name:
            self._next[name] = name = self._next[self._next[name]]
        return name

    def _listen(self, name: str, data: bytes) -> None:
        if any(said in data for said in self._decisive):
            lines = data.splitlines(keepends=True)
            said = b"".join(line for line in lines if line.split(b" ", 2)[1] in self._read_with)
            self._places[name] = self._heard.tell(), len(said)
            self._heard.write(said)


def _names_of(source: str) -> tuple[bytes, ...]:
    """Return how the names of a source's own nodes begin in N-Quads; of any source for an empty name."""
    kinds = ("actor/narrator.{}>", "source/{}>", *(f"{kind}/{{}}." for kind in _OWN))
    ends = [kind.format(source) if source else kind.partition("{}")[0] for kind in kinds]
    return tuple(f"<{base}id/{end}".encode() for base in {BASE, base_in_force()} for end in ends)


def _implying(ontology: ox.Store, names: Iterable[str]) -> set[bytes]:
    """Return properties, and those that imply one of them either way, in N-Triples."""
    values = " ".join(map(str, map(node, names)))
    found: Any = ontology.query(
        f"""SELECT DISTINCT ?property {{ VALUES ?wanted {{ {values} }} GRAPH <{GRAPHS["ontology"]}> {{
        ?property (rdfs:subPropertyOf|owl:inverseOf|^owl:inverseOf)* ?wanted }} }}""",
        prefixes=PREFIXES,
    )
    return {str(row["property"]).encode() for row in found} | {str(node(name)).encode() for name in names}
