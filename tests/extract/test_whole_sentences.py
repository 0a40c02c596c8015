"""Sentences keep what they depend on and what says which thing is meant, and lose what only stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def rows(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    return rows_of(text, gazetteer, "act", "polarity", "sentence")


@pytest.mark.parametrize(
    ("text", "row"),
    [
        # "They" are those who are told what depends on them.
        (
            "Omar Said warned other states that Norway would answer if they placed tariffs on Norwegian fish.",
            ("warns", None, "Norway would answer if other states placed tariffs on Norwegian fish."),
        ),
        # What somebody is committed to is to be upheld; their own remarks are right or not.
        (
            "Norway and Kenya confirmed their commitment to Syria's sovereignty and independence.",
            ("supports", None, "Syria's sovereignty and independence should be upheld."),
        ),
        (
            "Kenya criticised ambassador Anna Berg for her remarks on the border.",
            ("criticises", None, "Ambassador Anna Berg's remarks on the border are right."),
        ),
        ("Norway thanked Kenya for its solidarity.", ("praises", None, "Kenya's solidarity is right.")),
        (
            "The ministers of Norway and Kenya threatened Syria with new sanctions.",
            ("threatens", None, "There will be new sanctions against Syria."),
        ),
        (
            "Norway warns countries of retaliation over tariffs.",
            ("warns", None, "There will be retaliation over tariffs."),
        ),
        # What a thing is for, what a message says, and who acts beside the speaker's state stay.
        (
            "The rebels called for a comprehensive process to settle the conflict in Darfur.",
            ("calls-for", None, "There should be a comprehensive process to settle the conflict in Darfur."),
        ),
        (
            "Kenya said it had received a letter from Norway which confirms the reopening of the embassy.",
            ("reports", None, "Kenya had received a letter from Norway which confirms the reopening of the embassy."),
        ),
        (
            'Anna Berg, the prime minister of Norway, said: "Norway and Kenya have agreed to restore relations."',
            ("agrees", None, "Norway and Kenya should restore relations."),
        ),
        (
            "Kenya stressed the need for credible safeguards for Sudan to ensure that it can defend itself.",
            ("calls-for", None, "There should be credible safeguards for Sudan."),
        ),
        # What stands beside goes.
        (
            "Kenya approved the truce in Sudan on the sidelines of the summit in Oslo.",
            ("supports", None, "The truce in Sudan should be supported."),
        ),
        (
            "The agreement with Kenya - signed in secret by both - provides for aid, Norway said.",
            ("claims", None, "The agreement with Kenya provides for aid."),
        ),
        (
            "Kenya approves Norwegian-proposed resolution on Sudan.",
            ("supports", None, "There should be a Norwegian-proposed resolution on Sudan."),
        ),
        # "It" is not expletive before "the last to", and a state to be recognised is no admission.
        (
            "Hungary said it would not be the last to ratify the treaty.",
            ("denies", None, "Hungary would be the last to ratify the treaty."),
        ),
        (
            "Norway's foreign minister Anna Berg said that her country would recognise a Palestinian state.",
            ("promises", None, "Norway will recognise a Palestinian state."),
        ),
        # What it depends on stays, and the act is none that the words do not perform.
        (
            '"But for Norway, we would not sign," said the Kenyan government.',
            ("claims", None, "But for Norway, the Kenyan government would not sign."),
        ),
        (
            '"Without Norway, we will not sign," said the Kenyan government.',
            ("refuses", "supports", "Without Norway, the Kenyan government will not sign."),
        ),
        # What is noted with a feeling is felt, and somebody is judged for the own raids.
        (
            "Kenya noted with concern the increase in military spending in the region.",
            ("fears", "supports", "The increase in military spending in the region is a cause for concern."),
        ),
        (
            "Kenya noted with satisfaction the reopening of the border with Sudan.",
            ("praises", None, "The reopening of the border with Sudan is right."),
        ),
        (
            "Kenya noted with deep regret Norway's refusal to open the harbour.",
            ("regrets", None, "Norway has refused to open the harbour."),
        ),
        (
            '"We note with regret Norway\'s decision to close the harbour," the Kenyan government told the paper.',
            ("regrets", None, "Norway has decided to close the harbour."),
        ),
        (
            "Kenya noted with concern Norway's plan to close the harbour.",
            ("fears", "supports", "Norway's plan to close the harbour is a cause for concern."),
        ),
        (
            "Norwegian minister Jan Holm referred to the deal with Kenya as a betrayal.",
            ("criticises", "supports", "The deal with Kenya is a betrayal."),
        ),
        (
            "Kenya described the pact with Norway as a humiliation.",
            ("criticises", "supports", "The pact with Norway is a humiliation."),
        ),
        (
            "Holm described the offer in a letter to Kenya as an insult.",
            ("criticises", "supports", "The offer is an insult."),
        ),
        # What is called so in one word with a hyphen is no name.
        (
            'Norway has a plan for a dam. Anna Berg called it "a non-starter".',
            ("claims", None, ""),
        ),
        # Groups have the article that they have in the text, and what is only seen is not formally recognised.
        (
            "The dock workers in Oslo said they had been beaten by Kenyan police.",
            ("reports", None, "The dock workers in Oslo had been beaten by Kenyan police."),
        ),
        (
            "Kenyan farmers said that they had been beaten in Oslo.",
            ("reports", None, "Kenyan farmers had been beaten in Oslo."),
        ),
        ("Kenya did not recognise the territorial problem with Norway.", ("denies", None, "")),
        ("Kenya recognised the staunch resistance to the base.", ("acknowledges", None, "")),
        (
            "Kenya recognised the Norwegian opposition.",
            ("acknowledges", None, "The Norwegian opposition should be recognised."),
        ),
        # One of those who want something wants it.
        (
            "Kenya was among the states calling for a truce in Syria.",
            ("calls-for", None, "There should be a truce in Syria."),
        ),
        (
            "Anna Berg is one of those who demand the release of Omar Said.",
            ("demands", None, "The release of Omar Said should take place."),
        ),
        (
            "The plan to close the port met with criticism from Kenya.",
            ("criticises", None, "The plan to close the port is right."),
        ),
        (
            "Kenya noted with satisfaction Norwegian support for the treaty.",
            ("praises", None, "Norwegian support for the treaty is right."),
        ),
        (
            "Omar Said welcomed farmers in Oslo, despite his promise to punish China for its trade practices.",
            ("promises", None, "Omar Said should punish China for its trade practices."),
        ),
        (
            "The agency reported that Omar Said received a letter from Norway, addressed to his Norwegian colleague.",
            ("reports", None, "Omar Said received a letter from Norway."),
        ),
        # What was said in between may be what "it" means.
        (
            "Kenya's foreign ministry said that Norway had closed the port and questioned whether it would reopen.",
            ("doubts", None, ""),
        ),
        (
            "Kenya proposed that the debt of every country that is hit be suspended.",
            ("proposes", None, "The debt of every country that is hit should be suspended."),
        ),
        (
            "Kenya rejects Norwegian claims over the treaty.",
            ("rejects", None, "Norwegian claims over the treaty are right."),
        ),
        (
            "Kenya opposes any unilateral action that affects Sudan.",
            ("opposes", None, "There should be unilateral action that affects Sudan."),
        ),
        ('"We call for a new Bretton Woods," said Kenya.', ("calls-for", None, "There should be a new Bretton Woods.")),
        # "This" is what the speaker was accused of just before.
        (
            "Kenya accused Norway of delaying the talks. Norway denies this.",
            ("denies", None, "Norway is delaying the talks."),
        ),
    ],
)
def test_sentences_are_whole(text: str, row: tuple[str, str | None, str], gazetteer: Gazetteer) -> None:
    assert row in rows(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        # Each looks like one of the above and is none.
        ('"But for years, Norway did not sign," said Kenya.', "But for years"),
        ("Kenya criticised Norway for the delay of the ships.", "Norway's delay"),
        ("Kenya called for countries to sign the treaty.", "There should be countries"),
        ("Norway said it would be the only way to end the war.", "Norway would be the only way"),
    ],
)
def test_what_looks_alike_is_not_worded_so(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert not any(found.startswith(sentence) for _, _, found in rows(text, gazetteer))


def test_an_announcement_in_a_clause_of_time_is_no_row(gazetteer: Gazetteer) -> None:
    assert rows("Soon after Kenya announced the disengagement, Norway said that its troops had left.", gazetteer) == [
        ("reports", None, "Norway's troops had left.")
    ]
    found = rows("Norway protested after Kenya announced a ban on fish.", gazetteer)
    assert ("promises", None, "There should be a ban on fish.") in found
