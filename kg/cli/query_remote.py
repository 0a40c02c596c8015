"""`kg query --at PROFILE`: sends the same questions, with the same parameters and formats, to an endpoint."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from codecs import BOM_UTF8
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.cli.output import BINARY, note
from kg.endpoints.answers import without_repeats
from kg.endpoints.lock import claimant
from kg.endpoints.manifest import Manifest, loading_version
from kg.endpoints.parts import answer_question, queries_for
from kg.endpoints.profiles import find_profile, presets
from kg.endpoints.sparql import Endpoint
from kg.errors import KgError
from kg.export.table import rows_as
from kg.files import replacing
from kg.namespaces import GRAPHS, base_in_force, use_base
from kg.paths import shipped_name
from kg.query.binding import bind, form_of
from kg.query.deadline import within
from kg.query.parameters import named_nodes, resolve_all
from kg.query.results import holds_nothing, render_results
from kg.query.rows import answer_of
from kg.query.run import run_query, written_out
from kg.query.terms import check_terms_at
from kg.settings import repository_here

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.query.catalogue import Question

    Terms = dict[str, ox.NamedNode | ox.Literal]

__all__ = ["answer_at"]

_STREAMED = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
#: Answers up to this size (bytes) are held in memory until they are complete; larger ones in a file.
_IN_MEMORY = 16_000_000
#: An answer of this size (bytes) has rows.
_HEAD = 4096
#: Virtuoso repeats rows of SELECT DISTINCT; and an endpoint that is known by its address only may be one.
_REPEATING = ("sparql", "virtuoso")
_DISTINCT = re.compile(r"[^{]*\bSELECT\s+DISTINCT\b", re.IGNORECASE)
_NAMES = (
    "rdf:type rdfs:subClassOf rdfs:label skos:prefLabel skos:altLabel dcterms:title dcterms:identifier "
    "dp:iso3166 dp:demonym dp:capital dp:territory org:member org:organization dp:post"
)
#: The terms of office, and the last day in the store: they are needed to resolve people named by their office.
_TENURES = (
    "GRAPH <{derived}> {{ ?s ?p ?o }} GRAPH <{reference}> {{ ?s dp:post ?post }} VALUES ?p {{ dp:heldFrom dp:heldTo }}",
    "GRAPH <{derived}> {{ ?s ?p ?o }} VALUES ?p {{ dp:asOf }}",
)


def answer_at(values: dict[str, object], question: Question, form: str | None, given: Mapping[str, str]) -> None:
    """Answer one call of `kg query --at`, with `given` for its parameters.

    Nothing is printed before the answer is complete. Raises KgError.
    """
    use_base(repository_here().base)
    timeout = values["timeout"]
    timeout = timeout if isinstance(timeout, float) else None
    # Without --timeout, a large answer may take as long as it needs: somebody waits for it, and can interrupt it.
    endpoint = Endpoint(find_profile(str(values["at"])), timeout=timeout, each=None)
    terms = _terms(endpoint, question, given)
    if not _is_shipped(question):
        check_terms_at(_ontology, question.text, question.file, lambda name: _occurs(endpoint, name))
    # In a separate process, like every query of a user: too deep nesting crashes the process.
    within(None, lambda: _parsed(question, terms))
    text = written_out(bind(question.text, terms))
    if values["explain"]:
        sys.stdout.write(_explained(queries_for(endpoint.profile, text, parts=question.parts)))
        return
    to_terminal = values["output"] in (None, "-") and sys.stdout.isatty()
    # An answer can break off after gigabytes, and nobody should mistake the first half of a table for the whole.
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as answer:
        answer.write(BOM_UTF8 if values["excel"] else b"")
        _fetch(endpoint, question, text, form, answer, to_terminal=to_terminal)
        answer.seek(0)
        if form_of(text) == "SELECT" and form not in BINARY:
            head, shown = answer.read(_HEAD), form or ("table" if to_terminal else "tsv")
            if len(head) < _HEAD and holds_nothing(head, shown):
                _explain_nothing(endpoint, given, shipped=_is_shipped(question))
        answer.seek(0)
        _deliver(answer, values["output"])
    _doubt(endpoint, question, given)
    if "://" not in str(values["at"]) or _is_shipped(question):
        # Checked after the answer, since a store that is being loaded, or that an older kg has loaded, answers as well.
        _warn_of_load(endpoint)


def _doubt(endpoint: Endpoint, question: Question, given: Mapping[str, str]) -> None:
    """Say that a server has been seen to answer a question wrongly with these parameters."""
    for names in question.doubtful.get(endpoint.profile.preset, ()):
        if {*names} <= given.keys():
            which = f" with {' and '.join(names)}" if names else ""
            kind = presets()[endpoint.profile.preset]["title"]
            told = f"{kind} has been seen to lose or change rows of `{question.name}`{which}"
            note(f"{endpoint.profile.name}: {told}: compare them with `kg query` without --at")
            return


def _explained(queries: Sequence[str]) -> str:
    """Return the queries that are sent; each of several under a comment."""
    texts = [query if query.endswith("\n") else f"{query}\n" for query in queries]
    if len(texts) > 1:
        head = f"of {len(texts)}: kg puts the rows of all parts together"
        texts = [f"# Part {number} {head}\n{text}" for number, text in enumerate(texts, 1)]
    return "\n".join(texts)


def _explain_nothing(endpoint: Endpoint, given: Mapping[str, str], *, shipped: bool) -> None:
    """Report that there are no rows; to find out which parameters exclude rows would take a query for each."""
    if shipped and not endpoint.select(f"SELECT ?s WHERE {{ GRAPH <{GRAPHS['reference']}> {{ ?s ?p ?o }} }} LIMIT 1"):
        note(f"{endpoint.profile.name}: nothing there has names that begin with {base_in_force()} (load it: `kg load`)")
        return
    tries = " or ".join(f"without -p {name}={value}" for name, value in given.items())
    note(f"no row answers this question{': try ' if tries else ''}{tries}")


def _is_shipped(question: Question) -> bool:
    """Return whether a question is from the catalogue shipped with kg, not the user's own text."""
    return question.file == f"{shipped_name('queries')}/{question.name}.rq"


