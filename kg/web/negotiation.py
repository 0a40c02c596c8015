"""Content negotiation (RFC 9110, 12.5): the media types of an address, and the one that a client prefers."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["ENDINGS", "GRAPHS", "HTML", "ROWS", "choose", "ending_of", "offers"]

HTML = "text/html"
TURTLE, N_TRIPLES, JSON_LD, RDF_XML = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
)
CSV, TSV, JSON = "text/csv", "text/tab-separated-values", "application/json"
RESULTS_JSON, RESULTS_XML = "application/sparql-results+json", "application/sparql-results+xml"

#: The file endings for media types: `index.ttl` in the folder of a page.
ENDINGS = {
    "html": HTML,
    "ttl": TURTLE,
    "nt": N_TRIPLES,
    "jsonld": JSON_LD,
    "csv": CSV,
    "json": JSON,
    "tsv": TSV,
}
#: The media types of triples, preferred ones first; `application/json` and XML are for clients with general requests.
GRAPHS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, JSON, "application/xml", "text/xml", "text/plain")
#: The media types of rows, preferred ones first.
ROWS = (RESULTS_JSON, RESULTS_XML, CSV, TSV, JSON, "application/xml", "text/xml")

_RESOURCE = (HTML, TURTLE, JSON_LD, N_TRIPLES)
_TABLE = (HTML, CSV, JSON, TSV)
_PLACES = (
    (re.compile(r"/(?:world/)?id/.+"), _RESOURCE),
    (re.compile(r"/ontology/?\Z"), _RESOURCE),
    (re.compile(r"/positions/"), _TABLE),
    (re.compile(r"/questions/[^/]+/"), _TABLE),
    (re.compile(r"/sparql/terms\.json\Z"), (JSON,)),  # for the editor
)
_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\Z")
_LONGEST = 2000  # how many characters of an Accept header are read


def offers(path: str) -> tuple[str, ...]:
    """Return the media types of a path below the root, starting with the one for clients without a preference."""
    return next((types for pattern, types in _PLACES if pattern.match(path)), (HTML,))


def ending_of(media_type: str) -> str:
    """Return the file ending for a media type."""
    return next(ending for ending, name in ENDINGS.items() if name == media_type)


def choose(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """Return the media type that a client prefers, or None if it accepts none of them.

    The most specific range that matches a type determines its quality; of equal qualities, the first offered wins.
    """
    return _chosen(accept[:_LONGEST], offered) if accept and accept.strip() else offered[0]


@lru_cache(maxsize=256)  # browsers and libraries send only a few different ones
def _chosen(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    best = max(offered, key=lambda name: _quality(name, ranges))  # max returns the first of equals
    return best if _quality(best, ranges) > 0 else None


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        found.append((name, next((_read(piece) for piece in parameters if piece.startswith("q=")), 1.0)))
    return found


def _read(quality: str) -> float:
    match = _QUALITY.match(quality)
    return float(match[1]) if match else 0.0


def _quality(name: str, ranges: list[tuple[str, float]]) -> float:
    # The most specific range decides, regardless of the order: `text/html;q=0, */*` accepts everything except HTML.
    for wanted in (name, f"{name.partition('/')[0]}/*", "*/*"):
        found = [quality for pattern, quality in ranges if pattern == wanted]
        if found:
            return max(found)
    return 0.0
