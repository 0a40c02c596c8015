"""The catalogue as pages: each question with a form, its answer, and other ways to ask it."""

from __future__ import annotations

import io
import re
import shlex
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import UsageError
from kg.namespaces import TERM_KINDS
from kg.paths import shipped_name
from kg.query.binding import bind
from kg.query.catalogue import Catalogue
from kg.query.parameters import known, resolve_all
from kg.query.results import render_results
from kg.query.run import body, run_query, written_out
from kg.web.messages import Response
from kg.web.templating import Page
from kg.web.views.answer import answer_table
from kg.web.views.parameters import BadRequest, Moved, NotFound, read

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

    from kg.query.catalogue import Parameter, Question
    from kg.web.content.edition import Edition
    from kg.web.messages import Request

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

__all__ = ["FORMATS", "catalogue", "question", "questions"]

FORMATS = {"text/csv": "csv", "application/json": "json", "text/tab-separated-values": "tsv"}
_ALTERNATES = tuple((f"index.{form}", media_type) for media_type, form in FORMATS.items())
LARGE = 16 << 20  # bytes from which an answer is not cached
#: The most common parameters; if there are many, the others are folded away.
_USUAL = ("actor", "other", "proposition", "issue", "since", "until")
_ASKED = re.compile("`kg query ([a-z-]+)` lists them")
_DATES = {"date": "date", "integer": "number", "decimal": "text", "string": "text"}


@dataclass(slots=True)
class FormField:
    """A parameter as a field of a form."""

    parameter: Parameter
    value: str
    form: str
    options: list[tuple[str, str]]


def _without_commands(error: UsageError) -> str:
    """Return a message with its hint; instead of a command, which no reader of a page can run, with the question."""
    hint = _ASKED.sub(r"the question \1 lists them", error.hint or "")
    return f"{error.message} ({hint})" if hint and "`kg " not in hint else error.message


def catalogue() -> Catalogue:
    """Return the catalogue of questions, without files in subfolders."""
    return Catalogue(shipped_name("queries"))


@lru_cache(maxsize=256)
def _found(name: str) -> Question:
    """Return a question; cached, because reading its YAML header takes longer than most answers."""
    return catalogue().find(name)


@cache
def _all() -> list[Question]:
    return [_found(name) for name in catalogue().names()]


def questions(_edition: Edition, request: Request) -> Page:
    """Return the page of all questions, by tag."""
    read(request)
    found = _all()
    tags: dict[str, list[Question]] = {}
    for each in found:
        tags.setdefault(each.tags[0] if each.tags else "other", []).append(each)
    groups = sorted(tags.items(), key=lambda group: (-len(group[1]), group[0]))
    return Page("questions.html", "Questions", {"groups": groups, "count": len(found)})


def question(edition: Edition, request: Request, name: str, example: str | None = None) -> Page | Response:
    """Return the page of a question with its answer, or the answer as a file; `example` uses the example values."""
    try:
        asked = _found(name)
    except UsageError:
        raise NotFound from None
    if asked.name != name:  # the question was renamed
        query = f"?{urlencode(request.query)}" if request.query else ""
        raise Moved(f"../{'../' if example else ''}{asked.name}/{'example/' if example else ''}{query}", 308)
    values = _values(request, asked, example=bool(example))
    try:
        terms = resolve_all(edition.store, asked, values.items())
    except UsageError as error:
        if not example:
            raise BadRequest(_without_commands(error)) from None
        values, terms = {}, {}  # the example is not in this store
    if request.media_type in FORMATS:
        results = _answer(edition, asked, terms)
        return Response(200, request.media_type, render_results(results, FORMATS[request.media_type]))
    needs = [] if terms.keys() & set(asked.needs) else [name.replace("_", " ") for name in asked.needs]
    context = {
        "asked": asked,
        "example": bool(example),
        "needs": needs,
        "answer": None if needs else answer_table(edition, _answer(edition, asked, terms)),
        **_form(edition, asked, values),
        **_other_means(request, asked, values, terms),
    }
    suffix = f"?{urlencode(values)}" if values and not example else ""
    alternates = () if needs else tuple((f"{file}{suffix}", media_type) for file, media_type in _ALTERNATES)
    return Page("question.html", asked.question, context, alternates=alternates)


