"""Finds contents too slight to be agreed with: a few words, a time, a torn clause, small talk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.draft.nesting import is_whole
from kg.extract.draft.noise.courtesies import is_courtesy
from kg.extract.draft.noise.fragments import is_fragment
from kg.extract.draft.noise.passing import is_loose_end, is_passing
from kg.extract.draft.noise.silence import is_silence
from kg.extract.draft.rowids import quote_fields
from kg.extract.grammar.dates import is_when
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.meaning.acts import passes_judgement
from kg.extract.meaning.core import is_question

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.article.excerpts import Layout
    from kg.extract.draft.drafts import Draft, Row
    from kg.extract.grammar.attribution import Attribution
    from kg.extract.grammar.contents import Content
    from kg.extract.meaning.topics.propositions import Propositions

__all__ = ["is_rest", "is_scrap", "is_torn", "join_rest"]

#: Subjects on which nobody takes a side.
_WEATHER = ("weather", "rain", "snow", "temperature", "temperatures")
#: First words of fragments: the rest of "that's to be sure", "including some of the opposition".
_TORN = ("concerning", "including", "regarding", "s", "whose", "'s", "’s")
#: In a short quotation, these pronouns have no referent that a proposition could name.
_NAMELESS = ("i", "it", "that", "this", "we", "what", "you")
#: If no sentence could be worded, these pronouns have no known referent.
_OPEN = (*_NAMELESS, "these", "they", "those")
_ASKING = ("must", "should", "will", "'ll", "’ll", "wo", "need", "want", "wants")
_TELLING = frozenset(load_data("meaning/wording.yaml")["telling"])


def is_scrap(doc: Doc, layout: Layout, item: Attribution, content: Content, place: tuple[int, int]) -> bool:
    """Return whether the words at `place` are too few for a statement, or only say when something happened."""
    start, end = place
    text = layout.text
    short = len(content.tokens) < 2 and item.frame not in ("against", "feeling", "for", "object", "of")
    if end - start < 8 or short or "\n\n" in text[start:end] or is_fragment(doc, item, content):
        return True
    spoken = item.frame == "clause" and (layout.quoted(doc[content.head].idx) or is_whole(doc, item))
    if spoken and len(content.tokens) < 11 and _says_nothing(doc, content, _NAMELESS):
        return True
    if doc[item.via].lower_ in ("citing", "quoting") and item.frame == "object":
        return True  # "citing a report by Oslo": only gives the source
    first = doc[content.tokens[0]].lower_
    subjects = [child for child in doc[content.head].children if child.dep_ == "nsubj"]
    if any(child.lower_ in _WEATHER for child in subjects) or is_silence(doc, layout, item, content):
        return True
    opening = [doc[i].lower_ for i in content.tokens[:2]]
    if (len(content.tokens) < 6 and opening == ["let", "me"]) or (len(content.tokens) < 5 and opening == ["i", "tell"]):
        return True  # "let me be clear", "I tell Norway"
    if is_courtesy(doc, item, content) or is_passing(doc, item, content):
        return True
    return is_when(text, start, end) or (first in _TORN and item.frame != "about")


def join_rest(draft: Draft, propositions: Propositions, text: str, row: Row, last: Row) -> None:
    """Merge a row without a sentence into the row before, if it continues the same subject, and drop it.

    If the earlier row has no sentence either, its quote is extended to cover both.
    """
    start, end = draft.spans[str(last["id"])][0], draft.spans.pop(str(row["id"]))[1]
    draft.statements.remove(row)
    new = propositions.new.get(str(last["proposition"]))
    if new is None or new.sentence or "\n" in text[start:end]:
        return
    last.pop("prefix", None)
    last |= quote_fields(text, start, end)
    draft.spans[str(last["id"])] = start, end
    propositions.new[str(last["proposition"])] = replace(new, words=str(last["quote"])[:280])


def is_rest(doc: Doc, content: Content) -> bool:
    """Return whether a content is a second infinitive without a subject: "it will end the war and create trust"."""
    head = doc[content.head]
    own = any(child.dep_ in (*SUBJECTS, "aux", "auxpass") for child in head.children)
    return head.dep_ == "conj" and head.tag_ == "VB" and not own


def _says_nothing(doc: Doc, content: Content, nameless: tuple[str, ...]) -> bool:
    """Return whether a few words name nothing and ask for nothing: "I could have", "we are so interested"."""
    words = [doc[i] for i in content.tokens]
    asks = any(word.text == "?" for word in doc[content.head].sent)
    subjects = [word for word in words if word.dep_ in SUBJECTS]
    ours = bool(subjects) and all(word.lower_ in ("i", "we", "you") for word in subjects)
    # "it is late" says more than "we are late"
    kinds = ("NOUN", "PROPN", "NUM", *(() if ours else ("ADJ",)))
    named = any(word.pos_ in kinds or _takes_more(word) for word in words)
    if asks and not any(word.pos_ == "PROPN" for word in words):
        return True  # "What is the purpose of it?"
    chat = _is_chat(doc[content.head], words)
    if chat or len(words) > 5:
        return chat
    judged = any(word.pos_ in ("ADJ", "VERB") and passes_judgement(word) for word in words)
    telling = doc[content.head].lemma_ in _TELLING and words[0].lower_ in ("i", "we")  # "I'll tell you"
    owed = any(word.lower_ in ("has", "have") and word.nbor(1).tag_ == "TO" for word in words[:-1])
    asked = owed or (any(word.lower_ in _ASKING for word in words) and not telling) or _is_felt(doc[content.head])
    asked = asked or (any(word.dep_ == "neg" for word in words) and _has_object(doc[content.head]))
    bare = not subjects  # "hung them", "think of that"
    pronoun = any(word.lower_ in nameless for word in subjects)
    return (pronoun or bare) and not (named or asked or judged)


def _takes_more(word: Token) -> bool:
    """Return whether an adjective has a complement: "ready to leave", "worried about it"."""
    return word.pos_ == "ADJ" and any(child.dep_ in ("xcomp", "prep") for child in word.children)


def _has_object(head: Token) -> bool:
    """Return whether a verb has an object or another complement; "I didn't" has none."""
    return any(child.dep_ in ("dobj", "prep", "attr", "acomp", "ccomp", "xcomp", "dative") for child in head.children)


def _is_felt(head: Token) -> bool:
    """Return whether the content expresses joy or regret about an action: "I was pleased that he decided to go"."""
    felt = [child for child in head.children if child.dep_ == "acomp"]
    return any(inner.dep_ == "ccomp" and inner.pos_ == "VERB" for word in felt for inner in word.children)


def _is_chat(head: Token, words: list[Token]) -> bool:
    """Return whether the words only make a transition: "that's what I heard", "one thing is certain"."""
    subject = next((word for word in words if word.dep_ == "nsubj" and word.head == head), None)
    if subject is not None and subject.lower_ == "thing" and len(words) < 6:
        return any(child.dep_ == "acomp" for child in head.children)
    told = {head.lemma_, *(child.lemma_ for child in head.children if child.dep_ in ("ccomp", "advcl"))}
    pointing = subject is not None and subject.lower_ in ("that", "this") and head.lemma_ == "be"
    return pointing and bool(told & _TELLING) and len(words) < 11


def is_torn(doc: Doc, content: Content, frame: str, *, direct: bool) -> bool:
    """Return whether words that give no sentence are only part of one: "is my son", "which they rejected".

    `direct`: the words are direct speech, in which a few pronouns say nothing.
    """
    words = [doc[i] for i in content.tokens if not doc[i].is_punct and not doc[i].is_space]
    if not words:
        return True
    first, head = words[0], doc[content.head]
    if is_loose_end(doc, content):
        return True
    if first.tag_ in ("WDT", "WP", "WP$") and not is_question(doc, content.tokens):
        return first.dep_ in SUBJECTS and first.head.i in content.tokens  # "who questioned his authority"
    if frame != "clause":
        return False
    if direct and len(words) < 9 and _says_nothing(doc, content, _OPEN):
        return True
    subject = any(word.dep_ in SUBJECTS for word in words)
    # "starting with a demand for withdrawal"; but "claiming it had left" says something
    if head == first and head.tag_ == "VBG" and not any(child.dep_ == "ccomp" for child in head.children):
        return True
    times = ("DATE", "TIME")
    named = any(word.pos_ in ("NOUN", "PROPN") and word.ent_type_ not in times for word in words)
    few = len(words) < 4 or (len(words) < 6 and not named)
    return not subject and (few or (head.lemma_ == "be" and not _has_object(head)))
