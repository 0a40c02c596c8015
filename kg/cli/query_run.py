"""Runs `kg query` without click: its options, and the steps from a call to an answer."""

from __future__ import annotations

import os
import sys

from kg.cli.fast_options import Option
from kg.cli.output import BINARY, note, refuse_mark, refuse_terminal
from kg.errors import InputError, UsageError
from kg.paths import default_store, shipped_name

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from kg.query.catalogue import Catalogue, Question
    from kg.store.folder import StoreFolder

__all__ = ["OPTIONS", "answer", "catalogue_of", "folder_of"]


def _seconds(value: str) -> float:
    seconds = float(value)
    if not 0 < seconds < 1e9:
        raise ValueError(value)
    return seconds


OPTIONS = (
    Option("-p --param", "params", "Bind a parameter; may be repeated.", "KEY=VALUE", many=True),
    Option("-q --query", "text", "Run this SPARQL query instead of a named question.", "SPARQL"),
    Option(
        "-f --format",
        "form",
        "table, tsv, csv, json, xml, md, xlsx, parquet; for triples also ttl, nt, jsonld.",
        "FORMAT",
    ),
    Option("-o --output", "output", "Write to this file. Without -f, its suffix decides the format.", "FILE"),
    Option("--full", "full", "Show every row and column of a table.", flag=True),
    Option("--excel", "excel", "Start csv with a byte order mark, so that Excel reads it as UTF-8.", flag=True),
    Option("--labels", "labels", "Show labels instead of identifiers (table, csv, tsv, md).", flag=True),
    Option("-s --store", "store", "The store's folder.  [default: $KG_STORE, else ./.kg]", "DIR"),
    Option("--verify", "verify", "First check that the store's files are unchanged since `kg build`.", flag=True),
    Option("-a --at", "at", "Query a profile from kg.toml, or the endpoint at a URL, instead of the store.", "PROFILE"),
    Option("-t --timeout", "timeout", "Give up after this many seconds.", "SECONDS", convert=_seconds),
    Option("--allow-service", "allow_service", "Let SERVICE in a query send requests to other servers.", flag=True),
    Option(
        "-x --explain", "explain", "Print the query with its parameters filled in, and how long it took.", flag=True
    ),
)


def folder_of(values: dict[str, object]) -> str:
    """Return the folder of the store given in a call, else the default."""
    return str(values.get("store") or default_store())


def catalogue_of(folder: str) -> Catalogue:
    """Return the shipped catalogue; its metadata are cached in the store's folder."""
    from kg.query.catalogue import Catalogue

    return Catalogue(shipped_name("queries"), os.path.join(folder, "catalogue.json"))


def answer(values: dict[str, object]) -> None:
    """Ask the store a question.

    NAME is a question from the catalogue, a query file, or - for standard input.
    The answer is a table on a terminal and TSV when piped; triples are Turtle. The prefixes of the
    graph (dp:, actor:, proposition: ...) need no declaration. A parameter's value is a name as people
    write it (Russia, "security council"), a slug, a prefixed name or an IRI.

    \b
      kg queries
      kg query positions
      kg query for-and-against -p proposition=humanitarian-access-in-syria
      kg query -q 'SELECT ?s { ?s a dp:Claim }' -f csv
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.cli.output import note_store, write_output
    from kg.cli.query_again import may_repeat, on_terminal, table_again
    from kg.store.folder import StoreFolder

    form = _checked_form(values)
    question = _question(values)
    if values["at"] is not None:
        _refuse_unsafe(question, values)
        _ask_elsewhere(values, question, form)
        return
    folder = StoreFolder(folder_of(values))
    written = None
    if may_repeat(values, form, own=_is_own(values)):
        full, terminal = bool(values["full"]), on_terminal(values)
        written = table_again(folder, question, _parameters(values), full=full, terminal=terminal)
    if written is None:
        written = _asked(folder, question, values, form)
    write_output(written, None if values["output"] is None else str(values["output"]))
    note_store(folder.path, folder.manifest())


def _asked(folder: StoreFolder, question: Question, values: dict[str, object], form: str | None) -> bytes:
    """Return the answer of the store, rendered."""
    from kg.cli.query_again import note_changes
    from kg.cli.query_answer import evaluate
    from kg.query.run import is_long

    _refuse_unsafe(question, values)
    if values["verify"]:
        _verify(folder)
    store = folder.read()
    note_changes(folder)
    own, timeout, given = _is_own(values), values["timeout"], _parameters(values)
    if own:
        from kg.query.terms import check_terms

        check_terms(store, question.text, question.file)
    assert timeout is None or isinstance(timeout, float)  # noqa: S101  # as OPTIONS converts it
    # Questions of the catalogue are known to be harmless, and short queries cannot be nested deeply, so these run
    # without a separate process.
    if timeout is None and not (own and is_long(question.text)):
        return evaluate(folder, store, question, given, values, form, own=own)
    from kg.query.deadline import within

    return within(timeout, lambda: evaluate(folder, store, question, given, values, form, own=own))


def _refuse_unsafe(question: Question, values: dict[str, object]) -> None:
    from kg.query.run import refuse_unsafe

    allowed = bool(values["at"] or values["allow_service"])
    refuse_unsafe(question.text, question.file, own=_is_own(values), allow_service=allowed)


def _ask_elsewhere(values: dict[str, object], question: Question, form: str | None) -> None:
    if values["verify"]:
        raise UsageError(
            "--verify only works with the embedded store", hint="of a triplestore: `kg load --verify full`"
        )
    from kg.cli.query_remote import answer_at

    answer_at(values, question, form, _parameters(values))


def _checked_form(values: dict[str, object]) -> str | None:
    """Return the requested format, or None for that of the answer's kind; UsageError for one that cannot be."""
    form = _form(values)
    if form is not None:
        from kg.query.results import check_format

        check_format(form)
    _refuse_formats(values, form)
    return form