def _ontology() -> ox.Store:
    """Return a store with the ontology shipped with kg."""
    from kg.rdf.shipped import shipped_triples

    store, graph = ox.Store(), ox.NamedNode(GRAPHS["ontology"])
    store.extend(ox.Quad(each.subject, each.predicate, each.object, graph) for each in shipped_triples("ontology"))
    return store


def _occurs(endpoint: Endpoint, name: str) -> bool:
    """Return whether a triplestore has a triple with a name."""
    ways = " UNION ".join(
        f"{{ GRAPH ?g {{ {way} }} }}" for way in (f"<{name}> ?p ?o", f"?s <{name}> ?o", f"?s ?p <{name}>")
    )
    return bool(endpoint.select(f"SELECT ?g WHERE {{ {ways} }} LIMIT 1"))


def _warn_of_load(endpoint: Endpoint) -> None:
    """Warn that a load has not finished, so that some graphs are old and some are new."""
    name = endpoint.profile.name
    # The answer itself is complete; the store may have no readable manifest, or rows of another width.
    with suppress(KgError, ValueError):
        loader, manifest = claimant(endpoint), Manifest(endpoint)
        pending, loaded = manifest.unfinished(loader.since if loader else None)
        if not pending:
            _warn_of_version(name, manifest)
            return
        seen = f"{loaded} of {pending + loaded} graphs are of the new version, the others still as they were"
        if loader and not loader.dead:
            since = f"{loader.since[:10]} {loader.since[11:16]} UTC"
            note(f"{name}: {loader.who} has been loading since {since}: {seen}; ask again when that has ended")
        else:
            note(f"{name}: a load has not ended: {seen}; finish it with `kg load --to {name}`")


