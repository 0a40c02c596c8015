"""Contents are attributed to those who said them; if the text is ambiguous, the speaker is left undecided."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Draft, Drafter
from kg.extract.draft.draftsheet import Head, sha256_of, write_draft
from kg.extract.names.gazetteer import Gazetteer
from kg.reference.shared import load_reference
from kg.sources.assertion import assert_sheet
from kg.sources.sheet import read_sheet

SEEDS = Path(__file__).parents[2] / "seeds"
DAY = date(2012, 6, 3)


def speakers(draft: Draft) -> list[tuple[object, object]]:
    return [(row.get("speaker"), row.get("for")) for row in draft.statements]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The French president called for a ceasefire.", ("french-president", "france")),
        ("The president of France called for a ceasefire.", ("french-president", "france")),
        ("France's president called for a ceasefire.", ("french-president", "france")),
        ('The French president said: "We want a ceasefire."', ("french-president", "france")),
        ("The Turkish ambassador called for a ceasefire.", ("turkish-ambassador", "turkey")),
        ("The Turkish government called for a ceasefire.", ("turkish-government", "turkey")),
        ("The Russian foreign minister called for a ceasefire.", ("sergei-lavrov", "russia")),
        ("The Syrian president called for a ceasefire.", ("bashar-al-assad", "syria")),
        ("The German foreign minister added that the talks had failed.", ("german-foreign-minister", "germany")),
        ("The foreign minister called for a ceasefire.", ("sergei-lavrov", "russia")),
        ("He called for a ceasefire.", ("sergei-lavrov", "russia")),
    ],
)
def test_a_description_with_another_state_means_another_actor(
    text: str, last: tuple[str, str], gazetteer: Gazetteer
) -> None:
    draft = Drafter(f"Sergei Lavrov said that Russia rejects the treaty. {text}", gazetteer, DAY).draft()
    assert speakers(draft)[-1] == last


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("William Hague met Dutch officials. Mr Hague said the talks had failed.", "william-hague"),
        ("William Hague, the minister, left. Hague said the talks had failed.", "william-hague"),
        ("Anna Berg met Omar Said. She said the talks had failed.", "anna-berg"),
        ("Volodymyr Zelenskiy met a Russian envoy, Ivan Petrov. He said the talks had failed.", "volodymyr-zelenskyy"),
        ("Ms Berg left. Anna Berg said the talks had failed.", "anna-berg"),
        ("The Arab League met. It said the talks had failed.", "arab-league"),
    ],
)
def test_the_only_possible_referent_is_the_speaker(text: str, speaker: str, gazetteer: Gazetteer) -> None:
    assert [row.get("speaker") for row in Drafter(text, gazetteer, DAY).draft().statements] == [speaker]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("GENEVA (Reuters) - The talks went on. It said the deal had failed.", "reuters"),
        ("Omar Said was killed in the raid. Anna Berg came. He said the road was dangerous.", "omar-said"),
        ('Anna Berg said: "Omar Said lies." On Sunday, he said the road was dangerous.', "omar-said"),
    ],
)
def test_impossible_referents_are_excluded(text: str, wrong: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, DAY).draft()
    assert draft.statements
    assert draft.statements[-1].get("speaker") != wrong
    assert wrong not in (draft.statements[-1].get("candidates") or ())


def test_one_person_has_one_entry(gazetteer: Gazetteer) -> None:
    text = "Anna Maria Berg said Norway would pay. Berg denied that it was late. Mrs Anna Berg rejected a loan."
    persons = [entry.slug for entry in Drafter(text, gazetteer, DAY).draft().entries if entry.file == "persons.yaml"]
    assert persons == ["anna-maria-berg"]


SHARED = """
dr-congo: {label: Democratic Republic of the Congo, demonyms: [Congolese], iso: CD, aliases: [Congo, DRC]}
congo: {label: Republic of the Congo, demonyms: [Congolese], iso: CG, aliases: [Congo]}
north-sudan: {label: Sudan, demonyms: [Sudanese], iso: SD}
"""


def test_a_name_shared_by_two_states_is_left_undecided(tmp_path: Path) -> None:
    (tmp_path / "states.yaml").write_text(SHARED)
    names = Gazetteer.load(SEEDS / "reference", tmp_path / "states.yaml")
    text = "The Congolese foreign minister said Congo rejects the treaty. Congo called for a truce. DRC troops left."
    first, second = Drafter(text, names, DAY).draft().statements
    assert (first["speaker"], first.get("for")) == ("congolese-foreign-minister", None)
    assert (second.get("speaker"), second["candidates"]) == (None, ["dr-congo", "congo"])


def test_an_undecided_row_is_checked_and_stays_out_of_the_graph(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "Ivan Petrov and Omar Said met. He called for a truce. Norway welcomed this step."
    draft = Drafter(text, gazetteer, DAY).draft()
    assert any("speaker" not in row for row in draft.statements)
    assert any(not new.sentence and new.words for new in draft.propositions.values())
    (tmp_path / "article.txt").write_text(text)
    sheet = tmp_path / "2012-06-03-talks" / "sheet.yaml"
    write_draft(draft, Head("Talks", "nbc-news", "2012-06-03", "article.txt", sha256_of(text)), sheet, text)
    reading = read_sheet(sheet, load_reference(SEEDS / "reference"))
    assert reading.findings == []
    assert reading.sheet is not None
    assert reading.text is not None
    assertion = assert_sheet(
        reading.sheet, reading.text, load_reference(SEEDS / "reference"), reading.places, reading.proposals
    )
    assert not any("/proposition/" in str(quad.subject) and str(quad.object) == '""' for quad in assertion.proposed)


def test_an_accepted_row_needs_a_speaker(tmp_path: Path, gazetteer: Gazetteer) -> None:
    text = "Ivan Petrov and Omar Said met. He called for a truce."
    draft = Drafter(text, gazetteer, DAY).draft()
    sheet = tmp_path / "2012-06-03-talks" / "sheet.yaml"
    write_draft(draft, Head("Talks", "nbc-news", "2012-06-03", "article.txt", sha256_of(text)), sheet, text)
    sheet.write_text(sheet.read_text().replace("status: proposed", "status: accepted"))
    rules = {finding.rule for finding in read_sheet(sheet, load_reference(SEEDS / "reference")).findings}
    assert {"missing-key", "undecided-speaker"} <= rules


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # After "and", somebody else speaks, or the first subject does something else.
        ("Norway rejected the loan, and Kenya hit back, saying Oslo had lied.", [("norway", None), ("kenya", None)]),
        ("Kenya was worried that the fire could spread and called for aid.", [("kenya", None), ("kenya", None)]),
        # A question, a request for anonymity or a refusal to comment is not a stance.
        ("Asked whether Norway would pay, Anna Berg said Kenya had paid.", [("anna-berg", None)]),
        ("A diplomat who asked not to be named said Kenya had paid.", [("diplomat", None)]),
        ("A diplomat declined to comment.", []),
        ("Norway has yet to confirm the sale of the ships.", []),
        # Nobody has done a thing that is only wished for or denied.
        ("Kenya sought approval by the Arab League for a dam.", [("kenya", None)]),
        ("Kenya proposed that Norway and Sweden agree to a dam.", [("kenya", None)]),
        ("Kenya dismissed the idea that Norway wanted a dam.", [("kenya", None)]),
        # A different office, a different title, a name with a particle, and an office whose holder the text names.
        ("Norway's deputy foreign minister called for a dam.", [("norwegian-deputy-foreign-minister", "norway")]),
        ("Omar Berg said Kenya had paid. King Berg said it had not.", [("omar-berg", None), ("king-berg", None)]),
        ("Eva van der Berg, a judge, said Kenya had paid.", [("eva-van-der-berg", None)]),
        (
            'President Holm said Kenya had paid.\n\n"The dam is safe," the President said.',
            [("holm", None), ("holm", None)],
        ),
        (
            'A Kenyan diplomat said it was late.\n\n"The dam is safe," the diplomat said.',
            [("kenyan-diplomat", "kenya")] * 2,
        ),
        # A relative clause does not show the speaker's own state or sex.
        (
            "Kenyan President Omar Holm, whose country leads the AU, said he had paid.",
            [("omar-holm", "kenya")],
        ),
        # A full stop inside quotation marks ends a sentence; a semicolon separates speakers.
        ("Anna Berg underlined that it was safe; Kenya, she said, had to pay.", [("anna-berg", None)] * 2),
        ("Norway made it clear that Kenya had to pay.", [("norway", None)]),
        ("Norway refuses the loan as Kenya warns of floods.", [("norway", None), ("kenya", None)]),
        ("Norway backs a dam as floods kill nine in Kenya.", [("norway", None)]),
        (
            "Norway backs the dam: it would be a mistake to wait, Anna Berg said.",
            [("norway", None), ("anna-berg", None)],
        ),
        # A title that the known person never had means a different person of that name.
        ("President Lavrov said Kenya had paid.", [("president-lavrov", None)]),
        # A city with the name of a person whose full name the text has given.
        ("Anna Paris left the ship. Paris said she had paid.", [("anna-paris", None)]),
        ("Moon Jae-in said Kenya had paid.", [("moon-jae-in", None)]),
        ("Anna Berg, a Kenyan official, who expected a flood, left.", [("anna-berg", "kenya")]),
        ("Ambassador to the United States Omar Holm said Kenya had paid.", [("omar-holm", None)]),
        # Who is sent for a state deals with it, and does not speak for it.
        ("US Special Representative for Kenya Omar Holm said Norway had paid.", [("omar-holm", "united-states")]),
        ("Omar Holm, the Norwegian special envoy for Kenya, said Ghana had paid.", [("omar-holm", "norway")]),
        ("The UN envoy for Kenya, Omar Holm, said Norway had paid.", [("omar-holm", "united-nations")]),
        ("Omar Holm, an envoy for Kenya, said Norway had paid.", [("omar-holm", None)]),
        ("Omar Holm, a representative for Kenya, said Norway had paid.", [("omar-holm", "kenya")]),
        # Quoted by a newspaper: the words are the speaker's, and the newspaper only passes them on.
        ("Anna Berg was quoted by Reuters as saying that Kenya had paid.", [("anna-berg", None)]),
        ("Reuters quoted Anna Berg as saying that Kenya had paid.", [("anna-berg", None)]),
        # "Alleged" does not make the subject a speaker, and somebody who would do something has not done it.
        ("The director, Omar Holm, has alleged ties to Norway.", []),
        ("Norway said Kenya would veto the draft.", [("norway", None)]),
        # The person who asked a question goes on speaking, even with a particle in the name.
        (
            'Omar Said left. Dominique de Berg asked: "Why pay?" He said Kenya had paid.',
            [("dominique-de-berg", None)],
        ),
        # Other words in the speaker's phrase do not give the speaker's state.
        ("Anna Berg, addressing her French colleagues, said Kenya had paid.", [("anna-berg", None)]),
        ("Anna Berg of the German Lake Fund said Kenya had paid.", [("anna-berg", None)]),
        ("The foreign ministry in Oslo said Kenya had paid.", [("norwegian-foreign-ministry", "norway")]),
        # Reporting somebody else's decision is not making it, and one stance is one row.
        ("Anna Berg said Norway had decided to pay.", [("anna-berg", None)]),
        ("Norway's envoy, Anna Berg, said Norway was opposed to a dam.", [("anna-berg", "norway")]),
        ("Norway told its neighbours that Kenya had lied.", [("norway", None)]),
        # Things do not speak, and a treaty is no speaker; what is written does, and so do people.
        ("New sanctions promise to hurt Kenya.", []),
        ("According to the Lake Convention, the dam should be closed.", []),
        ("Estimates indicated that Kenya had paid.", [("estimates", None)]),
        ("Fishmongers said Kenya had paid.", [("fishmongers", None)]),
        ("Omar Holm wrote a letter to Anna Berg that called for a dam.", []),
        # The name behind brackets, and behind two offices; a last name that is also a city.
        ("The head of the Lake Society (LS), Anna Berg, said Kenya had paid.", [("anna-berg", "lake-society")]),
        ("Lawyer and professor Anna Berg said Kenya had paid.", [("anna-berg", None)]),
        ("Anna Paris, a former judge, said she had paid. Paris also said it was late.", [("anna-paris", None)] * 2),
        ("Ministers are concerned Kenya will pay.", [("ministers", None)]),
        # Members of parliament, mayors and the heads of associations do not speak for the state.
        (
            "Omar Holm, a member of the Norwegian parliament and MP for Oslo, said Kenya had paid.",
            [("omar-holm", None)],
        ),
        ("The mayor of Oslo, Omar Holm, said Kenya had paid.", [("omar-holm", None)]),
        ("In Norway, the student association president, Omar Holm, said Kenya had paid.", [("omar-holm", None)]),
        (
            "Anna Berg, the head of the Council on Kenyan Relations, said it was late.",
            [("anna-berg", "council-on-kenyan-relations")],
        ),
        # A spokesman for somebody is not that person, and an envoy to a state has a name of his own.
        ("A spokesman for Anna Berg said Kenya had paid.", [("spokesman-for-anna-berg", None)]),
        ("The ambassador to Germany Omar Holm said Kenya had paid.", [("omar-holm", None)]),
        # "They" after "several" are these several, whom nobody names.
        ("Voters left. Kenya's people changed their minds and several said they wanted a dam.", []),
        # A statement is its author's, not the last speaker's, and "it" after it is the statement.
        (
            "Omar Holm said Kenya was late. A statement released by Anna Berg said Kenya had paid.",
            [("omar-holm", None), ("anna-berg", None)],
        ),
        (
            'Anna Berg issued a statement in Kenya. "It is late," the statement said.\n\n"Kenya has paid," it added.',
            [("anna-berg", None)] * 2,
        ),
        # Whoever closes the sentence passes all of it on.
        ("Anna Berg told reporters that Kenya had paid, Omar Holm said.", [("anna-berg", None)]),
        # What an office deals with is not what it speaks for; a last name before the full one; a double first name.
        ("Anna Berg, director of Kenyan affairs at the ministry, said it was late.", [("anna-berg", None)]),
        ("President Moon Jae-In left. President Moon said Kenya had paid.", [("moon-jae-in", None)]),
        ("Jean-Yves Holm left. Holm said Kenya had paid.", [("jean-yves-holm", None)]),
        # A feeling about what one does is no judgement of it.
        ("Anna Berg was shocked to see the report on Kenya.", []),
        # A quotation after a colon, in a paragraph of its own, is its speaker's, and "they" in it are others.
        (
            'Anna Berg, an engineer, called the dam "risky":\n\n"We want aid. They do not know what it costs us."',
            [("anna-berg", None)] * 3,
        ),
        # A deed next to a quotation does not make its subject the speaker.
        ('Omar Holm aimed his gun at the crew. "They must go," Anna Berg said.', [("anna-berg", None)]),
    ],
)
def test_each_content_has_one_speaker(text: str, expected: list[tuple[str, str | None]], gazetteer: Gazetteer) -> None:
    assert speakers(Drafter(text, gazetteer, DAY).draft()) == expected


def test_a_cue_without_content_of_its_own_is_ignored(gazetteer: Gazetteer) -> None:
    text = "Taxes would rise, according to an analysis by Anna Berg, whose findings were seconded by the Tax Board."
    assert ("anna-berg", None) in speakers(Drafter(text, gazetteer, DAY).draft())


def test_they_after_people_without_names_are_left_undecided(gazetteer: Gazetteer) -> None:
    text = (
        "News agencies said Kenya had paid. Omar Holm and his lawyers were mocked in response to their claims of fraud."
    )
    first, second = Drafter(text, gazetteer, DAY).draft().statements
    assert first["speaker"] == "news-agencies"
    assert "speaker" not in second


def test_a_speech_does_not_claim_what_others_said(gazetteer: Gazetteer) -> None:
    words = (
        "We want a dam. As Omar Holm has said, Kenya lied. I say our army is strong. We hope. I will rest, as we must."
    )
    draft = Drafter(SPEECH.format(name="Emmanuel Macron", words=words), gazetteer, DAY).draft()
    quotes = [str(row["quote"]) for row in draft.statements]
    assert any("army is strong" in quote for quote in quotes)
    assert not any("Kenya lied" in quote for quote in quotes)


SPEECH = """Address to the Congress on the State of the Union

{name}

{words}
"""


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        (
            "We want a dam. I say that Kenya lied. Our friends in Norway know it. We hope for peace. I will not rest.",
            True,
        ),
        (
            'The speech was long. Kenya said it had lied. Norway said "we hope for peace, and I and our army want it".',
            False,
        ),
    ],
)
def test_a_name_below_a_title_is_the_speaker_of_a_speech(words: str, speaker: bool, gazetteer: Gazetteer) -> None:
    text = SPEECH.format(name="Emmanuel Macron", words=words)
    found = {who for who, _ in speakers(Drafter(text, gazetteer, DAY).draft())}
    assert (found == {"emmanuel-macron"}) is speaker
    assert found
