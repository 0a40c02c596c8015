"""Everything of one kind, by name; and the search over all kinds."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from kg.web.content.parts import PARTS
from kg.web.templating import Page
from kg.web.views.home import CLASSES, class_of
from kg.web.views.parameters import NotFound, read

if TYPE_CHECKING:
    from kg.web.content.edition import Edition
    from kg.web.messages import Request

__all__ = ["SEARCHED", "index", "listing", "search", "words"]

#: The kinds that a search looks through, in the order shown; statements are found by their propositions.
SEARCHED = ("actor", "proposition", "issue", "source", "event", "place", "post")
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
    """Return under which heading a name stands: actors by class, all else by their first letter."""
    if kind == "actor":
        return dict(CLASSES)[class_of(edition, iri)]
    first = folded(label)[:1].upper()
    return first if first.isalpha() else "#"


def search(edition: Edition, request: Request) -> Page:
    """Return what is called, or also called, what was looked for: whole words first, grouped by kind."""
    values = read(request, "q")
    query = values.get("q", "")
    found: dict[str, list[tuple[int, str, str, str]]] = {}
    sought = folded(query).split()
    for iri, kind, label, name in index(edition) if sought else ():
        if score := _score(sought, folded(name)):
            found.setdefault(kind, []).append((score, label, iri, name))
    groups = [(kind, _best(found[kind])) for kind in SEARCHED if kind in found]
    title = f"Search: {query}" if query else "Search"
    shown = [(words(kind), rows[:_MOST], max(0, len(rows) - _MOST)) for kind, rows in groups]
    return Page(
        "search.html", title, {"searched": query, "groups": shown, "count": sum(len(rows) for _, rows in groups)}
    )


def index(edition: Edition) -> list[tuple[str, str, str, str]]:
    """Return what can be searched: IRI, kind, label, and one of its names."""
    if "index" not in edition.memory:
        asked = edition.ask("names")
        labels = {row["thing"]: row["name"] or "" for row in reversed(asked) if row["main"]}
        rows = [(row["thing"] or "", row["name"] or "") for row in asked]
        kinds = [(iri, edition.addresses.kind(iri), name) for iri, name in rows]
        edition.memory["index"] = [(i, kind, labels.get(i, name), name) for i, kind, name in kinds if kind in SEARCHED]
    found: list[tuple[str, str, str, str]] = edition.memory["index"]
    return found


def folded(text: str) -> str:
    """Return a text as it is compared: without case and accents, punctuation as spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).split())


def _score(words: list[str], name: str) -> int:
    """Return 0 where a word is missing, else the more the better a name fits: whole, from its start, by words."""
    if not all(word in name for word in words):
        return 0
    whole = " ".join(words)
    if name == whole:
        return 4
    if name.startswith(whole):
        return 3
    return 2 if set(words) <= set(name.split()) else 1


def _best(rows: list[tuple[int, str, str, str]]) -> list[tuple[str, str, str]]:
    """Return each thing once, by its best name, the best first."""
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