def _refuse_formats(values: dict[str, object], form: str | None) -> None:
    """Refuse combinations of formats with incompatible options or outputs."""
    refuse_mark(form, excel=bool(values["excel"]))
    refuse_terminal(form, None if values["output"] is None else str(values["output"]))
    if form in BINARY and values["labels"]:
        raise UsageError(f"--labels does not work with {form}", hint="choose table, tsv, csv or md")


def _form(values: dict[str, object]) -> str | None:
    """Return the requested format, from -f or the suffix of the output file."""
    if values["form"] or not values["output"]:
        return str(values["form"]) if values["form"] else None
    from kg.query.results import FORMATS

    suffix = os.path.splitext(str(values["output"]))[1].lstrip(".")
    return suffix if suffix in FORMATS else None


def _question(values: dict[str, object]) -> Question:
    """Return the question of a call: inline, from standard input, from a file, or by name."""
    name, text = values["name"], values["text"]
    catalogue = catalogue_of(folder_of(values))
    if (name is None) == (text is None):
        raise UsageError(
            "nothing to ask: give the name of a question, a file, - or -q SPARQL", hint="`kg queries` lists the names"
        )
    if text is not None:
        return catalogue.parse(str(text), "-q")
    if name == "-":
        return catalogue.parse(_standard_input(), "standard input")
    if str(name).endswith((".rq", ".sparql")) or os.sep in str(name):
        return catalogue.read(str(name))
    question = catalogue.find(str(name))
    if question.name != name:
        note(f"`{name}` is now part of `{question.name}`")
    return question


def _is_own(values: dict[str, object]) -> bool:
    """Return whether a question is the user's own text, not one of the catalogue."""
    name = str(values["name"])
    return values["text"] is not None or name == "-" or name.endswith((".rq", ".sparql")) or os.sep in name


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("is not UTF-8 text", file="standard input") from None


def _verify(folder: StoreFolder) -> None:
    """Compare the hash of each file of the store with the one from the build; StoreError if one differs."""
    from kg.store.contents import refuse_altered
    from kg.store.publish import is_ours

    refuse_altered(folder.current(), folder.manifest())
    own = "" if is_ours(folder.manifest()) else ", but it was not built with the key of this machine"
    note(f"every file is unchanged since the build{own}")


def _parameters(values: dict[str, object]) -> dict[str, str]:
    """Return the values given in a call, by parameter."""
    given: dict[str, str] = {}
    for word in values["params"]:  # type: ignore[attr-defined]  # `many`: a list of str
        name, value = _pair(word)
        if name in given:
            raise UsageError(f"-p {word}: {name} is already given as {given[name]!r}", hint="give it once")
        given[name] = value
    return given


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals:
        raise UsageError(f"-p {word}: write parameters as KEY=VALUE", hint=f"-p {word}=...")
    return name.lstrip("?"), value
