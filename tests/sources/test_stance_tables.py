"""Tables of stances: a row is a statement, with its words, the address of its row, and what follows from it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from in_process import output_of
from repositories import DataRepository

from kg.namespaces import VOCABULARIES, iri
from kg.rdf.quads import node
from kg.sources.assertion import assert_reference, assert_source
from kg.validate.run import validate

if TYPE_CHECKING:
    from pathlib import Path

DESCRIPTION = """\
source: {title: Positions of states, publisher: herald, published: 2012-03-11}
tables:
  - url: said.csv
    columns:
      - {name: holder, titles: state, until: {Aland: {1991-12-24: old-aland}}}
      - {name: act, titles: act}
      - {name: polarity, titles: side, values: {"+": supports, "-": opposes}}
      - {name: proposition, titles: on}
      - {name: date, titles: day, format: d.M.yyyy}
      - {name: quote, titles: words}
      - {name: page, titles: page}
      - {name: mode, default: direct}
"""
SAID = """\
state,act,side,on,day,words,page,note
Republic of Aland,calls-for,,truce,2.1.2012,"Stop it, ""now"", please",,x
Bland,,-,truce,,,17,

Aland,,+,truce,3.4.1990, We want peace ,,"a, b"
Bland,denies,,truce,5.1.2012,It was not so,,
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory) -> DataRepository:
    repository = DataRepository(tmp_path_factory.mktemp("stances"))
    repository.reference["states"]["old-aland"] = {"label": "Kingdom of Aland", "wikidata": "Q9"}
    repository.write_reference()
    return repository


def write(repository: DataRepository, said: str = SAID, description: str = DESCRIPTION) -> Path:
    folder = repository.seeds / "positions"
    folder.mkdir(exist_ok=True)
    (folder / "source.yaml").write_text(description, "utf-8")
    (folder / "said.csv").write_text(said, "utf-8")
    return folder


def store_of(repository: DataRepository) -> ox.Store:
    reference, _ = assert_reference(repository.seeds / "reference")
    assertion = assert_source(repository.seeds / "positions", reference)
    assert assertion.findings == []
    assert assertion.whole is not None
    store = ox.Store()
    store.load(assertion.whole.head(), format=ox.RdfFormat.N_QUADS)
    return store


def values(store: ox.Store, subject: str, name: str) -> set[str]:
    found = store.quads_for_pattern(ox.NamedNode(subject), node(name), None, None)
    return {quad.object.value.rpartition("/id/")[2] for quad in found}


def test_a_row_is_a_statement_with_what_it_says_and_implies(repository: DataRepository) -> None:
    write(repository)
    store = store_of(repository)
    first, second, third, last = (iri("statement", "positions", f"said-csv-{row}") for row in (2, 3, 5, 6))
    for subject, holder, act, side in (
        (first, "aland", "calls-for", "supports"),
        (second, "bland", "opposes", "opposes"),
        (third, "old-aland", "supports", "supports"),
        (last, "bland", "denies", "opposes"),
    ):
        assert values(store, subject, "dp:holder") == {f"actor/{holder}"}
        assert values(store, subject, "dp:act") == {f"act/{act}"}
        assert values(store, subject, "dp:polarity") == {f"polarity/{side}"}
        assert values(store, subject, "dp:mode") == {"mode/direct"}
    assert values(store, first, "dp:saidNotBefore") == values(store, first, "dp:saidNotAfter") == {"2012-01-02"}
    assert values(store, second, "dp:saidNotBefore") == set()
    assert values(store, second, "dp:saidNotAfter") == {"2012-03-11"}
    assert values(store, third, "dp:row") == {"source/positions/said.csv#row=5"}
    assert {kind.rpartition("#")[2] for kind in values(store, last, "rdf:type")} == {"Claim"}


def test_the_words_are_in_the_text_of_the_table_at_their_offsets(repository: DataRepository) -> None:
    write(repository)
    # The text of a table: cells with " | " between them, and each row on a line, empty rows included.
    text = "".join(" | ".join(row) + "\n" for row in csv.reader(io.StringIO(SAID)))
    store, found = store_of(repository), []
    for quad in store.quads_for_pattern(None, node("oa:hasSelector"), None, None):
        (start,) = values(store, quad.object.value, "oa:start") or {""}
        if start:
            (end,) = values(store, quad.object.value, "oa:end")
            (words,) = (
                other for selector in values_of(store, quad.subject) for other in values(store, selector, "oa:exact")
            )
            assert text[int(start) : int(end)] == words
            found.append(words)
    assert sorted(found) == [
        "Bland |  | - | truce |  |  | 17 | ", "It was not so", 'Stop it, "now", please', "We want peace",
    ]  # fmt: skip


def values_of(store: ox.Store, evidence: ox.NamedNode) -> list[str]:
    selector = ox.NamedNode(VOCABULARIES["oa"] + "hasSelector")
    return [quad.object.value for quad in store.quads_for_pattern(evidence, selector, None, None)]


