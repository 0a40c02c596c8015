"""A check of what changed, together with what was known, is the full check: shown over random edits."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repositories import ARTICLE, DataRepository, statement

from kg.layout import PROPOSED, REFERENCE
from kg.namespaces import ID, PREFIXES
from kg.sources.assertion import assert_reference, assert_source
from kg.validate.run import validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.findings import Finding

SLUGS = ("first", "second", "third")
OTHERS = (*SLUGS, "fourth")
ROWS = st.fixed_dictionaries(
    {
        "speaker": st.sampled_from(["ann", "bob", "both", "aland", "Republic of Aland", "nobody", "narrator"]),
        "for": st.sampled_from(["aland", "bland", None]),
        "proposition": st.sampled_from(["truce", "talks", "war", "new-proposition"]),
        "said": st.sampled_from([None, "2012-03-10", "2013-01-01", "1999-01-01"]),
        "revises": st.sampled_from([None, "row-0", "first.row-0", "second.row-0", "third.row-1", "fourth.row-0"]),
        "members_named": st.sampled_from([None, None, True]),
        "withdrawn": st.sampled_from([None, None, {"on": "2012-03-12", "reason": "misread"}]),
        "holds": st.sampled_from([None, {"since": "2001-01-01", "until": "2030"}]),
        "status": st.sampled_from([None, None, "proposed"]),
    }
)
SHEETS = st.tuples(st.lists(ROWS, min_size=1, max_size=2), st.sampled_from([None, ARTICLE]))


def write_sheet(repository: DataRepository, slug: str, sheet: tuple[list[dict[str, Any]], str | None]) -> None:
    rows, article = sheet
    (repository.seeds / slug / "sheet.ttl").unlink(missing_ok=True)
    repository.write(slug, *(statement(number, **row) for number, row in enumerate(rows)), article=article)


def write_rdf(
    repository: DataRepository, slug: str, sheet: tuple[list[dict[str, Any]], str | None], change: tuple[str, str]
) -> None:
    """Write a source as Turtle: what a sheet says as the reference data is now, with some words changed."""
    write_sheet(repository, slug, sheet)
    folder = repository.seeds / slug
    reference, _ = assert_reference(repository.seeds / REFERENCE)
    triples = [quad.triple for quad in assert_source(folder, reference).quads]
    data = ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b""
    (folder / "sheet.yaml").unlink()
    (folder / "sheet.ttl").write_text(data.decode().replace(*change), "utf-8")


def propose(repository: DataRepository, slug: str, file: str, entries: dict[str, Any]) -> None:
    """Write names beside a source that nobody has checked."""
    if (repository.seeds / slug).exists():
        (repository.seeds / slug / PROPOSED).mkdir(exist_ok=True)
        (repository.seeds / slug / PROPOSED / f"{file}.yaml").write_text(json.dumps(entries), "utf-8")


def edit_turtle(repository: DataRepository, triples: str) -> None:
    """Write reference data in Turtle, or remove it where there are no triples."""
    file = repository.seeds / REFERENCE / "more.ttl"
    head = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dp", "rdfs", "skos", "actor", "proposition"))
    file.write_text(f"{head}{triples} .\n", "utf-8") if triples else file.unlink(missing_ok=True)


def remove(repository: DataRepository, slug: str) -> None:
    shutil.rmtree(repository.seeds / slug, ignore_errors=True)


def rename(repository: DataRepository, slug: str, other: str) -> None:
    if (repository.seeds / slug).exists() and not (repository.seeds / other).exists():
        (repository.seeds / slug).rename(repository.seeds / other)


def edit_reference(repository: DataRepository, edit: tuple[str, str, str, Any]) -> None:
    file, slug, key, value = edit
    entries = repository.reference[file]
    if key == "":
        entries.pop(slug, None)
    else:
        words = {"sentence": f"{slug}.", "issues": ["ceasefire"]} if file == "propositions" else {"label": slug.title()}
        entries.setdefault(slug, words)[key] = value
    repository.write_reference()


def use_packages(repository: DataRepository, *names: str) -> None:
    """Read the reference data of these folders, too."""
    (repository.folder / "kg.toml").write_text(f"reference = {json.dumps(names)}\n", "utf-8")


def edit_package(repository: DataRepository, entries: dict[str, Any]) -> None:
    folder = repository.folder / "shared"
    folder.mkdir(exist_ok=True)
    (folder / "persons.yaml").write_text(json.dumps(entries), "utf-8")


POST = {"title": "Foreign Minister", "of": "aland"}
PROPOSED_NOW = {"sentence": "New.", "issues": ["ceasefire"]}
EDITS = st.one_of(
    st.tuples(st.just(write_sheet), st.sampled_from(OTHERS), SHEETS),
    st.tuples(
        st.just(write_rdf),
        st.sampled_from(OTHERS),
        SHEETS,
        st.sampled_from(
            [
                ("", ""),
                ("id/proposition/truce", "id/proposition/war"),
                ("id/actor/ann", "id/actor/nobody"),
                (f"<{ID}actor/ann>", "[]"),
                ("2012-03-11", "2012-13-11"),
                ("a truce is", "no truce is"),
            ]
        ),
    ),
    st.tuples(
        st.just(propose),
        st.sampled_from(OTHERS),
        st.just("officials"),
        st.sampled_from([{}, {"nobody": {"label": "Nobody", "posts": [POST]}}, {"ann": {"label": "Ann"}}]),
    ),
    st.tuples(
        st.just(propose),
        st.sampled_from(OTHERS),
        st.just("propositions"),
        st.sampled_from([{"new-proposition": PROPOSED_NOW}, {"new-proposition": {**PROPOSED_NOW, "colour": "red"}}]),
    ),
    st.tuples(
        st.just(edit_turtle),
        st.sampled_from(
            [
                "",
                'actor:nobody a dp:Official ; rdfs:label "Nobody"@en',
                'actor:cland a dp:State ; rdfs:label "Cland"@en ; skos:altLabel "Republic of Aland"@en',
                'proposition:new-proposition a dp:Proposition ; rdfs:label "New."@en',
                "proposition:truce dp:narrowerThan proposition:talks",
                "[] a dp:State",
            ]
        ),
    ),
    st.tuples(st.just(remove), st.sampled_from(OTHERS)),
    st.tuples(st.just(edit_package), st.sampled_from([{}, {"nobody": {"label": "Nobody"}}, {"no2": {"label": "Ann"}}])),
    st.sampled_from([(use_packages,), (use_packages, "./shared")]),
    st.tuples(st.just(rename), st.sampled_from(OTHERS), st.sampled_from(OTHERS)),
    st.tuples(
        st.just(edit_reference),
        st.sampled_from(
            [
                ("states", "aland", "label", "Åland"),
                ("states", "aland", "aliases", ["Nobody"]),
                ("states", "bland", "aliases", ["Republic of Aland"]),
                ("states", "bland", "wikidata", "Q1"),
                ("states", "bland", "description", "A country."),
                ("officials", "ann", "posts", [{**POST, "since": "2012-04"}]),
                ("officials", "ann", "posts", [{**POST, "of": "bland", "since": "1990", "until": "2012-03-10"}]),
                ("officials", "ann", "", None),
                ("officials", "bob", "posts", []),
                ("officials", "bob", "label", "Bobby"),
                ("officials", "nobody", "label", "Somebody"),
                ("propositions", "truce", "sentence", "A truce should be had."),
                ("propositions", "truce", "narrower_than", ["talks"]),
                ("propositions", "talks", "narrower_than", ["truce"]),
                ("propositions", "talks", "", None),
                ("propositions", "new-proposition", "note", "New."),
                ("organisations", "herald", "type", "organ"),
                ("places", "city", "label", "Town"),
                ("groups", "both", "members", ["ann", "bob"]),
                ("groups", "both", "members", ["bland"]),
                ("states", "bland", "demonyms", ["Both"]),
            ]
        ),
    ),
)
CHANGES = st.lists(EDITS, min_size=1, max_size=3)
START = st.tuples(SHEETS, SHEETS, SHEETS)
SOME = settings(
    max_examples=int(os.environ.get("KG_TEST_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)


@contextmanager
def started(sheets: tuple[Any, ...]) -> Iterator[DataRepository]:
    with tempfile.TemporaryDirectory() as folder:
        repository = DataRepository(Path(folder))
        edit_package(repository, {})
        repository.reference["groups"] = {"both": {"label": "Both", "members": ["ann"], "description": "The two."}}
        repository.write_reference()
        for slug, sheet in zip(SLUGS, sheets, strict=True):
            write_sheet(repository, slug, sheet)
        yield repository


def apply(repository: DataRepository, changes: list[tuple[Any, ...]]) -> None:
    for edit, *arguments in changes:
        edit(repository, *arguments)
    if not any((repository.seeds / slug).exists() for slug in OTHERS):
        write_sheet(repository, "first", ([{}], None))


def by_source(findings: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        assert finding.file is not None
        folder = Path(finding.file).parent
        found.setdefault((folder.parent if folder.name == PROPOSED else folder).name, []).append(finding)
    return found


@SOME
@given(START, st.lists(CHANGES, min_size=1, max_size=3))
def test_cached_findings_are_those_of_a_full_run(sheets: tuple[Any, ...], steps: list[Any]) -> None:
    with started(sheets) as repository:
        cache = repository.folder / "cache"
        for changes in ([], *steps):
            apply(repository, changes)
            known = validate([repository.seeds], cache=cache)
            assert known.findings == validate([repository.seeds]).findings
            again = validate([repository.seeds], cache=cache)
            assert (again.findings, again.fresh) == (known.findings, 0)


@SOME
@given(START, CHANGES, CHANGES, st.booleans(), st.booleans())
def test_partial_findings_complete_those_at_the_revision(
    sheets: tuple[Any, ...], committed: list[Any], changes: list[Any], cached: bool, ahead: bool
) -> None:
    with started(sheets) as repository:
        cache = repository.folder / "cache" if cached else None
        revision = repository.commit()
        merged = by_source(validate([repository.seeds], cache=cache if ahead else None).findings)
        apply(repository, committed)
        repository.commit()
        if ahead:
            validate([repository.seeds], changed_since=revision, cache=cache)
        apply(repository, changes)  # neither committed nor added
        partial = validate([repository.seeds], changed_since=revision, cache=cache)
        found = by_source(partial.findings)
        looked_at = {Path(path).name for path in partial.reasons} | ({"reference"} if partial.reference else set())
        assert found.keys() <= looked_at
        merged = {name: told for name, told in merged.items() if name not in looked_at} | found
        assert merged == by_source(validate([repository.seeds]).findings)
