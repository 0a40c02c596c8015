"""The act of a statement: what somebody is sure or glad of, idioms that blame, warnings, fears and plans of others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter
from kg.extract.names.gazetteer import Gazetteer

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Draft

DAY = date(2024, 6, 3)
GAZETTEER = Gazetteer()
BERG = "Norway's foreign minister Anna Berg"


def rows(text: str, gazetteer: Gazetteer) -> list[tuple[str, str | None, str]]:
    draft: Draft = Drafter(text, gazetteer, DAY).draft()
    sentences = {slug: new.sentence for slug, new in draft.propositions.items()}
    return [(row["act"], row.get("polarity"), sentences[str(row["proposition"])]) for row in draft.statements]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (f"{BERG} said she was sure that the talks will succeed.", ("expects", None, "The talks will succeed.")),
        (f"{BERG} said she was glad the port had opened.", ("praises", None, "The port had opened.")),
        (
            f'"We are convinced that Kenya violated the treaty," {BERG} said.',
            ("accuses", None, "Kenya violated the treaty."),
        ),
        (f'"I am not sure that Kenya will sign," {BERG} said.', ("doubts", None, "Kenya will sign.")),
        (f'"We are encouraged by the truce and we thank you," {BERG} said.', ("praises", None, "The truce is right.")),
        (f'"We are disappointed by the ban," {BERG} said.', ("regrets", None, "")),
        (
            f'"The delegation of the Kingdom of Norway will attend the meeting," {BERG} said.',
            ("promises", None, "The delegation of the Kingdom of Norway will attend the meeting."),
        ),
        (
            f'"The Kenyan delegation will attend the meeting," {BERG} said.',
            ("expects", None, "The Kenyan delegation will attend the meeting."),
        ),
        ("Norway opposes any other route.", ("opposes", None, "There should be another route.")),
        ("Norway admitted errors in the report.", ("acknowledges", None, "There have been errors in the report.")),
        ("Norway commended Kenya for reform efforts.", ("praises", None, "Kenya's reform efforts are right.")),
        ("Norway criticised Kenya for inaction.", ("criticises", None, "Kenya's inaction is right.")),
        ("Norway is glad that Kenya has signed the treaty.", ("praises", None, "Kenya has signed the treaty.")),
        ("Norway is dismayed that Kenya has left the talks.", ("regrets", None, "Kenya has left the talks.")),
        ("Norway is angry that Kenya has left the talks.", ("criticises", "supports", "Kenya has left the talks.")),
        ("Norway voiced regret that Kenya had left the talks.", ("regrets", None, "Kenya had left the talks.")),
        ("Norway is confident that the treaty will be ratified.", ("hopes", None, "The treaty will be ratified.")),
        (f'"We are disappointed that Kenya did not sign," {BERG} said.', ("regrets", None, "")),
    ],
)
def test_the_content_is_what_is_felt_about(text: str, row: tuple[str, str | None, str], gazetteer: Gazetteer) -> None:
    assert rows(text, gazetteer) == [row]


@pytest.mark.parametrize(
    ("deed", "act"),
    [
        ("has crossed a red line", "criticises"),
        ("is playing with fire", "criticises"),
        ("has failed to honour the treaty", "criticises"),
        ("has broken the agreement", "accuses"),
        ("is disregarding the facts", "accuses"),
        ("bears full responsibility for the crisis", "blames"),
        ("is to blame for the crisis", "blames"),
        ("was behind the raid", "blames"),
        ("is behind Norway in all this", "claims"),
    ],
)
def test_idioms_blame_others_and_nobody_when_denied(deed: str, act: str, gazetteer: Gazetteer) -> None:
    assert rows(f"Norway said Kenya {deed}.", gazetteer)[0][0] == act
    first, _, rest = deed.partition(" ")
    if first in ("has", "is"):
        assert rows(f"Norway said Kenya {first} not {rest}.", gazetteer)[0][0] == "denies"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Norway warned Kenya against following Uganda out of the pact.",
            ("warns", "opposes", "Kenya should follow Uganda out of the pact."),
        ),
        ("Norway warned Kenya of serious consequences.", ("warns", None, "There will be serious consequences.")),
        ("Norway dismissed fears of a war with Kenya.", ("rejects", None, "")),
        ("Norway dismissed fears that the talks would collapse.", ("denies", None, "The talks would collapse.")),
        (
            "Norway designated the group as a terrorist organisation.",
            ("accuses", None, "The group is a terrorist organisation."),
        ),
        ("Norway dismissed Kenya's offer to mediate.", ("rejects", None, "Kenya should mediate.")),
        ("Norway backs the plan to send troops.", ("supports", None, "The plan to send troops should be supported.")),
        ("Norway opposes the plan to send troops.", ("opposes", None, "The plan to send troops should be supported.")),
        ("Norway raised concerns over the dam.", ("fears", "supports", "The dam is a cause for concern.")),
        ("Norway is concerned by the dam.", ("fears", "supports", "The dam is a cause for concern.")),
        ("Norway is open to talks with Kenya.", ("agrees", None, "There should be talks with Kenya.")),
        ("Norway suggested that Kenya open the port.", ("proposes", None, "Kenya should open the port.")),
        ("Norway assured Kenya that it would honour the treaty.", ("promises", None, "Norway will honour the treaty.")),
        (
            f"{BERG} said the imperative is to stop the fighting.",
            ("calls-for", None, "There is a need to stop the fighting."),
        ),
        (
            '"We urge Kenya to open the port," reiterated the spokesman of the Norwegian foreign ministry.',
            ("urges", None, "Kenya should open the port."),
        ),
        ("Norway is ready for talks with Kenya.", ("agrees", None, "There should be talks with Kenya.")),
        (
            "Norway and Kenya agreed on imposing sanctions on Uganda.",
            ("agrees", None, "Norway and Kenya should impose sanctions on Uganda."),
        ),
        (
            "Norway is interested in reviving the talks with Kenya.",
            ("hopes", None, "Norway should revive the talks with Kenya."),
        ),
        (
            "Norway unveiled retaliatory measures against Kenya.",
            ("promises", None, "There should be retaliatory measures against Kenya."),
        ),
    ],
)
def test_cues_have_their_act_and_side(text: str, row: tuple[str, str | None, str], gazetteer: Gazetteer) -> None:
    assert rows(text, gazetteer) == [row]


@pytest.mark.parametrize(
    "text",
    [
        "Norway blacklisted Kenyan companies, expelled Kenyan diplomats and closed its border.",
        "Kenya said Anna Berg would decide how Norway would retaliate.",
        "Norway is ready for war.",
        "Norway listed the port as a harbour of refuge.",
        "Norway was only interested in knowing whether Kenya would talk.",
    ],
)
def test_deeds_and_indirect_questions_take_no_side(text: str, gazetteer: Gazetteer) -> None:
    assert not {"accuses", "agrees", "hopes", "promises"} & {act for act, _, _ in rows(text, gazetteer)}


def test_a_description_is_not_part_of_the_decision_described(gazetteer: Gazetteer) -> None:
    found = rows("Norway termed Kenya's decision to cancel the meeting as unfortunate.", gazetteer)
    assert ("criticises", "supports", "Kenya's decision to cancel the meeting is unfortunate.") in found
    assert ("promises", None, "Kenya should cancel the meeting.") in found


@settings(max_examples=20, deadline=None)
@given(
    feeling=st.sampled_from(["glad", "pleased", "sorry", "disappointed", "angry", "outraged"]),
    deed=st.sampled_from(["the port opened", "the talks failed", "the ships left the strait"]),
)
def test_nobody_is_against_what_is_only_felt_about(feeling: str, deed: str) -> None:
    for act, polarity, sentence in rows(f'"We are {feeling} that {deed}," Anna Berg, a minister, said.', GAZETTEER):
        assert act in ("praises", "regrets", "criticises")
        assert polarity != "opposes"
        assert not sentence or sentence.casefold() == f"{deed}."
