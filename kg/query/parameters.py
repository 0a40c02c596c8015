"""Resolves the value that a user gives for a parameter to a term of this store.

A value may be a slug (`russia`), a prefixed name (`actor:russia`), an IRI, or a name as people write it: a label or
alias in any case (`RUSSIAN FEDERATION`), an adjective (`Russian`), initials, a capital, a surname, some words of a
sentence. In any case it becomes one term of the query, and never part of its text.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.errors import UsageError
from kg.namespaces import DP, ID, KINDS, PREFIXES, iri, kind_of, slug_of
from kg.query.names import LABELS, index_of, instances, label_of, labelled, of_other_kinds
from kg.suggestions import unknown

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.query.catalogue import Parameter, Question

__all__ = ["LISTED_BY", "TYPES", "kind_of_type", "known", "named_nodes", "parameter_value", "resolve_all"]

#: Types that are classes of the ontology; their instances have the kind `actor`.
_CLASSES = {
    "actor": "Actor",
    "group": "Group",
    "official": "Official",
    "organisation": "Organisation",
    "person": "Person",
    "state": "State",
}
_XSD = PREFIXES["xsd"]
_FORMS = {
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "decimal": r"[+-]?([0-9]+(\.[0-9]+)?|\.[0-9]+)",
    "integer": r"[+-]?[0-9]+",
}
_LITERALS = {"date": "date", "decimal": "decimal", "integer": "integer", "string": "string"}

#: The questions that list everything of a type: of a thousand actors, the first five say nothing.
LISTED_BY = {kind: f"{kind}s" for kind in ("event", "proposition", "relation", "source", "statement")}
LISTED_BY |= {**dict.fromkeys(_CLASSES, "actors"), "issue": "overview"}
_LISTED_BY = {**LISTED_BY, "place": "-q 'SELECT DISTINCT ?x { ?x a dp:Place }'"}
_FEW = 8  # names that are listed in a message

#: Every type that a parameter may have.
TYPES = tuple(sorted({*_CLASSES, *KINDS, *_LITERALS, "iri"}))

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")


#: What earlier questions called their parameters, and what people call them.
_OTHER_WORDS = {
    "addressee": ("to", "target"), "date": ("as-of", "since"), "day": ("as-of", "since"), "from": ("since",),
    "holder": ("actor", "by"), "polarity": ("side",), "speaker": ("by", "actor"), "topic": ("issue",),
    "who": ("actor", "by"), "word": ("text",), "words": ("text",),
}  # fmt: skip


def resolve_all(
    store: ox.Store,
    question: Question,
    values: Iterable[tuple[str, str]],
    *,
    note: Callable[[str], None] = lambda _: None,
) -> dict[str, ox.NamedNode | ox.Literal]:
    """Return the terms to bind: the given values, and the defaults of the other parameters.

    `note` receives a sentence about how a value was interpreted, unless it is an exact name. Raises UsageError for an
    unknown parameter or value, with the nearest ones. Who is named by an office held it on the day that `as-of` gives.
    """
    given = dict(values)
    for name in given:
        if name not in question.parameters:
            raise _unknown_parameter(question, name)
    terms = {}
    for name, parameter in question.parameters.items():
        value = given.get(name, parameter.default)
        if value is not None:
            terms[name] = parameter_value(store, parameter, value, note=note, day=given.get("as-of", ""))
    return terms


def parameter_value(
    store: ox.Store, parameter: Parameter, value: str, *, note: Callable[[str], None] = lambda _: None, day: str = ""
) -> ox.NamedNode | ox.Literal:
    """Return the term for the `value` of a parameter; see `resolve_all`.

    Raises UsageError with the nearest names.
    """
    if parameter.type in _LITERALS:
        return _literal(parameter, value)
    if parameter.type not in TYPES:
        raise unknown("type", parameter.type, TYPES, of=f"the parameter {parameter.name}")
    terms = named_nodes(parameter.type, value)
    for term in terms:
        if _is_a(store, term, parameter.type) if parameter.type != "iri" else not _is_misspelt(store, term.value):
            return term
    # An exact label takes precedence over similar names, so that it does not become ambiguous as the data grows.
    called = sorted({term.value for term in _called(store, value, parameter.type)})
    meant = called or _meant(store, parameter, value, note, day)
    if len(meant) == 1:
        return ox.NamedNode(meant[0])
    if not value.strip():
        raise UsageError(f"-p {parameter.name}=: the value is missing", hint=_some(store, parameter.type))
    if meant:
        raise UsageError(f"{parameter.name}={value}: is ambiguous", hint=f"choose one: {_listed(store, meant[:8])}")
    raise _unknown_value(store, parameter, value, terms[0] if terms else None)


def _meant(store: ox.Store, parameter: Parameter, value: str, note: Callable[[str], None], day: str) -> list[str]:
    """Return the IRIs that a user's own spelling can mean."""
    if parameter.type == "iri":
        from kg.query.terms import term_index

        return [] if ":" in value else term_index(store).find(value)
    index = index_of(store, kind_of_type(parameter.type))
    # A place is not whoever has it in a name: Idlib is not the civilians in Idlib.
    if kind_of_type(parameter.type) == "actor" and index.is_part(value) and index_of(store, "place").has(value):
        return []
    found, office = index.find(value), ""
    if not found and kind_of_type(parameter.type) == "actor":
        from kg.query.offices import holders_of  # only if a name is not that of an actor

        found, office = holders_of(store, value, index, day)
    meant = [name for name in found if _is_a(store, ox.NamedNode(name), parameter.type)]
    if len(meant) == 1 and not index.calls(meant[0], value):
        note(f"{parameter.name}={value} is interpreted as {_listed(store, meant)}{office}")
    return meant


