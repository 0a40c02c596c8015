"""Derives what follows from the sources: superclasses, stances, acts towards others, and plain edges.

The rules are the CONSTRUCT queries in `ontology/rules`, called `<stage>-<name>.rq`. Stages run in the order of their
numbers, each finished before the next begins. So a rule may count the results of an earlier stage, or ask whether
something is absent. A rule with `#+ recursive: true` reads its own output and is applied until it adds nothing. Such
rules only add triples, so the result is the least fixpoint (stratified Datalog with aggregates; Abiteboul, Hull and
Vianu, Foundations of Databases, 1995, ch. 15). The same sources give the same triples.

Each rule names the graph that it writes to. The graph `working` serves later stages and is removed at the end. Records
of votes are counted by `kg.store.voting`, because a million ballots are too many for rules.
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
from kg.store.rule_template import RuleTemplate
from kg.store.voting import add_voting_records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["ALIGNING", "GROUNDS", "SPEAKING", "WORKING", "DerivationRule", "apply_rules", "derive", "read_rules"]

#: The graph of what serves later stages only.
WORKING = ox.NamedNode("urn:kg:derivation")
#: The first stages of the rules that read who speaks for whom, that read grounds alone, and that read all graphs.
SPEAKING, GROUNDS, ALIGNING = 3, 7, 18
#: How many triples of a rule are held in memory at a time.
_TOGETHER = 50_000
_NAME = re.compile(r"([0-9]+)-[a-z0-9-]+")
_KEY = re.compile(r"^#\+ ([a-z]+): *(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DerivationRule:
    """One rule: its file, query, stage and target graph, and whether it reads its own output."""

    path: Path
    text: str
    summary: str
    stage: int
    graph: ox.NamedNode
    recursive: bool


def derive(store: ox.Store, rules: Path | None = None) -> int:
    """Replace the derived graphs of `store` with what follows from its other graphs; return their size in triples.

    `rules` is a folder of CONSTRUCT queries (*.rq), by default those of the shipped ontology. Raises InputError when
    there are none or one is unusable, EngineError when one fails.
    """
    found = read_rules(rules or shipped("ontology") / "rules")
    # Clear them before any rule runs: a rule must not read the results of an earlier derivation.
    for graph in _graphs().values():
        store.clear_graph(graph)
    before = len(store)
    apply_rules(store, found)
    store.remove_graph(WORKING)
    add_voting_records(store)
    return len(store) - before


def apply_rules(store: ox.Store, rules: Iterable[DerivationRule]) -> None:
    """Add what follows from a store by rules in the order of their stages; raises EngineError if one fails."""
    for _, stage in groupby(rules, key=lambda rule: rule.stage):
        _finish(store, list(stage))


def _graphs() -> dict[str, ox.NamedNode]:
    """Return the graphs by the names that rules use for them."""
    return {"working": WORKING, **{name: ox.NamedNode(GRAPHS[name]) for name in DERIVED}}


def read_rules(folder: Path) -> list[DerivationRule]:
    """Return the rules of a folder in the order of their stages; raises InputError if a file is not a rule."""
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
    """Apply the rules of a stage once, and the recursive ones again until none of them adds anything."""
    for rule in stage:
        _apply(store, rule)
    recursive = [rule for rule in stage if rule.recursive]
    # All recursive rules run again, not only those that added something, since one may read the output of another.
    while any(_apply(store, rule) for rule in recursive):
        pass


def _apply(store: ox.Store, rule: DerivationRule) -> bool:
    """Add the results of a rule; for a recursive rule, return whether any of them was new."""
    template = RuleTemplate.of(rule.text)
    try:
        if template is None or rule.recursive:
            return _add(store, rule, template)
        store.update(template.insertion(rule.graph))
    except SyntaxError as error:
        raise InputError(f"not SPARQL: {error.msg}", file=str(rule.path), line=error.lineno) from None
    except (OSError, RuntimeError) as error:
        raise EngineError(f"{rule.path.name}: the rule failed: {error}") from None
    return False


def _add(store: ox.Store, rule: DerivationRule, template: RuleTemplate | None) -> bool:
    """Add the results of a rule one by one; return whether any result of a recursive rule was new."""
    quads = _results(store, rule, template)
    # The query sees the store as it was when the query started, so its results can be written in parts.
    grows = False
    while some := list(islice(quads, _TOGETHER)):
        # Each quad is looked up. The size of the store would show it too, but a store computes that by counting
        # everything.
        grows = grows or (rule.recursive and any(quad not in store for quad in some))
        store.bulk_extend(some)
    return grows


def _results(store: ox.Store, rule: DerivationRule, template: RuleTemplate | None) -> Iterator[ox.Quad]:
    """Yield the results of a rule, some perhaps more than once."""
    if template is not None:
        rows = store.query(template.query)
        if isinstance(rows, ox.QuerySolutions):
            yield from template.quads(rows, rule.graph)
        return
    found = store.query(rule.text)
    if not isinstance(found, ox.QueryTriples):
        raise InputError("a rule has to be a CONSTRUCT query", file=str(rule.path))
    yield from (ox.Quad(triple.subject, triple.predicate, triple.object, rule.graph) for triple in found)
