"""Runs a query on a store: parse, bind, evaluate; explains errors in terms of the user's own text."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.namespaces import PREFIXES, localised
from kg.suggestions import similar, suggest

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
    Term = ox.NamedNode | ox.Literal
    _Dataset = tuple[Sequence[str], Sequence[str]]

__all__ = ["body", "explained_query", "failure", "is_long", "refuse_unsafe", "run_query", "written_out"]

# Patterns that only errors need are compiled when there is one.
_PLACE = r"(?s)error at (\d+):(\d+): expected (.*)"
_UNBINDABLE = r"does not contains variable \?(\w+) in its SELECT projection"
_LONGEST_EXPLAINED = 50_000  # characters
#: A query up to this length (in characters) is too short to be nested so deeply that evaluation ends the process.
_SHORT = 400
#: Before `from`, these make another word of it, beside letters.
_INSIDE = ("_", "?", "$", ":")
_UPDATE = r"(?i)(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b"


def run_query(
    store: ox.Store,
    text: str,
    bindings: Mapping[str, Term] | None = None,
    *,
    file: str = "-q",
    dataset: _Dataset | None = None,
    base: str | None = None,
) -> Results:
    """Evaluate a query of any form on a store; known prefixes need no declaration.

    `bindings` replace variables (RDF-dev SEP-0007; `kg.query.binding`). For a SELECT, these must be among its columns,
    or be parameters with their own filter. Triples outside any GRAPH clause are looked up in all
    graphs, unless the query has a FROM, or `dataset` names the default and the named graphs (IRIs), which then override
    FROM. Relative IRIs are resolved against `base`. Raises QueryError with the place in `text`, whose name is `file`;
    UsageError for a variable that cannot be bound.
    """
    if bindings or "#? " in text:
        try:
            return _steered(store, text, bindings or {}, dataset, base)
        except (SyntaxError, RuntimeError, OSError, UsageError):
            # What is wrong is explained in the terms and the places of the text as it was written.
            from kg.query.binding import with_filters

            text, bindings = with_filters(text, bindings or {})
    try:
        return _evaluated(store, text, bindings or {}, dataset, base)
    except SyntaxError as error:
        raise _syntax_error(str(error), text, file) from None
    # pyoxigraph has no exception types of its own: only the message shows the kind of failure.
    except RuntimeError as error:
        raise _runtime_error(error, file) from None
    except OSError as error:
        raise failure(error, file) from None


def _steered(
    store: ox.Store, text: str, bindings: Mapping[str, Term], dataset: _Dataset | None, base: str | None
) -> Results:
    """Evaluate a question in the way that the embedded store answers fastest."""
    from kg.query.embedded.few_rows import for_few_rows, for_many_rows, is_large, selects_few

    text, large = body(text), "#? " in text and is_large(store)
    if bindings:
        from kg.query.binding import bind

        # The planner of the embedded store counts with terms, and not with substitutions: with the terms in their
        # places it begins with what they select, and not with all that could be meant.
        text = bind(text, bindings, same=True)
    if any(map(selects_few, bindings.values())):
        text = for_few_rows(text)
    else:
        text = for_many_rows(text)
        if "#? read: " in text:
            from kg.query.embedded.columns import by_columns

            text = by_columns(text, large=large)
    return _sorted(store, text, dataset, base, large=large)


def _sorted(store: ox.Store, text: str, dataset: _Dataset | None, base: str | None, *, large: bool) -> Results:
    """Evaluate a query; the rows of a large store are sorted here if they can be."""
    if large:
        from kg.query.embedded.sorting import sorted_rows, without_order

        unsorted, keys = without_order(text)
        try:
            if keys:
                return sorted_rows(_evaluated(store, unsorted, {}, dataset, base), keys)  # type: ignore[arg-type]
        except ValueError:  # a column has values of several types
            pass
    return _evaluated(store, text, {}, dataset, base)


def _evaluated(
    store: ox.Store, text: str, terms: Mapping[str, Term], dataset: _Dataset | None, base: str | None
) -> Results:
    """Evaluate a query with `terms` substituted in what the parser made of it."""
    default, named = dataset or (None, None)
    if "#? first:" in text:
        from kg.query.embedded.few_rows import lists_first

        text = lists_first(text)
    return store.query(
        localised(text),
        base_iri=base,
        prefixes=PREFIXES,
        # Here every triple is in a named graph, so with the standard's default graph a pattern without GRAPH would find
        # nothing.
        use_default_graph_as_union=dataset is None and not _names_graphs(text),
        default_graph=None if default is None else [ox.NamedNode(name) for name in default],
        named_graphs=None if named is None else [ox.NamedNode(name) for name in named],
        substitutions={ox.Variable(name): term for name, term in terms.items()} or None,
    )


def is_long(text: str) -> bool:
    """Return whether a query is long enough to be dangerously nested."""
    return len(text) > _SHORT


def refuse_unsafe(text: str, file: str, *, own: bool = True, allow_service: bool = False) -> None:
    """Reject queries that would crash the process, or send requests to other servers, before they are parsed.

    `own` is true if the query is the user's and not from the catalogue; those are known to be harmless. Raises
    QueryError or UsageError.
    """
    if own and is_long(text):
        from kg.limits import refuse_excess

        refuse_excess(text, file, kind=QueryError)
    if allow_service or "service" not in text.lower():
        return
    from kg.query.binding import has_word

    if has_word(text, "SERVICE"):
        hint = "allow it: --allow-service, or allow_service=True in Python"
        raise UsageError(f"{file}: SERVICE sends requests to other servers", hint=hint)


def _names_graphs(text: str) -> bool:
    """Return whether the query may have its own dataset, which the union of all graphs would override."""
    if not _has_from(body(text).lower()):  # `?said_from` is no keyword, and looking at each token takes long
        return False
    from kg.query.binding import has_word

    return has_word(text, "FROM")


def _has_from(text: str) -> bool:
    """Return whether `from` may stand for itself in a text in small letters; a pattern would take far longer."""
    at = text.find("from")
    while at >= 0:
        before, after = text[at - 1 : at], text[at + 4 : at + 5]
        if not (before.isalnum() or before in _INSIDE or after.isalnum() or after == "_"):
            return True
        at = text.find("from", at + 4)
    return False


def failure(error: Exception, file: str) -> QueryError | StoreError:
    """Return the error for an evaluation that failed: because of a SERVICE, or because the store is damaged."""
    reason = " ".join(str(error).split())
    if reason.startswith(("Corruption", "IO error")):
        return StoreError(f"the store is damaged: {reason}", hint="run `kg build`")
    return QueryError(f"cannot be evaluated: {reason}", file=file)


def explained_query(text: str, bindings: Mapping[str, Term], results: Results) -> str:
    """Return what is about to be evaluated: the form, the columns, and the query with its bindings in place."""
    lines = [f"# form: {_form(results)}"]
    if isinstance(results, ox.QuerySolutions):
        lines.append(f"# columns: {', '.join(variable.value for variable in results.variables)}")
    lines += [f"# bound: ?{name} = {term}" for name, term in sorted(bindings.items())]
    from kg.query.binding import bind

    return "\n".join([*lines, written_out(bind(body(text), bindings)), ""])


def body(text: str) -> str:
    """Return a query's text without its metadata."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("#+")).strip()


