"""Derives what follows from the sources: the classes above, stances, acts towards others, and plain edges.

The rules are the CONSTRUCT queries in `ontology/rules`, called `<stage>-<name>.rq`. The stages are done in the order of
their numbers, each finished before the next begins, so that a rule may count what an earlier stage has left, or ask
whether it is absent. A rule that says `#+ recursive: true` reads what it adds itself, and is applied until it adds
nothing: such rules only add, so the outcome is the least fixpoint (stratified Datalog with aggregates; Abiteboul, Hull
and Vianu, Foundations of Databases, 1995, ch. 15). The same sources give the same triples.

Each rule names the graph that it writes to. What is in `working` serves later stages, and is gone in the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import EngineError, InputError
from kg.namespaces import DERIVED, GRAPHS, localised
from kg.paths import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["DerivationRule", "derive", "read_rules"]

_WORKING = ox.NamedNode("urn:kg:derivation")
#: How many triples of a rule are in memory at a time.
_TOGETHER = 200_000
_NAME = re.compile(r"([0-9]+)-[a-z0-9-]+")
_KEY = re.compile(r"^#\+ ([a-z]+): *(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DerivationRule:
    """One rule: its file, its query, its stage, the graph that it writes to, and whether it reads what it adds."""

    path: Path
    text: str
    summary: str
    stage: int
    graph: ox.NamedNode
    recursive: bool


def derive(store: ox.Store, rules: Path | None = None) -> int:
    """Replace the derived graphs of `store` by what follows from its other graphs; return their size in triples.

    `rules` is a folder of CONSTRUCT queries (*.rq), by default those of the ontology that is shipped.
    Raises InputError when there are none or one cannot be used, EngineError when one fails.
    """
    found = read_rules(rules or shipped("ontology") / "rules")
    # Before anything is asked: a rule must not read what an earlier derivation has left.
    for graph in _graphs().values():
        store.clear_graph(graph)
    before = len(store)
    for _, stage in groupby(found, key=lambda rule: rule.stage):
        _finish(store, list(stage))
    store.remove_graph(_WORKING)
    return len(store) - before


def _graphs() -> dict[str, ox.NamedNode]:
    """Return the graphs by the names that rules call them."""
    return {"working": _WORKING, **{name: ox.NamedNode(GRAPHS[name]) for name in DERIVED}}


def read_rules(folder: Path) -> list[DerivationRule]:
    """Return the rules of a folder in the order of their stages; raises InputError where one is not a rule."""
    rules = [_read(path) for path in folder.glob("*.rq")]
    if not rules:
        raise InputError("no rules (*.rq) in this folder", file=str(folder))
    return sorted(rules, key=lambda rule: (rule.stage, rule.path.name))


def _read(path: Path) -> DerivationRule:
    try:
        text = localised(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", file=str(path)) from None
    name, keys = _NAME.fullmatch(path.stem), dict(_KEY.findall(text))
    if name is None:
        raise InputError("a rule is called <stage>-<name>.rq, such as 03-holders.rq", file=str(path))
    graphs = _graphs()
    if keys.get("graph") not in graphs:
        hint = f"add `#+ graph: ` and one of {', '.join(graphs)}"
        raise InputError("the rule does not say which graph it writes to", file=str(path), line=1, hint=hint)
    recursive = keys.get("recursive") == "true"
    return DerivationRule(path, text, keys.get("summary", path.stem), int(name[1]), graphs[keys["graph"]], recursive)


def _finish(store: ox.Store, stage: Sequence[DerivationRule]) -> None:
    """Apply the rules of a stage, and the recursive ones again until none adds anything."""
    for rule in stage:
        _apply(store, rule)
    recursive = [rule for rule in stage if rule.recursive]
    # All recursive rules, and not only those that add something: what one has added, another may read.
    while any(_apply(store, rule) for rule in recursive):
        pass


def _apply(store: ox.Store, rule: DerivationRule) -> bool:
    """Add what a rule gives; return whether any of it was new, where the rule is recursive."""
    try:
        found = store.query(rule.text)
        if not isinstance(found, ox.QueryTriples):
            raise InputError("a rule has to be a CONSTRUCT query", file=str(rule.path))
        quads = (ox.Quad(triple.subject, triple.predicate, triple.object, rule.graph) for triple in found)
        # The answer is that of the store as it was when it was asked, so that it need not be in memory as a whole.
        grows = False
        while some := list(islice(quads, _TOGETHER)):
            # Each quad is looked up: the size of the store would tell as well, and for that a store counts all it has.
            grows = grows or (rule.recursive and any(quad not in store for quad in some))
            store.bulk_extend(some)
    except SyntaxError as error:
        raise InputError(f"not SPARQL: {error.msg}", file=str(rule.path), line=error.lineno) from None
    except (OSError, RuntimeError) as error:
        raise EngineError(f"{rule.path.name}: the rule failed: {error}") from None
    return grows
