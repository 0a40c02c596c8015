"""Tenures of one post are reported where they overlap on whichever days were meant by their dates."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from calendar_days import first_day, last_day
from repositories import DataRepository

from kg.findings import Severity
from kg.namespaces import slug_of
from kg.sources.assertion import assert_reference
from kg.validate.integrity import check_integrity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Since when and until when, as far as it is known.
Tenure = tuple[str | None, str | None]
DATES = (None, "2003", "2004", "2004-02", "2004-03", "2004-03-08", "2004-03-09")


def possible(tenure: Tenure) -> bool:
    since, until = tenure
    return since is None or until is None or first_day(since) <= last_day(until)


TENURES = [(None, "2004"), *(tenure for tenure in product(DATES[1:], DATES) if possible(tenure))]
PAIRS = list(product(TENURES, TENURES))


def may_precede(one: Tenure, other: Tenure) -> bool:
    """Return whether one may have been over when the other began: an office is handed over within a day."""
    return one[1] is not None and other[0] is not None and first_day(one[1]) <= last_day(other[0])


def overlap(one: Tenure, other: Tenure) -> bool:
    return None not in (one[0], other[0]) and not may_precede(one, other) and not may_precede(other, one)


def is_ordered(pair: tuple[Tenure, Tenure]) -> bool:
    """Return whether a pair is that of two tenures, and not the same the other way round."""
    return TENURES.index(pair[0]) < TENURES.index(pair[1])


def posts(title: str, tenures: Iterable[tuple[int, Tenure]]) -> list[dict[str, Any]]:
    """Return posts of the title with its number, held for a time."""
    return [
        {"title": f"{title} {number}", "of": "aland"}
        | {key: day for key, day in zip(("since", "until"), days, strict=True) if day}
        for number, days in tenures
    ]


def test_tenures_are_reported_where_they_overlap_for_certain(tmp_path: Path) -> None:
    """Each pair of tenures is of a seat of its own, held by two people, and of a chair that one of them holds twice."""
    repository = DataRepository(tmp_path)
    chairs = [(number, days) for number, pair in enumerate(PAIRS) for days in pair if is_ordered(pair)]
    held = {who: posts("Seat", enumerate(pair[at] for pair in PAIRS)) for at, who in enumerate(("ann", "cid"))}
    held["ann"] += posts("Chair", chairs)
    repository.reference["officials"] = {who: {"label": who, "posts": posts} for who, posts in held.items()}
    repository.write_reference()
    found = check_integrity([], assert_reference(repository.seeds / "reference")[1])
    told = [(finding.rule, slug_of(finding.focus).split(".")[2]) for finding in found if finding.focus]
    both = [number for number, pair in enumerate(PAIRS) if overlap(*pair)]
    again = [number for number in both if is_ordered(PAIRS[number])]
    expected = [("two-holders", f"seat-{number}") for number in both]
    expected += [("overlapping-tenures", f"chair-{number}") for number in again]
    assert sorted(told) == sorted(expected)
    assert {(finding.rule, finding.severity) for finding in found} == {
        ("two-holders", Severity.WARNING),
        ("overlapping-tenures", Severity.VIOLATION),
    }
