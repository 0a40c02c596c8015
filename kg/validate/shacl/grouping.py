"""Decides which sources can be checked together, so that they share the fixed cost of an engine call.

The shapes look at one source and at the reference data. A source is separate if no shape can see anything of its graph
from another source: it describes only its own nodes, and mentions none of another source's. Separate sources give the
same results together as alone; the others are checked one at a time.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.forms.types import NARRATOR
from kg.namespaces import PART_KINDS, ROW_KINDS, VOCABULARIES, kind_of, slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.rdf.quads import Written

__all__ = ["group_sources"]

#: The size up to which a group is filled: about ten sources of ten statements (measured, docs/engines.md).
MOST_QUADS = 4000
_OF_A_SOURCE = frozenset({"source", *ROW_KINDS, *PART_KINDS})
#: Nodes that several sources may describe, but always with the same triples.
_SHARED = ("interval", "instant")
#: Shapes follow these properties backwards from the reference data, so only the reference data should use them.
_BACKWARD = VOCABULARIES["org"]


def group_sources(parts: Sequence[Sequence[Written]], sources: Sequence[str]) -> Iterator[list[int]]:
    """Yield the positions of `parts` in groups that can be checked together; `sources` are the IRIs of the graphs."""
    filled: list[int] = []
    size, names = 0, set[str]()
    shared: dict[str, frozenset[str]] = {}
    # SHACL engines have a fixed cost per run, which would weigh most on small sources. Sources can share a run if no
    # shape can see one from the other: then the findings are the same as in separate runs.
    for at, (part, source) in enumerate(zip(parts, sources, strict=True)):
        dates = _dates(part, slug_of(source))
        if dates is None or source in names:
            yield [at]
            continue
        # Two sources may describe the same interval, but only with the same triples: otherwise a shape would see both
        # descriptions.
        clash = any(shared.get(node, told) != told for node, told in dates.items())
        if filled and (clash or size + len(part) > MOST_QUADS):
            yield filled
            filled, size, names, shared = [], 0, set(), {}
        filled.append(at)
        size += len(part)
        names.add(source)
        shared |= dates
    if filled:
        yield filled


def _dates(part: Iterable[Written], slug: str) -> dict[str, frozenset[str]] | None:
    """Return the triples about intervals and instants, by node; None if the source must be checked alone."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    subjects, values, predicates = dict[str, bool](), set[str](), set[str]()
    for subject, predicate, value in part:
        if value[0] != '"':
            values.add(value[1:-1])
        predicates.add(predicate)
        if subject not in subjects:  # the kind of a node is determined once and not for each triple
            subjects[subject] = kind_of(subject[1:-1]) in _SHARED
        if subjects[subject]:
            told[subject].add(f"{predicate} {value}")
    # A path such as ^org:member leads from an actor of the reference data to statements in any source.
    if any(name.startswith(f"<{_BACKWARD}") for name in predicates):
        return None
    # A source is separate if it describes only its own nodes, refers to no other source, and describes every interval
    # that it uses.
    own = {name[1:-1] for name, shared in subjects.items() if shared or _is_own(name[1:-1], slug)}
    if len(own) < len(subjects):
        return None
    if any(kind_of(name) in _SHARED or (_is_of_a_source(name) and not _is_own(name, slug)) for name in values - own):
        return None
    return {node: frozenset(lines) for node, lines in told.items()}


def _is_own(name: str, slug: str) -> bool:
    if not _is_of_a_source(name):
        return False
    local = slug_of(name)
    return local == slug if kind_of(name) == "source" else local == f"{NARRATOR}.{slug}" or local.startswith(f"{slug}.")


def _is_of_a_source(name: str) -> bool:
    kind = kind_of(name)
    return kind in _OF_A_SOURCE or (kind == "actor" and slug_of(name).startswith(f"{NARRATOR}."))
