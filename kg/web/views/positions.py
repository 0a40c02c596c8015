"""The table of positions of all actors, and the comparison of two."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg.namespaces import DP, VOCABULARIES
from kg.web.content.compare import compare
from kg.web.content.matrix import Filter, Point, tabulate
from kg.web.content.stances import gather, grounds
from kg.web.content.statements import SIGNS
from kg.web.content.timeline import lanes
from kg.web.messages import Response
from kg.web.templating import Page, sign_class, sign_word
from kg.web.views.home import CLASSES, class_of
from kg.web.views.parameters import day_asked, node_asked, one_of, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.web.content.edition import Edition
    from kg.web.content.stances import Ground, Holding
    from kg.web.content.statements import ReadStatement
    from kg.web.messages import Request

__all__ = ["PARAMETERS", "Lists", "data", "lists", "positions", "wanted_by"]

#: The parameters of the table, in their order in an address.
PARAMETERS = ("issue", "source", "kind", "from", "to", "by", "least")
_SKOS = VOCABULARIES["skos"]
#: The signs that a cell can have.
_MARKS = ("+", "−", "±", "○", "(+)", "(−)", "(±)")
#: The signs as numbers, as in the table of the browser.
_SIDES = {"+": 1, "−": -1}


@dataclass(frozen=True, slots=True)
class Lists:
    """All grounds as points, and the lists that these refer to: IRIs, actors and propositions by label."""

    actors: list[str]
    propositions: list[str]
    statements: list[str]
    sources: list[str]
    issues: list[str]
    points: list[Point]
    grounds: list[Ground]


def positions(edition: Edition, request: Request) -> Page | Response:
    """Return the table, two actors side by side, or the cells of the table as CSV."""
    if request.value("a") or request.value("b"):
        return _compared(edition, request)
    values = read(request, *PARAMETERS)
    known = lists(edition)
    wanted = wanted_by(edition, known, values)
    table = tabulate(known.points, wanted)
    kept = [ground for ground, point in zip(known.grounds, known.points, strict=True) if wanted.admits(point)]
    shown = {(known.actors[actor], known.propositions[proposition]) for actor, proposition in table.cells}
    held = gather(ground for ground in kept if (ground.actor, ground.proposition) in shown)
    drawn, axis, more = lanes(held.values())
    if request.media_type in _WRITERS:
        rows = [_row(edition, holding) for _, holding in sorted(held.items())]
        return Response(200, request.media_type, _WRITERS[request.media_type](rows))
    context = {
        "values": values,
        "known": known,
        "table": table,
        "held": held,
        "lanes": drawn,
        "axis": axis,
        "more_lanes": more,
        "issues": edition.reading.labelled(known.issues),
        "sources": [(iri, edition.statements.source(iri).title) for iri in known.sources],
        "classes": [(name, word) for name, word in CLASSES if any(class_of(edition, a) == name for a in known.actors)],
        "actors": edition.reading.labelled(known.actors),
    }
    suffix = f"?{urlencode(values)}" if values else ""
    alternates = tuple((f"index.{ending}{suffix}", media_type) for media_type, ending in _ENDINGS.items())
    return Page("positions.html", "Who stands where", context, alternates=alternates)


def _row(edition: Edition, holding: Holding) -> dict[str, str | int]:
    """Return a cell as a row of the CSV file."""
    link, label = edition.addresses.slug, edition.reading.label
    return {
        "actor": link(holding.actor),
        "actor_label": label(holding.actor),
        "proposition": link(holding.proposition),
        "proposition_label": label(holding.proposition),
        "sign": holding.sign,
        "change": holding.change or ("over" if holding.over else ""),
        "statements": len(holding.statements),
        "first_said": holding.first_day,
        "last_said": holding.day,
    }


def _delimited(rows: Sequence[dict[str, str | int]], delimiter: str, end: str) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, _COLUMNS, delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


_COLUMNS = ("actor", "actor_label", "proposition", "proposition_label", "sign", "change", "statements", "first_said",
            "last_said")  # fmt: skip  # read as a header line
_ENDINGS = {"text/csv": "csv", "application/json": "json", "text/tab-separated-values": "tsv"}
_WRITERS: dict[str, Callable[[Sequence[dict[str, str | int]]], bytes]] = {
    "text/csv": lambda rows: _delimited(rows, ",", "\r\n"),
    "text/tab-separated-values": lambda rows: _delimited(rows, "\t", "\n"),
    "application/json": lambda rows: json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n",
}


def lists(edition: Edition) -> Lists:
    """Return all grounds that are not withdrawn, except those of narrators, as points."""
    if "lists" not in edition.memory:
        edition.memory["lists"] = _listed(edition)
    found: Lists = edition.memory["lists"]
    return found


def data(edition: Edition, known: Lists) -> bytes:
    """Return the data from which the browser makes the table, as JSON."""
    link, label, folder = edition.addresses.slug, edition.reading.label, edition.addresses.folder
    narrowed = {issue: _under(edition, issue, known) for issue in known.issues}
    content = {
        "actors": [[link(name), label(name), class_of(edition, name), folder(name)] for name in known.actors],
        "propositions": [[link(name), label(name), folder(name)] for name in known.propositions],
        "sources": [link(name) for name in known.sources],
        "issues": {link(issue): sorted(places) for issue, places in narrowed.items()},
        "points": [list(point) for point in known.points],
        "signs": {mark: [sign_class(mark), sign_word(mark)] for mark in _MARKS},
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _listed(edition: Edition) -> Lists:
    kept = [g for g in grounds(edition) if not g.withdrawn and not edition.reading.is_a(g.actor, "Narrator")]
    kept.sort(key=lambda g: (g.actor, g.proposition, g.statement, g.capacity, g.through or ""))
    passed_on = {(g.through, g.statement) for g in kept if g.capacity in ("represented", "in-office")}
    actors = [name for name, _ in edition.reading.labelled({g.actor for g in kept})]
    propositions = [name for name, _ in edition.reading.labelled({g.proposition for g in kept})]
    statements, sources = (sorted({getattr(g, field) for g in kept}) for field in ("statement", "source"))
    places = [
        {name: place for place, name in enumerate(names)} for names in (actors, propositions, statements, sources)
    ]
    points = [
        Point(
            places[0][g.actor], places[1][g.proposition], places[2][g.statement], places[3][g.source],
            _SIDES.get(SIGNS.get(g.side, ""), 0), int(g.firm), _spoken(g, passed_on), g.day,
        )
        for g in kept
    ]  # fmt: skip  # the fields in their order
    issues = [name for name, _ in _issues(edition, propositions)]
    return Lists(actors, propositions, statements, sources, issues, points, kept)


def _spoken(ground: Ground, passed_on: set[tuple[str | None, str]]) -> int:
    """Return 0 if others spoke for the actor, 1 if it spoke for itself, 2 if it spoke for others."""
    if ground.capacity not in ("itself", "in-office"):
        return 0
    return 2 if ground.capacity == "in-office" or (ground.actor, ground.statement) in passed_on else 1


def wanted_by(edition: Edition, known: Lists, values: dict[str, str]) -> Filter:
    """Return the filter for the parameters of an address; raises BadRequest for unknown values."""
    issue = node_asked(edition, "issue", "issue", values.get("issue"))
    source = node_asked(edition, "source", "source", values.get("source"))
    kind = one_of("kind", values.get("kind"), [name for name, _ in CLASSES])
    chosen = {place for place, name in enumerate(known.actors) if class_of(edition, name) == kind}
    return Filter(
        actors=frozenset(chosen) if kind else None,
        propositions=frozenset(_under(edition, issue, known)) if issue else None,
        source=_place(known.sources, source) if source else None,
        first=day_asked("from", values.get("from")),
        last=day_asked("to", values.get("to")),
        speakers=one_of("by", values.get("by"), ("speaker", "represented")) == "speaker",
        least=1 if one_of("least", values.get("least"), ("1", "2")) == "1" else 2,
    )


def _place(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _under(edition: Edition, issue: str, known: Lists) -> set[int]:
    """Return the positions of the propositions under an issue or a narrower one."""
    wider = {issue}
    waiting = [issue]
    while waiting:
        fresh = [name for name in edition.reading.subjects(_SKOS + "broader", waiting.pop()) if name not in wider]
        wider.update(fresh)
        waiting += fresh
    return {
        place
        for place, name in enumerate(known.propositions)
        if wider & set(edition.reading.node(name).values(DP + "issue"))
    }


def _issues(edition: Edition, propositions: Sequence[str]) -> list[tuple[str, str]]:
    """Return the issues of all known propositions, and broader issues."""
    names = {issue for name in propositions for issue in edition.reading.node(name).values(DP + "issue")}
    waiting = list(names)
    while waiting:
        fresh = [up for up in edition.reading.node(waiting.pop()).values(_SKOS + "broader") if up not in names]
        names.update(fresh)
        waiting += fresh
    return edition.reading.labelled(names)


def _compared(edition: Edition, request: Request) -> Page:
    values = read(request, "a", "b")
    one, other = (node_asked(edition, key, "actor", values.get(key)) for key in ("a", "b"))
    known = lists(edition)
    context: dict[str, object] = {
        "values": values,
        "one": one,
        "other": other,
        "actors": edition.reading.labelled(known.actors),
    }
    if one and other:
        found = compare(edition, one, other)
        pairs = [*found.agreed, *found.differing, *found.unclear]
        held = [h for pair in pairs for h in pair] + found.only_one + found.only_other
        context |= {
            "found": found,
            "loaded": {name: edition.statements.one(name) for name in _statements(held)},
            "years": (years := _years(edition, one, other)),
            "most": max((len(said) for _, *both in years for said in both), default=1),
        }
        title = f"{edition.reading.label(one)} and {edition.reading.label(other)}"
        return Page("compare.html", title, context)
    return Page("compare.html", "Compare two actors", context | {"found": None})


def _statements(held: Iterable[Holding]) -> list[str]:
    return sorted({name for holding in held for name in holding.statements})


def _years(edition: Edition, one: str, other: str) -> list[tuple[str, list[ReadStatement], list[ReadStatement]]]:
    """Return what each of two actors says to or about the other, by year, latest first."""
    years: dict[str, tuple[list[ReadStatement], list[ReadStatement]]] = {}
    for column, (speaker, about) in enumerate(((one, other), (other, one))):
        names = edition.column("said-of", "statement", speaker=speaker, actor=about)
        for statement in edition.statements.load(names):
            years.setdefault(statement.day[:4], ([], []))[column].append(statement)
    return [(year, *years[year]) for year in sorted(years, reverse=True)]
