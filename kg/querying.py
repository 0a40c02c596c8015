"""Asking a store: parse, bind, evaluate; and what a failure means in the user's own text."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.catalog import nearest
from kg.errors import QueryError, StoreError, UsageError
from kg.namespaces import PREFIXES

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Mapping

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean
    Term = ox.NamedNode | ox.Literal

__all__ = ["explain", "run", "written_out"]

_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_UNBINDABLE = re.compile(r"does not contains variable \?(\w+) in its SELECT projection")
_UPDATE = re.compile(r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b", re.IGNORECASE)
_NOISE = re.compile(r"\[[^\]]*\]|'[^']*'\s*\.\.=?\s*'[^']*'")


def run(store: ox.Store, text: str, bindings: Mapping[str, Term] | None = None, *, file: str = "-q") -> Results:
    """Evaluate a query of any form over a store; the known prefixes need no declaration.

    `bindings` are put in the place of the variables in the parsed query (RDF-dev SEP-0007), which
    for a SELECT must be among its columns. Triples outside any GRAPH clause are looked for in all graphs.
    Raises QueryError with the place in `text`, called `file`; UsageError for a variable that cannot be bound.
    """
    try:
        return store.query(
            text,
            prefixes=PREFIXES,
            use_default_graph_as_union=True,
            substitutions={ox.Variable(name): term for name, term in (bindings or {}).items()} or None,
        )
    except SyntaxError as error:
        raise _syntax_error(str(error), text, file) from None
    except RuntimeError as error:
        raise _runtime_error(error, file) from None
    except OSError as error:
        raise failure(error, file) from None


def failure(error: OSError, file: str) -> QueryError | StoreError:
    """Return the error to raise when evaluation breaks off: a SERVICE that failed, or a damaged store."""
    reason = " ".join(str(error).split())
    if "Corruption" in reason or "IO error" in reason:
        return StoreError(f"the store is damaged: {reason}", hint="run `kg build`")
    return QueryError(f"cannot be evaluated: {reason}", file=file)


def explain(text: str, bindings: Mapping[str, Term], results: Results) -> str:
    """Return what is about to be asked: the form, the columns, and the query with its bindings written out."""
    lines = [f"# form: {_form(results)}"]
    if isinstance(results, ox.QuerySolutions):
        lines.append(f"# columns: {', '.join(variable.value for variable in results.variables)}")
    lines += [f"# bound: ?{name} = {term}" for name, term in sorted(bindings.items())]
    return "\n".join([*lines, written_out(text).strip(), ""])


def written_out(text: str) -> str:
    """Return a query that runs anywhere: the known prefixes that it uses and does not declare are declared."""
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w-]*):", text))
    used = [
        prefix for prefix in PREFIXES if re.search(rf"(?<![\w:?$]){prefix}:(?!//)", text) and prefix not in declared
    ]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in sorted(used)) + text


def _form(results: Results) -> str:
    if isinstance(results, ox.QuerySolutions):
        return "SELECT (rows)"
    return "ASK (yes or no)" if isinstance(results, ox.QueryBoolean) else "CONSTRUCT or DESCRIBE (triples)"


def _runtime_error(error: RuntimeError, file: str) -> UsageError | QueryError:
    if match := _UNBINDABLE.search(str(error)):
        hint = f"add ?{match[1]} to the SELECT"
        return UsageError(f"{file}: ?{match[1]} cannot be bound: it is not among the query's columns", hint=hint)
    return QueryError(f"cannot be evaluated: {' '.join(str(error).split())}", file=file)


def _syntax_error(message: str, text: str, file: str) -> QueryError:
    """Translate the parser's message; it counts columns in bytes, people count characters."""
    match = _PLACE.match(message)
    if not match:
        return QueryError(" ".join(message.split()), file=file)
    line, byte = int(match[1]), int(match[2])
    before = (
        (text.split("\n")[line - 1] if line <= text.count("\n") + 1 else "")
        .encode()[: byte - 1]
        .decode(errors="ignore")
    )
    reason, hint = _reason(match[3], text, line, before)
    return QueryError(reason, file=file, line=line, column=len(before) + 1, hint=hint)


def _reason(expected: str, text: str, line: int, before: str) -> tuple[str, str | None]:
    """Return what is wrong in words, and what to do where that is clear."""
    if "Prefix not found" in expected:
        prefix = re.findall(r"([\w.-]*):[^\s]*$", before + " " if before.endswith(" ") else before)
        name = prefix[-1] if prefix else ""
        return f"unknown prefix {name + ':'!r}", nearest(name, sorted(PREFIXES)) or "declare it with PREFIX"
    if "variable that is unbound" in expected:
        return "a column of the SELECT is neither in GROUP BY nor an aggregate", None
    rest = text.split("\n")[line - 1][len(before) :] if text else ""
    if line == 1 and _UPDATE.match(text.lstrip()):
        return "this is an update, and a query only reads", None
    wanted = sorted({part.strip() for part in _NOISE.sub("", expected.removeprefix("one of ")).split(",")} - {""})
    found = f"{rest.split()[0]!r}" if rest.split() else "the end of the line" if text.strip() else "no query at all"
    return f"syntax error at {found}" + (f", expected {' or '.join(wanted[:6])}" if wanted else ""), None