def _warn_of_version(name: str, manifest: Manifest) -> None:
    """Say that other rules derived what is in the store, so that a question may find nothing, or other rows."""
    there = manifest.version()
    if there is not None and there != (here := loading_version()):
        which = f"kg {there}" if there else "an older version of kg"
        note(f"{name}: loaded by {which} (this is {here}): rows may be missing or wrong until it is loaded again")


def _parsed(question: Question, terms: Terms) -> bytes:
    """Parse the query here, so that a mistake is reported at its place in the user's text."""
    run_query(ox.Store(), question.text, terms, file=question.file)
    return b""


def _terms(endpoint: Endpoint, question: Question, pairs: Mapping[str, str]) -> Terms:
    """Return the terms for the parameters, resolved among the names of the endpoint."""
    defaults = {name: item.default for name, item in question.parameters.items() if item.default is not None}
    wanted = {**defaults, **pairs}
    return resolve_all(_names(endpoint, question, wanted) if wanted else ox.Store(), question, pairs.items(), note=note)


def _names(endpoint: Endpoint, question: Question, wanted: Mapping[str, str]) -> ox.Store:
    """Return a store with the types and labels needed to resolve the parameters."""
    types = {name: question.parameters[name].type for name in wanted if name in question.parameters}
    terms = [term for name, type_ in types.items() for term in named_nodes(type_, wanted[name])]
    patterns = [
        *(f"GRAPH <{GRAPHS[name]}> {{ ?s ?p ?o }} VALUES ?p {{ {_NAMES} }}" for name in ("reference", "ontology")),
        "GRAPH ?g { ?s a ?kind ; ?p ?o } VALUES ?kind { dp:Source dp:Table } VALUES ?p { rdf:type dcterms:title }",
        *(pattern.format(**GRAPHS) for pattern in _TENURES),
        f"GRAPH ?g {{ ?s ?p ?o }} VALUES ?s {{ {' '.join(map(str, terms))} }} VALUES ?p {{ rdf:type }}",
    ]
    store = ox.Store()
    for pattern in patterns if terms else patterns[:-1]:
        triples = endpoint.query(written_out(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"))
        if isinstance(triples, list):
            store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return store


def _fetch(
    endpoint: Endpoint, question: Question, text: str, form: str | None, answer: IO[bytes], *, to_terminal: bool
) -> None:
    """Write the complete answer in a format; raises RemoteError if it breaks off."""
    labelled = _is_shipped(question) and Manifest(endpoint).has_others()
    found = answer_question(endpoint, text, parts=question.parts)
    with endpoint.reading():
        repeats = labelled or (endpoint.profile.preset in _REPEATING and _DISTINCT.match(text))
        if repeats and isinstance(found, ox.QuerySolutions):
            found = without_repeats(found, labelled=labelled)
        if form in BINARY:
            results = _as_results(found) if isinstance(found, list) else found
            answer.write(rows_as(str(form), answer_of(results), "answer"))
            return
        if isinstance(found, list):
            answer.write(render_results(_as_results(found), form, terminal=to_terminal))
            return
        form = form or ("table" if to_terminal else "tsv")
        if isinstance(found, ox.QuerySolutions) and form in _STREAMED:
            found.serialize(answer, format=_STREAMED[form])
            if form in ("json", "xml"):
                answer.write(b"\n")
            return
        answer.write(render_results(found, form, terminal=to_terminal))


def _as_results(triples: list[ox.Triple]) -> ox.QueryTriples:
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return cast("ox.QueryTriples", store.query("CONSTRUCT WHERE { ?s ?p ?o }"))


def _deliver(answer: IO[bytes], output: object) -> None:
    if output is None or output == "-":
        shutil.copyfileobj(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with replacing(str(output)) as file:
        shutil.copyfileobj(answer, file)
