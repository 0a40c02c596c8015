"""What is done for large stores changes no answer: patterns that are read by columns, and rows that are sorted here."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest
from cases import for_each
from graphs import CORNER, SEEDS, graph_of

from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.query.binding import bind
from kg.query.catalogue import Catalogue
from kg.query.embedded.columns import by_columns
from kg.query.embedded.few_rows import for_many_rows, is_large
from kg.query.embedded.sorting import sorted_rows, without_order
from kg.query.parameters import resolve_all
from kg.query.run import body, run_query

CATALOGUE = Catalogue(shipped("queries"))
NAMES = CATALOGUE.names()
FORMATS = (
    ox.QueryResultsFormat.CSV,
    ox.QueryResultsFormat.JSON,
    ox.QueryResultsFormat.TSV,
    ox.QueryResultsFormat.XML,
)
#: The same moment, and others whose order is not that of their texts.
TIMES = ["2012-03-11T12:15:00-04:00", "2012-03-11T16:15:00Z", "2012-03-11T16:15:01Z", "2012-03-11T01:00:00+09:00",
         "2012-03-10T20:00:00.250-10:00"]  # fmt: skip
HOLDS = ox.NamedNode("http://x/holds")
#: Terms that Python does not sort by their text.
ODD = ['"b"@en', "1.5", '"2012"^^xsd:gYear', "true", '"-0044-03-15"^^xsd:date', '"2012-03-11Z"^^xsd:date', '"3"^^<x:t>']


def terms_of(rows: object) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in rows]  # type: ignore[attr-defined]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every store with a ground be a large one."""
    monkeypatch.setattr("kg.query.embedded.few_rows.LARGE", 0)


def test_a_store_is_large_by_its_grounds(large: None) -> None:
    assert is_large(graph_of(SEEDS))
    assert not is_large(ox.Store())


def test_the_seeds_are_not_large() -> None:
    assert not is_large(graph_of(SEEDS))


@pytest.mark.usefixtures("large")
@for_each("name", NAMES)
def test_a_question_has_the_same_rows_in_a_large_store(name: str) -> None:
    question = CATALOGUE.find(name)
    given = ({}, *({key: str(item.example)} for key, item in question.parameters.items()))
    for seeds, values in ((seeds, values) for seeds in (SEEDS, CORNER) for values in given):
        if seeds == CORNER and values:
            continue  # the examples are of the seeds
        terms, store = resolve_all(graph_of(seeds), question, values.items()), graph_of(seeds)
        plain = store.query(bind(body(question.text), terms, same=True), prefixes=PREFIXES)
        assert terms_of(run_query(store, question.text, terms)) == terms_of(plain), (seeds.name, values)


@pytest.mark.parametrize(
    ("limit", "line", "large", "read"),
    [
        (-1, "#? read: by columns", True, True),
        (-1, "#? read: by columns", False, True),
        (-1, "#? read: by columns if large", True, True),
        (-1, "#? read: by columns if large", False, False),
        (-1, "", True, False),
        (1 << 30, "#? read: by columns", True, False),
        (1 << 30, "#? read: by columns", False, True),
    ],
)
def test_a_large_store_is_read_by_columns_only_where_memory_is_not_limited(
    limit: int, line: str, large: bool, read: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (limit, limit))
    asked = f"SELECT ?x {{ GRAPH ?g {{ ?x dp:act/a ?y }}\n{line}\n}}"
    assert ("step_of_column" in by_columns(asked, large=large)) is read


@for_each("name", NAMES)
def test_every_question_can_be_read_by_columns(name: str) -> None:
    for seeds in (SEEDS, CORNER):
        text = body(CATALOGUE.find(name).text)
        columns = by_columns(f"{for_many_rows(text)}\n#? read: by columns", large=True)
        assert "step_of_column" in columns or "SELECT ?" in columns
        found, plain = (graph_of(seeds).query(asked, prefixes=PREFIXES) for asked in (columns, text))
        assert terms_of(found) == terms_of(plain)


