"""The fields of the reference files: declared once, read by `kg.forms.reader`, printed by `kg.sources.schema`.

The order of the fields is the order in which they are written.
"""

from __future__ import annotations

import os
import re

from kg.forms.types import Field, Flag, Listed, Many, Name, PartDay, RecordType, Term, Text

__all__ = [
    "ACTOR",
    "ACTORS",
    "CLASSES",
    "DESCRIBED",
    "DRAFTED",
    "FILES",
    "PLACE",
    "PROPOSED_FILES",
    "PROPOSITION",
    "file_kind",
]

ACTOR = Name(("Actor",))
ACTORS = Many(ACTOR)
PROPOSITION = Name(("Proposition",))
PLACE = Name(("Place",))

_LABEL = Field("label", Text(), "The name in English.", True)
_ALIASES = Field("aliases", Many(Text()), "Other names in use.")
_DEMONYMS = Field("demonyms", Many(Text()), "Adjectives for it and names for its people.")
_WIKIDATA = Field("wikidata", Text(r"Q[1-9]\d*", "an id of Wikidata such as `Q159`"), "The id in Wikidata.")
#: The beginning of the description of somebody whom a text describes but does not name ("analysts").
DESCRIBED = "Described by the words of the text"
#: Descriptions by which a draft proposes somebody. They say nothing once a reviewer has taken the entry.
#: Only groups have to have one.
DRAFTED = re.compile(r"An? (?!group\b)\w+ (?:that|whom) the text names\.|Publisher of a text that was drafted\.")
_DESCRIPTION = Field("description", Text(), "A one-sentence description.")
_MEMBER_OF = Field("member_of", Many(Name(("Organisation",))), "Organisations of which it is a member.")
_MEMBERSHIP = RecordType(
    "membership",
    (
        Field("of", Name(("Organisation",)), "The organisation.", True),
        Field("since", PartDay(), "When it joined."),
        Field("until", PartDay(), "When it left; leave out if it is still a member or this is unknown."),
    ),
)
_MEMBERSHIPS = Field("memberships", Listed(_MEMBERSHIP), "Memberships of organisations, with dates.")

#: The times when a state was independent: several, if it lost its independence and regained it.
_INDEPENDENT = RecordType(
    "time of independence",
    (
        Field("since", PartDay(), "When it became independent; leave out if unknown."),
        Field("until", PartDay(), "When it ceased to be; leave out if it still is or this is unknown."),
    ),
)

_POST = RecordType(
    "post",
    (
        Field("title", Text(), "The title of the office, without the name of the body.", True),
        Field("of", Name(("State", "Organisation")), "The state or organisation to which the office belongs.", True),
        Field("since", PartDay(), "When the term began."),
        Field("until", PartDay(), "When the term ended; leave out if it is still held or this is unknown."),
    ),
)


def _person(name: str, posts: bool) -> RecordType:
    return RecordType(
        name,
        (
            _LABEL,
            _ALIASES,
            _WIKIDATA,
            Field("nationality", Many(Name(("State",))), "The state or states of which the person is a national."),
            Field("posts", Listed(_POST), "The offices held.", posts),
            *(() if posts else (Field("unnamed", Flag(), "Whether the text withholds the person's identity."),)),
            _DESCRIPTION,
        ),
    )


#: The kind and class of the entries of each reference file; for an organisation, `type` is more specific.
CLASSES = {
    "states": ("actor", "State"),
    "organisations": ("actor", "Organisation"),
    "officials": ("actor", "Official"),
    "persons": ("actor", "Person"),
    "groups": ("actor", "Group"),
    "places": ("place", "Place"),
    "propositions": ("proposition", "Proposition"),
}
#: The record of an entry in each reference file, by the file's name without `.yaml`.
FILES = {
    "states": RecordType(
        "state",
        (
            _LABEL,
            _ALIASES,
            _DEMONYMS,
            Field("iso", Text("[A-Z]{2}", "two capital letters"), "ISO 3166-1 alpha-2."),
            _WIKIDATA,
            Field("capital", PLACE, "The seat of government."),
            Field("territory", PLACE, "The place it governs; a state is not a place."),
            Field("independent", Listed(_INDEPENDENT), "When the state was independent."),
            _MEMBER_OF,
            _MEMBERSHIPS,
            _DESCRIPTION,
        ),
    ),
    "organisations": RecordType(
        "organisation",
        (
            _LABEL,
            Field("type", Term("organisation-type"), "The kind of organisation.", True),
            _ALIASES,
            _DEMONYMS,
            _WIKIDATA,
            Field("part_of", Many(Name(("Organisation", "State"))), "The body it is part of."),
            _MEMBER_OF,
            _MEMBERSHIPS,
            _DESCRIPTION,
        ),
    ),
    "officials": _person("official", True),
    "persons": _person("person", False),
    "groups": RecordType(
        "group",
        (
            _LABEL,
            _ALIASES,
            Field("members", ACTORS, "Known members."),
            Field("part_of", Many(ACTOR), "What it belongs to."),
            Field("description", Text(), "Who is meant.", True),
        ),
    ),
    "places": RecordType(
        "place",
        (
            _LABEL,
            _ALIASES,
            Field("within", PLACE, "The place in which it lies."),
            Field("country", Name(("State",)), "The state to which it belongs."),
            _WIKIDATA,
        ),
    ),
    "propositions": RecordType(
        "proposition",
        (
            Field("sentence", Text(), "One sentence with which one can agree or disagree.", True),
            Field("issues", Many(Term("issue")), "The issues it belongs to.", True),
            Field("concerns", Many(Name(("Actor", "Place"))), "The actors and places it is about."),
            Field(
                "incompatible_with", Many(PROPOSITION), "Propositions that cannot be true, or wanted, at the same time."
            ),
            Field("narrower_than", Many(PROPOSITION), "Propositions that follow from it."),
            Field("note", Text(), "How it differs from similar propositions."),
        ),
    ),
}

# An empty sentence rather than a missing one: it shows the reviewer of a draft that something has to be written here.
_SENTENCE = Text(blank=True)
_OPEN = (
    Field("words", Text(), "The words to make the sentence from, if it is empty."),
    Field("unclear", Many(Text()), "Words of the sentence that are clear only beside the text."),
    Field("suggested", Many(PROPOSITION), "Known propositions that may say the same, most likely first."),
)
_PROPOSED = tuple(
    Field("sentence", _SENTENCE, "One sentence; empty until a person words it.", True)
    if field.name == "sentence"
    else field
    for field in FILES["propositions"].fields
)
#: The same for proposed entries that nobody has checked: a proposition may still lack its sentence.
PROPOSED_FILES = FILES | {"propositions": RecordType("proposition", (*_PROPOSED, *_OPEN))}


def file_kind(path: str | os.PathLike[str]) -> str:
    """Return the kind of a file's entries: `states` for reference/states.yaml and reference/states/egypt.yaml."""
    # This also works for paths written on another system, as findings and git have them.
    folder, name = os.path.split(os.fspath(path).replace("\\", "/"))
    above = os.path.basename(folder)
    return above if above in FILES else name.rpartition(".")[0]
