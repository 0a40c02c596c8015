"""Lists of everything of one kind, by name, and the search over all kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.web.content.parts import PARTS
from kg.web.content.search import SEARCHED, closeness, index, search_form
from kg.web.templating import Page
from kg.web.views.home import CLASSES, class_of
from kg.web.views.parameters import NotFound, read

if TYPE_CHECKING:
    from kg.web.content.edition import Edition
    from kg.web.messages import Request

__all__ = ["listing", "search", "words"]

_MOST = 50


def listing(edition: Edition, request: Request, folder: str) -> Page:
    """Return the page of a kind: `id/actor/`."""
    read(request)
    start = edition.addresses.start(folder)
    kind = folder.rstrip("/").rpartition("/")[2]
    names = edition.column("things-of-kind", "thing", kind_start=start) if start and kind not in PARTS else []
    if not names:
        raise NotFound
    groups: dict[str, list[tuple[str, str]]] = {}
    for iri, label in edition.reading.labelled(names):
        groups.setdefault(_group(edition, kind, iri, label), []).append((iri, label))
    order = [word for _, word in CLASSES] if kind == "actor" else sorted(groups)
    shown = [(word, groups[word]) for word in order if word in groups]
    return Page("listing.html", words(kind), {"kind": kind, "groups": shown, "count": len(names)})


def _group(edition: Edition, kind: str, iri: str, label: str) -> str:
    """Return the heading for a name: actors by class, everything else by the first letter."""
    if kind == "actor":
        return dict(CLASSES)[class_of(edition, iri)]
    # By the form that the search uses, in which É is E.
    first = search_form(label)[:1].upper()
    return first if first.isalpha() else "#"


def search(edition: Edition, request: Request) -> Page:
    """Return the things with a label or alias that matches the search, whole words first, grouped by kind."""
    values = read(request, "q")
    query = values.get("q", "")
    found: dict[str, list[tuple[int, str, str, str]]] = {}
    sought = search_form(query).split()
    for iri, kind, label, name in index(edition) if sought else ():
        if fit := closeness(sought, search_form(name)):
            found.setdefault(kind, []).append((fit, label, iri, name))
    groups = [(kind, _best(found[kind])) for kind in SEARCHED if kind in found]
    title = f"Search: {query}" if query else "Search"
    shown = [(words(kind), rows[:_MOST], max(0, len(rows) - _MOST)) for kind, rows in groups]
    return Page(
        "search.html", title, {"searched": query, "groups": shown, "count": sum(len(rows) for _, rows in groups)}
    )


def _best(rows: list[tuple[int, str, str, str]]) -> list[tuple[str, str, str]]:
    """Return each thing once, with its best-matching name, the best first."""
    best: dict[str, tuple[int, str, str, str]] = {}
    for row in rows:
        if row[2] not in best or row[0] > best[row[2]][0]:
            best[row[2]] = row
    return [
        (iri, label, name)
        for _, label, iri, name in sorted(best.values(), key=lambda r: (-r[0], len(r[1]), r[1], r[2]))
    ]


def words(kind: str) -> str:
    """Return a kind in the plural, as a heading."""
    plural = {"issue": "Issues", "property": "Properties", "polarity": "Polarities", "certainty": "Certainties"}
    return plural.get(kind, f"{kind.replace('-', ' ').capitalize()}s")