def _is_misspelt(store: ox.Store, name: str) -> bool:
    from kg.query.terms import is_undefined

    return is_undefined(store, name)


def _listed(store: ox.Store, names: Iterable[str]) -> str:
    """Return slugs with their labels, for a message."""
    labels = ((slug_of(name), label_of(store, name)) for name in names)
    return ", ".join(f"{slug} ({label})" if label not in ("", slug) else slug for slug, label in labels)


def known(store: ox.Store, type_: str) -> dict[str, str]:
    """Return everything of a type in the store, by its class or with a label: slug -> label (empty if it has none)."""
    found = {}
    # Reading everything that has a type would take seconds: tables have a million ballots.
    names = instances(store, _CLASSES[type_]) if type_ in _CLASSES else labelled(store, type_)
    for term in map(ox.NamedNode, names):
        objects = [quad.object for label in LABELS[:2] for quad in _quads(store, term, label)]
        labels = [value.value for value in objects if isinstance(value, ox.Literal)]
        found[slug_of(term.value)] = labels[0] if labels else ""
    return found


def _literal(parameter: Parameter, value: str) -> ox.Literal:
    """Return a typed literal, after checking its form, which SPARQL would not do."""
    if parameter.type != "string" and not _is_lexical(parameter.type, value):
        if parameter.type == "date":
            raise _no_date(parameter.name, value)
        article, example = ("an", "3") if parameter.type == "integer" else ("a", "0.5")
        raise UsageError(f"{parameter.name}={value}: not {article} {parameter.type}", hint=f"write it as {example}")
    return ox.Literal(value, datatype=ox.NamedNode(_XSD + _LITERALS[parameter.type]))


def _no_date(name: str, value: str) -> UsageError:
    """Return the error for what is no date; who gives a year or a month means all of it: with `until`, its last day."""
    if re.fullmatch(_FORMS["date"], value):
        return UsageError(f"{name}={value}: there is no such day", hint="correct the day or the month")
    ends = ("-12-31", "-31", "-30", "-29", "-28") if name == "until" else ("-01-01", "-01")
    example = next((day for end in ends if _is_lexical("date", day := value + end)), "2012-03-11")
    return UsageError(f"{name}={value}: not a date", hint=f"write it as {example}")


def _is_lexical(type_: str, value: str) -> bool:
    if not re.fullmatch(_FORMS[type_], value):
        return False
    if type_ != "date":
        return True
    from datetime import date

    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def named_nodes(type_: str, value: str) -> list[ox.NamedNode]:
    """Return the IRIs that a full IRI, a prefixed name or a slug can stand for, in the store or not.

    A literal stands for none. A slug, or a name with the prefix of a kind, stands for one of the repository's own
    names, or else for a shared one.
    """
    prefix, colon, local = value.partition(":")
    if type_ in _LITERALS:
        names = []
    elif value.startswith("<") and value.endswith(">"):
        names = [value[1:-1]]
    elif "://" in value:
        names = [value]
    elif colon and prefix in PREFIXES:
        names = [PREFIXES[prefix] + local, *([f"{ID}{prefix}/{local}"] if prefix in KINDS else [])]
    elif type_ == "iri":
        names = []
    else:
        # The repository's own name first: it may have an entry with the same name as one in a package that it uses.
        names = [iri(kind_of_type(type_), value), f"{ID}{kind_of_type(type_)}/{value}"]
    try:
        return [ox.NamedNode(name) for name in dict.fromkeys(names)]
    except ValueError:
        return []


