"""Actors in sentences about other conflicts: states named by capital, bodies, acronyms, pronouns, chains."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Draft, Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2023, 7, 13)  # a Thursday


@pytest.fixture(scope="module")
def drafted(gazetteer: Gazetteer):  # type: ignore[no-untyped-def]  # a function of a text
    return lambda text: Drafter(text, gazetteer, DAY).draft()


def rows(draft: Draft, *fields: str) -> list[tuple[object, ...]]:
    return [tuple(row.get(field) for field in fields) for row in draft.statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nairobi and Kampala rejected the proposal.", (["kenya", "uganda"], None, "rejects")),
        ("Sweden's army denied that it had fired first.", ("swedish-army", "sweden", "denies")),
        (
            "The Hungarian Foreign Ministry criticized the vote.",
            ("hungarian-foreign-ministry", "hungary", "criticises"),
        ),
        ("Norwegian Prime Minister Arvid Holm urged restraint.", ("arvid-holm", "norway", "urges")),
        ("The mayor, Ana Petrova, condemned the raid.", ("ana-petrova", None, "condemns")),
        ("Families of the hostages demanded a deal.", ("families-of-the-hostages", None, "demands")),
        ("Finland called the plan a disgrace.", ("finland", None, "criticises")),
        ("Finland described the report as a lie.", ("finland", None, "accuses")),
        ("Kenya voted in favour of the draft.", ("kenya", None, "votes-for")),
        ("The delegates insisted that the prisoners be released.", ("delegates", None, "demands")),
        ("Kenya hoped the deal would be extended.", ("kenya", None, "hopes")),
    ],
)
def test_each_row_has_its_speaker_principal_and_act(drafted, text: str, expected: tuple[object, ...]) -> None:  # type: ignore[no-untyped-def]  # a fixture
    assert expected in rows(drafted(text), "speaker", "for", "act")


def test_unknown_states_are_proposed_as_states(drafted) -> None:  # type: ignore[no-untyped-def]  # a fixture
    entries = {entry.slug: entry.file for entry in drafted("Nairobi rejected the proposal.").entries}
    assert entries == {"kenya": "states.yaml"}


def test_a_new_body_is_part_of_its_state(drafted) -> None:  # type: ignore[no-untyped-def]  # a fixture
    entries = {entry.slug: dict(entry.extra) for entry in drafted("Sweden's army denied the report.").entries}
    assert entries["swedish-army"] == {"type": "organ", "part_of": "sweden"}
    assert "sweden" in entries


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The Northern Rescue Front warned of war. The NRF rejected the plan.", {"northern-rescue-front"}),
        ("Kenya denied the report. Its foreign ministry rejected the plan.", {"kenya", "kenyan-foreign-ministry"}),
        ("Sweden's army rejected the plan. The army warned that it would fight.", {"swedish-army"}),
        ("Anna Berg, a spokeswoman, met Omar Said, a spokesman. She said the talks had failed.", {"anna-berg"}),
        ("Kim Jae-won, an envoy, rejected the plan. Kim said it would fail.", {"kim-jae-won"}),
        ("North Korea condemned the drills. The North threatened to test a missile.", {"north-korea"}),
    ],
)
def test_later_mentions_refer_to_the_same_actor(drafted, text: str, speakers: set[str]) -> None:  # type: ignore[no-untyped-def]  # a fixture
    assert {str(speaker) for (speaker,) in rows(drafted(text), "speaker")} == speakers


@pytest.mark.parametrize(
    "text",
    [
        "A State Department spokesperson said the talks had failed.",
        "A professor in Moscow said the talks had failed.",
        "No group has claimed responsibility for the blast.",
        "Maher Assad said the talks had failed.",
    ],
)
def test_unknown_actors_are_not_linked_to_known_ones(drafted, gazetteer: Gazetteer, text: str) -> None:  # type: ignore[no-untyped-def]  # a fixture
    for speaker, behalf in rows(drafted(text), "speaker", "for"):
        assert speaker == "narrator" or speaker not in gazetteer.known
        assert behalf in (None, "us-department-of-state")


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ('Arvid Holm, quoted by the BBC, said the plan was "dead".', "bbc"),
        ("In a statement carried by Reuters, Arvid Holm rejected the plan.", "reuters"),
        ('Arvid Holm said, as reported by Reuters, "The plan will never work for us."', "reuters"),
        ("Norway agreed to release the prisoners, according to Reuters.", "reuters"),
    ],
)
def test_intermediaries_are_not_speakers(drafted, text: str, voice: str) -> None:  # type: ignore[no-untyped-def]  # a fixture
    found = rows(drafted(text), "speaker", "reported_by")
    assert found
    assert all(speaker != voice and chain == voice for speaker, chain in found)


def test_a_stance_of_a_state_reported_by_its_official_is_one_row(drafted) -> None:  # type: ignore[no-untyped-def]  # a fixture
    text = "Russia will not agree to extend the deal, Foreign Minister Sergei Lavrov said on Thursday."
    assert rows(drafted(text), "speaker", "for", "act", "said") == [
        ("sergei-lavrov", "russia", "rejects", "2023-07-13")
    ]


def test_votes_have_ballots(drafted) -> None:  # type: ignore[no-untyped-def]  # a fixture
    events = drafted("Kenya and Norway voted against the text; Finland abstained.").events
    assert [event["ballots"] for event in events] == [
        {"kenya": "against", "norway": "against"},
        {"finland": "abstain"},
    ]


def test_things_are_not_participants_of_events(drafted) -> None:  # type: ignore[no-untyped-def]  # a fixture
    made = drafted("Norway took steps to end two years of war. Its planes could attack the bridges.")
    assert not made.events


def test_a_figure_followed_by_of_is_a_toll(drafted) -> None:  # type: ignore[no-untyped-def]  # a fixture
    made = drafted("The army said four of its soldiers were killed on Tuesday.")
    assert [row["tolls"] for row in made.statements] == [[{"deaths": 4}]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Kenya denied it was arming the rebels.", "Kenya was arming the rebels."),
        ("Kenya accused Norway of bombing markets.", "Norway is bombing markets."),
        ("Kenya called on all sides to show restraint.", "All sides should show restraint."),
        ("Kenya insisted that the prisoners be released.", "The prisoners should be released."),
        ("Kenya described the report as a lie.", "The report is a lie."),
        ("Kenya called for an immediate truce.", "There should be an immediate truce."),
        ("Kenya rejected the plan of Norway.", "The plan of Norway should be accepted."),
        ("Kenya criticized the vote.", "The vote is right."),
        ("Kenya vowed to crush the rebellion.", "Kenya should crush the rebellion."),
        ("Kenya said it cannot accept the text.", "The text should be accepted."),
    ],
)
def test_a_proposition_is_a_complete_sentence(drafted, text: str, sentence: str) -> None:  # type: ignore[no-untyped-def]  # a fixture
    assert [new.sentence for new in drafted(text).propositions.values()] == [sentence]


def test_a_proposition_about_other_actors_is_not_linked(drafted) -> None:  # type: ignore[no-untyped-def]  # a fixture
    made = drafted("Kenya said that the political prisoners should be freed.")
    assert made.statements[0]["proposition"] in made.propositions
