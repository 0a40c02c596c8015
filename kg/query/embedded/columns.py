"""Reads a store column by column, for questions that select little of it.

Oxigraph looks up what a pattern adds for each row that it has. Where there are nearly as many rows as nodes, it is
faster to read each column in full, in the order in which it lies in the store, and to join the columns: 1 instead of 3
µs a value. Oxigraph does that with a SELECT of its own. So each triple of a pattern becomes one, which changes no row.
"""

from __future__ import annotations

from itertools import count, pairwise

from kg.query.binding import query_tokens

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator

    _Token = tuple[str, int, str]

__all__ = ["by_columns"]

#: The line of a question that has it read in this way, and its longer form where that pays in large stores alone.
_ASKED, _IF_LARGE = "#? read: by columns", "#? read: by columns if large"
_REPEATED, _JOINED = ("*", "+", "?"), ("/", "|", "^", "!")


def _has_room() -> bool:
    """Return whether this process may take the memory that columns need, 8 KB a row: no worker of `kg serve` may."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows has no such limits
        return True
    return resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


def by_columns(text: str, *, large: bool) -> str:
    """Return a query with a SELECT for each triple in its GRAPH groups, except within EXISTS, if it asks for that.

    Some ask for it in `large` stores alone. What may not take the memory that a large store needs gets the query back.

    Triples stay together in a group with anything but triples, and where their property is a variable.
    """
    if _ASKED not in text or (not large and _IF_LARGE in text) or (large and not _has_room()):
        return text
    tokens, number = list(query_tokens(text)), count(1)
    if any(word == "*" and before in ("SELECT", "DISTINCT") for (*_, before), (*_, word) in pairwise(tokens)):
        return text  # it would get the steps of paths as columns
    for start, end, graph, triples in reversed(list(_groups(tokens))):
        steps = [step for triple in _triples(triples) for step in _steps(*triple, number)]
        text = text[:start] + " ".join(_column(graph, *step) for step in steps) + text[end:]
    return text


def _groups(tokens: list[_Token]) -> Iterator[tuple[int, int, str, list[_Token]]]:
    """Yield the start and end of each group of triples in a GRAPH, the name of the graph, and the triples."""
    within = list[bool]()
    for at, (kind, start, word) in enumerate(tokens):
        if kind == "sign" and word == "{":
            within.append(tokens[at - 1][2].upper() == "EXISTS")
        elif kind == "sign" and word == "}":
            within.pop()
        elif kind == "word" and word.upper() == "GRAPH" and not any(within):
            inner = _up_to_brace(tokens[at + 3 :])
            if _is_plain(inner[:-1]) and inner[-1][2] == "}":
                yield start, inner[-1][1] + 1, tokens[at + 1][2], inner[:-1]


def _up_to_brace(tokens: list[_Token]) -> list[_Token]:
    end = next(at for at, (kind, _, word) in enumerate(tokens) if kind == "sign" and word in "{}")
    return tokens[: end + 1]


def _is_plain(tokens: list[_Token]) -> bool:
    """Return whether there are only triples, and none with nodes without a name."""
    words = [word for kind, _, word in tokens if kind == "word" and word != "a"]
    return bool(tokens) and not words and not any(word == "[" or word.startswith("_:") for *_, word in tokens)


def _triples(tokens: list[_Token]) -> Iterator[tuple[str, list[str], str]]:
    """Yield the subject, property path and object of each triple."""
    words = [word for *_, word in tokens]
    while words:
        subject, words = words[0], words[1:]
        while words and words[0] != ".":
            path, words = _path(words)
            while True:
                value, words = _value(words)
                yield subject, path, value
                if words[:1] != [","]:
                    break
                words = words[1:]
            words = words[1:] if words[:1] == [";"] else words
        words = words[1:]


def _path(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the property path at the beginning, and the rest."""
    depth, end = 0, 0
    while True:
        word = words[end]
        depth += (word == "(") - (word == ")")
        end += 1
        more = word in ("(", *_JOINED) or words[end] in (*_REPEATED, *_JOINED[:2], ")")
        if depth == 0 and not more:
            return words[:end], words[end:]


def _value(words: list[str]) -> tuple[str, list[str]]:
    """Return the object at the beginning, which may be a literal with its type, and the rest."""
    end = next((at for at, word in enumerate(words) if word in (",", ";", ".")), len(words))
    return "".join(words[:end]), words[end:]


def _steps(subject: str, path: list[str], value: str, number: Iterator[int]) -> Iterator[tuple[str, list[str], str]]:
    """Yield a triple for each step of a path that is a sequence of properties, else the triple itself."""
    *first, last = path[::2] if path[1::2] and {*path[1::2]} == {"/"} else [""]
    if not last:
        yield subject, path, value
        return
    for name in first:
        step = f"?step_of_column_{next(number)}"
        yield subject, [name], step
        subject = step
    yield subject, [last], value


def _column(graph: str, subject: str, path: list[str], value: str) -> str:
    """Return the pattern of a triple, as a SELECT of its own unless that would read far more than one property."""
    pattern = f"GRAPH {graph} {{ {subject} {''.join(path)} {value} }}"
    names = [word for word in dict.fromkeys((graph, subject, value)) if word[0] in "?$"]
    if not names or any(word[0] in "?$*+" for word in path):
        return pattern
    return f"{{ SELECT {' '.join(names)} WHERE {{ {pattern} }} }}"
