"""Whoever a text introduces with an office is proposed as an official with this post, and nobody with another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import DAY

from kg.extract.draft.drafting import Drafter
from kg.extract.draft.draftsheet import proposed_files

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

#: Words that introduce somebody, with the posts that they give.
GIVEN = [
    ("Norwegian Foreign Minister Anna Berg", [("Foreign Minister", "norway")]),
    ("Norway's foreign minister, Anna Berg,", [("Foreign Minister", "norway")]),
    ("Anna Berg, the foreign minister of Norway,", [("Foreign Minister", "norway")]),
    ("Anna Berg, Norway's minister of trade and industry,", [("Minister of Trade and Industry", "norway")]),
    ("President Anna Berg of Norway", [("President", "norway")]),
    ("Vice President of Norway Anna Berg", [("Vice President", "norway")]),
    ("Norwegian PM Anna Berg", [("Prime Minister", "norway")]),
    ("Norway's Minister of Justice, Dr. Anna Berg,", [("Minister of Justice", "norway")]),
    ("The Norwegian ambassador to Kenya, Anna Berg,", [("Ambassador to Kenya", "norway")]),
    ("In Rome, UN envoy Anna Berg", [("Envoy", "united-nations")]),
    (
        "Norwegian Deputy Prime Minister and Foreign Minister Anna Berg",
        [("Deputy Prime Minister", "norway"), ("Foreign Minister", "norway")],
    ),
    ("Norwegian Foreign Ministry spokeswoman Anna Berg", [("Spokeswoman", "norwegian-foreign-ministry")]),
    ("Norway closed the port. Foreign Minister Anna Berg", [("Foreign Minister", "norway")]),
]
#: Words that give no post, or that of somebody else, or one that is over or to come.
NOT_GIVEN = [
    "Former Norwegian prime minister Anna Berg",
    "Norway's then prime minister Anna Berg",
    "Norway's ex-president Anna Berg",
    "Norwegian President-elect Anna Berg",
    "Norway's presidential candidate Anna Berg",
    "Acting Norwegian foreign minister Anna Berg",  # no word of the title may be lost
    "Norwegian rebel spokeswoman Anna Berg",
    "Norway's shadow foreign minister Anna Berg",
    "The wife of the Norwegian president, Anna Berg,",
    "Anna Berg, a special envoy of the UN secretary-general for Libya,",
    "Anna Berg, the foreign minister of Norway from 2001 to 2004,",
    "Anna Berg, who met Norway's foreign minister,",
    "Norwegian General Anna Berg",
    "NATO Prime Minister Anna Berg",  # only states have prime ministers
]


def entries_of(text: str, gazetteer: Gazetteer) -> dict[str, dict[str, dict[str, object]]]:
    return proposed_files(Drafter(text, gazetteer, DAY).draft())


@pytest.mark.parametrize(("words", "posts"), GIVEN)
def test_an_office_beside_a_new_name_is_a_post(words, posts, gazetteer):
    files = entries_of(f"{words} said that the border was closed.", gazetteer)
    assert files["officials.yaml"] == {
        "anna-berg": {"label": "Anna Berg", "posts": [{"title": title, "of": body} for title, body in posts]}
    }
    assert "persons.yaml" not in files


@pytest.mark.parametrize("words", NOT_GIVEN)
def test_other_words_beside_a_name_are_no_post(words, gazetteer):
    files = entries_of(f"{words} said that the border was closed.", gazetteer)
    assert "officials.yaml" not in files
    assert "posts" not in files["persons.yaml"]["anna-berg"]


def test_each_of_several_has_the_own_post_and_a_later_mention_may_give_it(gazetteer):
    text = (
        "Foreign Minister Omar Holm of Norway and Prime Minister Eva Lind of Sweden said that the border was closed. "
        "Anna Berg of Denmark said that it was open. The Danish defence minister, Anna Berg, said that ships came."
    )
    posts = {slug: row["posts"] for slug, row in entries_of(text, gazetteer)["officials.yaml"].items()}
    assert posts == {
        "anna-berg": [{"title": "Defence Minister", "of": "denmark"}],
        "eva-lind": [{"title": "Prime Minister", "of": "sweden"}],
        "omar-holm": [{"title": "Foreign Minister", "of": "norway"}],
    }


def test_whom_the_reference_data_know_gets_no_second_entry(gazetteer):
    files = entries_of("Russian Foreign Minister Sergei Lavrov said that the border was closed.", gazetteer)
    assert not {"officials.yaml", "persons.yaml"} & set(files)


def test_a_post_belongs_to_a_state_or_an_organisation_and_to_no_group(gazetteer: Gazetteer) -> None:
    text = "Indian Ministry of External Affairs spokesperson Omar Holm said that Kenya had closed the border. "
    files = entries_of(text + "Holm said that the ministry was late.", gazetteer)
    groups = files.get("groups.yaml", {})
    posts = [post for row in files.get("officials.yaml", {}).values() for post in row["posts"]]
    assert not [post for post in posts if post["of"] in groups]
    assert "omar-holm" in {**files.get("officials.yaml", {}), **files.get("persons.yaml", {})}
