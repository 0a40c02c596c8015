"""Explains an answer without rows: what would widen it, and which of the actors in the question have said nothing.

An empty answer looks the same as disagreement, and most often one parameter was too narrow.
"""

from __future__ import annotations

from itertools import combinations, pairwise

from kg.errors import QueryError, UsageError
from kg.namespaces import DP, GRAPHS, VOCABULARIES, slug_of
from kg.query.binding import query_tokens
from kg.query.parameters import resolve_all
from kg.query.run import run_query
from kg.query.terms import absent_names
from kg.suggestions import counted

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyoxigraph as ox

    from kg.query.catalogue import Question

__all__ = ["silent_sides", "why_no_rows", "wider_questions"]

_MOST = 4  # ways to widen a question that are worth reading
_FEW = 8  # actors around another one that are tried
_ACTORS = ("actor", "group", "official", "organisation", "person", "state")
_KIN = (
    "SELECT DISTINCT ?kin {{ GRAPH <{derived}> {{ "
    "{{ ?kin <{dp}speaksFor> {actor} }} UNION {{ {actor} <{dp}speaksFor> ?kin }} "
    "{{ ?ground <{dp}actor> ?kin }} UNION {{ ?towards <{dp}target> ?kin }} }} }} ORDER BY ?kin"
)
_GRAPHS_APART = "what is entailed and what is derived are in graphs of their own (graph:entailed, graph:derived)"
#: What a property says of the smallest place or the narrowest issue, it says of those around and above by a path.
_PATHS = {"dp:location": "dp:location/schema:containedInPlace*", "dp:issue": "dp:issue/skos:broader*"}

_SPEAKS = (
    "GRAPH <{derived}> {{ ?ground <{dp}statement> ?statement ; <{dp}actor> {actor} ; <{dp}towards> ?proposition }}"
)
_ON_PROPOSITION = "FILTER (?proposition = {about})"
_ON_ISSUE = (
    "GRAPH <{reference}> {{ ?proposition <{dp}issue> ?issue }} "
    "FILTER (?issue = {about} || EXISTS {{ GRAPH <{ontology}> {{ ?issue <{skos}broader> {about} }} }})"
)


def why_no_rows(store: ox.Store, question: Question, given: Mapping[str, str]) -> list[str]:
    """Return sentences that explain an answer without rows; `given` are the parameters as the user wrote them.

    Raises QueryError and UsageError as the question itself.
    """
    wider = [
        f"{counted(count, 'row')} {_in_words(given, changed)}"
        for changed, count in wider_questions(store, question, given)
    ]
    if wider:
        return [f"no row answers this question: there would be {', '.join(wider)}", *_silent(store, question, given)]
    anyway = ", whatever its parameters are" if given else ""
    # Without a narrower parameter to blame, what the question is about says what the data lack.
    if not question.summary:  # a query of the user's own
        return ["no row answers this question", *absent_names(store, question.text), *_asked_otherwise(store, question)]
    told = ". ".join(text.rstrip(".") for text in (question.summary, question.description) if text)
    return [f"no row answers this question{anyway}", f"{question.name}: {told}", *_silent(store, question, given)]


def _asked_otherwise(store: ox.Store, question: Question) -> list[str]:
    """Return a sentence with the least change of a user's own query that has rows, if one of the usual ones has.

    The parts of a pattern in GRAPH may lie in different graphs, so that none has all; and whatever is in a place or
    filed under an issue is in or under another one.
    """
    free, paths = _without_graph(question.text), _along_paths(question.text)
    inside = " and ".join(f"`{path}`" for path in paths)
    for text, told in (
        (free, f"without GRAPH there would be {{count}}: {_GRAPHS_APART}"),
        (_replaced(question.text, paths), f"with {inside} there would be {{count}}"),
        (_replaced(free, paths), f"without GRAPH and with {inside} there would be {{count}}: {_GRAPHS_APART}"),
    ):
        if text != question.text and (count := _rows_if_right(store, question, text)):
            return [told.format(count=counted(count, "row"))]
    return []


def _without_graph(query: str) -> str:
    text, after = "", 0
    for (_, at, word), (_, following, named) in pairwise(query_tokens(query)):
        if word.upper() == "GRAPH":
            text, after = text + query[after:at], following + len(named)
    return text + query[after:]


def _along_paths(query: str) -> list[str]:
    """Return the paths to what is around a place or above an issue, for the properties in a query that have one."""
    words = {word for kind, _, word in query_tokens(query) if kind == "name"}
    return [path for name, path in _PATHS.items() if name in words]


