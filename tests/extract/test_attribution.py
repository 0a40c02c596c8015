"""Attribution: quotations, cues, sources, contents and how they are split, and the classes of deeds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy")

from kg.extract.article.nlp import parse
from kg.extract.grammar.attribution import find_attributions, spans_of
from kg.extract.grammar.contents import split
from kg.extract.meaning.plover import classify
from kg.sources.words.quotation_marks import find_quotations


def quoted(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" and "yes".', ["no", "yes"]),
        ("She said “it’s ‘over’ now”.", ["it’s ‘over’ now"]),
        ("The dogs' bowls and the cats' toys", []),
        ("«Non», dit-il.", ["Non"]),
        ("``We go,'' he said. ''We stay.''", ["We go,", "We stay."]),
        ("'I go': minister resigns", ["I go"]),
        ('"One.\n\n"Two," he said.', ["One.", "Two,"]),
        ('A 6" gun', []),
    ],
)
def test_quotations_are_distinguished_from_apostrophes_and_inches(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_continues_in_the_next_paragraph() -> None:
    first, second = find_quotations('"We start.\n\n"We go on," he said.')
    assert (first.closed, second.continues) == (False, True)


@given(st.text(alphabet="ab \n.\"'“”‘’«»`\u0301\U0001f600", max_size=60))
def test_quotations_are_in_order_and_within_the_text(text: str) -> None:
    end = 0
    for quote in find_quotations(text):
        assert end <= quote.outer[0] <= quote.start < quote.end <= quote.outer[1] <= len(text)
        end = quote.outer[1]


def found(text: str, **options: bool) -> list[tuple[str, str, str]]:
    """Return the source, the cue and the content of each attribution as text."""
    doc = parse(text)
    return [
        tuple(
            " ".join(text[start:end] for start, end in spans_of(doc, part))
            for part in (item.source, item.cue, item.content)
        )
        for item in find_attributions(doc, **options)
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The minister said the border would stay closed.", "The minister", "the border would stay closed"),
        ('"The border stays closed," the minister said.', "the minister", '"The border stays closed,"'),
        ('"We stay," she said. "We will not go."', "she", '"We stay," "We will not go."'),
        ("The border stays closed, according to the ministry.", "the ministry", "The border stays closed"),
        ("Norway called for a truce.", "Norway", "for a truce"),
        ("Norway urged Sweden to withdraw its troops.", "Norway", "Sweden to withdraw its troops"),
        ("The plan was rejected by Norway.", "Norway", "The plan"),
        ("Norway ruled out talks.", "Norway", "talks"),
        ("Norway said there was no plan and called for elections.", "Norway", "for elections"),
        ("Norway said there was no plan and called for elections.", "Norway", "there was no plan"),
        ("The army said it had not yet replied.", "The army", "it had not yet replied"),
        (
            "Trade will end in the port of Bergen, the governor, Lars Holm, said on Telegram.",
            "the governor, Lars Holm",
            "Trade will end in the port of Bergen",
        ),
        ('Norway called the plan "unacceptable" in a letter.', "Norway", 'the plan "unacceptable"'),
        ("Norway voiced opposition to any change.", "Norway", "to any change"),
        ("Norway banned the airline, with officials citing security.", "Norway", "the airline"),
        (
            "Norway called on Sweden to withdraw, to disarm and to talk.",
            "Norway",
            "Sweden to withdraw, to disarm and to talk",
        ),
    ],
)
def test_each_attribution_has_its_source_and_content(text: str, source: str, content: str) -> None:
    assert (source, content) in [(item[0], item[2]) for item in found(text, stances=True)]


def test_coordinated_verbs_share_a_subject() -> None:
    assert {item[0] for item in found("Norway said it would stay and warned that it would fight.")} == {"Norway"}


@pytest.mark.parametrize(
    "text",
    ["Asked whether Norway would pay, Holm said that it would.", "Asked about Norway, Holm said that it would pay."],
)
def test_a_participle_does_not_take_the_subject_after_it(text: str) -> None:
    assert ("Holm", "Asked") not in [item[:2] for item in found(text, stances=True)]


def test_a_dateline_is_not_part_of_the_content() -> None:
    text = "OSLO, Aug 19 (Reuters) -- Norway will stay, Prime Minister Arvid Holm said on Monday."
    assert ("Prime Minister Arvid Holm", "said", "Norway will stay") in found(text)


def test_common_verbs_are_not_mistaken_for_rare_ones() -> None:
    assert [token.lemma_ for token in parse("They hoped, raped, staged, hated.") if token.pos_ == "VERB"] == [
        "hope",
        "rape",
        "stage",
        "hate",
    ]


def test_a_deed_is_a_stance_and_not_an_attribution() -> None:
    text = "Norway backed the plan."
    assert not found(text)
    assert found(text, stances=True)


def test_speakers_of_a_transcript_are_found() -> None:
    text = "SMITH: We will stay.\n\nJONES: They should go."
    assert [(source, content) for source, _, content in found(text)] == [
        ("SMITH", "We will stay"),
        ("JONES", "They should go"),
    ]


def test_a_list_is_split_and_short_parts_include_the_verb() -> None:
    text = "Norway called for a truce and humanitarian aid access."
    doc = parse(text)
    parts = [text[slice(*content.quote)] for content in split(doc, find_attributions(doc)[0])]
    assert parts == ["Norway called for a truce", "Norway called for a truce and humanitarian aid access"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norway agreed to release the prisoners.", "AGREE"),
        ("Norway condemned the attack.", "DISAPPROVE"),
        ("Norway demanded that Sweden withdraw.", "DEMAND"),
        ("Norway threatened to cut off the supplies.", "THREATEN"),
        ("Norway refused to negotiate with Sweden.", "REJECT"),
        ("Norway said it would not accept the plan.", "REJECT"),
        ("Norway expelled two Swedish diplomats.", "SANCTION"),
        ("Norway's foreign minister met his Swedish counterpart.", "CONSULT"),
        ("Thousands of students demonstrated in the capital.", "PROTEST"),
        ("The weather was fine.", None),
    ],
)
def test_deeds_are_classified(text: str, name: str | None) -> None:
    assert classify(parse(text)) == name


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_can_be_processed(before: str, inside: str) -> None:
    text = f"{before}\n\nThe envoy said “{inside}” on Sunday."
    doc = parse(text)
    for item in find_attributions(doc, stances=True):
        for start, end in spans_of(doc, item.content):
            assert 0 <= start < end <= len(text)
