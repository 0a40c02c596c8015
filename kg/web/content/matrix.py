"""The table of positions: propositions by actors, computed from filtered grounds.

The browser makes the same table from the same grounds in a static site (`static/matrix.js`). Both follow these steps,
line by line, on the same lists, with only + - * / and square roots, so that both get the same table.

1. Keep the grounds that the filter lets through.
2. Gather them by actor and proposition; a cell's sign is that of its firm grounds, else of all, in brackets.
3. Leave out actors with fewer than two propositions, and propositions with fewer than two actors.
4. Keep at most 60 of each: those with most cells.
5. Order the actors so that those who agree lie together: spectral seriation (Atkins, Boman and Hendrickson 1998, "A
   spectral algorithm for seriation and the consecutive ones problem", SIAM Journal on Computing 28: 297-310). The
   similarity of two actors is a / sqrt(n m): a the propositions on which both are for or both against, n and m those
   on which each has a side (Ochiai's coefficient). Actors are ordered by the Fiedler vector of the Laplacian L = D - S,
   component by component, the largest first; it is found by power iteration on cI - L with the constant vector
   projected out, c being twice the largest degree.
6. Order the propositions by the mean place of their actors (reciprocal averaging, Hill 1973).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["MOST", "Cell", "Filter", "MatrixTable", "Point", "sign", "tabulate"]

MOST = 60
_ROUNDS = 200
_FOR, _AGAINST = 1, -1


class Point(NamedTuple):
    """A ground as a point of the table, in numbers: places in lists of actors, propositions, statements and sources.

    `side` is 1 for, -1 against, 0 neither; `spoken` is 0 for those only spoken for, 1 for who spoke for himself, 2 for
    who spoke for somebody else.
    """

    actor: int
    proposition: int
    statement: int
    source: int
    side: int
    firm: int
    spoken: int
    day: str


@dataclass(frozen=True, slots=True)
class Filter:
    """The conditions of a filter; None admits everything. Lists contain positions in the lists that points refer to."""

    actors: frozenset[int] | None = None
    propositions: frozenset[int] | None = None
    source: int | None = None
    first: str | None = None
    last: str | None = None
    speakers: bool = False
    least: int = 2

    def admits(self, point: Point) -> bool:
        """Return whether a point passes the filter."""
        return (
            (self.actors is None or point.actor in self.actors)
            and (self.propositions is None or point.proposition in self.propositions)
            and (self.source is None or point.source == self.source)
            and (not self.first or point.day >= self.first)
            and (not self.last or point.day <= self.last)
            and (point.spoken > 0 if self.speakers else point.spoken < 2)
        )


class Cell(NamedTuple):
    """An actor's position on a proposition: the sign, and the number of statements."""

    sign: str
    statements: int


@dataclass(slots=True)
class MatrixTable:
    """The table: actors and propositions in order, the cells, and how many of each were left out."""

    actors: list[int]
    propositions: list[int]
    cells: dict[tuple[int, int], Cell]
    more_actors: int
    more_propositions: int


def tabulate(points: Iterable[Point], wanted: Filter) -> MatrixTable:
    """Return the table of the points that pass a filter."""
    cells = _cells([point for point in points if wanted.admits(point)])
    everyone = {key[0] for key in cells}
    everything = {key[1] for key in cells}
    # Only once, not until nothing changes: the browser also does it once, and both must get the same table.
    cells = _shared(cells, wanted.least)
    cells = _most(cells, 0)
    cells = _most(cells, 1)
    actors = _seriated(sorted({key[0] for key in cells}), cells)
    propositions = _by_mean_place(actors, cells)
    return MatrixTable(actors, propositions, cells, len(everyone) - len(actors), len(everything) - len(propositions))


def sign(points: Sequence[Point]) -> str:
    """Return the sign of a cell; in brackets if nothing in it is firm, empty if nothing takes a side."""
    firm = [point.side for point in points if point.firm]
    sides = set(firm or [point.side for point in points])
    word = "±" if _FOR in sides and _AGAINST in sides else "+" if _FOR in sides else "−" if _AGAINST in sides else "○"
    return word if firm or word == "○" else f"({word})"


def _cells(points: Iterable[Point]) -> dict[tuple[int, int], Cell]:
    gathered: dict[tuple[int, int], list[Point]] = {}
    for point in points:
        gathered.setdefault((point.actor, point.proposition), []).append(point)
    return {key: Cell(sign(found), len({point.statement for point in found})) for key, found in gathered.items()}