def test_each_triple_becomes_a_select_but_where_that_would_read_more_or_mean_something_else() -> None:
    text = """SELECT ?a { # GRAPH ?g { ?a :b ?c }
      GRAPH ?g { ?a :b/:c ?d , "} x, y ;"^^:e ; a :C ; ^:f|(:g/:h) ?i . ?d ?p 5 ; :q+ ?r . <x:a> :s <x:b> }
      FILTER NOT EXISTS { GRAPH ?g { ?a :b ?c } } GRAPH :k { ?a :l ?m FILTER (?m > 3) } GRAPH :k { ?a :n [] } }
      #? read: by columns"""
    columns = by_columns(text, large=True)
    for pattern in (
        "{ SELECT ?g ?a ?step_of_column_1 WHERE { GRAPH ?g { ?a :b ?step_of_column_1 } } }",
        "{ SELECT ?g ?step_of_column_1 ?d WHERE { GRAPH ?g { ?step_of_column_1 :c ?d } } }",
        '{ SELECT ?g ?step_of_column_2 WHERE { GRAPH ?g { ?step_of_column_2 :c "} x, y ;"^^:e } } }',
        "{ SELECT ?g ?a WHERE { GRAPH ?g { ?a a :C } } }",
        "{ SELECT ?g ?a ?i WHERE { GRAPH ?g { ?a ^:f|(:g/:h) ?i } } }",
        " GRAPH ?g { ?d ?p 5 } GRAPH ?g { ?d :q+ ?r } ",
        "{ SELECT ?g WHERE { GRAPH ?g { <x:a> :s <x:b> } } }",
        "FILTER NOT EXISTS { GRAPH ?g { ?a :b ?c } } GRAPH :k { ?a :l ?m FILTER (?m > 3) } GRAPH :k { ?a :n [] } }",
    ):
        assert pattern in columns
    ox.Store().query(f"PREFIX : <http://x/> {columns}")


@pytest.mark.parametrize("head", ["SELECT *", "SELECT DISTINCT *"])
def test_steps_of_a_path_become_no_columns_of_an_answer(head: str) -> None:
    text = f"{head} {{ GRAPH ?g {{ ?a :b/:c ?d }} }}\n#? read: by columns"
    assert by_columns(text, large=True) == text
    assert by_columns("SELECT ?a { GRAPH ?g { ?a :b ?d } }", large=True) == "SELECT ?a { GRAPH ?g { ?a :b ?d } }"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("SELECT ?a ?b { } ORDER BY ?a DESC(?b)", [("a", False), ("b", True)]),
        ("SELECT ?a { ?a ?b ?c } GROUP BY ?a HAVING (COUNT(?b) > 1)\norder by asc ( ?a )\n", [("a", False)]),
        ("SELECT ?a { } ORDER BY ?a LIMIT 5", []),
        ("SELECT ?a { } ORDER BY ?a\nVALUES ?a { 1 }", []),
        ("SELECT ?a { } ORDER BY ?b", []),
        ("SELECT ?a { } ORDER BY STR(?b)", []),
        ("SELECT ?a { } ORDER BY ?a EXISTS { ?a ?b ?c }", []),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?b ?c } GROUP BY ?a ORDER BY (?n + 1)", []),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?b ?c } GROUP BY ?a ORDER BY (DESC(?n)", []),
        ("SELECT * { } ORDER BY ?b", []),
        ("SELECT ?a { } # ORDER BY ?a", []),
        ("SELECT ?a { { SELECT ?a { } ORDER BY ?a } }", []),
        ("SELECT ?a { }", []),
    ],
)
def test_only_an_order_by_columns_at_the_end_is_taken_off(text: str, keys: list[tuple[str, bool]]) -> None:
    bare, found = without_order(text)
    assert found == keys
    assert bare == (text[: text.upper().rindex("ORDER BY")] if keys else text)


@pytest.mark.parametrize(
    ("text", "bare", "keys"),
    [
        (
            "SELECT DISTINCT ?a ?b WHERE { ?a ?c ?b } ORDER BY COALESCE(STR(?b), ')') ?a DESC(STRLEN(STR(?a)) + 1)",
            "SELECT DISTINCT ?a ?b (COALESCE(STR(?b), ')') AS ?order_of_rows_0) "
            "((STRLEN(STR(?a)) + 1) AS ?order_of_rows_2) WHERE { ?a ?c ?b } ",
            [("order_of_rows_0", False), ("a", False), ("order_of_rows_2", True)],
        ),
        (
            "SELECT ?a FROM <x:g> { ?a ?b 1 } ORDER BY (IF(?a = <x:a>, 1, 2)) ASC(<x:f>(?a))",
            "SELECT ?a ((IF(?a = <x:a>, 1, 2)) AS ?order_of_rows_0) ((<x:f>(?a)) AS ?order_of_rows_1) "
            "FROM <x:g> { ?a ?b 1 } ",
            [("order_of_rows_0", False), ("order_of_rows_1", False)],
        ),
    ],
)
def test_an_expression_becomes_a_column(text: str, bare: str, keys: list[tuple[str, bool]]) -> None:
    assert without_order(text) == (bare, keys)


def test_rows_are_sorted_by_expressions_which_are_not_shown() -> None:
    store = store_of("10", "9", "-3", "0", "100", "20")
    order = "DESC(STRLEN(STR(?what))) IF(?what > 5, 1, 2) ?what"
    text = f"SELECT DISTINCT ?who ?what {{ ?who <{HOLDS.value}> ?what }} ORDER BY {order}"
    bare, keys = without_order(text)
    found = sorted_rows(store.query(bare), keys)  # type: ignore[arg-type]
    assert [variable.value for variable in found.variables] == ["who", "what"]
    assert terms_of(found) == terms_of(store.query(text))