def _replaced(query: str, paths: list[str]) -> str:
    """Return a query with the paths in place of the properties with which they begin."""
    text, after = "", 0
    for kind, at, word in query_tokens(query):
        if kind == "name" and _PATHS.get(word) in paths:
            text, after = f"{text}{query[after:at]}({_PATHS[word]})", at + len(word)
    return text + query[after:]


def _rows_if_right(store: ox.Store, question: Question, text: str) -> int:
    try:
        return _rows(store, _as_asked(question, text), {})
    except QueryError:  # a path can stand only where a property can
        return 0


def _as_asked(question: Question, text: str) -> Question:
    """Return a question with another text."""
    return type(question)(question.name, question.file, text, {})


def wider_questions(
    store: ox.Store, question: Question, given: Mapping[str, str]
) -> Iterator[tuple[dict[str, str], int]]:
    """Yield the nearest questions with rows, as the parameters that are left, and their numbers of rows.

    These are the question about whoever speaks for an actor in place of its own words (`actor` for `by`), those about
    somebody who speaks for an actor, or for whom it speaks, and those without as few of the parameters as possible.
    """
    if "by" in given and "actor" in question.parameters and "actor" not in given:
        left = {"actor" if name == "by" else name: value for name, value in given.items()}
        if count := _rows(store, question, left):
            yield left, count
    yield from _with_kin(store, question, given)
    for size in range(1, len(given) + 1):
        fewer = [{name: given[name] for name in given if name not in out} for out in combinations(given, size)]
        found = [(left, count) for left in fewer if (count := _rows(store, question, left))]
        yield from found[:_MOST]
        if found:
            return


def _with_kin(store: ox.Store, question: Question, given: Mapping[str, str]) -> Iterator[tuple[dict[str, str], int]]:
    """Yield the questions about an actor's spokesmen, or whom it speaks for, that have rows, a few at most.

    A president is criticised, and not his state; only those count of whom or by whom something was said.
    """
    terms = resolve_all(store, question, given.items())
    for name in given:
        if question.parameters[name].type in _ACTORS:
            kin = (slug_of(row["kin"].value) for row in _select(store, _KIN, actor=str(terms[name])))
            changed = ({**given, name: slug} for slug in list(kin)[:_FEW])
            found = [(left, count) for left in changed if (count := _rows_if_known(store, question, left))]
            yield from found[:_MOST]


def _rows_if_known(store: ox.Store, question: Question, given: Mapping[str, str]) -> int:
    try:
        return _rows(store, question, given)
    except UsageError:  # no person is a value for a parameter that wants a state
        return 0


def _rows(store: ox.Store, question: Question, given: Mapping[str, str]) -> int:
    found = run_query(store, question.text, resolve_all(store, question, given.items()), file=question.file)
    return sum(1 for _ in found) if hasattr(found, "__iter__") else 0


def _in_words(given: Mapping[str, str], left: Mapping[str, str]) -> str:
    """Return how a wider question differs from the one that was asked."""
    if "actor" in left and "actor" not in given:
        return f"with -p actor={left['actor']} in place of -p by={left['actor']} (what is said on its behalf)"
    if changed := [name for name, value in left.items() if given[name] != value]:
        new, old = (" and ".join(f"-p {name}={values[name]}" for name in changed) for values in (left, given))
        return f"with {new} in place of {old} (the one speaks for the other)"
    return "without " + " and ".join(f"-p {name}={value}" for name, value in given.items() if name not in left)


def _silent(store: ox.Store, question: Question, given: Mapping[str, str]) -> list[str]:
    return silent_sides(store, question, resolve_all(store, question, given.items()))


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
    return bool(store.query(f"ASK {{ {_filled(pattern, terms)} }}"))


def _select(store: ox.Store, query: str, **terms: str) -> ox.QuerySolutions:
    return store.query(_filled(query, terms))  # type: ignore[return-value]  # a SELECT


def _filled(text: str, terms: Mapping[str, str]) -> str:
    return text.format(**{"dp": DP, "skos": VOCABULARIES["skos"], **GRAPHS, **terms})


def _label(store: ox.Store, term: ox.NamedNode | ox.Literal) -> str:
    """Return the label of a term, in the first language, or else its slug as words."""
    query = (
        f"SELECT ?label {{ GRAPH ?graph {{ {term} <{VOCABULARIES['rdfs']}label> ?label }} }} ORDER BY ?label LIMIT 1"
    )
    labels = [row["label"].value for row in store.query(query)]  # type: ignore[union-attr]  # a SELECT
    return labels[0] if labels else slug_of(term.value).replace("-", " ")
