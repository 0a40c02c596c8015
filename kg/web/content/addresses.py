"""Addresses of pages: the path of an IRI is its part below the base, on the server as in a static site.

`https://w3id.org/diplomatic-positions/id/actor/qatar` has its page at `/id/actor/qatar/`, so that one redirect of
the permanent address resolves every IRI. Where a repository mints names below a base of its own, these are at
`/id/`, and what it takes from shared packages is at `/world/id/`. A term of the ontology is a place on one page.

All links between pages are relative: a page works behind a prefix, and in a folder of files.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from kg.namespaces import BASE, DP

__all__ = ["SHARED_BASE", "SUFFIXES", "Addresses", "up"]

#: The base of the names that every repository shares, and of the ontology.
SHARED_BASE = BASE
#: The file of a folder that has its data: suffix and media type.
SUFFIXES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "csv": "text/csv",
}
_SAFE = "/:@!$&'()*+,;=-._~"


class Addresses:
    """The way from IRIs to paths and back, for a store whose own names are below `base`."""

    def __init__(self, base: str = SHARED_BASE) -> None:
        self.base = base
        self._prefixes = {f"{base}id/": "id/"}
        if base != SHARED_BASE:
            # Below a folder of their own: both bases may have a name such as id/actor/qatar.
            self._prefixes[f"{SHARED_BASE}id/"] = "world/id/"

    def folder(self, iri: str) -> str | None:
        """Return the path of the folder of an IRI below the root, with a slash at its end; None if it has none."""
        for start, folder in self._prefixes.items():
            if iri.startswith(start) and iri != start:
                return f"{folder}{iri[len(start) :]}/"
        return "ontology/" if iri.partition("#")[0] == DP[:-1] else None

    def iri(self, folder: str) -> str | None:
        """Return the IRI whose page is in a folder; None when it is no data's (see `folder`)."""
        for start, prefix in self._prefixes.items():
            if folder.startswith(prefix) and folder.count("/") > prefix.count("/") + 1:
                return start + folder[len(prefix) :].removesuffix("/")
        return DP[:-1] if folder == "ontology/" else None

    def start(self, folder: str) -> str | None:
        """Return how the IRIs of a kind begin whose pages are below a folder: `id/actor/`; None for another folder."""
        for start, prefix in self._prefixes.items():
            if re.fullmatch(re.escape(prefix) + r"[a-z-]+/", folder):
                return start + folder[len(prefix) :]
        return None

    def kind(self, iri: str) -> str | None:
        """Return the kind of thing that a data IRI names: `actor`, `statement`; None for any other IRI."""
        for start in self._prefixes:
            if iri.startswith(start):
                return iri[len(start) :].partition("/")[0]
        return None

    def slug(self, iri: str) -> str:
        """Return what a data IRI calls the thing within its kind; another IRI's last part."""
        for start in self._prefixes:
            if iri.startswith(start):
                return iri[len(start) :].partition("/")[2]
        return re.split(r"[#/]", iri.rstrip("#/"))[-1]

    def link(self, iri: str, depth: int) -> str | None:
        """Return the relative address of an IRI's page from a page at `depth`; None where there is nothing to link.

        An IRI elsewhere is a link only if it is http or https, as it stands.
        """
        folder = self.folder(iri)
        if folder is None:
            return iri if re.match(r"https?://", iri) else None
        fragment = iri.partition("#")[2]
        anchor = f"#{quote(fragment, safe=_SAFE)}" if fragment else ""
        return up(depth) + quote(folder, safe=_SAFE) + anchor


def up(depth: int) -> str:
    """Return the relative address of the root from a page at `depth`."""
    return "../" * depth or "./"
