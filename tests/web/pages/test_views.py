from __future__ import annotations

import itertools
import json
import re
import shlex
import subprocess
import sys
from types import SimpleNamespace

import pytest
from cases import for_each
from graphs import SEEDS

from kg.cli import main
from kg.paths import shipped
from kg.query.run import run_query
from kg.web.content.dates import day_in_words
from kg.web.templating import environment
from kg.web.views.questions import catalogue

ARM = "has led calls for Assad to be isolated and for Syrian rebels to be armed"


def test_the_first_page_names_actors_issues_contested_propositions_sources_and_questions(pages):
    document = pages.document("/")
    for words in (
        "Russia",
        "Bashar al-Assad should step down.",
        "U.N. envoy pushes ahead with Syria talks",
        "armed conflict",
    ):
        assert words in document.text()
    assert sum(href.count("questions/") for href in document.hrefs) >= 5


def test_an_actors_positions_have_their_words_linked_to_their_marks(pages):
    document = pages.document("/id/actor/qatar/")
    assert ARM in document.text()
    words = [above for above, data in document.pieces if data == ARM]
    assert any("/id/source/2012-03-11-un-envoy-syria-talks/#" in e.get("href", "") for above in words for e in above)


def test_an_actor_that_changed_is_said_to_have_changed(pages):
    document = pages.document("/id/actor/united-states/")
    held = document.text(lambda e: e.get("id") == "on_nuclear-agreement-with-iran")
    assert "changed its position" in held
    assert held.count("proof") == 2


def test_a_state_has_the_times_of_its_independence(pages):
    told = pages.document("/id/actor/algeria/").text(lambda e: e.get("class") == "facts")
    assert "Independent until 1830; since 5 July 1962" in told
    response = pages.ask("/id/interval/1962-07-05.open/")
    assert (response.status, dict(response.headers)["Location"].rpartition("id/")[2]) == (
        303,
        "actor/algeria/#independent",
    )


def test_an_official_has_posts_on_an_axis_of_time(pages):
    document = pages.document("/id/actor/sergei-lavrov/")
    assert "Foreign Minister of Russia" in document.text(lambda e: e.get("id") == "posts")
    assert "rect" in document.tags


def test_a_proposition_has_both_sides_and_says_what_absence_proves(pages):
    text = pages.document("/id/proposition/assad-should-step-down/").text()
    assert text.index("Western states") < text.index("Against") < text.index("China")
    assert (
        "Nobody is recorded against it. That proves nothing"
        in pages.document("/id/proposition/humanitarian-access-in-syria/").text()
    )


def test_a_search_finds_other_names_and_words_without_accents_or_case(pages):
    assert "also called Russian Federation" in pages.document("/search/?q=russian%20FEDERATION").text()
    assert "0 results" in pages.document("/search/?q=zzzz").text()
    assert pages.ask("/search/?x=1").status == 400


@for_each(("name", "ending"), itertools.product(catalogue().names(), ("csv", "tsv", "json")))
def test_a_question_gives_the_rows_of_the_command(pages, seeds_store, capfdbinary, name, ending):
    with pytest.raises(SystemExit) as ended:
        main(["query", name, "-f", ending, "--store", str(seeds_store.path)])
    assert (ended.value.code or 0) == 0
    assert pages.ask(f"/questions/{name}/index.{ending}").body == capfdbinary.readouterr().out


def test_the_commands_of_a_question_ask_the_same(pages, seeds_store):
    document = pages.document("/questions/for-and-against/?proposition=assad-should-step-down")
    line = next(data for above, data in document.pieces if data.startswith("kg query"))
    printed = subprocess.run([sys.executable, "-m", *shlex.split(line), "-f", "csv", "--store", seeds_store.path],
                             capture_output=True, check=True).stdout  # fmt: skip  # one command
    assert pages.ask("/questions/for-and-against/index.csv?proposition=assad-should-step-down").body == printed
    assert "kodmani" in document.source.lower() or "opposes" in document.text()


@pytest.mark.parametrize("query", ["proposition=nothing-like-it", "nonsense=1"])
def test_a_question_names_unknown_values(pages, query):
    response = pages.ask(f"/questions/for-and-against/?{query}")
    assert response.status == 400
    assert query.partition("=")[0] in response.body.decode()


def test_every_question_has_a_page_and_an_example(pages):
    for name in catalogue().names():
        assert "kg query" in pages.document(f"/questions/{name}/").text()
        assert pages.document(f"/questions/{name}/example/").tags.count("h1") == 1


def test_a_question_about_all_pairs_asks_for_an_actor_before_it_is_answered(pages):
    """Its page alone: whoever wants the files of everything gets them from the server, within its limits."""
    whole, one = pages.document("/questions/between/"), pages.document("/questions/between/?actor=russia")
    assert "Choose an actor or proposition or issue first" in whole.text()
    assert ("table" in whole.tags, "index.csv" in whole.source) == (False, False)
    assert ("table" in one.tags, "index.csv?actor=russia" in one.source) == (True, True)
    names = catalogue().names()
    without = {name for name in names if "index.csv" not in pages.document(f"/questions/{name}/").source}
    assert without == {name for name in names if catalogue().find(name).needs}


