"""Reads the manner of a statement: its degree, its language, and whether the speaker's name is withheld."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.settling import OBJECTING
from kg.extract.names.newnames import NAMED_PERSON

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.extract.draft.drafts import Row
    from kg.extract.grammar.attribution import Attribution
    from kg.extract.meaning.settling import Stance
    from kg.extract.names.actors import Actor
    from kg.extract.names.newnames import NewNames

__all__ = ["governors", "manner_of", "named_act", "note_unnamed", "translator_entry"]

_WORDS = load_data("draft/manner.yaml")
_DEGREES = {str(word): str(degree) for degree, words in _WORDS["degrees"].items() for word in words}
_GRADED = frozenset(_WORDS["graded"])
_LANGUAGES = {str(name): str(code) for name, code in _WORDS["languages"].items()}
#: Acts for stances that can be held over time.
_HELD = ("calls-for", "demands", "opposes", "refuses", "rejects", "supports")
_TRANSLATORS = {"interpreter", "translator"}
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNNAMED = re.compile(
    r"\b(?:condition of anonymity|(?:not|declined) to be (?:named|identified)|(?:requested|asked for) anonymity|"
    r"(?:speaking|spoke|speak) anonymously|anonymous|unnamed|unidentified)\b",
    re.IGNORECASE,
)
#: The act that a cue names, if it is more specific than that of the stance.
_NAMED_ACTS = {
    ("criticises", "condemn"): "condemns",
    ("criticises", "regret"): "regrets",
    ("claims", "regret"): "regrets",
    ("reports", "regret"): "regrets",
}


def governors(doc: Doc, item: Attribution, stance: Stance) -> list[Token]:
    """Return the words that express a stance: the cue, and the verb above the content if it is the speaker's."""
    above = doc[stance.content.head].head
    above = above.head if above.dep_ == "prep" else above  # "we strongly object to the plan"
    inner = above.i in item.content and above.i not in stance.content.tokens
    return [doc[item.via], *([above] if inner else [])]


def manner_of(doc: Doc, item: Attribution, stance: Stance) -> Row:
    """Return the degree and the original language of a statement, as far as its words show them."""
    row: Row = {}
    words = governors(doc, item, stance)
    degree = next((told for word in words if (told := _degree_at(word))), None)
    if stance.act == "supports" and any(word.lemma_.lower() in OBJECTING for word in words):
        degree = "weak"  # "does not object to the plan"
    if degree and stance.act in _GRADED:
        row["degree"] = degree
    language = _language_at(doc[item.via])
    row |= {"original_language": language} if language else {}
    since = _since(doc[item.via]) if stance.act in _HELD else None
    return row | ({"holds": {"since": since}} if since else {})


def _since(cue: Token) -> int | None:
    """Return the first year of a stance: "has opposed the dam since 2012"."""
    if cue.tag_ != "VBN" or not any(child.dep_ == "aux" and child.lemma_ == "have" for child in cue.children):
        return None
    dated = (item for child in cue.children if child.lower_ == "since" for item in child.children)
    return next((int(item.text) for item in dated if _YEAR.fullmatch(item.text) and not any(item.children)), None)


def _degree_at(word: Token) -> str | None:
    """Return the degree that an adverb or adjective gives to a word; a negated one gives none: "not strongly"."""
    for child in word.children:
        if child.dep_ in ("advmod", "amod") and child.lower_ in _DEGREES:
            denied = child.i > 0 and child.nbor(-1).lower_ in ("not", "n't", "n’t")
            if not denied:
                return _DEGREES[child.lower_]
    return None


def _language_at(cue: Token) -> str | None:
    """Return the language code of a statement: "said in Arabic", "said, speaking in French"."""
    speaking = (child for child in cue.children if child.dep_ == "advcl" and child.lemma_ in ("speak", "write"))
    for verb in (cue, *speaking):
        for link in verb.children:
            told = [child for child in link.children if child.dep_ == "pobj"] if link.lower_ == "in" else []
            bare = [child for child in told if child.lower_ in _LANGUAGES and not any(child.children)]
            if bare:
                return _LANGUAGES[bare[0].lower_]
    return None


def translator_of(cue: Token) -> Token | None:
    """Return the word for the translator: "said through a translator", "said, speaking via his interpreter"."""
    speaking = (child for child in cue.children if child.dep_ == "advcl" and child.lemma_ in ("speak", "address"))
    links = (link for verb in (cue, *speaking) for link in verb.children if link.lower_ in ("through", "via"))
    told = (child for link in links for child in link.children if child.dep_ == "pobj")
    return next((child for child in told if _TRANSLATORS & {word.lemma_.lower() for word in child.subtree}), None)


def translator_entry(new: NewNames, cue: Token, speakers: list[Actor]) -> Row:
    """Return the translator of a statement as a field of its row: by name, or as the translator of its speaker."""
    noun = translator_of(cue)
    if noun is None or len(speakers) != 1 or speakers[0].kind != "person":
        return {}
    named = next((entity.text for entity in noun.sent.ents if _is_name(entity, noun)), None)
    actor = new.person(named) if named else None
    if actor is None:
        whose = new.label(speakers[0].slug)
        actor = new.described(f"translator of {whose}", "Described by the words of the text, which names nobody.")
    return {"translator": actor.slug}


def _is_name(entity: Span, noun: Token) -> bool:
    """Return whether a name is that of the person a noun phrase describes: "his interpreter, Anna Berg"."""
    inside = noun.left_edge.i <= entity.start <= noun.right_edge.i
    return entity.label_ == "PERSON" and len(entity) > 1 and inside


def note_unnamed(new: NewNames, actor: Actor, sentence: Span) -> None:
    """Mark the entry of a described person whose name, according to the text, is withheld."""
    entry = new.proposed.get(actor.slug)
    person = entry is not None and entry.file == "persons.yaml" and entry.description != NAMED_PERSON
    if entry is not None and person and "unnamed" not in dict(entry.extra) and _UNNAMED.search(sentence.text):
        new.proposed[actor.slug] = replace(entry, extra=(*entry.extra, ("unnamed", True)))


def named_act(stance: Stance, cues: list[str]) -> str:
    """Return the act that a cue names, if it is more specific than the stance's: "condemns" for "criticises"."""
    if stance.polarity is None and stance.frame in ("object", "for", "clause", "at", "over", "about"):
        return next((act for cue in cues if (act := _NAMED_ACTS.get((stance.act, cue)))), stance.act)
    return stance.act
