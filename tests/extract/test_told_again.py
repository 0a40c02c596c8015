"""Bodies, people, counted things and events get the words that the text has told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from cases import for_each
from drafted import last_sentence as last

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

START = "Kenya protests to Norway\n\nKenya and Norway argued on Monday. "

NAMED = {
    # People and bodies.
    "Norway detained 13 Kenyan soldiers. Anna Berg said the soldiers would be freed.": (
        "The 13 Kenyan soldiers would be freed."
    ),
    "Norway held two Indian marines. Anna Berg said the two marines would be freed.": (
        "The two Indian marines would be freed."
    ),
    "Three Kenyan hostages came home. Four others are missing. Anna Berg said the hostages were well.": (
        "The three Kenyan hostages were well."
    ),
    "Kenya set up a fisheries commission. Anna Berg said the commission would meet soon.": (
        "The fisheries commission would meet soon."
    ),
    "Norway sent two Norwegian trawlers to Mombasa. Anna Berg said the two trawlers would return.": (
        "The two Norwegian trawlers would return."
    ),
    "Two Kenyan patrol ships met two Norwegian cargo ships. Anna Berg said the two patrol ships would stay.": (
        "The two Kenyan patrol ships would stay."
    ),
    "A tribunal dealing with the Lofoten Islands sat in Oslo. Anna Berg said the tribunal was slow.": (
        "The tribunal dealing with the Lofoten Islands was slow."
    ),
    # A name before other nouns.
    "Officials met over the Alba pipeline project. Anna Berg said the pipeline would hurt Kenya.": (
        "The Alba pipeline would hurt Kenya."
    ),
    # What stands behind a day, at a place, or with what is to be done.
    "The ruling on Tuesday by the Nordic Rights Court is binding. Anna Berg said the ruling was a mistake.": (
        "The ruling by the Nordic Rights Court was a mistake."
    ),
    "There was a standoff at Bergen airport. Anna Berg said the standoff was over.": (
        "The standoff at Bergen airport was over."
    ),
    "Kenya set a deadline for closing the port. Anna Berg said the deadline was too short.": (
        "The deadline for closing the port was too short."
    ),
    "Kenya claims islets known as Alba. Anna Berg said the islets were Norwegian.": (
        "The islets known as Alba were Norwegian."
    ),
    "Norwegian ships passed the Lofoten Islands. Anna Berg said that Kenya must leave the archipelago.": (
        "Kenya must leave the Lofoten Islands."
    ),
    # An adjective is added, and the words of the first mention stay.
    "There was an attack on the port of Oslo. Anna Berg said the cyber attack was Kenya's work.": (
        "The cyber attack on the port of Oslo was Kenya's work."
    ),
    "There was an attack on the port of Oslo. Anna Berg said the attackers came from Kenya.": (
        "Those behind the attack on the port of Oslo came from Kenya."
    ),
    "There was an attack on the port of Oslo. Anna Berg said the victims were Kenyan.": (
        "The victims of the attack on the port of Oslo were Kenyan."
    ),
    # A verb told of it, in the passive, with a participle or with a clause.
    "Two Norwegian diplomats were expelled by Kenya. Anna Berg said the expulsion was a mistake.": (
        "The expulsion of two Norwegian diplomats was a mistake."
    ),
    "Kenya detained three sailors. Anna Berg said the arrests were a mistake.": (
        "The arrests of three sailors were a mistake."
    ),
    "A court in Oslo ruled that Kenya owned Alba Island. Anna Berg said the ruling was a mistake.": (
        "The ruling that Kenya owned Alba Island was a mistake."
    ),
    # The only region.
    "Norway sent ships to the Persian Gulf. Anna Berg said peace in the region was at risk.": (
        "Peace in the Persian Gulf was at risk."
    ),
    "Norway sent ships to South East Asia. Anna Berg said peace in the region was at risk.": (
        "Peace in South East Asia was at risk."
    ),
}

OPEN = {
    "Norway detained 13 Kenyan soldiers. Kenya holds Norwegian soldiers. Anna Berg said the soldiers would be freed.": (
        "The soldiers would be freed."
    ),
    "Norway detained 13 Kenyan soldiers. Three soldiers fled. Anna Berg said the soldiers would be freed.": (
        "The soldiers would be freed."
    ),
    "Norway sent two Norwegian trawlers. Two Kenyan trawlers followed. Anna Berg said the two trawlers sank.": (
        "The two trawlers sank."
    ),
    "Kenya set up a fisheries commission and an oil commission. Anna Berg said the commission would meet soon.": (
        "The commission would meet soon."
    ),
    # Where a name or a word with a hyphen is torn, the rest of it is no name.
    "The Economic Community of West African States delegation left. Anna Berg said the delegation was tired.": (
        "The delegation was tired."
    ),
    "Norwegian officials met in Oslo. Anna Berg said the officials were tired.": "The officials were tired.",
    "Kenya backs the Alba pipeline project and the Bergen pipeline project. Anna Berg said the pipeline was old.": (
        "The pipeline was old."
    ),
    "There was an attack on the port of Oslo. A second attack hit Bergen. Anna Berg said the cyber attack was short.": (
        "The cyber attack was short."
    ),
    # Of a quarrel, an adjective may say that it is about something else.
    "Kenya has a dispute with Peru over steel prices. Anna Berg said the border dispute was old.": (
        "The border dispute was old."
    ),
    "There was an attack on the port of Oslo. A raid on Bergen followed. Anna Berg said the attackers left Kenya.": (
        "The attackers left Kenya."
    ),
    "Kenya did not expel the two Norwegian diplomats. Anna Berg said the expulsion was a mistake.": (
        "The expulsion was a mistake."
    ),
    "Norway sent ships to the Western Pacific. Anna Berg said peace in the region was at risk.": (
        "Peace in the region was at risk."
    ),
    "Norway sent ships to the Persian Gulf and the Horn of Africa. Anna Berg said peace in the region was at risk.": (
        "Peace in the region was at risk."
    ),
}


@for_each(("text", "sentence"), NAMED.items())
def test_a_noun_gets_the_words_of_the_only_mention_that_fits(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(START + text, gazetteer) == sentence


@for_each(("text", "sentence"), OPEN.items())
def test_a_noun_stays_where_another_one_may_be_meant(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(START + text, gazetteer) == sentence


def test_a_verb_in_a_headline_is_no_thing_with_a_name(gazetteer: Gazetteer) -> None:
    text = "Kenya, Norway swap prisoners\n\nKenya freed four men on Monday. Anna Berg said the swap was fair."
    assert last(text, gazetteer) == "The swap was fair."