def kind_of_type(type_: str) -> str:
    """Return the kind of the names that a type of parameter has: that of a class of actors is `actor`."""
    return "actor" if type_ in _CLASSES else type_


def _is_a(store: ox.Store, term: ox.NamedNode, type_: str) -> bool:
    """Return whether `term` is of this type in the store."""
    if type_ not in _CLASSES:
        return kind_of(term.value) == type_ and any(True for _ in _quads(store, term))
    wanted = DP + _CLASSES[type_]
    return any(wanted in _superclasses(store, quad.object) for quad in _quads(store, term, _TYPE))


def _superclasses(store: ox.Store, class_: object) -> set[str]:
    """Return the IRIs of a class and all its superclasses; none for anything but an IRI."""
    if not isinstance(class_, ox.NamedNode):
        return set()
    names, waiting = {class_.value}, [class_]
    while waiting:
        for quad in _quads(store, waiting.pop(), _SUBCLASS):
            if isinstance(quad.object, ox.NamedNode) and quad.object.value not in names:
                names.add(quad.object.value)
                waiting.append(quad.object)
    return names


def _called(store: ox.Store, value: str, type_: str) -> Iterator[ox.NamedNode]:
    """Yield the instances of a type with exactly this label, in the language of the reference data or without one."""
    for predicate in LABELS:
        for literal in (ox.Literal(value, language="en"), ox.Literal(value)):
            for quad in store.quads_for_pattern(None, predicate, literal, None):
                if isinstance(quad.subject, ox.NamedNode) and (type_ == "iri" or _is_a(store, quad.subject, type_)):
                    yield quad.subject


def _quads(store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(subject, predicate, None, None)


def _unknown_parameter(question: Question, name: str) -> UsageError:
    known = " or ".join(f"`{other}`" for other in _OTHER_WORDS.get(name, ()) if other in question.parameters)
    if known:
        return UsageError(f"unknown parameter `{name}` of {question.name}", hint=f"did you mean {known}?")
    hint = None if question.parameters else "it takes none"
    return unknown("parameter", name, question.parameters, hint, of=question.name)


def _unknown_value(store: ox.Store, parameter: Parameter, value: str, term: ox.NamedNode | None) -> UsageError:
    if parameter.type == "iri":
        from kg.query.terms import nearest_terms

        if term:
            terms = " or ".join(nearest_terms(store, term.value))
            hint = f"did you mean {terms}?" if terms else parameter.description
            return UsageError(f"{parameter.name}={value}: the ontology has no such term", hint=hint)
        return UsageError(f"{parameter.name}={value}: not an IRI", hint="write it as <http://...> or prefix:name")
    looked_for = slug_of(term.value) if term else value
    near = index_of(store, kind_of_type(parameter.type)).nearest(looked_for, 6)
    near = [name for name in near if _is_a(store, ox.NamedNode(name), parameter.type)][:3]
    hint = f"did you mean {_listed(store, near)}?" if near else _some(store, parameter.type)
    if parameter.type in ("actor", "official", "person"):
        from kg.query.offices import office_in_words

        hint = office_in_words(store, looked_for, _FEW) or hint
    if is_other := of_other_kinds(store, looked_for, kind_of_type(parameter.type)):
        hint = f"{is_other}; {hint}"
    return UsageError(f"{parameter.name}={value}: the store has no {parameter.type} of that name", hint=hint)


def _some(store: ox.Store, type_: str) -> str:
    """Return how to see all names of a type; a few where no question lists them, or that there are none."""
    names = sorted(known(store, type_))
    if not names:
        return f"the store has no {type_}"
    if type_ in LISTED_BY or (type_ in _LISTED_BY and len(names) > _FEW):
        return f"`kg query {_LISTED_BY[type_]}` lists them"
    return f"{'one of' if len(names) <= _FEW else 'for example'}: {', '.join(names[:_FEW])}"
