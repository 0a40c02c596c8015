"""Organisations of states, their names and descriptions, and titles before names, are read as what they are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)


def last(text: str, gazetteer: Gazetteer) -> tuple[object, object]:
    row = Drafter(text, gazetteer, DAY).draft().statements[-1]
    return row.get("speaker"), row.get("for")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The coup was condemned by regional bloc ECOWAS. The bloc rejected the offer.", "ecowas"),
        ("Mali left the regional bloc ECOWAS. The West African bloc urged talks.", "ecowas"),
        ("The talks of ECOWAS and the UN failed. The 15-nation bloc rejected the offer.", "ecowas"),
        ("The Association of Southeast Asian Nations met. The grouping called for talks.", "asean"),
        ("The ministers of ASEAN met. The Southeast-Asian bloc called for talks.", "asean"),
        ("Members of the Gulf Cooperation Council met. The bloc called for talks.", "gulf-cooperation-council"),
    ],
)
def test_a_bloc_is_the_only_organisation_of_some_states(text: str, slug: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer)[0] == slug


@pytest.mark.parametrize(
    "text",
    [
        "The UN met in Oslo. The bloc called for talks.",
        "ASEAN and the African Union met. The bloc called for talks.",
        "ASEAN met in Oslo. The Sunni bloc called for talks.",
        "ASEAN met in Oslo. Norway's bloc called for talks.",
    ],
)
def test_no_other_organisation_is_a_bloc(text: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer)[0] not in ("united-nations", "asean", "african-union")


def test_an_organisation_of_the_world_package_is_proposed_with_its_type(gazetteer: Gazetteer) -> None:
    drafter = Drafter("ECOWAS condemned the coup in Mali.\n\nECOWAS called for talks.", gazetteer, DAY)
    drafter.draft()
    proposed = {entry.slug: entry for entry in drafter.resolver.new.entries({"ecowas"})}
    assert proposed["ecowas"].file == "organisations.yaml"
    assert proposed["ecowas"].extra == (("type", "international-organisation"),)


@pytest.mark.parametrize(
    ("text", "speaker", "state"),
    [
        ("President of Serbia Aleksandar Lukić said the talks would go on.", "aleksandar-lukic", "serbia"),
        ("The Prime Minister of the Republic of Kenya Anna Berg rejected the deal.", "anna-berg", "kenya"),
        ("The Prime Minister of Armenia Omar Holm met Berg. The Armenian premier rejected it.", "omar-holm", "armenia"),
        ("The president of Kenya's Red Cross, Anna Berg, rejected the deal.", "anna-berg", None),
        ("The Kenyan Foreign Ministry Spokesman rejected it.", "kenyan-spokesman", "kenyan-foreign-ministry"),
        ("Ecuadorean President Rafael Holm rejected the deal.", "rafael-holm", "ecuador"),
        ("H.E. Anna Berg, president of Norway, rejected the deal.", "anna-berg", "norway"),
    ],
)  # fmt: skip
def test_titles_before_names(text: str, speaker: str, state: str | None, gazetteer: Gazetteer) -> None:
    found, behalf = last(text, gazetteer)
    assert found == speaker
    assert behalf == state or state is None


def test_a_body_with_the_adjective_of_a_state_is_its_organ(gazetteer: Gazetteer) -> None:
    assert last("The South Korean Ministry of Unification said the talks were open.", gazetteer)[1] == "south-korea"
