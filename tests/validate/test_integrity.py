"""Each integrity rule finds its mistake, at its place, and nothing where there is none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cases import for_each
from repositories import ARTICLE, DataRepository, statement

from kg.errors import InputError
from kg.findings import Severity
from kg.names import FULL_STOPS
from kg.namespaces import DP, PREFIXES, iri, slug_of
from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.validate.integrity import check_integrity, check_reference_data, facts_of
from kg.validate.integrity_rules import integrity_rules, predicates_read
from kg.validate.run import validate
from kg.validate.shacl.engines import engine_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.findings import Finding

SEEDS = Path(__file__).parents[2] / "seeds"
SHAPES = SEEDS.parent / "shapes"
WITHDRAWN = {"on": "2012-03-12", "reason": "misread"}


def check(repository: DataRepository) -> list[Finding]:
    reference, context = assert_reference(repository.seeds / "reference")
    assertions = [assert_source(path, reference) for path in find_sources(repository.seeds)]
    read = [finding for assertion in (context, *assertions) for finding in assertion.findings]
    assert not [finding for finding in read if finding.severity is Severity.VIOLATION]
    return check_integrity(assertions, context)


def duplicate_id(repository: DataRepository) -> None:
    (repository.seeds / "copied").mkdir()
    source = iri("source", "copied")
    (repository.seeds / "copied" / "sheet.ttl").write_text(
        f"<{source}> a <{DP}Source> .\n"
        f"<{iri('statement', 'first', 'row-0')}> <{PREFIXES['dcterms']}isPartOf> <{source}> .\n"
    )


def posts(repository: DataRepository, who: str, *tenures: dict[str, str]) -> None:
    post = {"title": "Foreign Minister", "of": "aland"}
    repository.reference["officials"][who] = {"label": who, "posts": [{**post, **tenure} for tenure in tenures]}


def event(repository: DataRepository, when: object, **keys: str) -> None:
    """Have the first source tell of a meeting; it was published on 11 March 2012."""
    sheet = repository.write("first", statement()) / "sheet.yaml"
    meeting = {"id": "meeting", "type": "meeting", "label": "Talks", "quote": "Both want talks", "when": when, **keys}
    told = {**json.loads(sheet.read_text("utf-8")), "events": [{**meeting, "participants": ["ann", "bob"]}]}
    sheet.write_text(json.dumps(told), "utf-8")


def entry(repository: DataRepository, file: str, slug: str, **keys: object) -> None:
    repository.reference[file].setdefault(slug, {}).update(keys)


#: What is done to a repository of two right sources, and the files in which the rule is to find something.
MISTAKES: dict[str, tuple[Callable[[DataRepository], object], list[str]]] = {
    "duplicate-id": (duplicate_id, ["copied/sheet.ttl", "first/sheet.yaml"]),
    "duplicate-text": (
        lambda r: (r.write("first", statement(), article=ARTICLE), r.write("second", statement(), article=ARTICLE)),
        ["first/sheet.yaml", "second/sheet.yaml"],
    ),
    "revision-of-nothing": (lambda r: r.write("first", statement(revises="second.none")), ["first/sheet.yaml"]),
    "revision-cycle": (
        lambda r: (
            r.write("first", statement(revises="second.row-0")),
            r.write("second", statement(revises="first.row-0")),
        ),
        ["first/sheet.yaml", "second/sheet.yaml"],
    ),
    "reference-cycle": (
        lambda r: (
            r.write("first", statement(about="second.row-0")),
            r.write("second", statement(retracts="first.row-0")),
        ),
        ["first/sheet.yaml", "second/sheet.yaml"],
    ),
    "retracted-by-another": (
        lambda r: r.write("first", statement(), statement(1, speaker="bob", **{"for": "bland"}, retracts="row-0")),
        ["first/sheet.yaml"],
    ),
    "before-it-was-said": (
        lambda r: r.write(
            "first", statement(said="2012-03-05"), statement(1, retracts="row-0", said={"not_after": "2012-03-04"})
        ),
        ["first/sheet.yaml"],
    ),
    "counted-after-publication": (
        lambda r: r.write("first", statement(act="claims", tolls=[{"deaths": 3, "during": "2012-03-12"}])),
        ["first/sheet.yaml"],
    ),
    "said-the-next-day": (lambda r: r.write("first", statement(said="2012-03-12")), ["first/sheet.yaml"]),
    "happened-after-publication": (lambda r: event(r, "2012-03-12"), ["first/sheet.yaml"]),
    "rival-revisions": (
        lambda r: (
            r.write("second", statement(), statement(1, revises="row-0")),
            r.write("first", statement(revises="second.row-0")),
        ),
        ["first/sheet.yaml", "second/sheet.yaml"],
    ),
    "withdrawn-and-revised": (
        lambda r: (
            r.write("second", statement(withdrawn=WITHDRAWN)),
            r.write("first", statement(revises="second.row-0")),
        ),
        ["first/sheet.yaml"],
    ),
    "shared-wikidata": (lambda r: entry(r, "states", "bland", wikidata="Q1"), ["reference/states.yaml"]),
    "two-holders": (lambda r: posts(r, "cid", {"since": "2010", "until": "2011-05"}), ["reference/officials.yaml"]),
    "overlapping-tenures": (
        lambda r: posts(r, "ann", {"since": "2001", "until": "2010-02"}, {"since": "2009-12-31"}),
        ["reference/officials.yaml"],
    ),
    "narrower-cycle": (
        lambda r: (
            entry(r, "propositions", "truce", narrower_than=["talks"]),
            entry(r, "propositions", "talks", narrower_than=["truce"]),
        ),
        ["reference/propositions.yaml"] * 2,
    ),
    "narrower-and-incompatible": (
        lambda r: (
            entry(r, "propositions", "truce", narrower_than=["talks"], incompatible_with=["war"]),
            entry(r, "propositions", "talks", narrower_than=["war"]),
        ),
        ["reference/propositions.yaml"],
    ),
    "narrower-than-incompatible": (
        lambda r: (
            entry(r, "propositions", "truce", narrower_than=["talks", "war"]),
            entry(r, "propositions", "talks", incompatible_with=["war"]),
        ),
        ["reference/propositions.yaml"],
    ),
    "hedged-quote": (lambda r: r.write("first", statement(quote="to that")), ["first/sheet.yaml"]),
    "over-when-told": (
        lambda r: r.write("first", statement(said="2012-03-05", holds={"until": "2012-03"})),
        ["first/sheet.yaml"],
    ),
    "part-cycle": (lambda r: entry(r, "places", "city", within="quarter"), ["reference/places.yaml"] * 2),
}


#: What may be meant, or is right where the world is odd: nothing keeps it out of a store.
MAY_BE_RIGHT = {
    **dict.fromkeys(
        (
            "counted-after-publication",
            "duplicate-text",
            "happened-after-publication",
            "hedged-quote",
            "retracted-by-another",
            "said-the-next-day",
            "two-holders",
            "withdrawn-and-revised",
        ),
        Severity.WARNING,
    ),
    "over-when-told": Severity.INFO,
}


def test_every_rule_has_a_mistake() -> None:
    assert MISTAKES.keys() == {rule.rule.name for rule in integrity_rules()}


@for_each("rule", MISTAKES)
def test_each_mistake_is_the_only_finding_and_is_at_its_place(rule: str, tmp_path: Path) -> None:
    repository = DataRepository(tmp_path / rule)
    repository.write("first", statement())
    repository.write("second", statement())
    assert check(repository) == []
    make, files = MISTAKES[rule]
    make(repository)
    repository.write_reference()
    found = check(repository)
    severity = MAY_BE_RIGHT.get(rule, Severity.VIOLATION)
    assert {(finding.rule, finding.severity) for finding in found} == {(rule, severity)}
    assert sorted(str(Path(f.file).relative_to(repository.seeds)) for f in found if f.file and f.line) == files
    assert not any(re.search(r"\?\w", finding.message) for finding in found)


@pytest.mark.parametrize(
    ("said", "until", "reported"),
    [
        ("2012-03-05", "2012", True),
        ("2012-03-05", "2012-03", True),
        ("2012-03-05", "2012-03-05", True),
        ("2012-03-05", "2012-03-06", False),
        ("2012-03-05", "2012-03-04", False),
        ("2012-03-05", "2012-02", False),
        ("2012-03-05", "2011", False),
        ("2011-12-31", "2012", False),
        (None, "2012", True),  # by the day of publication
    ],
)
def test_a_stance_that_ends_when_it_is_stated_is_reported(
    said: str | None, until: str, reported: bool, tmp_path: Path
) -> None:
    repository = DataRepository(tmp_path)
    repository.write("first", statement(said=said, holds={"until": until}))
    assert [finding.rule for finding in check(repository)] == ["over-when-told"] * reported


@pytest.mark.parametrize(
    ("when", "occurrence", "reported"),
    [
        ("2012-03-11", "happened", False),
        ("2012-03-12", "alleged", True),
        ("2012-03-12", "planned", False),
        ({"not_before": "2012-03-12"}, "happened", True),
        ({"not_before": "2012-03-01", "not_after": "2012-03-20"}, "happened", False),
        ({"not_after": "2012-03-20"}, "happened", False),
    ],
)
def test_what_is_reported_has_happened_by_then(when: object, occurrence: str, reported: bool, tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    event(repository, when, occurrence=occurrence)
    assert [finding.rule for finding in check(repository)] == ["happened-after-publication"] * reported


@pytest.mark.parametrize(
    ("said", "published", "reported"),
    [
        ("2012-03-11", "2012-03-11T23:30:00-04:00", []),
        ("2012-03-12", "2012-03-11T23:30:00-04:00", ["said-the-next-day"]),  # in Tokyo
        ({"not_before": "2012-03-12", "not_after": "2012-03-12"}, "2012-03-11", ["said-the-next-day"]),
        ("2012-03-13", "2012-03-11T23:30:00-04:00", ["said-before-publication"]),
        ("2012-03-12", "2012-03-11T09:59:00Z", ["said-before-publication"]),  # it is the 12th nowhere
        ("2012-03-12", "2012-03-11T10:01:00Z", ["said-the-next-day"]),  # but then it is, on Kiritimati
        ("2012-03-11", "2012-03-11T23:30:00+05:45", []),
        ("2012-03-13", "2012-03-11", ["said-before-publication"]),
        ("2012-03-01", "2012-02-29", ["said-the-next-day"]),
        ("2013-01-02", "2012-12-31", ["said-before-publication"]),
    ],
)
@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_the_day_after_publication_is_possible_elsewhere(
    said: object, published: str, reported: list[str], engine: str, tmp_path: Path
) -> None:
    repository = DataRepository(tmp_path)
    repository.write("first", statement(said=said), published=published)
    found = validate([repository.seeds], engine=engine_named(engine)).findings
    assert sorted(finding.rule for finding in found) == reported


@pytest.mark.parametrize(
    ("during", "reported"),
    [
        ("2012-03-11", False),
        ({"not_before": "2012-03-12", "not_after": "2012-04-01"}, True),
        ({"not_before": "2012-03-01", "not_after": "2012-04-01"}, False),
        ({"not_after": "2012-04-01"}, False),
    ],
)
def test_victims_of_days_to_come_are_reported(during: object, reported: bool, tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    repository.write("first", statement(act="claims", tolls=[{"deaths": 3, "during": during}]))
    assert [finding.rule for finding in check(repository)] == ["counted-after-publication"] * reported


@pytest.mark.parametrize("engine", ["shacl", "pyshacl"])
def test_a_sentence_ends_with_the_full_stop_of_its_script(engine: str, tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    ends = (*FULL_STOPS, "!", "\uff01", "", "?", ",", "\u060c")
    for number, end in enumerate(ends):
        repository.reference["propositions"][f"p{number}"] = {
            "sentence": f"\u505c\u706b{number}{end}",
            "issues": ["ceasefire"],
        }
    repository.write_reference()
    repository.write("first", statement())
    found = validate([repository.seeds], engine=engine_named(engine)).findings
    assert {(one.rule, slug_of(one.focus or "")) for one in found} == {
        ("proposition-sentence", f"p{ends.index(end)}") for end in ("", "?", ",", "\u060c")
    }


@pytest.mark.parametrize(
    ("changes", "reported"),
    [
        ({}, True),
        ({"confidence": 0.5}, True),
        ({"speaker": ["ann"]}, True),
        ({"quote": "Both want talks"}, False),
        ({"said": "2012-03-05"}, False),
        ({"certainty": "possible"}, False),
        ({"tolls": [{"deaths": 3}], "act": "claims"}, False),
        ({"revises": "row-0"}, False),
        ({"withdrawn": WITHDRAWN}, False),
        ({"status": "proposed"}, False),
    ],
)
def test_a_row_that_repeats_another_is_reported(changes: dict[str, object], reported: bool, tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    repository.write("first", statement(), statement(0, id="again", **changes))
    findings = validate([repository.seeds]).findings
    assert [(one.rule, one.severity) for one in findings] == [("repeated-row", Severity.WARNING)] * reported


def test_words_are_taken_back_by_those_whose_they_are_on_the_same_day(tmp_path: Path) -> None:
    """By the speaker, the state that was spoken for, or another who speaks for it; a day can see both."""
    repository = DataRepository(tmp_path)
    body = {"for": "aland"}
    for number, who in enumerate(
        ({"speaker": "ann", "for": None}, {"speaker": "aland", "for": None}, {"speaker": "bob", **body})
    ):
        said = statement(said="2012-03-05")
        repository.write(f"source-{number}", said, statement(1, retracts="row-0", said="2012-03-05", **who))
    assert check(repository) == []


def test_apparent_mistakes_are_not_reported(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    posts(repository, "ann", {"since": "2001", "until": "2004"}, {"since": "2004-03"})
    later_first = [{"since": "2004-03"}, {"since": "2001", "until": "2004"}]
    repository.reference["officials"]["eve"] = {
        "label": "Eve",
        "posts": [{"title": "Speaker of Parliament", "of": "aland", **tenure} for tenure in later_first],
    }
    posts(repository, "cid", {"until": "2004"})
    posts(repository, "dee", {"since": "1999-12-31", "until": "2001"})
    repository.write_reference()
    repository.write("first", statement(), statement(1, revises="row-0"), statement(2, revises="row-1"))
    repository.write("second", statement(withdrawn=WITHDRAWN, revises="first.row-2"))
    repository.write("third", statement(revises="first.row-2"))
    repository.write("fourth", statement(withdrawn=WITHDRAWN), statement(1, withdrawn=WITHDRAWN, revises="row-0"))
    assert check(repository) == []


@for_each("key", ["revises", "retracts", "about"])
def test_a_statement_refers_to_one_that_some_source_asserts(key: str, tmp_path: Path) -> None:
    repository = DataRepository(tmp_path / key)
    repository.write("first", statement(**{key: "second.none"}))
    repository.write("second", statement(), statement(1, **{key: "first.row-0"}))
    assert [(finding.rule, finding.focus) for finding in check(repository)] == [
        ("revision-of-nothing", iri("statement", "first", "row-0"))
    ]


@for_each(
    ("kind", "name", "property_"),
    [("statement", "row-0", "dcterms:isPartOf"), ("evidence", "row-0", "oa:hasSource"), ("source", "", "dp:sha256")],
)
def test_a_statement_its_quote_and_its_source_are_asserted_in_one_file(
    kind: str, name: str, property_: str, tmp_path: Path
) -> None:
    repository = DataRepository(tmp_path / kind)
    repository.write("first", statement())
    copied, thing = iri("source", "copied"), iri(kind, "first", *([name] if name else []))
    prefix, _, local = property_.partition(":")
    (repository.seeds / "copied").mkdir()
    text = f"<{copied}> a <{DP}Source> .\n<{thing}> <{PREFIXES[prefix]}{local}> <{copied}> .\n"
    (repository.seeds / "copied" / "sheet.ttl").write_text(text)
    assert [(finding.rule, finding.focus) for finding in check(repository)] == [("duplicate-id", thing)] * 2


@for_each(("file", "key", "keys"), [("organisations", "part_of", {"type": "organ"}), ("places", "within", {})])
def test_whatever_is_a_part_of_itself_is_reported(file: str, key: str, keys: dict[str, str], tmp_path: Path) -> None:
    repository = DataRepository(tmp_path / file)
    for slug, whole in {"one": "two", "two": "three", "three": "one", "own": "own", "part": "one"}.items():
        entry(repository, file, slug, label=slug, **{key: whole}, **keys)
    repository.write_reference()
    found = check_reference_data(assert_reference(repository.seeds / "reference")[1])
    assert sorted((finding.rule, slug_of(finding.focus or "")) for finding in found) == [
        ("part-cycle", slug) for slug in ("one", "own", "three", "two")
    ]


def violated(repository: DataRepository, **propositions: dict[str, object]) -> list[tuple[str, str]]:
    """Return the rules that propositions violate which are added, or changed so, each with the proposition."""
    for slug, keys in propositions.items():
        entry(repository, "propositions", slug, **{"sentence": f"{slug}!", "issues": ["ceasefire"], **keys})
    repository.write_reference()
    found = check_reference_data(assert_reference(repository.seeds / "reference")[1])
    return sorted((finding.rule, slug_of(finding.focus or "")) for finding in found)


@for_each(
    ("wider", "step", "incompatible"),
    [
        (wider, step, incompatible)
        for wider, step in ((["talks", "war"], []), (["talks", "step"], ["war"]), (["step"], ["talks", "war"]))
        for incompatible in (("talks", "war"), ("war", "talks"))
    ],
)
def test_a_proposition_implies_no_incompatible_ones_at_any_step(
    wider: list[str], step: list[str], incompatible: tuple[str, str], tmp_path: Path
) -> None:
    repository = DataRepository(tmp_path / "-".join((*wider, *step, *incompatible)))
    keys = {"truce": {"narrower_than": wider}, "step": {"narrower_than": step}}
    one, other = incompatible
    both = ["step", "truce"] if len(step) > 1 else ["truce"]
    found = violated(repository, **keys, **{one: {"incompatible_with": [other]}})
    assert found == [("narrower-than-incompatible", slug) for slug in both]


def test_a_proposition_may_imply_what_is_incompatible_with_something_else(tmp_path: Path) -> None:
    keys = {"truce": {"narrower_than": ["talks"]}, "talks": {"incompatible_with": ["war"]}}
    assert violated(DataRepository(tmp_path), **keys) == []


def test_rule_pages_state_the_problem_and_the_solution() -> None:
    for rule in integrity_rules():
        assert rule.rule.severity in Severity
        page = rule.rule.page()
        assert "## Problem" in page
        assert "## Solution" in page
        assert "## Wrong" in page


def test_the_second_place_is_reported(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    repository.write("first", statement(), article=ARTICLE)
    repository.write("second", statement(), article=ARTICLE)
    first, second = check(repository)
    assert [span.file for span in first.related] == [second.file]
    assert [span.line for span in second.related] == [first.line]


def test_less_than_a_quarter_of_a_source_is_kept_for_the_rules_across_sources(tmp_path: Path) -> None:
    reference, _ = assert_reference(SEEDS / "reference")
    source = assert_source(find_sources(SEEDS)[0], reference)
    facts = facts_of(source)
    assert {predicate.strip("<>") for _, predicate, _, _ in facts} <= predicates_read("sources")
    assert 0 < len(facts) < len(source.quads) / 4


def test_a_rule_on_one_source_is_checked_with_it_and_remembered(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    article = "They are improbable champions of peace.\n"
    repository.write("first", statement(quote="champions of peace"), article=article)
    repository.write("second", statement())
    runs = [validate([repository.seeds], cache=tmp_path / "cache") for _ in range(2)]
    assert [run.fresh for run in runs] == [2, 0]
    lines = (repository.seeds / "first" / "sheet.yaml").read_text("utf-8").splitlines()
    found = [[(finding.rule, lines[(finding.line or 0) - 1].strip()) for finding in run.findings] for run in runs]
    assert found == [[("hedged-quote", '"quote": "champions of peace",')]] * 2


def test_an_unknown_scope_of_a_rule_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (SHAPES / "integrity" / "hedged-quote.rq").read_text("utf-8")
    (tmp_path / "integrity").mkdir()
    (tmp_path / "integrity" / "typo.rq").write_text(text.replace("scope: one-source", "scope: source"), "utf-8")
    monkeypatch.setattr("kg.validate.integrity_rules.shipped", lambda _: tmp_path)
    with pytest.raises(InputError, match=r"scope source is not one of one-source, sources, reference"):
        integrity_rules()
