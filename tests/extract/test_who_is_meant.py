"""Who is meant by words that refer back, and for whom somebody speaks, in short texts in newspaper style."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

#: A text and the speaker of each row; if it is undecided, the candidates are in brackets.
SPEAKERS = [
    # A last name counts as a mention like a full name: "he" is the person who resigned, not the one who was met.
    (
        "Minister Oleg Marek met Ivan Petrov. On Friday Marek filed his resignation. He said the talks had failed.",
        ["oleg-marek"],
    ),
    # An unknown body is as possible a referent as a known one.
    (
        "The Arab League met the Baltic Transport Union. The Baltic Transport Union left. It called for talks.",
        ["baltic-transport-union"],
    ),
    (
        "Constable Nick Holm wrote to the US Embassy in London. The embassy rejected the request.",
        ["american-embassy"],
    ),
    # "They" after two actors named together means both.
    (
        "Nordic Wings and BaltJet were affected, as they both oppose the new tax.",
        ["nordic-wings and baltjet"],
    ),
    # The last speaker continues, even if somebody else was mentioned.
    (
        "Anna Berg said in a meeting with Omar Said that the talks had failed.\n\nShe urged the army to withdraw.",
        ["anna-berg", "anna-berg"],
    ),
    (
        "Lars Holm said after talks with Nils Dahl that the deal was dead.\n\nHe also urged the army to withdraw.",
        ["lars-holm", "lars-holm"],
    ),
    # An agency that passes words on is not their speaker, even if the parser takes the speaker for its apposition.
    (
        "According to semi-official news agency ISNA, the prosecutor of Tehran, Ali Mehr, said the men must leave.",
        ["ali-mehr"],
    ),
    # A statement belongs to its owner or issuer, not to those it mentions.
    (
        'Lars Holm left. The Norwegian Defence Council released a statement. "Nobody was injured," the statement read.',
        ["norwegian-defence-council"],
    ),
    (
        'The Baltic Union issued a statement. "We thank the Iraqi forces for their help," read the statement; '
        '"we will not be deterred by these attacks."',
        ["baltic-union", "baltic-union"],
    ),
    (
        'Oleg Marek met reporters. Marek\'s statement read: "The loss of the port weakens the rebels."',
        ["oleg-marek"],
    ),
    # The object of a response may come between the cue and the quotation.
    (
        'Oleg Marek, the minister of Cuba, responded to the rules on Twitter: "I strongly reject this measure."',
        ["oleg-marek"],
    ),
    # Others who disagree are mentioned, and one of them is quoted.
    (
        "Others strongly disagree, including Brian Holm of the Peace Center, who told VOA, “The president will not be "
        "issuing an apology.”\n\nA caption",
        ["brian-holm"],
    ),
    # A cue about the future, or one that only names a subject, passes nothing on.
    ("The White House says the leaders will highlight the horrors of war.", ["white-house"]),
    # A semicolon ends a content, even after a quotation.
    (
        'The speaker added the council "would not consider requests of this nature"; Interpol did not disclose any.',
        ["speaker"],
    ),
    # A content ends where somebody else begins to speak.
    (
        "The talks collapsed, with Iran accusing Norway of bad faith and Sweden saying Tehran was not serious.",
        ["iran", "sweden"],
    ),
    ("Poland's Anna Berg says Oslo must act; Hungary's Omar Said opposes the oil ban.", ["anna-berg", "omar-said"]),
    # The object of a relative clause is its pronoun, even with an intermediary between commas.
    (
        "Oslo has turned away boats, which, according to AFP, the United Nations and Norway have both criticised.",
        ["united-nations and norway"],
    ),
    # Cues: made clear, spoke out against, designated as; "called" with a predicate that the parser attaches elsewhere.
    ("Kremlin officials have made clear that the president will not apologise.", ["kremlin-officials"]),
    ('Lars Holm spoke out against the attack, calling it "an aggression on Iraq".', ["lars-holm", "lars-holm"]),
    ("Norway designated the militia as a terrorist organisation.", ["norway"]),
    ("Norway called its actions defensive in nature.", ["norway"]),
    # Beginning to do something is not saying anything.
    ("According to Syrian state media, government forces began deploying into the area.", ["syrian-state-media"]),
    # A name after an office is a person's, whatever the parser says.
    (
        "Thai government spokesman Panit Wattanak denied the report. The spokesman said the claims were baseless.",
        ["panit-wattanak", "panit-wattanak"],
    ),
    (
        'Balpreet Sengh, legal counsel for the Sikh Council, said the court was right. "The state knew," he said.',
        ["balpreet-sengh", "balpreet-sengh"],
    ),
    (
        "Saddam Hussein met President Holm. In Oslo, Holm said he was discouraged. The president said he had no hope.",
        ["holm", "holm"],
    ),
    # Unnamed people can be speakers, too.
    ("A farmer said the border should be opened.", ["farmer"]),
    # The state of a government.
    ("Swedish Prime Minister Eva Holm, whose government had urged a boycott, left.", ["swedish-government"]),
    # "They" are those mentioned last, even if others have spoken before.
    (
        "Judges said the zone should be closed. Rebels left the zone.\n\nThey urged the army to follow.",
        ["judges", "rebels"],
    ),
    # A full name next to any noun is the speaker, and "he" in the same sentence is the same person.
    (
        "US Secretary of State Colin Holm left. The chief weapons buyer, Hans Blix, told the council that he had found "
        "nothing, although he noted that many items were lost.",
        ["hans-blix", "hans-blix"],
    ),
    # A quotation before "said" belongs to the subject of "said", not to somebody who rejected something before.
    (
        "India's foreign ministry rejected the comments. \"India never speaks of the affairs of others and expects the "
        'same," spokesman Rav Holm said.',
        ["indian-foreign-ministry", "rav-holm", "rav-holm"],
    ),
    # Two people named together speak together.
    (
        '"The President is disappointed by the decision," National Security Adviser Jake Sullivan and National '
        "Economic Council Director Brian Deese said in a statement.",
        ["jake-sullivan and brian-deese"],
    ),
    # If a spokesman says what his side wants, the stance is that side's.
    ("US President Joe Biden called on Congress to vote, the White House said.", ["joe-biden"]),
    ("Sergei Lavrov said Joe Biden had rejected the plan.", ["sergei-lavrov"]),
    # A described body is the one named after the comma.
    (
        "The main opposition party, the Slovenian Democratic Party (SDS), backed the strike. The party urged a vote.",
        ["slovenian-democratic-party", "slovenian-democratic-party"],
    ),
    # A report belongs to its author.
    ("A report by the Baltic Commission found that the bank had lied.", ["baltic-commission"]),
    # A day is not an intermediary, and the audience is not part of the content.
    ('In a tweet posted on Sunday, Anna Berg wrote: "I respect the right to protest."', ["anna-berg"]),
    # A mere supposition is not a stance.
    ("If parliament opposes the plan, it can change the law.", []),
    ("Anna Berg said talks would follow if Norway rejects the plan.", ["anna-berg"]),
    # A full name follows an office and its body without a comma.
    (
        "Chief executive of the Peace Council Ulla Marek said the bank was dead. Marek said the talks had failed.",
        ["ulla-marek", "ulla-marek"],
    ),
    # A statement about somebody else is one row of its speaker, without a second row for the other.
    ("Lars Holm said Anna Berg had refused to deliver a letter.", ["lars-holm"]),
    ("A Norwegian newspaper said the United States wanted war.", ["norwegian-newspaper"]),
    # The addressee of a demand.
    ("Iran demanded of Norway to leave the island.", ["iran"]),
    # "That" is a pronoun here, not a conjunction.
    ('Anna Berg said: "I know it is hard, but that is the reality of the war."', ["anna-berg", "anna-berg"]),
]

#: A text and the principal of its last row.
PRINCIPALS = [
    ('Canada\'s foreign minister, Anna Berg, left. "We will not tolerate it on our soil," Berg said.', "canada"),
    ("Indonesia, which chairs the club, left. Its foreign minister, Omar Holm, said the deal had failed.", "indonesia"),
    (
        "Niger's president, Ali Holm, said the deal failed. The country's foreign minister, Anna Berg, rejected it.",
        "niger",
    ),
    (
        "Israel's Prime Minister Ron Holm said the state was ready. Defence Minister Anna Berg said the army had left.",
        "israel",
    ),
    ("Britain stayed away. Foreign Secretary Anna Berg said the talks had failed.", "united-kingdom"),
    # If a text has only one state, its ministers belong to that state.
    ("Marches went on in Slovenia. Prime Minister Ivan Berg said the talks had failed.", "slovenia"),
    # It is undecided if other states have the same title or the paragraph mentions several states.
    ("Britain and India stayed away. Foreign Secretary Anna Berg said the talks had failed.", None),
    ("France said it was ready. Norway said it was not. Defence Minister Anna Berg said the army had left.", None),
    ("Vladimir Putin urged a truce. His foreign minister, Igor Holm, said the talks had failed.", "russia"),
    (
        'India\'s foreign ministry rejected the move. "We reject the unfair report," ministry spokesman Rav Holm said.',
        "india",
    ),
    (
        "Saudi Energy Minister Ali Holm urged a cut.\n\nThe kingdom's trade minister, Adel Berg, said the talks fail.",
        "saudi-arabia",
    ),
    ("Rights group Helping Hands left. Its India head, Rav Holm, said the talks had failed.", None),
    # A body that belongs to no state speaks for none, whatever its name.
    ("Anna Berg, counsel for the World Sikh Organization of Canada, said the talks had failed.", None),
]


def mouths(text: str, gazetteer: Gazetteer) -> list[str]:
    found = []
    for row in Drafter(text, gazetteer, date(2012, 6, 3)).draft().statements:
        speaker, candidates = row.get("speaker"), row.get("candidates", [])
        named = speaker if isinstance(speaker, list) else [speaker]
        found.append(" and ".join(map(str, named)) if speaker else f"[{' '.join(map(str, candidates))}]")  # type: ignore[call-overload]  # a list
    return found


def test_the_day_of_a_statement_is_not_part_of_its_content(gazetteer: Gazetteer) -> None:
    for day in ("on Tuesday", "Tuesday", "late on Tuesday"):
        text = f"Norway said {day} it had not received any request."
        draft = Drafter(text, gazetteer, date(2012, 6, 3)).draft()
        assert [row["quote"] for row in draft.statements] == ["it had not received any request"], day


def test_a_full_speech_belongs_to_its_speaker_and_a_headline_is_no_speech(gazetteer: Gazetteer) -> None:
    body = "\n\nJanuary 29, 1991\n\nMr. Speaker and Members of Congress:\n\nIran must leave the island tomorrow.\n"
    titles = (
        "PRESIDENT GEORGE HOLM'S ADDRESS BEFORE A JOINT SESSION OF THE CONGRESS",
        "George Holm: Address to the Congress",
        "State of the Union Address: George Holm (January 29, 1991)",
        "George Holm\nAddress before the Congress",
        "Address before the Congress\nGeorge Holm",
    )
    wrong = [title for title in titles if mouths(title + body, gazetteer)[-1:] != ["george-holm"]]
    assert not wrong
    headline = "Holm's address to Congress draws fire from allies\n\nIran must leave the island, said Anna Berg.\n"
    assert mouths(headline, gazetteer) == ["anna-berg"]


def test_the_audience_is_not_part_of_the_content(gazetteer: Gazetteer) -> None:
    draft = Drafter(
        "Anna Berg told the crowd the government had betrayed workers.", gazetteer, date(2012, 6, 3)
    ).draft()
    assert [row["quote"] for row in draft.statements] == ["the government had betrayed workers"]


def test_a_quote_keeps_that_as_its_subject(gazetteer: Gazetteer) -> None:
    draft = Drafter('Anna Berg said: "That is the reality of the war."', gazetteer, date(2012, 6, 3)).draft()
    assert [row["quote"] for row in draft.statements] == ["That is the reality of the war"]


def test_an_official_speaks_for_the_state_given_in_the_text(gazetteer: Gazetteer) -> None:
    drafts = [(text, Drafter(text, gazetteer, date(2012, 6, 3)).draft(), wanted) for text, wanted in PRINCIPALS]
    wrong = [
        (text, draft.statements[-1].get("for"))
        for text, draft, wanted in drafts
        if draft.statements[-1].get("for") != wanted
    ]
    assert not wrong


def test_the_right_actor_is_the_speaker(gazetteer: Gazetteer) -> None:
    wrong = [(text, found) for text, wanted in SPEAKERS if (found := mouths(text, gazetteer)) != wanted]
    assert not wrong