def _shared(cells: dict[tuple[int, int], Cell], least: int) -> dict[tuple[int, int], Cell]:
    """Leave out actors and propositions that have fewer cells than `least` in all."""
    counts = _counts(cells)
    return {key: cell for key, cell in cells.items() if all(counts[end][key[end]] >= least for end in (0, 1))}


def _counts(cells: Iterable[tuple[int, int]]) -> tuple[dict[int, int], dict[int, int]]:
    """Return the number of cells of each actor, and of each proposition."""
    counts: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for key in cells:
        for end in (0, 1):
            counts[end][key[end]] = counts[end].get(key[end], 0) + 1
    return counts


def _most(cells: dict[tuple[int, int], Cell], end: int) -> dict[tuple[int, int], Cell]:
    """Keep the MOST actors (or propositions) with most cells."""
    counts = _counts(cells)[end]
    kept = set(sorted(counts, key=lambda each: (-counts[each], each))[:MOST])
    return {key: cell for key, cell in cells.items() if key[end] in kept}


def _seriated(actors: list[int], cells: dict[tuple[int, int], Cell]) -> list[int]:
    similar = _similarities(actors, cells)
    components = _components(similar)
    components.sort(key=lambda members: (-len(members), members[0]))
    return [actors[index] for members in components for index in _ordered(members, similar)]


def _similarities(actors: Sequence[int], cells: dict[tuple[int, int], Cell]) -> list[list[float]]:
    sides: list[dict[int, str]] = [{} for _ in actors]
    places = {actor: place for place, actor in enumerate(actors)}
    for (actor, proposition), cell in cells.items():
        if cell.sign in ("+", "−", "(+)", "(−)"):
            sides[places[actor]][proposition] = cell.sign.strip("()")
    similar = [[0.0] * len(actors) for _ in actors]
    for one in range(len(actors)):
        for other in range(one):
            agreed = sum(1 for key, side in sides[one].items() if sides[other].get(key) == side)
            value = agreed / math.sqrt(len(sides[one]) * len(sides[other])) if agreed else 0.0
            similar[one][other] = similar[other][one] = value
    return similar


def _components(similar: Sequence[Sequence[float]]) -> list[list[int]]:
    """Return the actors connected by agreements, directly or not."""
    seen: set[int] = set()
    found = []
    for start in range(len(similar)):
        if start not in seen:
            seen.add(start)
            members = [start]
            for one in members:
                for other, value in enumerate(similar[one]):
                    if value > 0 and other not in seen:
                        seen.add(other)
                        members.append(other)
            found.append(sorted(members))
    return found


def _ordered(members: Sequence[int], similar: Sequence[Sequence[float]]) -> list[int]:
    """Return the members of a component in the order of its Fiedler vector."""
    if len(members) < 3:
        return list(members)
    vector = _fiedler([[similar[one][other] for other in members] for one in members])
    # Rounded before sorting, because Python and a browser may differ in the last digits.
    order = [math.floor(value * 1e6 + 0.5) for value in vector]
    if order[0] > order[-1]:
        order = [-value for value in order]
    return [members[place] for place in sorted(range(len(members)), key=lambda place: (order[place], place))]


def _fiedler(similar: Sequence[Sequence[float]]) -> list[float]:
    size = len(similar)
    degrees = [_sum(row) for row in similar]
    shift = 2 * max(degrees)
    # A start vector that is the same everywhere, and not an eigenvector already, as a constant one would be.
    vector = [((place * 7919) % 101) / 101 - 0.5 for place in range(size)]
    for _ in range(_ROUNDS):
        mean = _sum(vector) / size
        vector = [value - mean for value in vector]
        length = math.sqrt(_sum([value * value for value in vector])) or 1.0
        vector = [value / length for value in vector]
        vector = [
            (shift - degrees[one]) * vector[one] + _sum([similar[one][other] * vector[other] for other in range(size)])
            for one in range(size)
        ]
    return vector


def _sum(values: Iterable[float]) -> float:
    """Add from left to right, as a browser does: `sum` of newer Pythons rounds differently."""
    total = 0.0
    for value in values:
        total += value
    return total


def _by_mean_place(actors: Sequence[int], cells: Iterable[tuple[int, int]]) -> list[int]:
    places = {actor: place for place, actor in enumerate(actors)}
    found: dict[int, list[int]] = {}
    for actor, proposition in cells:
        found.setdefault(proposition, []).append(places[actor])
    return sorted(found, key=lambda key: (sum(found[key]) / len(found[key]), key))