def test_the_answer_as_json_is_that_of_sparql(pages):
    answer = json.loads(pages.ask("/questions/sources/index.json").body)
    sources = {row["source"]["value"].rpartition("/")[2] for row in answer["results"]["bindings"]}
    assert sources == {sheet.parent.name for sheet in shipped("seeds").glob("*/sheet.yaml")}


def test_a_lasting_stance_is_shown_with_its_days_and_degree(pages):
    """Since and until of the words, first and last said, degree: what a single date does not say."""
    stances = """SELECT ?stance ?actor ?side ?first ?last ?since ?until ?degree WHERE { GRAPH graph:derived {
      ?stance a dp:Stance ; dp:actor ?actor ; dp:side ?side ; dp:firstSaid ?first ; dp:lastSaid ?last .
      OPTIONAL { ?stance dp:since ?since } OPTIONAL { ?stance dp:until ?until } OPTIONAL { ?stance dp:degree ?degree }
      FILTER (?first != ?last || BOUND(?since) || BOUND(?until) || BOUND(?degree))
    } }"""
    shown = 0
    for row in run_query(pages.edition.store, stances):
        text = " ".join(pages.document(f"/{pages.edition.addresses.folder(row['actor'].value)}").text().split())
        side = row["side"].value.rpartition("/")[2]
        degree = (
            {"strong": "strongly ", "weak": "weakly "}[row["degree"].value.rpartition("/")[2]] if row["degree"] else ""
        )
        first, last = day_in_words(row["first"].value), day_in_words(row["last"].value)
        said = f"said not after {last}" if first == last else f"first said not after {first}, last not after {last}"
        # Of a day that the words do not give, the year alone; how precisely is in `test_last_known`.
        held = "".join(f", held {w} (?:[^,;]* )?{row[w].value[:4]}" for w in ("since", "until") if row[w])
        assert re.search(f"{re.escape(f'{degree}{side}: {said}')}{held}", text), row["stance"]
        shown += 1
    assert shown >= 5


def test_an_answer_that_is_too_large_to_be_kept_is_the_same_page_and_files(pages, monkeypatch):
    addresses = [f"/questions/for-and-against/example/{file}" for file in ("", "index.csv", "index.json", "index.tsv")]
    kept = [pages.ask(address).body for address in addresses]
    monkeypatch.setattr("kg.web.views.questions.LARGE", 100)
    pages.ask("/questions/sources/")  # so that another answer is the last one
    assert [pages.ask(address).body for address in addresses] == kept


def test_a_line_names_the_addressees_of_an_act(pages):
    text = " ".join(pages.document("/id/source/2012-03-11-un-envoy-syria-talks/").text().split())
    assert "oppose (criticise Russia):" in text
    text = " ".join(pages.document("/id/source/2019-01-23-germany-bans-mahan-air/").text().split())
    assert "United States urges allies of the United States and Germany:" in text
    text = " ".join(pages.document("/id/source/2020-01-13-iran-admits-downing-ukrainian-jet/").text().split())
    assert "demands of Iran:" in text


def test_a_line_never_reads_as_the_other_side(pages):
    against, lines = 0, []
    for source in sorted(path.name for path in SEEDS.iterdir() if (path / "sheet.yaml").is_file()):
        page = pages.document(f"/id/source/{source}/").source
        lines += [re.sub("<[^>]+>", "", line) for line in re.findall('<p class="line">(.*?)</p>', page, re.DOTALL)]
    for line in (line for line in lines if ": " in line):  # events have no side
        told = re.search(r" (oppose|den[iy]|reject|refuse|veto|doubt|fear)[a-z]*\b", line.partition(": ")[0])
        assert bool(told) is line.startswith(("−", "?")), line
        against += line.startswith("−")
    assert against


def test_a_long_list_of_actors_ends_with_the_number_of_those_left_out():
    macros = environment().from_string('{% from "macros.html" import actors with context %}{{ actors(iris, 3) }}')
    links = SimpleNamespace(href=lambda _iri: "", label=lambda iri: iri)

    def listed(*iris):
        return re.sub(r"<[^>]+>", "", macros.render(iris=iris, links=links))

    assert listed("A", "B", "C") == "A, B and C"
    assert listed("A", "B", "C", "D", "E") == "A, B, C and 2 more"
    assert listed("A") == "A"


def test_a_place_names_the_links_that_point_to_it(pages):
    source = pages.document("/id/place/idlib/").source
    for words in ("Also called", "Lies in", "Propositions about it", "Events and claims"):
        assert f"<dt>{words}</dt>" in source
    # Nothing better is known than the name of the property.
    assert "<dt>Capital of</dt>" in pages.document("/id/place/moscow/").source


def test_several_holders_have_a_verb_in_the_plural(pages):
    assert "Syrian activists report: " in pages.document("/id/place/idlib/").source
    source = pages.document("/id/source/2012-03-11-un-envoy-syria-talks/").source
    assert '<span class="act">oppose</span>' in source
    assert '<span class="act">expects</span>' in source


def test_terms_of_others_have_their_prefix(pages):
    assert ">prov:Agent</a>" in pages.document("/ontology/").source
