"""Replaces a query's variables with terms, in the tokens of its text.

The embedded store substitutes in the parsed query, but an endpoint only accepts text. So the text is split into SPARQL
tokens, and the contents of strings, IRIs and comments are never changed. The result is a query with the answers defined
by RDF-dev SEP-0007. In the pattern of each SELECT, every occurrence becomes the term. Its columns, GROUP BY and ORDER
BY keep the variable, and a BIND at the end of the pattern gives it the term.
"""

from __future__ import annotations

import re

from kg.errors import UsageError

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyoxigraph as ox

    Term = ox.NamedNode | ox.Literal

__all__ = ["bind", "columns_of", "form_of", "has_word", "query_tokens", "with_filters"]

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\n\r]*)
  | (?P<string>\"{3}(?:(?:"|"")?(?:[^"\\]|\\.))*\"{3} | '{3}(?:(?:'|'')?(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*(?<!\.)
      | _:[\w.-]+(?<!\.) | @[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<number>\d[\w.]*(?<!\.))
  | (?P<sign>\^\^|&&|\|\||!=|<=|>=|.)
    """,  # a sign is any other character, one at a time
    re.VERBOSE | re.DOTALL,
)
_FILTER = r"(?m)^([ \t]*)#\? ([a-z]+(?:[-_][a-z]+)*): (.*)$"  # compiled only where a parameter is given, as is _SAME
_SAME = r"FILTER \(\?(\w+) = \?(\w+)\)"
_QUERY_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class _Token:
    """A token of the query; `text` may be rewritten, `kind` is its kind in the grammar."""

    __slots__ = ("kind", "text")

    def __init__(self, kind: str, text: str) -> None:
        self.kind, self.text = kind, text

    def says(self, *words: str) -> bool:
        return self.kind in ("word", "sign") and self.text.upper() in words


def bind(text: str, terms: Mapping[str, ox.NamedNode | ox.Literal], *, same: bool = False) -> str:
    """Return the query with `terms` (by variable, without the question mark) in place of its variables.

    Filters of parameters are enabled (see `with_filters`); with `same`, columns that they equate with a parameter are
    replaced too. A variable that does not occur changes nothing. Raises UsageError if a SELECT computes the variable.
    """
    text, rest = with_filters(text, terms)
    if not same:  # Virtuoso would lose rows of `positions`
        rest = {name: term for name, term in rest.items() if name in terms or name.replace("_", "-") in terms}
    return _Binder(text, {name: str(term) for name, term in rest.items()}).bound() if rest else text


def with_filters(text: str, terms: Mapping[str, Term]) -> tuple[str, dict[str, Term]]:
    """Return the query with the filters of the parameters in `terms` enabled, and the terms still to be bound.

    A filter is a part of the pattern on separate lines that begin with `#? <parameter>:`. To any other tool it is a
    comment, and the query runs without it. A parameter that is not a column is a variable of its filter only, and is
    bound here, in nested SELECTs too; `as-of` is `?as_of`, and a column that a nested SELECT lacks is `?given_...`.
    A filter that equates a column with an IRI binds the column.
    """
    given = {name.replace("-", "_"): term for name, term in terms.items()}  # as variables have no hyphens
    if "#?" not in text:  # as in most queries, which need not be split into tokens
        return text, given
    filtering = {match[2].replace("-", "_") for match in re.finditer(_FILTER, text)}
    given = {**_same_columns(text, given), **given}
    text = re.sub(_FILTER, lambda line: line[1] + line[3] if line[2].replace("-", "_") in given else line[0], text)
    hidden = {name: str(given[name]) for name in given.keys() & (filtering - columns_of(text))}
    hidden |= {f"given_{name}": str(given[name]) for name in given.keys() & filtering if f"?given_{name}" in text}
    bound = _Binder(text, hidden, hidden=frozenset(hidden)).bound() if hidden else text
    return bound, {name: term for name, term in given.items() if name not in hidden}


def _same_columns(text: str, given: Mapping[str, Term]) -> dict[str, Term]:
    """Return the columns that an enabled filter equates with a parameter, if its term is an IRI."""
    lines = (re.fullmatch(_SAME, match[3]) for match in re.finditer(_FILTER, text))
    same = {match[1]: given[match[2]] for match in lines if match and match[2] in given}
    return {name: term for name, term in same.items() if str(term)[0] == "<" and name in columns_of(text)}


def columns_of(text: str) -> set[str]:
    """Return the variables in the head of the first SELECT, including computed ones."""
    found, inside = set(), False
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word" and match[0].upper() == "SELECT":
            inside = True
        elif inside and match[0] == "{":
            break
        elif inside and match.lastgroup == "variable":
            found.add(match[0][1:])
    return found


def form_of(text: str) -> str | None:
    """Return the query's form in capitals (SELECT, ASK, CONSTRUCT or DESCRIBE), or None for anything else."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "word" and match[0].upper() not in ("PREFIX", "BASE", "VERSION"):
            return match[0].upper() if match[0].upper() in _QUERY_FORMS else None
    return None


def query_tokens(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield the tokens of a query, except white space and comments: kind, offset in characters, and text."""
    found = ((str(match.lastgroup), match.start(), match[0]) for match in _TOKEN.finditer(text))
    yield from (token for token in found if token[0] != "space")


def has_word(text: str, word: str) -> bool:
    """Return whether a keyword (in capitals) occurs in the query, outside strings, names and comments."""
    return any(match.lastgroup == "word" and match[0].upper() == word for match in _TOKEN.finditer(text))


class _Binder:
    """One pass over the tokens, which binds variables in the pattern of a SELECT but not in its head or tail."""

    def __init__(self, text: str, terms: dict[str, str], hidden: frozenset[str] = frozenset()) -> None:
        self._tokens = [_Token(str(match.lastgroup), match[0]) for match in _TOKEN.finditer(text)]
        self._solid = [index for index, token in enumerate(self._tokens) if token.kind != "space"]
        self._terms, self._at, self._fresh, self._hidden = terms, 0, 0, hidden

    def bound(self) -> str:
        while (token := self._peek()) is not None:
            if token.says("SELECT"):
                self._select(top=True)
            elif token.says(*_QUERY_FORMS):
                self._other_form()
            else:
                self._next()
        return "".join(token.text for token in self._tokens)

    def _peek(self, ahead: int = 0) -> _Token | None:
        index = self._at + ahead
        return self._tokens[self._solid[index]] if index < len(self._solid) else None

    def _next(self) -> _Token:
        token = self._peek()
        if token is None:
            raise UsageError("a bracket in the query is never closed")
        self._at += 1
        return token

    def _select(self, *, top: bool) -> None:
        """Bind one SELECT: columns up to the pattern, the pattern, and the modifiers after it.

        In a nested SELECT, a variable that is neither one of its columns nor one of a filter is local to it.
        """
        everywhere, kept = self._terms, list[_Token]()
        columns = self._head(kept)
        if columns is not None:
            # A variable of a subquery that is not one of its columns is another one with the same name, and must not be
            # bound; but one of a filter is the parameter wherever the filter stands.
            wanted = columns | self._hidden
            self._terms = {name: term for name, term in everywhere.items() if name in wanted}
        if top and (strangers := sorted(everywhere.keys() - self._terms.keys())):
            hint = f"add ?{strangers[0]} to the SELECT"
            raise UsageError(f"?{strangers[0]} cannot be bound: it is not among the query's columns", hint=hint)
        inner = self._group()
        # The closing brace just passed: BINDs go before it, inside the pattern, where its variables are bound.
        closing = self._tokens[self._solid[self._at - 1]]
        self._tail(kept)
        named = {token.text[1:] for token in kept} & self._terms.keys()
        for name in sorted(named | inner if top and columns is None else named):
            self._give(name, name if top else self._new_name(name), kept, closing)
        self._terms = everywhere

    def _give(self, name: str, column: str, kept: list[_Token], closing: _Token) -> None:
        """Give the column of a bound variable the term, whatever the pattern finds."""
        for token in kept:
            if token.text[1:] == name:
                token.text = f"?{column}"
        closing.text = f" BIND({self._terms[name]} AS ?{column}) {closing.text}"

    def _head(self, kept: list[_Token]) -> set[str] | None:
        """Skip the columns of a SELECT, and return those that are plain variables; None stands for SELECT *."""
        self._next()
        everything, depth, columns = False, 0, set()
        while (token := self._peek()) is not None and not (depth == 0 and token.says("{")):
            self._next()
            depth += token.says("(") - token.says(")")
            everything |= depth == 0 and token.says("*")
            if token.kind == "variable":
                self._refuse_computed(token)
                kept.append(token)
                columns |= {token.text[1:]} if depth == 0 else set()
        return None if everything else columns

    def _tail(self, kept: list[_Token]) -> None:
        """Skip GROUP BY, HAVING, ORDER BY, LIMIT and a closing VALUES; an EXISTS in them is a pattern."""
        while (token := self._peek()) is not None and not token.says("}"):
            if token.says("VALUES"):
                self._rows(kept)
            elif token.says("{"):
                self._group()
            else:
                self._next()
                if token.kind == "variable":
                    kept.append(token)

    def _rows(self, kept: list[_Token]) -> None:
        while not (token := self._next()).says("}"):
            if token.kind == "variable":
                kept.append(token)

    def _other_form(self) -> None:
        """Bind ASK, CONSTRUCT or DESCRIBE, which have no columns: every occurrence of a variable."""
        self._next()
        while (token := self._peek()) is not None:
            if token.says("{"):
                self._group()
            else:
                self._put(self._next())

    def _group(self) -> set[str]:
        """Bind the contents of a pair of braces, and return the names of the variables bound there."""
        found: set[str] = set()
        self._next()
        while (token := self._peek()) is not None and not token.says("}"):
            if token.says("{"):
                found |= self._group()
            elif token.says("SELECT"):
                self._select(top=False)
            elif token.says("VALUES"):
                self._inline_values()
            elif token.says("AS"):
                self._assigned()
            elif token.says("BOUND"):
                self._is_bound()
            else:
                found |= self._put(self._next())
        self._next()
        return found

    def _put(self, token: _Token) -> set[str]:
        name = token.text[1:]
        if token.kind != "variable" or name not in self._terms:
            return set()
        token.text = self._terms[name]
        return {name}

    def _is_bound(self) -> None:
        """Turn BOUND(?x) of a bound variable into true."""
        word, opening, variable = self._next(), self._next(), self._next()
        if variable.text[1:] in self._terms:
            word.text, opening.text, variable.text, self._next().text = "true", "", "", ""

    def _assigned(self) -> None:
        """Turn BIND(... AS ?x) of a bound variable into a test that the result is the term."""
        self._next()
        variable = self._next()
        if (name := variable.text[1:]) in self._terms:
            # BIND cannot assign to a constant, so the expression gets a new variable, which is compared with the term.
            variable.text = f"?{self._new_name(name)}"
            self._test(variable.text, name, self._next())

    def _inline_values(self) -> None:
        """Turn VALUES over a bound variable into a test that a row has the term; UNDEF matches any."""
        self._next()
        tests = []
        while not (token := self._next()).says("{"):
            if token.kind == "variable" and (name := token.text[1:]) in self._terms:
                token.text = f"?{self._new_name(name)}"
                tests.append((token.text, name))
        while not (token := self._next()).says("}"):
            pass
        for variable, name in tests:
            self._test(variable, name, token)

    def _test(self, variable: str, name: str, after: _Token) -> None:
        term = self._terms[name]
        # For IRIs and plain strings, = is the same test, and Virtuoso gets it right for computed strings.
        same = f"{variable} = {term}" if term[-1] in '>"' and "^^" not in term else f"sameTerm({variable}, {term})"
        after.text += f" FILTER(!BOUND({variable}) || {same})"

    def _new_name(self, name: str) -> str:
        """Return a variable that does not occur in the query."""
        used = {token.text[1:] for token in self._tokens if token.kind == "variable"}
        self._fresh += 1
        while f"{name}_{self._fresh}" in used:
            self._fresh += 1
        return f"{name}_{self._fresh}"

    def _refuse_computed(self, token: _Token) -> None:
        before = self._peek(-2)
        if before is not None and before.says("AS") and token.text[1:] in self._terms:
            raise UsageError(f"{token.text} cannot be bound: the query computes it")
