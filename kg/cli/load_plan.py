"""The output of `kg load --plan`: what a load would change, graph by graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.endpoints.plan import Plan

__all__ = ["shown"]

_COLUMNS = ("state", "added", "removed", "graph")


def _rows(plan: Plan) -> list[tuple[str, int, int, str]]:
    return [(step.state.value, step.added or 0, step.removed or 0, step.iri) for step in plan.steps]


def _as_json(plan: Plan) -> str:
    return json.dumps([dict(zip(_COLUMNS, row, strict=True)) for row in _rows(plan)], indent=1) + "\n"


def _as_tsv(plan: Plan) -> str:
    return "".join("\t".join(map(str, row)) + "\n" for row in (_COLUMNS, *_rows(plan)))


def _as_text(plan: Plan) -> str:
    """Return a line for each graph that a load would change, and the number of graphs in each state."""
    from kg.endpoints.plan import State
    from kg.namespaces import shorten

    rows = [row for row in _rows(plan) if row[0] != State.UNCHANGED.value]
    lines = [
        f"{state:<20}{f'+{added}':>8}{f'-{removed}':>8}  {shorten(graph)}" for state, added, removed, graph in rows
    ]
    counts = [f"{len(plan.of(state))} {state.value}" for state in State if plan.of(state)]
    return "\n".join([*lines, ", ".join(counts) or "nothing to load"]) + "\n"


def shown(plan: Plan, form: str) -> str:
    """Return a plan as `json`, `tsv` or `text`."""
    return {"json": _as_json, "tsv": _as_tsv, "text": _as_text}[form](plan)
