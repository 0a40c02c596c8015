"""A baseline lets known findings pass, and lets nothing else through."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repositories import ARTICLE, DataRepository, statement
from ruamel.yaml import YAML
from sheets import STATEMENT as ROW

from kg.cli import main
from kg.errors import FindingsError, InputError
from kg.findings import Finding, Severity
from kg.namespaces import iri
from kg.validate.baseline import Baseline, update_baseline

if TYPE_CHECKING:
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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=found, after=found)
def test_only_findings_missing_from_the_baseline_are_new(
    tmp_path: Path, before: list[Finding], after: list[Finding]
) -> None:
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
def test_an_expired_suppression_is_reported_at_its_line(tmp_path: Path, row: str, rule: str) -> None:
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
def test_a_wrong_baseline_is_reported(tmp_path: Path, text: str, rule: str | None) -> None:
    with pytest.raises(FindingsError) as caught:
        Baseline.load(written(tmp_path / "b.yaml", text))
    assert rule is None or caught.value.findings[0].rule == rule


def test_a_missing_or_broken_baseline_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--update-baseline"):
        Baseline.load(tmp_path / "none.yaml")
    with pytest.raises(InputError, match=r"b\.yaml"):
        Baseline.load(written(tmp_path / "b.yaml", "a: [1\n"))


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataRepository:
    """Return two sources with the same text and a mistake each, in the working folder."""
    repository = DataRepository(tmp_path)
    for slug, wrong in (("first", "nobody"), ("second", "no-one")):
        repository.write(slug, statement(speaker=wrong), article=ARTICLE)
    monkeypatch.chdir(tmp_path)
    return repository


def validated(*arguments: str) -> int:
    """Run `kg validate` in this process, without Java unless --owl asks for it, and return its exit code."""
    arguments = arguments if "--owl" in arguments else (*arguments, "--no-owl")
    with pytest.raises(SystemExit) as ended:
        main(["validate", "--no-cache", "-f", "text", "--fail-on", "warning", "--baseline", "b.yaml", *arguments])
    assert isinstance(ended.value.code, int)
    return ended.value.code


def known(path: str = "b.yaml") -> list[tuple[str, str]]:
    rows = YAML(typ="safe").load(Path(path).read_text())["findings"]
    return [(row["file"], row["rule"]) for row in rows]


@pytest.mark.parametrize("part", ["seeds/first", "seeds/first/sheet.yaml", "seeds/reference"])
def test_a_partial_run_removes_nothing_from_a_baseline(faulty: DataRepository, part: str) -> None:
    assert validated("seeds", "--update-baseline") == 0
    before = known()
    assert {rule for _, rule in before} == {"unknown-name", "duplicate-text"}
    faulty.write("first", statement(speaker="nobody"), statement(1, act="shouts"), article=ARTICLE)
    assert validated(part, "--update-baseline") == 0
    assert set(known()) >= set(before)
    assert validated("seeds", "--update-baseline") == 0
    assert ("seeds/first/sheet.yaml", "unknown-term") in known()


def test_a_full_run_removes_what_was_corrected(faulty: DataRepository) -> None:
    validated("seeds", "--update-baseline")
    faulty.write("first", statement())
    validated("seeds", "--update-baseline")
    assert known() == [("seeds/second/sheet.yaml", "unknown-name")]


def test_a_run_over_one_folder_of_seeds_keeps_the_known_findings_of_another(faulty: DataRepository) -> None:
    shutil.copytree("seeds", "other/seeds")
    for old, new in (("first", "third"), ("second", "fourth")):  # what is alike in both is told apart by order alone
        Path("other/seeds", old).rename(Path("other/seeds", new))
    with Path("b.yaml").open("w") as file:
        file.write("suppressions:\n- {rule: bad-date, reason: So be it., file: 'other/seeds/*/sheet.yaml'}\n")
    validated("seeds", "other/seeds", "--update-baseline")
    before = known()
    assert validated("seeds", "--update-baseline") == 0  # the suppression is not called unused either
    assert known() == before
    assert validated("seeds", "other/seeds") == 1  # now it is


def test_known_contradictions_stay_when_none_are_looked_for(faulty: DataRepository) -> None:
    update_baseline(Path("b.yaml"), [finding("owl-inconsistent")])
    assert validated("seeds", "--update-baseline") == 0
    assert ("seeds/2012-talks/sheet.yaml", "owl-inconsistent") in known()
    assert validated("seeds", "--update-baseline", "--owl") == 0
    assert ("seeds/2012-talks/sheet.yaml", "owl-inconsistent") not in known()


@pytest.mark.parametrize("more", [["--changed-since", "HEAD"], ["--changed-since", "HEAD", "--owl"]])
def test_a_baseline_is_not_updated_from_a_partial_run(
    faulty: DataRepository, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    faulty.commit()
    validated("seeds", "--update-baseline")
    before = Path("b.yaml").read_bytes()
    capsys.readouterr()
    assert validated("seeds", "--update-baseline", *more) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "leave --changed-since out" in line
    assert Path("b.yaml").read_bytes() == before


def test_a_wrong_baseline_is_reported_and_not_overwritten(faulty: DataRepository) -> None:
    path = written(Path("b.yaml"), "- a list\n")
    assert validated("seeds", "--update-baseline") == 2  # nothing is known of what it accepts
    assert path.read_text() == "- a list\n"


ACCEPTED = """suppressions:
- {rule: unknown-name, file: seeds/second/sheet.yaml, reason: a}
- {rule: duplicate-text, reason: b}
- {rule: owl-inconsistent, reason: c}
- {rule: unknown-name, file: seeds/first/sheet.yaml, reason: d, until: 2012-01-01}
"""


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (["seeds/first"], ["ended on 2012-01-01"]),
        (["seeds/second"], []),
        (["seeds", "--changed-since", "HEAD"], []),
        (["seeds"], ["ended on 2012-01-01", "duplicate-text matches nothing"]),
        (
            ["seeds", "--owl"],
            ["ended on 2012-01-01", "duplicate-text matches nothing", "owl-inconsistent matches nothing"],
        ),
    ],
)
def test_a_suppression_is_reported_as_unused_only_after_a_full_run(
    faulty: DataRepository, capsys: pytest.CaptureFixture[str], run: list[str], told: list[str]
) -> None:
    faulty.write("first", statement(speaker="nobody"))  # with a text of its own
    faulty.commit()
    written(Path("b.yaml"), ACCEPTED)
    validated(*run)
    lines = [line for line in capsys.readouterr().out.splitlines() if "[suppression-" in line]
    assert len(lines) == len(told)
    assert all(any(words in line for line in lines) for words in told)


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        ("seeds/first", "."),
        ("seeds/first", "sheet.yaml"),
        ("seeds", "first"),
        ("seeds/reference", "../first"),
        ("seeds", "."),
    ],
)
def test_a_baseline_applies_in_every_folder(
    faulty: DataRepository, monkeypatch: pytest.MonkeyPatch, folder: str, path: str
) -> None:
    faulty.reference["officials"]["ann"]["posts"][0]["of"] = "no-state"
    faulty.write_reference()
    assert validated("seeds", "--update-baseline") == 0
    monkeypatch.chdir(folder)
    baseline = str(faulty.folder / "b.yaml")
    assert validated(path, "--baseline", baseline) == 0
    everything = "findings: []\nsuppressions:\n" + "".join(
        f"- {{rule: {rule}, file: {file}, reason: agreed}}\n" for file, rule in dict.fromkeys(known(baseline))
    )
    written(faulty.folder / "b.yaml", everything)
    assert validated(path, "--baseline", baseline) == 0


@pytest.mark.parametrize(("fail_on", "code"), [("violation", 0), ("warning", 1), ("none", 0)])
def test_junit_agrees_with_the_exit_code(faulty: DataRepository, fail_on: str, code: int) -> None:
    for slug in ("first", "second"):
        faulty.write(slug, statement(), article=ARTICLE)
    update_baseline(Path("b.yaml"), [])
    assert validated("seeds", "-f", "junit", "-o", "report.xml", "--fail-on", fail_on) == code
    assert ("<failure" in Path("report.xml").read_text()) is bool(code)
