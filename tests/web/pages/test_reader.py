from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_requests import Document

from kg.paths import shipped
from kg.text import SourceText
from kg.web.content.reader import Mark, blocks, excerpts, segments

SOURCES = sorted(path.name for path in shipped("seeds").iterdir() if (path / "article.txt").exists())
#: Articles that lie beside the repository where it is developed.
SHARED = Path(__file__).parents[4] / "shared" / "data"
ARTICLES = sorted(SHARED.rglob("*_*.txt"))
#: What texts have that breaks readers: an HTML parser must give all of it back.
ALPHABET = st.sampled_from(
    [*"ab.A \n\r\t<>&'\"", "é", "e\u0301", "😀", "\u202e", "א", "\x0c", "\x85", "\u2028", "</mark><script>"]
)
TEXTS = st.lists(ALPHABET, max_size=60).map("".join)


@st.composite
def marked_texts(draw):
    text = draw(TEXTS.filter(bool))
    spans = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))), max_size=8))
    return text, [Mark(f"m{n}", min(a, b - 1), max(a + 1, b)) for n, (a, b) in enumerate(spans) if min(a, b - 1) >= 0]


@given(marked_texts())
def test_segments_give_back_the_text_and_each_mark_its_own_words(case):
    text, marks = case
    found = segments(text, marks)
    assert "".join(segment.text for segment in found) == text
    for mark in marks:
        assert "".join(s.text for s in found if mark.name in s.marks) == text[mark.start : mark.end]
        assert [mark.name in s.first for s in found].count(True) == 1


@given(marked_texts())
def test_neighbouring_marks_differ_in_shade(case):
    found = segments(*case)
    for one, next_ in pairwise(found):
        if one.marks and next_.marks and one.marks != next_.marks:
            assert one.shade != next_.shade


@given(marked_texts())
def test_paragraphs_and_gaps_give_back_the_text(case):
    text, marks = case
    found = blocks(text, marks)
    assert "".join(segment.text for block in found for segment in block.segments) == text
    assert all(segment.text.isspace() for block in found if block.gap for segment in block.segments)


@given(marked_texts())
def test_excerpts_hold_every_quote_whole(case):
    text, marks = case
    found = excerpts(text, marks)
    for mark in marks:
        own = [[s for s in row if mark.name in s.marks] for row in found]
        kept = [row for row in own if row]
        assert len(kept) == 1
        assert "".join(s.text for s in kept[0]) == text[mark.start : mark.end]


def test_a_mark_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="outside"):
        segments("abc", [Mark("m", 2, 4)])


@given(marked_texts())
def test_an_html_parser_gives_back_the_text_and_every_quote(case):
    text, marks = case
    document = Document(render_text(text, marks))
    assert document.text(lambda e: e.get("id") == "reader_text") == text
    for mark in marks:
        assert document.text(lambda e, m=mark: m.name in e.get("data-for", "").split()) == text[mark.start : mark.end]


def render_text(text, marks):
    """Return the article of the reader's page, from its own template."""
    from kg.web.templating import environment

    template = environment().get_template("article.html")
    return template.render(blocks=blocks(text, marks), excerpts=[], whole=True, language="en", reason="", values={})


def test_articles_that_nobody_has_coded_come_back_whole_under_random_marks():
    if not ARTICLES:
        pytest.skip(f"needs articles below {SHARED}: they are not part of this repository")
    chance = random.Random(1)
    for path in ARTICLES:
        text = SourceText.read(path).content
        starts = [chance.randrange(len(text)) for _ in range(60)]
        ends = [min(len(text), start + chance.randrange(1, 400)) for start in starts]
        marks = [Mark(f"m{n}", start, end) for n, (start, end) in enumerate(zip(starts, ends, strict=True))]
        document = Document(render_text(text, marks))
        assert document.text(lambda e: e.get("id") == "reader_text") == text, path.name
        for mark in marks:
            marked = document.text(lambda e, m=mark: m.name in e.get("data-for", "").split())
            assert marked == text[mark.start : mark.end], (path.name, mark)


@pytest.mark.parametrize("name", SOURCES)
def test_the_reader_shows_the_stored_text_and_marks_every_quote(pages, name):
    text = SourceText.read(shipped("seeds") / name / "article.txt").content
    document = pages.document(f"/id/source/{name}/")
    assert document.text(lambda e: e.get("id") == "reader_text") == text
    iri = f"{pages.edition.addresses.base}id/source/{name}"
    evidence = pages.edition.column("evidence-of-source", "node", source=iri)
    assert evidence
    for node in evidence:
        anchor = pages.edition.statements.anchor(node, iri)
        quote = pages.edition.statements.quote(pages.edition.reading.node(node))
        assert document.text(lambda e, a=anchor: a in e.get("data-for", "").split()) == quote.exact
        assert anchor in document.ids
        assert f"about_{anchor}" in document.ids


def test_the_seed_article_has_passages_under_several_statements_that_reach_each(pages):
    document = pages.document(f"/id/source/{SOURCES[0]}/")
    passages = [element for above, _ in document.pieces for element in above if "data-count" in element]
    assert any(int(passage["data-count"]) > 1 for passage in passages)
    for passage in passages:
        names = passage["data-for"].split()
        assert len(names) == int(passage["data-count"])
        reached = [f"#about_{name}" for name in names]
        assert set(reached) <= set(document.hrefs)


def test_without_an_open_licence_others_see_the_quotes_in_their_sentences_only(public_pages):
    document = public_pages.document(f"/id/source/{SOURCES[0]}/")
    assert "reader_text" not in document.ids
    assert "Rodrigo Abd / AP" not in document.source
    assert "has led calls for Assad to be isolated and for Syrian rebels to be armed" in document.text()
    whole = public_pages.document(f"/id/source/{SOURCES[0]}/", with_texts=True)
    assert "Rodrigo Abd / AP" in whole.text()


def test_filters_leave_only_what_they_ask_for(pages):
    everything = pages.document(f"/id/source/{SOURCES[0]}/")
    russia = pages.document(f"/id/source/{SOURCES[0]}/?actor=russia&side=opposes")
    assert 0 < russia.source.count('data-name="') < everything.source.count('data-name="')
    assert russia.text(lambda e: e.get("id") == "reader_text") == everything.text(
        lambda e: e.get("id") == "reader_text"
    )


@pytest.mark.parametrize(
    "query", ["colour=red", "actor=nobody", "side=sideways", "voice=choir", "side=opposes&side=supports"]
)
def test_unknown_parameters_and_values_are_named(pages, query):
    response = pages.ask(f"/id/source/{SOURCES[0]}/?{query}")
    assert response.status == 400
    assert query.partition("=")[0] in response.body.decode()