def written_out(text: str) -> str:
    """Return a query that runs anywhere: known prefixes that it uses without declaring them are declared."""
    text = localised(text)
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w-]*):", text))
    used = [
        prefix for prefix in PREFIXES if re.search(rf"(?<![\w:?$]){prefix}:(?!//)", text) and prefix not in declared
    ]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in sorted(used)) + text


def _form(results: Results) -> str:
    if isinstance(results, ox.QuerySolutions):
        return "SELECT (rows)"
    return "ASK (yes or no)" if isinstance(results, ox.QueryBoolean) else "CONSTRUCT or DESCRIBE (triples)"


def _runtime_error(error: RuntimeError, file: str) -> KgError:
    if match := re.search(_UNBINDABLE, str(error)):
        hint = f"add ?{match[1]} to the SELECT"
        return UsageError(f"{file}: ?{match[1]} cannot be bound: it is not among the query's columns", hint=hint)
    return failure(error, file)


def _syntax_error(message: str, text: str, file: str) -> QueryError:
    """Translate the parser's message."""
    match = re.match(_PLACE, message)
    if not match:
        return QueryError(" ".join(message.split()), file=file)
    line, column, expected = int(match[1]), int(match[2]) - 1, match[3]
    # One more line: the error of an incomplete query is after its last line.
    lines = [*text.split("\n"), ""]
    if "Prefix not found" in expected:
        column, reason, hint = _unknown_prefix(lines[line - 1], column)
    else:
        line, column = _beginning(text) or (line, column)
        reason, hint = _reason(expected, text, lines[line - 1][column:].split()), None
    return QueryError(reason, file=file, line=line, column=column + 1, hint=hint)


def _beginning(text: str) -> tuple[int, int] | None:
    """Return the line (from 1) and column (from 0) where a syntax error begins, or None if this is unknown.

    Oxigraph's parser reports how far it could look ahead, which may be some words later; rdflib's reports where it got
    stuck.
    """
    if len(text) > _LONGEST_EXPLAINED:
        return None  # rdflib would take too long
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(text.replace("\t", " "))  # pyparsing would count a tab as eight characters
    except ParseException as error:
        return error.lineno, error.column - 1
    return None


def _unknown_prefix(line: str, end: int) -> tuple[int, str, str | None]:
    """Return where the prefixed name before `end` begins, what is wrong with it, and a suggestion."""
    match = re.search(r"([\w.-]*):\S*$", line[:end])
    name = match[1] if match else ""
    near = similar(name, PREFIXES)
    hint = suggest(name, near) if near else "declare it with PREFIX"
    return match.start() if match else end, f"unknown prefix '{name}:'", hint


def _reason(expected: str, text: str, rest: list[str]) -> str:
    """Return what is wrong in words; `rest` is the rest of the line."""
    if "variable that is unbound" in expected:
        return "a column of the SELECT is neither in GROUP BY nor an aggregate"
    if re.match(_UPDATE, text.lstrip()):
        return "this is an update, but queries can only read"
    if not text.strip():
        return "the query is empty"
    # Of the tokens that the parser would accept here, only punctuation helps; its list of keywords is incomplete.
    wanted = sorted(set(re.findall(r'"([^\w"]+)"', expected)))
    found = f"syntax error at {rest[0]!r}" if rest else "syntax error: the query ends here"
    return found + (f", expected {' or '.join(wanted)}" if 0 < len(wanted) <= 3 else "")