#: What is replaced in the table by what, and the rule, line and some words of what is said of it.
MISTAKES = [
    ("Republic of Aland", "Republic of Alland", "statement-holder", 2, "did you mean"),
    ("Bland,,-", ",,-", "statement-holder", 3, "this row has no holder"),
    ("calls-for", "calls-four", "statement-act", 2, "unknown act `calls-four`"),
    ("Bland,,-", "Bland,,", "statement-act", 3, "this row has no act"),
    ("Bland,,-", "Bland,,~", "statement-polarity", 3, "unknown polarity `~`"),
    ("-,truce,,", "-,trce,,", "statement-proposition", 3, "did you mean `truce`"),
    ("2.1.2012", "31.2.2012", "statement-said-to", 2, "not a valid date"),
    ("2.1.2012", "13.3.2012", "said-before-publication", 2, "after the publication of the table (2012-03-11)"),
    (",17,", ",,", "row-founded", 3, "no quote or page"),
    ("Bland,denies,,truce,5.1.2012,It was not so", "Bland,,-,truce,,", "row-founded", 6, "no quote or page"),
    ("Bland,denies,,truce,5.1.2012,It was not so,", "Bland,,-,truce,,,17", "repeated-stance", 6, "row 3: remove one"),
    ("Bland,denies,,truce,5.1.2012,It was not so,", "Bland,,+,truce,,,17", "stances-disagree", 6, "`opposes` in row 3"),
    ("Bland,,-,truce", "Bland,-,truce", "table-row", 3, "7 cells, but the header has 8"),
    ("It was not so", "It was\tnot so", "table-row", 6, "a tab"),
    ("It was not so", '"It was\nnot so"', "table-row", 6, "a line break"),
    ("It was not so", 'It was "not so', "table-row", 6, "a stray quote"),
    ("state,act", "country,act", "missing-column", 1, "no column `state`"),
]


def test_each_mistake_is_found_on_its_line_and_nothing_is_taken(repository: DataRepository) -> None:
    reference, _ = assert_reference(repository.seeds / "reference")
    wrong = []
    for old, new, rule, line, words in MISTAKES:
        assert old in SAID, old
        folder = write(repository, SAID.replace(old, new, 1))
        assertion = assert_source(folder, reference)
        found = [(finding.rule, finding.line) for finding in assertion.findings]
        if found != [(rule, line)] or words not in assertion.findings[0].message or assertion.whole is not None:
            wrong.append((new, found, [finding.message for finding in assertion.findings]))
    assert wrong == []


def test_the_same_words_may_be_two_acts_and_other_words_another_side(repository: DataRepository) -> None:
    more = "Bland,rejects,,truce,5.1.2012,It was not so,,\nBland,,+,truce,5.1.2012,It was so,,\n"
    folder = write(repository, SAID + more)
    reference, _ = assert_reference(repository.seeds / "reference")
    assert assert_source(folder, reference).findings == []


def test_a_description_without_what_a_stance_needs_is_refused(repository: DataRepository) -> None:
    lines = DESCRIPTION.splitlines(keepends=True)

    def without(*names: str) -> str:
        return "".join(line for line in lines if not any(f"name: {name}," in line for name in names))

    for description, rule, words in (
        (without("proposition"), "missing-key", "no column has the name `proposition`"),
        (without("act", "polarity"), "missing-key", "no column has the name `act` or `polarity`"),
        (without("quote", "page"), "missing-key", "no column has the name `quote` or `page`"),
        (DESCRIPTION + "      - {name: vote, titles: note}\n", "bad-value", "a table of stances has no column `vote`"),
    ):
        write(repository, description=description)
        found = [finding for finding in validate([repository.seeds]).findings if finding.rule == rule]
        assert [words in finding.message for finding in found] == [True]


def test_stances_follow_from_rows_and_are_proved_by_them(repository: DataRepository) -> None:
    write(repository)
    output_of(repository.folder, "build")
    rows = list(csv.DictReader(io.StringIO(output_of(repository.folder, "query", "stances", "-f", "csv"))))
    assert {(row["actor"].rpartition("/")[2], row["side"].rpartition("/")[2], row["said_to"]) for row in rows} == {
        ("aland", "supports", "2012-01-02"), ("old-aland", "supports", "1990-04-03"), ("bland", "denies", "2012-01-05"),
        ("bland", "opposes", "2012-03-11"),
    }  # fmt: skip
    proof = output_of(repository.folder, "why", "bland.opposes.truce")
    assert "seeds/positions/said.csv:3:1" in proof
    assert "page: [[17]]" in proof
    assert "words: [[ We want peace ]]" in output_of(repository.folder, "why", "said-csv-5")
    flat = list(csv.DictReader(io.StringIO(output_of(repository.folder, "export", "-f", "csv"))))
    assert flat[0]["quote"] == 'Stop it, "now", please'
    assert len(flat) == 4
    output_of(repository.folder, "export", "--site", "site")
    page = repository.folder / "site" / "id" / "statement" / "positions.said-csv-2" / "index.html"
    assert "Stop it" in page.read_text("utf-8")
