"""Content negotiation (RFC 9110, 12.5): which media types an address has, and which of them a client prefers."""

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

#: The endings of files that stand for a media type: `index.ttl` in the folder of a page.
ENDINGS = {
    "html": HTML,
    "ttl": TURTLE,
    "nt": N_TRIPLES,
    "jsonld": JSON_LD,
    "csv": CSV,
    "json": JSON,
    "tsv": TSV,
}
#: What triples can be written as, the preferred first; `application/json` and XML are for clients that ask in general.
GRAPHS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, JSON, "application/xml", "text/xml", "text/plain")
#: What rows can be written as, the preferred first.
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
_LONGEST = 2000  # characters of an Accept header that are read


def offers(path: str) -> tuple[str, ...]:
    """Return the media types of a path below the root, the one for a client without preference first."""
    return next((types for pattern, types in _PLACES if pattern.match(path)), (HTML,))


def ending_of(media_type: str) -> str:
    """Return the ending of the file with that media type."""
    return next(ending for ending, name in ENDINGS.items() if name == media_type)


def choose(accept: str | None, offered: tuple[str, ...]) -> str | None:
    """Return the one of the media types that a client prefers, or None when it accepts none of them.

    Of the ranges that match a type the most specific one gives its quality; of equal qualities the first offered wins.
    """
    return _chosen(accept[:_LONGEST], offered) if accept and accept.strip() else offered[0]


@lru_cache(maxsize=256)  # of the few that browsers and libraries send
def _chosen(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    best = max(offered, key=lambda name: _quality(name, ranges))  # max keeps the first of equals
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
    # The most specific range decides, wherever it stands: `text/html;q=0, */*` is for everything but HTML.
    for wanted in (name, f"{name.partition('/')[0]}/*", "*/*"):
        found = [quality for pattern, quality in ranges if pattern == wanted]
        if found:
            return max(found)
    return 0.0