def test_each_line_of_a_long_answer_is_there_once() -> None:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"http://x/{number}"), HOLDS, ox.Literal("é" * (number % 999))) for number in range(5000)
    )
    text = "SELECT ?who ?what { ?who ?any ?what } ORDER BY ?what ?who"
    bare, keys = without_order(text)
    assert terms_of(sorted_rows(store.query(bare), keys)) == terms_of(store.query(text))  # type: ignore[arg-type]


def store_of(*terms: str) -> ox.Store:
    """Return a store in which every term is held by each of five others, or by none."""
    store, lines = (
        ox.Store(),
        "\n".join(f"<http://x/{at % 5}> <{HOLDS.value}> {term} ." for at, term in enumerate(terms)),
    )
    store.load(f"@prefix xsd: <{PREFIXES['xsd']}> .\n{lines}\n<http://x/9> <x:other> 1 .".encode(), ox.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("direction", ["?who ?what", "DESC(?what) ?who", "?what DESC(?who)", "DESC(?who) DESC(?what)"])
@pytest.mark.parametrize(
    "terms",
    [
        ["<http://x/é>", "<http://x/z>", "<http://x/Z>", "<http://x/𝒳>", "<http://x/\uffee>"],
        ['"é"', '"Z"', '"a b"', '"a"', '"𝒳"', '"\uffee"', '"tab\\t\\"\\\\n"', '""'],
        ["10", "9", "-3", "0", "100"],
        [f'"{2000 + at % 7}-0{1 + at % 9}-11"^^xsd:date' for at in range(60)],
        ["<http://x/q>", '"q"', "<http://x/a>"],
        [f'"{time}"^^xsd:dateTime' for time in TIMES],
        [f'"2012-03-{10 + at:02}T{23 - at:02}:15:00.5"^^xsd:dateTime' for at in range(9)],
        [*(f'"2012-03-{10 + at:02}T16:15:00Z"^^xsd:dateTime' for at in range(9)), '"2012-03-11"^^xsd:date'],
        [],
    ],
)
def test_rows_are_in_the_order_of_oxigraph_and_written_as_by_it(terms: list[str], direction: str) -> None:
    random.Random(1).shuffle(terms)
    store = store_of(*terms)
    text = f"SELECT ?who ?what {{ ?who ?any ?thing OPTIONAL {{ ?who <{HOLDS.value}> ?what }} }} ORDER BY {direction}"
    bare, keys = without_order(text.replace("SELECT", "SELECT DISTINCT"))
    want = text.replace("SELECT", "SELECT DISTINCT")

    def found() -> ox.QuerySolutions:
        return sorted_rows(store.query(bare), keys)  # type: ignore[arg-type]

    assert terms_of(found()) == terms_of(store.query(want))
    assert [variable.value for variable in found().variables] == ["who", "what"]
    for form in FORMATS:
        assert found().serialize(format=form) == store.query(want).serialize(format=form)


@pytest.mark.parametrize(
    "odd",
    [
        *(("1", odd) for odd in ODD),
        (*(f'"{time}"^^xsd:dateTime' for time in TIMES), '"2012-03-11"^^xsd:date'),
        ('"2012-03-11T16:15:00"^^xsd:dateTime', '"2012-03-11T16:15:00Z"^^xsd:dateTime'),
        ('"-0012-03-11T16:15:00Z"^^xsd:dateTime', '"2012-03-11T16:15:00Z"^^xsd:dateTime'),
    ],
)
def test_what_python_would_sort_otherwise_is_left_to_oxigraph(odd: tuple[str, ...]) -> None:
    store = ox.Store()
    lines = "\n".join(f"<http://x/1> <{HOLDS.value}> {term} ." for term in odd)
    store.load(f"@prefix xsd: <{PREFIXES['xsd']}> .\n{lines}".encode(), ox.RdfFormat.TURTLE)
    bare, keys = without_order("SELECT ?what { ?who ?any ?what } ORDER BY ?what")
    with pytest.raises(ValueError, match=r"."):
        sorted_rows(store.query(bare), keys)  # type: ignore[arg-type]


@pytest.mark.usefixtures("large")
def test_a_query_with_values_of_several_types_is_sorted_by_oxigraph() -> None:
    store = ox.Store()
    store.extend(graph_of(CORNER))
    store.extend(ox.Quad(ox.NamedNode("http://x/1"), HOLDS, value, HOLDS) for value in (ox.Literal(2), ox.Literal("a")))
    text = f"SELECT ?what {{ GRAPH ?g {{ ?who <{HOLDS.value}> ?what }} }}\n#? who: ?who\nORDER BY ?what"
    assert terms_of(run_query(store, text)) == terms_of(store.query(text))
