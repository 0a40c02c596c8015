"""The home page: what the store contains, and where to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import DP
from kg.paths import shipped_name
from kg.query.catalogue import Catalogue
from kg.web.content.search import index
from kg.web.content.stances import gather, grounds
from kg.web.templating import Page
from kg.web.views.parameters import read
from kg.web.views.topic import speaking_for_themselves

if TYPE_CHECKING:
    from kg.web.content.edition import Edition
    from kg.web.content.stances import Holding
    from kg.web.messages import Request

__all__ = ["CLASSES", "class_of", "home"]

#: The groups of actors, in the order shown; an actor is in the first to which it belongs.
CLASSES = (
    ("State", "States"),
    ("Organisation", "Organisations"),
    ("Group", "Groups"),
    ("Person", "Persons"),
    ("Actor", "Others"),
)
_MOST_ACTORS, _MOST_CONTESTED, _MOST_SOURCES = 10, 8, 8
#: Questions of the catalogue that most stores can answer.
_QUESTIONS = ("for-and-against", "conditions", "shifts", "demands", "death-tolls")


def home(edition: Edition, request: Request) -> Page:
    """Return the home page."""
    read(request)
    if "home" not in edition.memory:
        edition.memory["home"] = _found(edition)
    return Page("home.html", "Diplomatic positions", edition.memory["home"])


def class_of(edition: Edition, actor: str) -> str:
    """Return the class of CLASSES to which an actor belongs."""
    known = edition.memory.setdefault("classes", {})
    if actor not in known:
        known[actor] = next((name for name, _ in CLASSES if edition.reading.is_a(actor, name)), "Actor")
    return str(known[actor])


def _found(edition: Edition) -> dict[str, object]:
    held = list(gather(grounds(edition)).values())
    return {
        "actors": _actors(edition, held),
        "issues": _issues(edition, held),
        "contested": _contested(edition, held),
        "sources": _sources(edition),
        "questions": _questions(),
        "folders": {kind: _folders(edition, kind) for kind in ("actor", "source")},
        "statements": len({ground.statement for holding in held for ground in holding.grounds if not ground.withdrawn}),
        "everybody": len({holding.actor for holding in held}),
    }


def _actors(edition: Edition, held: list[Holding]) -> list[tuple[str, list[tuple[str, int]], int]]:
    """Return the actors with most positions by class, and the number of others."""
    counts: dict[str, int] = {}
    for holding in held:
        # A narrator holds everything that its articles say in their own voice, so newspapers would lead every list.
        if not edition.reading.is_a(holding.actor, "Narrator"):
            counts[holding.actor] = counts.get(holding.actor, 0) + 1
    groups: dict[str, list[tuple[str, int]]] = {name: [] for name, _ in CLASSES}
    for actor, count in counts.items():
        groups[class_of(edition, actor)].append((actor, count))
    for rows in groups.values():
        rows.sort(key=lambda row: (-row[1], edition.reading.by_label(row[0])))
    return [
        (word, groups[name][:_MOST_ACTORS], max(0, len(groups[name]) - _MOST_ACTORS))
        for name, word in CLASSES
        if groups[name]
    ]


def _issues(edition: Edition, held: list[Holding]) -> list[tuple[str, int]]:
    """Return the issues with their number of propositions that have statements, most first."""
    counts: dict[str, set[str]] = {}
    for holding in held:
        for issue in edition.reading.node(holding.proposition).values(DP + "issue"):
            counts.setdefault(issue, set()).add(holding.proposition)
    rows = [(issue, len(names)) for issue, names in counts.items()]
    return sorted(rows, key=lambda row: (-row[1], edition.reading.by_label(row[0])))


def _contested(edition: Edition, held: list[Holding]) -> list[tuple[str, list[str], list[str], int]]:
    """Return propositions with last known positions on both sides, and the actors of each, most actors first."""
    by_proposition: dict[str, list[Holding]] = {}
    for holding in held:
        by_proposition.setdefault(holding.proposition, []).append(holding)
    rows, by_label = [], edition.reading.by_label
    for name, found in by_proposition.items():
        speaking = speaking_for_themselves(found)
        sides = [sorted((h.actor for h in speaking if h.now == sign), key=by_label) for sign in ("+", "−")]
        if all(sides):
            rows.append((name, sides[0], sides[1], len(sides[0]) + len(sides[1])))
    # By the smaller side: ten against one is less contested than four against four.
    rows.sort(key=lambda row: (-min(len(row[1]), len(row[2])), -row[3], by_label(row[0])))
    return rows[:_MOST_CONTESTED]


def _folders(edition: Edition, kind: str) -> list[str]:
    """Return the folders that list a kind, for the store's own names and for those of shared packages."""
    folders = {edition.addresses.folder(iri) or "" for iri, its_kind, _, _ in index(edition) if its_kind == kind}
    return sorted({f"{folder.partition(f'{kind}/')[0]}{kind}/" for folder in folders})


def _questions() -> list[tuple[str, str]]:
    """Return five questions of the catalogue: the name and the text of each."""
    catalogue = Catalogue(shipped_name("queries"))
    return [(name, catalogue.find(name).question) for name in _QUESTIONS if name in catalogue.names()]


def _sources(edition: Edition) -> list[tuple[str, int, int]]:
    """Return the newest sources with their numbers of statements and of votes."""
    rows = edition.ask("sources")[:_MOST_SOURCES]
    return [(str(row["source"]), int(row["statements"] or 0), int(row["votes"] or 0)) for row in rows]
