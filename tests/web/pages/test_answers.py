"""The answer on the page of a question: every value is there, under the headings of the command, with its words."""

from __future__ import annotations

import re

import pyoxigraph as ox
from cases import for_each

from kg.namespaces import PREFIXES, VOCABULARIES, kind_of
from kg.query.run import run_query
from kg.query.view import PROVABLE
from kg.web.content.dates import day_in_words
from kg.web.views.answer import ValueCell, answer_table
from kg.web.views.questions import catalogue

XSD = VOCABULARIES["xsd"]
_ANSWERED = [name for name in catalogue().names() if not catalogue().find(name).needs]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _told(edition, term) -> str:
    """Return the text that a reader has to find of a value."""
    if isinstance(term, ox.NamedNode):
        label = edition.reading.label(term.value)
        return label if edition.addresses.folder(term.value) else edition.addresses.slug(term.value)
    day = re.fullmatch(r"-?\d{4,}(-\d\d(-\d\d)?)?(T.*)?", term.value)
    typed = term.datatype.value.rpartition("#")[2] in ("date", "gYear", "gYearMonth", "dateTime")
    return day_in_words(term.value) if day and typed else term.value


@for_each("name", _ANSWERED)
def test_a_page_shows_every_value_of_the_answer(pages, name):
    asked, document = catalogue().find(name), pages.document(f"/questions/{name}/")
    text = _plain(document.text())
    results = run_query(pages.edition.store, asked.text, file=asked.name)
    columns = [variable.value for variable in results.variables]
    missing = set()
    for row in list(results)[:500]:
        for column, term in zip(columns, row, strict=True):
            if term is None or (column.endswith("_label") and column.removesuffix("_label") in columns):
                continue
            if isinstance(term, ox.NamedNode) and kind_of(term.value) in PROVABLE:
                continue  # a proof is a link without a name
            if (told := _plain(_told(pages.edition, term))) not in text:
                missing.add((column, told))
    assert not missing


def _answer(pages, columns: str, *rows: str):
    """Return the answer of the page to a query that gives these rows, terms as SPARQL writes them."""
    prefixes = " ".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in ("side", "statement"))
    variables = " ".join(f"?{name}" for name in columns.split())
    values = " ".join(f"({row})" for row in rows)
    query = f"{prefixes} PREFIX xsd: <{XSD}> SELECT {variables} WHERE {{ VALUES ({variables}) {{ {values} }} }}"
    return answer_table(pages.edition, run_query(pages.edition.store, query))


def test_a_column_with_one_value_is_shown_once_and_an_empty_one_is_named(pages):
    answer = _answer(pages, "same held_to n", '"always" UNDEF 1', '"always" UNDEF 2')
    assert [(name, cell.text) for name, cell in answer.always] == [("same", "always")]
    assert answer.empty == ["held to"]
    assert [[cell.text for cell in row.cells] for row in answer.rows] == [["1"], ["2"]]
    assert answer.columns == [("n", "number")]


def test_a_column_that_repeats_another_is_named_unless_it_counts(pages):
    answer = _answer(pages, "side later_side n m", "side:supports side:supports 1 1", "side:opposes side:opposes 2 2")
    assert answer.repeated == ["later side (same as side)"]
    assert [name for name, _ in answer.columns] == ["side", "n", "m"]


def test_a_single_row_keeps_its_columns(pages):
    answer = _answer(pages, "a b", '"one" "two"')
    assert ([name for name, _ in answer.columns], answer.always) == (["a", "b"], [])


def test_days_are_shown_as_bounds_in_words(pages):
    answer = _answer(
        pages, "said_to other_said_to", '"2012-03-11"^^xsd:date "2011"^^xsd:gYear', "'2012-03'^^xsd:gYearMonth UNDEF"
    )
    assert answer.columns == [("said not after", "date"), ("other said not after", "date")]
    assert [[cell.text for cell in row.cells] for row in answer.rows] == [["11 March 2012", "2011"], ["March 2012", ""]]


def test_words_stand_below_their_row_with_their_own_proof(pages):
    """Of two statements in a row, each keeps its words and its proof."""
    columns = "actor quote other_quote other_statement statement"
    answer = _answer(
        pages, columns, '"A" "first" "second" statement:x.b statement:x.a', '"B" "third" UNDEF UNDEF statement:x.c'
    )
    said = [[(w.label, w.text, (w.proof or "").rpartition(".")[2]) for w in row.words] for row in answer.rows]
    assert said == [[("", "first", "a"), ("other", "second", "b")], [("", "third", "c")]]
    assert [name for name, _ in answer.columns] == ["actor"]


def test_columns_that_do_not_fit_are_shown_below_without_repetition(pages):
    names = [f"c{number}" for number in range(9)]
    rows = (" ".join(repr(text) for text in [who, *(f"{name} of {who}" for name in names), "words"]) for who in "AB")
    answer = _answer(pages, f"holder {' '.join(names)} quote", *rows)
    assert len(answer.columns) == 6
    assert answer.columns[0][0] == "holder"
    told = [cell.text for cell in answer.rows[0].cells] + [cell.text for _, cell in answer.rows[0].details]
    assert sorted(told) == sorted(["A", *(f"{name} of A" for name in names)])


def test_a_polarity_is_shown_with_its_sign(pages):
    answer = _answer(pages, "side", "side:denies", "side:supports")
    assert [(row.cells[0].text, row.cells[0].sign) for row in answer.rows] == [("denies", "−"), ("supports", "+")]


def test_an_empty_answer_and_a_truth_value_are_shown(pages):
    assert _answer(pages, "a").count == 0
    assert answer_table(pages.edition, run_query(pages.edition.store, "ASK {}")).rows[0].cells == [ValueCell("yes")]


def test_rare_filters_are_folded_away_unless_one_is_set(pages):
    def folded(address: str) -> bool:
        return "<details>" in pages.document(address).source

    assert folded("/questions/positions/?actor=russia")
    assert not folded("/questions/positions/?mode=direct")
    assert "<details open>" in pages.document("/questions/positions/?mode=direct").source
    assert "<details" not in pages.document("/questions/sources/").source
