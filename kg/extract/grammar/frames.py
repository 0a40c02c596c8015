"""Finds the frames of cues: how a cue takes its content in a parsed sentence (ClearNLP labels)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.complements import Match, clause_of, favoured, objects_of, predicate_of, purpose_of
from kg.extract.grammar.deeds.measures import fits_object, is_called_in
from kg.extract.grammar.deeds.pleas import is_plea, plea_frame
from kg.extract.grammar.deeds.protest import protest_frame
from kg.extract.grammar.deeds.received import received_frame
from kg.extract.grammar.deeds.roles import ROLES_TAKEN, demands_frame, role_frame
from kg.extract.grammar.deeds.sided import sided_by
from kg.extract.grammar.frame import Frame, inverted_speaker, is_asked, is_nobodys, is_of_others, is_owned_apart
from kg.extract.grammar.insertions import around, is_circumstance, is_complement, outside, rest_of
from kg.extract.grammar.lexicon import Cue, Lexicon, lexicon
from kg.extract.grammar.nominals import adjective_frame, governed_by, noun_frame, preposition_frame, side_frame
from kg.extract.grammar.splitting.asked import condition_after, less_than, of_several
from kg.extract.grammar.splitting.in_utterance import is_of_either
from kg.extract.grammar.splitting.so_called import is_so_called, is_taken_as, so_called
from kg.extract.grammar.splitting.told_in import told_frame
from kg.extract.grammar.tree import has_mark, object_of, span, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

__all__ = ["find_frames", "frame_of"]

#: What a participle after a thing says of it: "the plan backed by Oslo".
_SIDES = ("criticises", "opposes", "praises", "rejects", "supports")
#: Verbs for what is wanted of somebody: "pressed Oslo for aid".
_PRESSING = ("lobby", "press", "push")


def find_frames(doc: Doc) -> Iterator[Frame]:
    """Yield the frame of every cue of the lexicon that has one, in text order."""
    for token in (doc[i] for i in where(doc, "LEMMA", lexicon().cues)):
        frame = None if is_owned_apart(token) else frame_of(token)
        if frame:
            yield frame


def frame_of(token: Token) -> Frame | None:
    """Return the frame of a word if it is a cue, or None."""
    words = lexicon()
    lemma, pos = token.lemma_.lower(), token.pos_
    feeling = words.adjectives.get(lemma) or words.adjectives.get(token.lower_)
    if pos in ("VERB", "AUX") and (lemma in words.verbs or _phrasal(token, lemma, words)):
        if is_nobodys(token) or is_so_called(token) or is_taken_as(token) or is_of_either(token):
            return None
        if _is_in_kind(token):
            return None
        if is_plea(token):
            return plea_frame(token)
        found = told_frame(token, words.verbs.get(lemma, [])) or _fitting(_verb(token, lemma, words))
        felt = (
            (found is None or not found.content) and token.tag_ == "VBN" and feeling is not None
        )  # "opposed to", "concerned that"
        return adjective_frame(token, feeling) if felt and feeling else found
    if pos in ("NOUN", "PROPN") and lemma in words.nouns and not is_asked(token):
        return _of_noun(token, words.nouns[lemma])
    if pos in ("ADJ", "VERB") and feeling is not None:
        return adjective_frame(token, feeling)
    if token.lower_ in ("against", "in"):
        return side_frame(token, words)
    return preposition_frame(token, words) if token.lower_ == "according" else None


def _behind_of(verb: Token, phrase: list[int], wanted: int) -> list[int]:
    """Return what is voted for without "in favour of"."""
    of = next((i for i in phrase if verb.doc[i].lower_ == "of" and i < wanted), None)
    return phrase if of is None else [i for i in phrase if i > of]


def _of_noun(token: Token, senses: list[Cue]) -> Frame | None:
    """Return the frame of a noun: of what others say of a thing, of a protest, of demands, of a role, or its own."""
    if token.lemma_.lower() in ROLES_TAKEN:
        return role_frame(token)
    return received_frame(token) or protest_frame(token) or demands_frame(token) or noun_frame(token, senses)


def _fitting(frame: Frame | None) -> Frame | None:
    """Return a frame unless its verb shows a stance only with other things: "closed the meeting"."""
    if frame is None or frame.head is None:
        return frame
    return frame if fits_object(frame.token, frame.sense.lemma, frame.name, frame.token.doc[frame.head]) else None


def _phrasal(token: Token, lemma: str, words: Lexicon) -> tuple[str, Token] | None:
    for child in token.children:
        if child.i > token.i and child.dep_ in ("prt", "advmod", "acomp", "prep", "dobj"):
            key = f"{lemma} {child.lower_}"
            if key in words.phrasals:
                return key, child
    return None


def _verb(token: Token, lemma: str, words: Lexicon) -> Frame | None:
    found = _phrasal(token, lemma, words)
    senses = (words.phrasals[found[0]] if found else []) + words.verbs.get(lemma, [])
    cue = [*_auxiliaries(token), token.i, *([found[1].i] if found else [])]
    if inverted_speaker(token) is not None:
        before = [i for i in span(token.head) if i < token.i]
        return Frame(token, senses[0], "clause", cue, before, [], token.head.i, clausal=True)
    best: tuple[float, Cue, str, list[int], int | None] | None = None
    senses = [sense for sense in senses if not is_of_others(token, sense)]
    for sense in senses:
        match = _content(token, sense, found[1] if found else None)
        if match is None:
            continue
        rank = match[0] + (0.5 if match[1] in sense.takes else 0.0)
        if best is None or rank > best[0]:
            best = (rank, sense, *match[1:])
    clausal = any("clause" in sense.takes for sense in senses)
    beside = around(token)
    if best:
        _, sense, name, content, head = best
        return Frame(token, sense, name, cue, content, beside, head, clausal=name in ("clause", "to", "as") or clausal)
    if clausal and not _is_participial_modifier(token) and not _is_told_deed(token, words):
        sense = next(sense for sense in senses if "clause" in sense.takes)
        apart, head = outside(token)
        if not apart and lemma in words.plain and not is_complement(token):
            apart, head = rest_of(token)
        return Frame(token, sense, "clause", cue, apart, beside, head, clausal=True)
    return None


def _auxiliaries(token: Token) -> list[int]:
    return [child.i for child in token.children if child.dep_ == "neg" and child.i < token.i]


def _is_participial_modifier(token: Token) -> bool:
    return token.dep_ == "amod"


def _is_in_kind(token: Token) -> bool:
    """Return whether somebody does the same: "Oslo expelled the envoy, and Rome responded in kind"."""
    links = [child for child in token.children if child.lower_ in ("in", "with")]
    return any(inner.lower_ == "kind" for link in links for inner in link.children)


def _is_told_deed(token: Token, words: Lexicon) -> bool:
    """Return whether somebody tells what is done to a thing: "Oslo will maintain contacts, the ministry said"."""
    told = token.dep_ == "ccomp" and token.i < token.head.i and token.head.lemma_.lower() in words.plain
    return told and any(child.dep_ == "dobj" and child.i > token.i for child in token.children)


def _is_relative_object(child: Token, children: list[Token]) -> bool:
    """Return whether a relative pronoun beside a subject is the object: "a policy which Oslo and Rome rejected"."""
    subjects = [item for item in children if item.dep_ in ("nsubj", "nsubjpass")]
    return child.tag_ in ("WDT", "WP") and child in subjects and len(subjects) > 1 and child.head.dep_ == "relcl"


def _content(token: Token, sense: Cue, particle: Token | None) -> Match | None:  # noqa: C901  # one branch per English construction
    """Return (rank, frame, content, head) of the best frame of a sense, or None."""
    takes = sense.takes
    if "object" in takes and (thing := so_called(token)) is not None:
        return 6, "object", *thing
    children = list(token.children)
    objects = [
        child
        for child in children
        if (child.dep_ in ("dobj", "attr", "oprd") or _is_relative_object(child, children))
        and child != particle
        and child.lower_ not in ("itself", "himself", "herself", "themselves")
    ]
    if "clause" in takes or "whether" in takes or "ing" in takes or "to" in takes or "who-to" in takes:
        wished = less_than(token) if "who-to" in takes else None
        match = wished or clause_of(token, takes, children, objects)
        lost = match is None or (match[1] == "who-to" and token.doc[match[2][0]].tag_ == "TO")
        match = (of_several(token) if lost and "who-to" in takes else None) or match
        if match:
            return match
    listed = sense.act != "accuses" or any(child.dep_ == "prep" and child.lower_ == "as" for child in children)
    if "as" in takes and listed:
        match = predicate_of(token, children, objects)
        if match:
            return match
    for child in children:
        if "favour" in takes and child.lower_ == "in" and (wanted := favoured(child)):
            return 3, "favour", _behind_of(token, list(span(child)), wanted), wanted
        if child.dep_ == "advcl" and "for" in takes and has_mark(child, "for") and not objects:
            return 3, "for", list(span(child)), child.i
        if (
            child.dep_ in ("prep", "dative", "agent")
            and child.lower_ in takes
            and child != particle
            and child.lower_ not in ("to", "as")
            and not is_circumstance(child)
            and not child.left_edge.is_sent_start
        ):
            governed, head = governed_by(child)
            torn = [
                i
                for item in children
                if item.dep_ in ("dep", "appos") and item.pos_ == "NOUN" and item.i > child.i
                for i in span(item)
            ]
            if child.lower_ == "on" and sense.act == "agrees" and head is not None and token.doc[head].tag_ == "VBG":
                return 3, "ing", list(span(token.doc[head])), head  # "agreed on imposing sanctions"
            told = sense.act == "warns" and (head is None or token.doc[head].tag_ != "VBG")
            told = told or (sense.act == "calls-for" and token.lemma_ in _PRESSING)
            told = told or is_called_in(token.lemma_)  # "summoned the envoy over the raid": the raid
            whom = () if told else objects  # "warned Oslo of an attack" is about the attack
            content = [*(i for item in whom for i in span(item)), *governed, *torn]
            content += purpose_of(children, token.doc[head] if head is not None else None, content)
            content += condition_after(token, max(content))
            return 3, child.lower_, sorted(set(content)), head
        if (
            child.dep_ == "prep"
            and child.lower_ == "to"
            and ("to-noun" in takes or ("to" in takes and "object" not in takes))
            and object_of(child) is not None
        ):
            return 2, "to-noun", list(span(child)), object_of(child)
    if "object" in takes:
        return objects_of(token, children, objects) or (sided_by(token) if sense.act in _SIDES else None)
    return None
