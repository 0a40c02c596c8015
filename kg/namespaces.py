"""Namespaces and prefixes, and how an IRI is made from a kind and a slug and parsed again.

Terms always have names below `BASE`. A repository may have its own base for the names of its data and graphs. `naming`
makes a base current for everything that is read, written and queried meanwhile, in this process and in those that it
starts.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from functools import cache, lru_cache

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

__all__ = [
    "BASE",
    "DERIVED",
    "DP",
    "GRAPHS",
    "ID",
    "KINDS",
    "PART_KINDS",
    "PREFIXES",
    "ROW_KINDS",
    "SHARED_KINDS",
    "SLUG",
    "TERM_KINDS",
    "VOCABULARIES",
    "base_in_force",
    "foreign_base",
    "iri",
    "kind_of",
    "localised",
    "naming",
    "shorten",
    "slug_of",
    "slugify",
    "use_base",
]

BASE = "https://w3id.org/diplomatic-positions/"
DP = BASE + "ontology#"
ID = BASE + "id/"

#: The kinds of things that data IRIs name: `ID + kind + "/" + slug`.
KINDS = (
    "act",
    "actor",
    "attribution",
    "ballot",
    "capacity",
    "certainty",
    "choice",
    "degree",
    "edge",
    "event",
    "evidence",
    "graph",
    "ground",
    "instant",
    "interval",
    "issue",
    "kind",
    "membership",
    "mode",
    "occurrence",
    "period",
    "place",
    "polarity",
    "post",
    "proposition",
    "qualifier",
    "record",
    "relation",
    "scheme",
    "selector",
    "side",
    "source",
    "stance",
    "standing",
    "statement",
    "toll",
    "towards",
)
#: The kinds of a source's rows, and of the nodes that these consist of: slugs of both begin with the source's.
ROW_KINDS = ("statement", "event", "relation")
PART_KINDS = ("evidence", "selector", "attribution", "toll", "ballot")
#: The kinds of terms, which no repository defines: their names stay below `BASE`.
TERM_KINDS = (
    "act", "capacity", "certainty", "choice", "degree", "issue", "kind", "mode", "occurrence", "polarity", "qualifier",
    "scheme",    "side", "standing",
)  # fmt: skip
#: Kinds that shared reference data has too: a name of these kinds below `BASE` may be meant as it is.
SHARED_KINDS = ("actor", "instant", "interval", "membership", "place", "post", "proposition")
#: A name of data: its base and its kind.
_NAME = rf"(https?://[^/\s]+/(?:[^/\s]+/)*)id/({'|'.join(sorted({*KINDS} - {*TERM_KINDS}))})/"
#: Where child processes find the current base.
_VARIABLE = "_KG_BASE_IN_FORCE"

VOCABULARIES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: Every prefix that a query may use without declaring it; each kind has its own. Prefixes of data, like the names of
#: graphs, follow the current base.
PREFIXES = {"dp": DP, **VOCABULARIES, **{kind: f"{ID}{kind}/" for kind in KINDS}}

#: The named graphs that do not belong to a source.
GRAPHS = {
    "ontology": BASE + "ontology",
    "reference": ID + "graph/reference",
    "derived": ID + "graph/derived",
    "entailed": ID + "graph/entailed",
    "aligned": ID + "graph/aligned",
    "voting": ID + "graph/voting",
}

#: The local part of a prefixed name that needs no escapes.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?")
#: The graphs of what is derived: entailments in our own terms, entailments in other vocabularies, everything else that
#: rules give, and sums of votes.
DERIVED = ("entailed", "aligned", "derived", "voting")

#: What the names of data below the current base begin with.
_own = ID

#: A slug has lower-case letters, digits and single hyphens; a dot joins the parts of a composed one.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def base_in_force() -> str:
    """Return the current base for names of data."""
    return PREFIXES["graph"].removesuffix("id/graph/")


@contextmanager
def naming(base: str) -> Iterator[None]:
    """Use `base`, which ends with a slash, for names of data until the context ends."""
    before = base_in_force()
    use_base(base)
    try:
        yield
    finally:
        use_base(before)


def use_base(base: str) -> None:
    """Make a base current for the rest of the process, for a command that works on one repository or store."""
    global _own
    _own = f"{base}id/"
    PREFIXES.update({kind: f"{base}id/{kind}/" for kind in KINDS if kind not in TERM_KINDS})
    GRAPHS.update({name: iri("graph", name) for name in GRAPHS}, ontology=f"{base}ontology")
    # Spawned processes import this module again, and must use the same base.
    os.environ[_VARIABLE] = base
    _prefixes.cache_clear()
    for remembered in (shorten, slug_of, kind_of):
        remembered.cache_clear()


def localised(text: str) -> str:
    """Return a query with its names of graphs, sources, rows and edges moved from `BASE` to the current base.

    So one file of a question or a rule serves every repository.
    """
    base = base_in_force()
    if base == BASE:
        return text
    # Terms stay the same, and names of shared reference data may be meant as they are: only names that a repository
    # creates are moved.
    own = "|".join(kind for kind in KINDS if kind not in (*TERM_KINDS, *SHARED_KINDS))
    text = re.sub(rf"{re.escape(ID)}(?=(?:{own})/)", f"{base}id/", text)
    return text.replace(f"<{BASE}ontology>", f"<{base}ontology>")


def iri(kind: str, *parts: str) -> str:
    """Return the IRI of a thing: `iri("statement", "a", "b")` is `.../id/statement/a.b`."""
    return f"{PREFIXES[kind]}{'.'.join(parts)}"


def foreign_base(name: str, shared: Container[str] | None = None) -> str | None:
    """Return the base of a name that only another repository may create; None for all other names.

    `shared` are the bases of the packages in use: actors, posts, places, propositions and times may be below these and
    `BASE`. Without `shared` these may have any base, as for names that a source only refers to.
    """
    match = _name_pattern().match(name)
    if match is None or match[1] == base_in_force():
        return None
    if match[2] in SHARED_KINDS and (shared is None or match[1] == BASE or match[1] in shared):
        return None
    return match[1]


@cache
def _name_pattern() -> re.Pattern[str]:
    return re.compile(_NAME)  # when it is needed: no question needs it


@lru_cache(maxsize=10_000)  # of each node of a source, this and its kind are asked for several times
def slug_of(name: str) -> str:
    """Return the slug of a data IRI below the current base or `BASE`, and any other IRI unchanged."""
    local = _local(name)
    return name if local is None else local.partition("/")[2]


@lru_cache(maxsize=10_000)
def kind_of(name: str) -> str | None:
    """Return the kind of a data IRI, or None for an IRI that is not one of ours."""
    local = _local(name)
    return None if local is None else local.partition("/")[0]


def _local(name: str) -> str | None:
    """Return the part after `id/` in a data IRI."""
    if name.startswith(_own):  # no loop: a build calls this some hundred times per statement
        return name[len(_own) :]
    return name[len(ID) :] if name.startswith(ID) else None


@lru_cache(maxsize=10_000)  # a table repeats the same names many times
def shorten(name: str) -> str:
    """Return an IRI as a prefixed name if a known prefix and a plain local name allow it."""
    # Every namespace ends with one of both, and no local name has one.
    local = max(name.rfind("/"), name.rfind("#")) + 1
    prefix = _prefixes().get(name[:local])
    return f"{prefix}:{name[local:]}" if prefix and _LOCAL.fullmatch(name, local) else f"<{name}>"


@cache
def _prefixes() -> dict[str, str]:
    """Return the prefix of each namespace."""
    return {namespace: prefix for prefix, namespace in reversed(PREFIXES.items())}


def slugify(text: str) -> str:
    """Return a slug for a free text: letters lose their marks, and other characters become hyphens."""
    from kg.names import plain_letters

    plain = plain_letters(text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


if _VARIABLE in os.environ:
    use_base(os.environ[_VARIABLE])
