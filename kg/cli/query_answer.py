"""Asks the embedded store for `kg query`, and renders the answer with what has to be said beside it."""

from __future__ import annotations

from kg.cli.output import BINARY, note
from kg.cli.query_again import may_repeat, on_terminal, remember_table
from kg.query.results import holds_nothing, render_results
from kg.query.run import failure, run_query

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from kg.query.catalogue import Question
    from kg.query.run import Results
    from kg.store.folder import StoreFolder

    Terms = dict[str, ox.NamedNode | ox.Literal]

__all__ = ["evaluate"]


def evaluate(
    folder: StoreFolder, store: ox.Store, question: Question, given: dict[str, str], values: dict[str, object],
    form: str | None, *, own: bool,
) -> bytes:  # fmt: skip
    """Return the complete answer, rendered; record the rows of a table, and explain an empty answer.

    `given` are the parameters. `own` is true if the question is the user's, and not one of the catalogue.
    """
    terms, remarks = _terms(store, question, given)
    if values["explain"]:
        return _explain(store, question, terms)
    terminal = on_terminal(values)
    repeats = may_repeat(values, form, own=own) and not remarks
    try:
        results = run_query(store, question.text, terms, file=question.file)
        if form in BINARY:
            return _rows_as(str(form), results, question, lambda: _explain_nothing(store, question, given))
        answer = render_results(
            results, form, terminal=terminal, full=bool(values["full"]), labels=bool(values["labels"]),
            shown=lambda columns, rows: remember_table(folder, question, given, (columns, rows), repeats=repeats),
        )  # fmt: skip
        # An empty table looks like an answer, but usually one parameter was too narrow.
        if holds_nothing(answer, form or ("table" if terminal else "tsv")) and hasattr(results, "variables"):
            _explain_nothing(store, question, given)
        elif own:
            _note_absent(store, question)
        _note_told_later(store, question, given)
    except (OSError, RuntimeError) as error:
        raise failure(error, question.file) from None
    return (b"\xef\xbb\xbf" if values["excel"] else b"") + answer


def _terms(store: ox.Store, question: Question, given: dict[str, str]) -> tuple[Terms, list[str]]:
    """Return the terms to bind, and what was said about how the given values were understood."""
    if not given and all(parameter.default is None for parameter in question.parameters.values()):
        return {}, []  # without the import
    from kg.query.parameters import resolve_all

    remarks: list[str] = []
    terms = resolve_all(store, question, given.items(), note=remarks.append)
    for remark in remarks:
        note(remark)
    return terms, remarks


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
    if "as-of" not in given:  # of which the import takes longer than showing a table
        return
    from kg.query.told_later import told_later

    for sentence in told_later(store, question, given):
        note(sentence)


def _note_absent(store: ox.Store, question: Question) -> None:
    """Report names that the store lacks: a misspelt name silently yields a count of 0, or "no" for ASK."""
    from kg.query.terms import absent_names

    for sentence in absent_names(store, question.text):
        note(sentence)


def _explain(store: ox.Store, question: Question, terms: Terms) -> bytes:
    """Return the question, the query as it is run, the number of rows, and the time it took."""
    import time

    from kg.query.run import explained_query
    from kg.suggestions import counted

    began = time.perf_counter()
    results = run_query(store, question.text, terms, file=question.file)
    text = explained_query(question.text, terms, results)
    count = sum(1 for _ in results) if hasattr(results, "__iter__") else 1
    took = (time.perf_counter() - began) * 1000
    title = f"# {question.question}\n" if question.question else ""
    cost = f"# {counted(count, 'answer')} in {took:.1f} ms, from {len(store)} quads\n"
    return f"{title}{cost}{text}".encode()
