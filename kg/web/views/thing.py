"""The page or the data of one IRI, depending on its kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.suggestions import similar
from kg.web.content.addresses import SUFFIXES
from kg.web.content.data import FORMATS, described, ontology, serialised
from kg.web.content.parts import PARTS, owner
from kg.web.content.search import index
from kg.web.messages import HTML, Response
from kg.web.views.actor import actor
from kg.web.views.parameters import Moved, NotFound
from kg.web.views.plain import plain
from kg.web.views.source import source
from kg.web.views.statement import statement
from kg.web.views.terms import terms
from kg.web.views.topic import issue, proposition

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.web.content.edition import Edition
    from kg.web.messages import Request
    from kg.web.templating import Page

__all__ = ["KINDS", "thing"]

#: The kinds with their own page; every other kind has the plain page, and parts have none.
KINDS: dict[str, Callable[[Edition, Request, str], Page]] = {
    "actor": actor,
    "issue": issue,
    "proposition": proposition,
    "source": source,
    "statement": statement,
}
_FILES = {media_type: f"index.{suffix}" for suffix, media_type in SUFFIXES.items()}
_ALTERNATES = tuple((_FILES[media_type], media_type) for media_type in FORMATS)


def thing(edition: Edition, request: Request) -> Page | Response:
    """Return the page of the IRI at a path, or its data; raises Moved for a part or an alias, or NotFound."""
    folder = request.path.lstrip("/")
    if not folder.endswith("/"):
        return _alias(edition, request, folder)
    iri = edition.addresses.iri(folder)
    if iri is None:
        raise NotFound
    if iri.endswith("/ontology"):
        return _ontology(edition, request, iri)
    if not edition.reading.exists(iri):
        raise NotFound(_nearest(edition, iri))
    _refuse_part(edition, request, iri, folder)
    if request.media_type in FORMATS:
        return Response(200, request.media_type, serialised(described(edition.reading, iri), request.media_type))
    kind = edition.addresses.kind(iri) or ""
    page = KINDS.get(kind, plain)(edition, request, iri)
    page.iri, page.alternates = iri, _ALTERNATES
    return page


def _ontology(edition: Edition, request: Request, iri: str) -> Page | Response:
    if request.media_type in FORMATS:
        return Response(200, request.media_type, serialised(ontology(edition.reading), request.media_type))
    page = terms(edition, request)
    page.iri, page.alternates = iri, _ALTERNATES
    return page


def _refuse_part(edition: Edition, request: Request, iri: str, folder: str) -> None:
    """Raise Moved for a part of something, to the page or data of its owner."""
    found = owner(edition.reading, iri)
    if found is None:
        return
    address = edition.addresses.link(found[0], folder.count("/"))
    if request.media_type != HTML:
        raise Moved(f"{address}{_FILES.get(request.media_type, '')}")
    raise Moved(f"{address}#{found[1]}" if found[1] else f"{address}")


def _alias(edition: Edition, request: Request, path: str) -> Page | Response:
    """Answer `x.ttl` with the Turtle of x, unless x.ttl is itself a name; raises Moved, NotFound."""
    stem, _, suffix = path.rpartition(".")
    if edition.reading.exists(edition.addresses.iri(f"{path}/") or ""):
        raise Moved(f"./{path.rpartition('/')[2]}/", 308)
    if suffix not in SUFFIXES:
        raise NotFound(_nearest(edition, edition.addresses.iri(f"{path}/") or ""))
    return thing(edition, replace(request, path=f"/{stem}/", media_type=SUFFIXES[suffix]))


def _nearest(edition: Edition, iri: str) -> list[str]:
    """Return the IRIs of the same kind with similar names; for rows, only those of the same source."""
    kind, slug = edition.addresses.kind(iri), edition.addresses.slug(iri)
    if kind is None or kind in PARTS:
        return []
    source, dot, _ = slug.partition(".")
    if dot and kind != "actor":
        names = edition.column("evidence-of-source", "node", source=f"{edition.addresses.base}id/source/{source}")
    else:
        names = [name for name, its_kind, _, _ in index(edition) if its_kind == kind]
    slugs = {edition.addresses.slug(name): name for name in names if edition.addresses.kind(name) == kind}
    return [slugs[near] for near in similar(slug, slugs, 5)]