def _form(edition: Edition, asked: Question, values: dict[str, str]) -> dict[str, list[FormField]]:
    """Return the fields of a question; if there are many, in two parts: the most common ones, and the rest."""
    fields = [_field(edition, parameter, values) for parameter in asked.parameters.values()]
    usual = [each for each in fields if each.parameter.name in _USUAL]
    if len(fields) <= len(_USUAL) or not usual:
        return {"fields": fields, "more": []}
    return {"fields": usual, "more": [each for each in fields if each not in usual]}


def _other_means(
    request: Request, asked: Question, values: dict[str, str], terms: dict[str, ox.NamedNode | ox.Literal]
) -> dict[str, str]:
    """Return how to ask the same question on the command line, over HTTP, and in SPARQL."""
    given = [word for key, value in values.items() for word in ("-p", f"{key}={value}")]
    address = f"{request.root}questions/{asked.name}/index.csv{f'?{urlencode(values)}' if values else ''}"
    query = written_out(bind(body(asked.text), terms))
    return {
        "command": shlex.join(["kg", "query", asked.name, *given]),
        "curl": shlex.join(["curl", address]),
        "query": query,
        "bound": urlencode({"query": query}),
    }


def _answer(edition: Edition, asked: Question, terms: dict[str, ox.NamedNode | ox.Literal]) -> Results:
    """Return the answer to a question; the last one is cached unless large, since a site needs a page and files."""
    key = (asked.name, *sorted((name, str(term)) for name, term in terms.items()))
    if edition.memory.get("last answer", (None,))[0] != key:
        edition.memory["last answer"] = (key, None)
        results = run_query(edition.store, asked.text, terms, file=f"{asked.name}.rq")
        if not isinstance(results, ox.QuerySolutions):
            return results
        edition.memory["last answer"] = (key, _kept(results))
    kept = edition.memory["last answer"][1]
    if kept is None:
        return run_query(edition.store, asked.text, terms, file=f"{asked.name}.rq")
    return ox.parse_query_results(kept, format=ox.QueryResultsFormat.JSON)


def _kept(results: ox.QuerySolutions) -> bytes | None:
    """Return an answer in the form that is cached, or None if that would be too large."""
    output = _Bounded()
    try:
        results.serialize(output, format=ox.QueryResultsFormat.JSON)
    except OverflowError:
        return None
    return output.getvalue()


class _Bounded(io.BytesIO):
    """A file in memory that refuses to grow beyond the limit for cached answers."""

    def write(self, data: Buffer) -> int:
        if self.tell() + memoryview(data).nbytes > LARGE:
            raise OverflowError
        return super().write(data)


def _values(request: Request, asked: Question, *, example: bool) -> dict[str, str]:
    """Return the values that were filled in, or else the defaults of the question."""
    if example:
        read(request)
        shown = [p for p in asked.parameters.values() if p.example is not None]
        return {p.name: p.example or "" for p in shown[:1]}  # all of them at once leave nothing over
    return read(request, *asked.parameters)


def _field(edition: Edition, parameter: Parameter, values: dict[str, str]) -> FormField:
    value = values.get(parameter.name, parameter.default or "")
    form = _DATES.get(parameter.type) or ("select" if parameter.type in TERM_KINDS else "name")
    if form not in ("select", "name") or parameter.type in ("statement", "iri"):
        return FormField(parameter, value, "text" if form in ("select", "name") else form, [])
    if f"names of {parameter.type}" not in edition.memory:
        names = known(edition.store, parameter.type)
        edition.memory[f"names of {parameter.type}"] = sorted(
            names.items(), key=lambda item: (item[1].lower(), item[0])
        )
    return FormField(parameter, value.partition(":")[2] or value, form, edition.memory[f"names of {parameter.type}"])
