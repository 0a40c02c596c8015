"""Finds actors named in a question that have said nothing, because an empty answer looks the same as disagreement."""

from __future__ import annotations

from kg.namespaces import DP, GRAPHS, VOCABULARIES, slug_of

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

    from kg.query.catalogue import Question

__all__ = ["silent_sides"]

_SPEAKS = (
    "GRAPH <{derived}> {{ ?ground <{dp}statement> ?statement ; <{dp}actor> {actor} ; <{dp}towards> ?proposition }}"
)
_ON_PROPOSITION = "FILTER (?proposition = {about})"
_ON_ISSUE = (
    "GRAPH <{reference}> {{ ?proposition <{dp}issue> ?issue }} "
    "FILTER (?issue = {about} || EXISTS {{ GRAPH <{ontology}> {{ ?issue <{skos}broader> {about} }} }})"
)


def silent_sides(store: ox.Store, question: Question, terms: Mapping[str, ox.NamedNode | ox.Literal]) -> list[str]:
    """Return a sentence for each actor among a question's terms for whom nobody has said anything.

    If the question is about a proposition or an issue, only statements on that count.
    """
    told = []
    for name, actor in terms.items():
        kind = question.parameters[name].type if name in question.parameters else ""
        if kind == "actor" and not _asks(store, _SPEAKS, actor=str(actor)):
            told.append(f"nobody from {_label(store, actor)} has spoken in this store")
        elif kind == "actor":
            told += [
                f"nobody from {_label(store, actor)} has spoken on “{_label(store, about)}”"
                for about, pattern in _subjects(question, terms)
                if not _asks(store, f"{_SPEAKS} {pattern}", actor=str(actor), about=str(about))
            ]
    return told


def _subjects(
    question: Question, terms: Mapping[str, ox.NamedNode | ox.Literal]
) -> list[tuple[ox.NamedNode | ox.Literal, str]]:
    """Return the propositions and issues that a question is about, each with the pattern that matches it."""
    patterns = {"proposition": _ON_PROPOSITION, "issue": _ON_ISSUE}
    kinds = {name: question.parameters[name].type for name in terms if name in question.parameters}
    return [(terms[name], patterns[kind]) for name, kind in kinds.items() if kind in patterns]


def _asks(store: ox.Store, pattern: str, **terms: str) -> bool:
    names = {"dp": DP, "skos": VOCABULARIES["skos"], **GRAPHS, **terms}
    return bool(store.query(f"ASK {{ {pattern.format(**names)} }}"))


def _label(store: ox.Store, term: ox.NamedNode | ox.Literal) -> str:
    """Return the label of a term, in the first language, or else its slug as words."""
    query = (
        f"SELECT ?label {{ GRAPH ?graph {{ {term} <{VOCABULARIES['rdfs']}label> ?label }} }} ORDER BY ?label LIMIT 1"
    )
    labels = [row["label"].value for row in store.query(query)]  # type: ignore[union-attr]  # a SELECT
    return labels[0] if labels else slug_of(term.value).replace("-", " ")
