"""Words that the parser, a name or a pronoun would give to somebody else than who says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of, sentences_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def last(text: str, gazetteer: Gazetteer, *fields: str) -> tuple[object, ...]:
    rows = rows_of(f"Talks end\n\n{text}\n", gazetteer, *(fields or ("speaker", "for")))
    return rows[-1] if rows else ()


def test_a_noun_behind_and_is_the_subject_of_the_verb_behind_its_aside(gazetteer: Gazetteer) -> None:
    said = "Kenyan ministers have kept to their plans and Norway, led by Anna Berg, now wants Chad to open the port."
    assert last(said, gazetteer, "speaker") == ("norway",)
    said = "Kenyan ministers have kept to their plans and ports, and now want Chad to open the border."
    assert last(said, gazetteer, "speaker") != ("norway",)


def test_a_verb_with_its_own_object_is_outside_a_clause_about_an_object(gazetteer: Gazetteer) -> None:
    said = (
        "Anna Berg said she was shocked by the words President Omar Said used against Norway and asked him to leave it."
    )
    assert last(said, gazetteer, "speaker") == ("anna-berg",)
    said = "Anna Berg saw the president, who used hard words against Norway and asked her to leave it."
    assert last(said, gazetteer, "speaker") != ("anna-berg",)


def test_an_outlet_with_the_name_of_a_state_is_not_the_state(gazetteer: Gazetteer) -> None:
    said = "On Monday, CNN Kenya, in an interview, asked the Norwegian ambassador to comment on the plan."
    assert last(said, gazetteer, "speaker") == ("cnn-kenya",)
    assert last("Anna Berg told CNN Kenya was late. Kenya asked Norway to leave.", gazetteer, "speaker") == ("kenya",)


def test_a_rank_and_half_a_title_are_no_body(gazetteer: Gazetteer) -> None:
    said = "Kenya won the case at the court, said Admiral (Prof.) Arvid Holm, Secretary to the Ministry of Defence."
    assert last(said, gazetteer) == ("arvid-holm", "kenya")
    said = (
        "Kenya's Ministry of Lands closed the border. "
        "The Ministry’s Permanent Secretary, Omar Said, said that the port was shut."
    )
    assert last(said, gazetteer)[1] in ("kenyan-ministry-of-lands", "kenyan-ministry")


def test_the_head_of_state_is_who_rules_it(gazetteer: Gazetteer) -> None:
    said = "Uganda's President Yoweri Museveni met fishermen. The Ugandan Head of State said the port was open."
    assert last(said, gazetteer) == ("yoweri-museveni", "uganda")
    said = "Uganda's President Yoweri Museveni met fishermen. The Ugandan head of police said the port was open."
    assert last(said, gazetteer, "speaker") != ("yoweri-museveni",)


def test_who_is_spoken_of_is_meant_by_he(gazetteer: Gazetteer) -> None:
    told = sentences_of(
        "Omar Said criticised Arvid Holm by name, saying he is treating Kenya like an enemy.", gazetteer
    )
    assert all("Said is treating" not in str(sentence) for sentence in told)
    assert last("Omar Said met Arvid Holm, saying he would open the port.", gazetteer, "sentence") == (
        "Omar Said would open the port.",
    )


def test_the_ministry_is_the_one_that_spoke_last(gazetteer: Gazetteer) -> None:
    said = "Anna Berg left Norway's talks on Kenya. Her ministry said it rained. The ministry said the port was open."
    assert last(said, gazetteer)[1] is None
    said = 'The oil-rich state\'s Ministry of Trade said it rained. "The port is open," the Ministry of Trade said.'
    (before, now) = rows_of(f"Kenya talks end\n\nKenya was late. {said}\n", gazetteer, "speaker")[-2:]
    assert before == now


def test_a_headline_on_a_state_is_not_written_there(gazetteer: Gazetteer) -> None:
    body = "Kenya was late, and Norway too. It rained in Norway.\n\nThe government said the port was open.\n"
    (asked,) = rows_of(f"Hope for talks on the Kenyan port\n\n{body}", gazetteer, "speaker")[-1]
    (acting,) = rows_of(f"Kenyan ships reach the port\n\n{body}", gazetteer, "speaker")[-1]
    assert (asked, acting) == ("government", "kenyan-government")


def test_who_is_told_of_in_a_statement_did_not_issue_it(gazetteer: Gazetteer) -> None:
    said = (
        "Norway must pay, since it broke the law, reads the statement of the Kenyan Foreign Ministry. "
        "The statement says that the port is open."
    )
    assert last(said, gazetteer, "speaker") != ("norway",)


def test_it_is_nobody_where_somebody_is_singled_out(gazetteer: Gazetteer) -> None:
    said = 'Kenyan Foreign Minister Omar Said spoke. "It is the Norwegian army that shut the port," he said.'
    assert "Kenya is the Norwegian" not in str(last(said, gazetteer, "sentence"))


def test_its_is_the_owner_of_what_is_described(gazetteer: Gazetteer) -> None:
    said = "Norway was late.\n\nAnna Berg described Kenya's words as a sign of its intention to leave the port."
    assert ("norway",) not in rows_of(f"Talks end\n\n{said}\n", gazetteer, "speaker")
    assert last(said, gazetteer, "speaker") == ("kenya",)


def test_what_a_thing_shows_nobody_says(gazetteer: Gazetteer) -> None:
    said = (
        "Referring to the words of Kenya, Anna Berg said that it only confirms the Norwegian argument about the port."
    )
    assert ("kenya",) not in rows_of(f"Talks end\n\n{said}\n", gazetteer, "speaker")


def test_who_posts_it_does_not_say_what_stands_before(gazetteer: Gazetteer) -> None:
    said = (
        "Omar Said said that Kenya would explain the picture that became public after the Norwegian envoy, "
        "Sir Arvid Holm, posted it on his page."
    )
    assert ("arvid-holm",) not in rows_of(f"Talks end\n\n{said}\n", gazetteer, "speaker")


def test_a_state_before_a_comma_is_not_that_of_the_office_behind_it(gazetteer: Gazetteer) -> None:
    body = "Referring to the words of Norway, Foreign Minister Omar Said said that the port was open.\n"
    rows = rows_of(f"Kenyan FM: Norway's words were wrong\n\n{body}", gazetteer, "speaker", "for")
    assert rows[-1] == ("omar-said", "kenya")


@pytest.mark.parametrize(
    ("before", "state"),
    [
        ("Remarks by Kenya's information minister angered Norway. Norway and Chad were late.", "kenya"),
        ("Remarks by Kenya's information minister angered Norway's information minister.", None),
        ("Kenya's information minister met Norwegian Information Minister Anna Berg. Norway was late.", None),
    ],
)
def test_an_office_is_that_of_the_state_with_which_the_text_gives_it(
    before: str, state: str | None, gazetteer: Gazetteer
) -> None:
    said = "It rained.\n\nRoads are shut.\n\nInformation Minister Omar Said said the port was open."
    found = last(f"{before}\n\n{said}", gazetteer)
    assert found == ("omar-said", state) if state is not None else found[1] != "kenya"


def test_who_is_to_understand_something_does_not_say_it(gazetteer: Gazetteer) -> None:
    said = "Norway talks to Kenya so that Kenya understands that the port is open."
    assert ("kenya",) not in rows_of(f"Talks end\n\n{said}\n", gazetteer, "speaker")
    said = '"My reason was to build friendship so that when we talk we talk as friends," Kenya\'s Anna Berg said.'
    assert ("anna-berg",) in rows_of(f"Talks end\n\n{said}\n", gazetteer, "speaker")
