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
    from collections.abc import Callable

    import pyoxigraph as ox

    from kg.query.catalogue import Catalogue, Question
    from kg.query.run import Results
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
    from kg.query.results import check_format
    from kg.query.run import is_long, refuse_unsafe
    from kg.store.folder import StoreFolder

    form = _form(values)
    if form is not None:
        check_format(form)
    _refuse_formats(values, form)
    question = _question(values)
    allowed = bool(values["at"] or values["allow_service"])
    refuse_unsafe(question.text, question.file, own=_is_own(values), allow_service=allowed)
    if values["at"] is not None:
        if values["verify"]:
            raise UsageError(
                "--verify only works with the embedded store", hint="of a triplestore: `kg load --verify full`"
            )
        from kg.cli.query_remote import answer_at

        answer_at(values, question, form, _parameters(values))
        return
    folder = StoreFolder(folder_of(values))
    if values["verify"]:
        _verify(folder)
    store = folder.read()
    _warn_of_changes(folder)
    if _is_own(values):
        from kg.query.terms import check_terms

        check_terms(store, question.text, question.file)
    timeout, output = values["timeout"], values["output"]
    assert timeout is None or isinstance(timeout, float)  # noqa: S101  # as OPTIONS converts it
    # Questions of the catalogue are known to be harmless, and short queries cannot be nested deeply, so these run
    # without a separate process.
    if timeout is None and not (_is_own(values) and is_long(question.text)):
        written = _evaluate(folder, store, question, values, form)
    else:
        from kg.query.deadline import within

        written = within(timeout, lambda: _evaluate(folder, store, question, values, form))
    write_output(written, None if output is None else str(output))
    note_store(folder.path, folder.manifest())


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


def _warn_of_changes(folder: StoreFolder) -> None:
    from kg.sources.stamps import changed_sources
    from kg.store.contents import moved, some

    if files := moved(folder.current(), folder.manifest()):
        note(f"the store was changed by something other than `kg build`: {some(files)} (run `kg build`)")
    if changed := changed_sources(folder.manifest()):
        note(f"changed since the store was built: {some(changed)} (run `kg build`)")


def _verify(folder: StoreFolder) -> None:
    """Compare the hash of each file of the store with the one from the build; StoreError if one differs."""
    from kg.store.contents import refuse_altered
    from kg.store.publish import is_ours

    refuse_altered(folder.current(), folder.manifest())
    own = "" if is_ours(folder.manifest()) else ", but it was not built with the key of this machine"
    note(f"every file is unchanged since the build{own}")


def _evaluate(
    folder: StoreFolder, store: ox.Store, question: Question, values: dict[str, object], form: str | None
) -> bytes:
    """Return the complete answer, rendered; record the statements behind its rows, and explain an empty answer."""
    from kg.query.results import holds_nothing, render_results
    from kg.query.run import failure, run_query
    from kg.store.last_answer import remember

    pairs = _parameters(values)
    terms: dict[str, ox.NamedNode | ox.Literal] = {}
    if pairs or question.has_defaults():
        from kg.query.parameters import resolve_all

        terms = resolve_all(store, question, pairs.items(), note=note)
    if values["explain"]:
        return _explain(store, question, terms)
    terminal = values["output"] is None and sys.stdout.isatty()
    try:
        results = run_query(store, question.text, terms, file=question.file)
        if form in BINARY:
            return _rows_as(str(form), results, question, lambda: _explain_nothing(store, question, pairs))
        answer = render_results(
            results, form, terminal=terminal, full=bool(values["full"]), labels=bool(values["labels"]),
            shown=lambda names: remember(folder, names),
        )  # fmt: skip
        # An empty table looks like an answer, but usually one parameter was too narrow.
        if holds_nothing(answer, form or ("table" if terminal else "tsv")) and hasattr(results, "variables"):
            _explain_nothing(store, question, pairs)
        elif _is_own(values):
            _note_absent(store, question)
        _note_told_later(store, question, pairs)
    except (OSError, RuntimeError) as error:
        raise failure(error, question.file) from None
    return (b"\xef\xbb\xbf" if values["excel"] else b"") + answer


def _rows_as(form: str, results: Results, question: Question, explain: Callable[[], None]) -> bytes:
    """Return an answer of any form as a workbook or as Parquet; an empty one keeps its columns and is explained."""
    from kg.export.table import rows_as
    from kg.query.rows import answer_of

    answer = answer_of(results)
    if not answer.rows:
        explain()
    return rows_as(form, answer, "answer" if question.file == "-q" else question.name)


def _explain_nothing(store: ox.Store, question: Question, given: dict[str, str]) -> None:
    from kg.query.silence import why_no_rows

    for sentence in why_no_rows(store, question, given):
        note(sentence)


def _note_told_later(store: ox.Store, question: Question, given: dict[str, str]) -> None:
    from kg.query.told_later import told_later

    for sentence in told_later(store, question, given):
        note(sentence)


def _note_absent(store: ox.Store, question: Question) -> None:
    """Report names that the store lacks: a misspelt name silently yields a count of 0, or "no" for ASK."""
    from kg.query.terms import absent_names

    for sentence in absent_names(store, question.text):
        note(sentence)


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


def _explain(store: ox.Store, question: Question, terms: dict[str, ox.NamedNode | ox.Literal]) -> bytes:
    """Return the question, the query as it is run, the number of rows, and the time it took."""
    import time

    from kg.query.run import explained_query, run_query
    from kg.suggestions import counted

    began = time.perf_counter()
    results = run_query(store, question.text, terms, file=question.file)
    text = explained_query(question.text, terms, results)
    count = sum(1 for _ in results) if hasattr(results, "__iter__") else 1
    took = (time.perf_counter() - began) * 1000
    title = f"# {question.question}\n" if question.question else ""
    cost = f"# {counted(count, 'answer')} in {took:.1f} ms, from {len(store)} quads\n"
    return f"{title}{cost}{text}".encode()
