"""A baseline lets known findings pass, and lets nothing else through."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets import STATEMENT as ROW

from kg.baseline import Baseline, update_baseline
from kg.errors import FindingsError, InputError
from kg.findings import Finding, Severity
from kg.namespaces import iri

if TYPE_CHECKING:
    from pathlib import Path

    from sheets import World

TODAY = date(2026, 6, 1)
STATEMENT = "https://w3id.org/diplomatic-positions/id/statement/2012-talks.lavrov-ceasefire"


def finding(rule: str = "no-holder", file: str = "seeds/2012-talks/sheet.yaml", line: int = 3, **more: str) -> Finding:
    return Finding(rule, "says so", Severity.VIOLATION, file, line, 1, **more)  # type: ignore[arg-type]


def written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


found = st.lists(
    st.builds(
        lambda rule, line, focus: finding(rule, line=line, focus=focus),
        st.sampled_from(["a", "b"]),
        st.integers(1, 99),
        st.sampled_from([None, STATEMENT]),
    ),
    max_size=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=found, after=found)
def test_only_what_is_new_counts(tmp_path: Path, before: list[Finding], after: list[Finding]) -> None:
    path = tmp_path / "baseline.yaml"
    path.unlink(missing_ok=True)
    update_baseline(path, before)
    told = Baseline.load(path).sort(after, TODAY)
    assert len(told.new) + len(told.known) == len(after)
    assert not Baseline.load(path).sort(before, TODAY).new
    for rule in ("a", "b"):
        for focus in (None, STATEMENT):
            same = [sum(f.rule == rule and f.focus == focus for f in group) for group in (before, after, told.new)]
            assert same[2] == max(0, same[1] - same[0])


def test_moved_lines_are_not_new(tmp_path: Path) -> None:
    update_baseline(tmp_path / "b.yaml", [finding(line=3)])
    assert not Baseline.load(tmp_path / "b.yaml").sort([finding(line=30)], TODAY).new


def test_the_same_mistake_in_another_row_is_new(world: World, tmp_path: Path) -> None:
    rows = ROW + ROW.replace("id: truce", "id: truce-again")
    update_baseline(tmp_path / "b.yaml", world.sheet(rows.replace("for: russia", "for: rusia", 1)).findings)
    again = "for: rusia".join(rows.rsplit("for: russia", 1))
    (new,) = Baseline.load(tmp_path / "b.yaml").sort(world.sheet(again).findings, TODAY).new
    assert (new.rule, new.focus) == ("unknown-name", iri("statement", "2012-03-11-talks", "truce-again"))


def test_suppressions_keep_through_an_update(tmp_path: Path) -> None:
    path = written(tmp_path / "b.yaml", "suppressions:\n  # agreed on\n  - {rule: no-holder, reason: known}\n")
    update_baseline(path, [finding("other")])
    assert "# agreed on" in path.read_text()
    told = Baseline.load(path).sort([finding(), finding("other")], TODAY)
    assert ([f.rule for f in told.suppressed], told.new) == (["no-holder"], [])


@pytest.mark.parametrize(
    ("where", "matches"),
    [
        ("file: seeds/2012-*/sheet.yaml", True),
        ("file: 2012-talks/sheet.yaml", True),
        ("file: seeds/2013-*/sheet.yaml", False),
        ("focus: lavrov-ceasefire", True),
        ("focus: 2012-talks.lavrov-ceasefire", True),
        (f"focus: {STATEMENT}", True),
        ("focus: ceasefire", False),
        ("until: 2026-06-01", True),
        ("until: 2026-05-31", False),
    ],
)
def test_a_suppression_covers_what_it_says(tmp_path: Path, where: str, matches: bool) -> None:
    path = written(tmp_path / "b.yaml", f"suppressions:\n- rule: no-holder\n  reason: agreed\n  {where}\n")
    told = Baseline.load(path).sort([finding(focus=STATEMENT)], TODAY)
    assert bool(told.suppressed) is matches
    assert bool(told.new) is not matches


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("{rule: no-holder, reason: agreed, until: 2026-01-01}", "suppression-expired"),
        ("{rule: other, reason: agreed}", "suppression-unused"),
    ],
)
def test_a_suppression_that_has_had_its_day_is_reported_at_its_line(tmp_path: Path, row: str, rule: str) -> None:
    path = written(tmp_path / "b.yaml", f"suppressions:\n- {row}\n")
    (stale,) = [f for f in Baseline.load(path).sort([finding()], TODAY).new if f.file == str(path)]
    assert (stale.rule, stale.line, stale.severity) == (rule, 2, Severity.WARNING)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("suppressions:\n- {rule: no-holder}\n", "missing-key"),
        ("suppressions:\n- {rule: a, reason: b, until: 2026-02-30}\n", None),
        ("suppresions: []\n", "unknown-key"),
    ],
)
def test_a_wrong_baseline_is_told(tmp_path: Path, text: str, rule: str | None) -> None:
    with pytest.raises(FindingsError) as caught:
        Baseline.load(written(tmp_path / "b.yaml", text))
    assert rule is None or caught.value.findings[0].rule == rule


def test_a_missing_or_broken_baseline_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--update-baseline"):
        Baseline.load(tmp_path / "none.yaml")
    with pytest.raises(InputError, match=r"b\.yaml"):
        Baseline.load(written(tmp_path / "b.yaml", "a: [1\n"))
