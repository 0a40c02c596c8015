"""Creates the complete response for a path below the root, in a worker that has the store open."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kg.web.content.edition import Edition
from kg.web.messages import HTML, Response
from kg.web.templating import Page, render_page
from kg.web.views.home import home
from kg.web.views.listing import listing, search
from kg.web.views.parameters import BadRequest, Moved, NotFound
from kg.web.views.positions import positions
from kg.web.views.questions import question, questions
from kg.web.views.thing import thing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.web.messages import OpenStore, Request

__all__ = ["edition_of", "respond"]

_UTF8 = "; charset=utf-8"
_EDITIONS: dict[int, tuple[OpenStore, Edition]] = {}


def respond(store: OpenStore, request: Request) -> Response:
    """Return the requested page or data, or status 404."""
    edition = edition_of(store)
    try:
        answer = _answer(edition, request)
    except Moved as moved:
        return Response.line(moved.status, f"see {moved.location}", ("Location", moved.location))
    except BadRequest as refused:
        answer = _failure(400, "Invalid address", str(refused))
    except NotFound as missing:
        answer = _failure(404, "Page not found", "", missing.nearest)
    if isinstance(answer, Response):
        return answer
    return Response(answer.status, HTML + _UTF8, render_page(answer, edition, request))


def no_editor(_edition: Edition, _request: Request) -> Page:
    """Return the page that replaces the editor in a static site."""
    return Page("no_editor.html", "SPARQL")


#: The pages that do not belong to an IRI: a pattern for the path below the root, and the view.
ROUTES: tuple[tuple[str, Callable[..., Page | Response]], ...] = (
    ("", home),
    ("search/", search),
    ("positions/", positions),
    ("sparql/", no_editor),
    ("questions/", questions),
    (r"questions/([a-z0-9-]+)/(?:(example)/)?", question),
    ("((?:world/)?id/[a-z-]+/)", listing),
)


def edition_of(store: OpenStore) -> Edition:
    """Return the cached edition of a store; a worker has only one store."""
    known = _EDITIONS.get(id(store))
    if known is None or known[0] is not store:
        _EDITIONS.clear()
        known = _EDITIONS[id(store)] = (store, Edition(store.quads, Path(store.folder) / store.name, store.manifest))
    return known[1]


def _answer(edition: Edition, request: Request) -> Page | Response:
    folder = request.path.lstrip("/")
    for pattern, view in ROUTES:
        if match := re.fullmatch(pattern, folder):
            return view(edition, request, *match.groups())
    return thing(edition, request)


def _failure(status: int, title: str, reason: str, nearest: Sequence[str] = ()) -> Page:
    return Page("failure.html", title, {"reason": reason, "nearest": nearest}, status)
