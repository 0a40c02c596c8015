"""Derives the plain edges that people query (`actor:russia dp:opposes proposition:x`) from what the sources say.

The rules are the CONSTRUCT queries in `ontology/rules`. They are applied together, round by round, until a round
adds nothing. Rules only ever add, and each reads what the round before it left, so the outcome is the least
fixpoint, whatever the order of the rules: the same sources give the same edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import EngineError, InputError
from kg.namespaces import GRAPHS, localised
from kg.paths import shipped

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["derive"]


def derive(store: ox.Store, rules: Path | None = None) -> int:
    """Replace the derived graph of `store` by what the rules derive from its other graphs; return its size in triples.

    `rules` is a folder of CONSTRUCT queries (*.rq), by default those of the ontology that is shipped.
    Raises InputError when there are none or one is no CONSTRUCT query, EngineError when one fails.
    """
    queries = _read(rules or shipped("ontology") / "rules")
    store.clear_graph(ox.NamedNode(GRAPHS["derived"]))
    size, before = 0, -1
    while size != before:
        before = size
        found = {quad for path, query in queries for quad in _apply(store, path, query)}
        store.extend(found)
        size = len(found)  # rules only add: as many as the round before means the same ones
    return size


def _read(folder: Path) -> list[tuple[Path, str]]:
    try:
        queries = [(path, localised(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.rq"))]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", file=str(folder)) from None
    if not queries:
        raise InputError("no rules (*.rq) in this folder", file=str(folder))
    return queries


def _apply(store: ox.Store, path: Path, query: str) -> list[ox.Quad]:
    try:
        found = store.query(query)
        if not isinstance(found, ox.QueryTriples):
            raise InputError("a rule has to be a CONSTRUCT query", file=str(path))
        derived = ox.NamedNode(GRAPHS["derived"])
        return [ox.Quad(triple.subject, triple.predicate, triple.object, derived) for triple in found]
    except SyntaxError as error:
        raise InputError(f"not SPARQL: {error.msg}", file=str(path), line=error.lineno) from None
    except (OSError, RuntimeError) as error:
        raise EngineError(f"{path.name}: the rule failed: {error}") from None
