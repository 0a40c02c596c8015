"""Frames of verbs: how a cue takes what is attributed, on the parse of a sentence (labels of ClearNLP)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.frame import Frame
from kg.extract.lexicon import Cue, Lexicon, lexicon
from kg.extract.nominals import adjective_frame, governed_by, noun_frame, preposition_frame
from kg.extract.sources import above, misplaced, teller_of
from kg.extract.tree import had_of, has_aux, has_mark, is_infinitive, object_of, span, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

__all__ = ["find_frames"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_CHANNELS = frozenset(
    [
        "telegram",
        "twitter",
        "x",
        "facebook",
        "instagram",
        "youtube",
        "television",
        "tv",
        "radio",
        "air",
        "condition",
        "website",
        "page",
        "channel",
        "platform",
        "media",
        "network",
        "camera",
        "behalf",
        "phone",
        "telephone",
        "record",
        "arrival",
        "sideline",
    ]
)
_EDGES = (",", "”", '"', "''", "—", "–", "-", "(", ")")


def find_frames(doc: Doc) -> Iterator[Frame]:
    """Yield every cue of the lexicon that has found its content, in the order of the text."""
    words = lexicon()
    for token in (doc[i] for i in where(doc, "LEMMA", words.cues)):
        lemma, pos = token.lemma_.lower(), token.pos_
        frame = None
        if pos in ("VERB", "AUX") and (lemma in words.verbs or _phrasal(token, lemma, words)):
            frame = _verb(token, lemma, words)
        elif pos in ("NOUN", "PROPN") and lemma in words.nouns:
            frame = noun_frame(token, words.nouns[lemma])
        elif pos in ("ADJ", "VERB") and lemma in words.adjectives:
            frame = adjective_frame(token, words.adjectives[lemma])
        elif token.lower_ == "according":
            frame = preposition_frame(token, words)
        if frame:
            yield frame


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
    best: tuple[float, Cue, str, list[int], int | None] | None = None
    for sense in senses:
        match = _content(token, sense, found[1] if found else None)
        if match is None:
            continue
        rank = match[0] + (0.5 if match[1] in sense.takes else 0.0)
        if best is None or rank > best[0]:
            best = (rank, sense, *match[1:])
    clausal = any("clause" in sense.takes for sense in senses)
    around = _around(token)
    if best:
        _, sense, name, content, head = best
        return Frame(token, sense, name, cue, content, around, head, clausal=name in ("clause", "to", "as") or clausal)
    if clausal and not _is_participial_modifier(token):
        sense = next(sense for sense in senses if "clause" in sense.takes)
        outside, head = _outside(token)
        if not outside and lemma in words.plain and not _is_complement(token):
            outside, head = _rest(token)
        return Frame(token, sense, "clause", cue, outside, around, head, clausal=True)
    return None


def _auxiliaries(token: Token) -> list[int]:
    return [child.i for child in token.children if child.dep_ == "neg" and child.i < token.i]


def _is_participial_modifier(token: Token) -> bool:
    return token.dep_ == "amod"


def _around(token: Token) -> list[int]:
    kept = [token.i]
    for child in token.children:
        if child.dep_ in (
            *_SUBJECTS,
            "agent",
            "dative",
            "dobj",
            "prep",
            "npadvmod",
            "advmod",
            "aux",
            "auxpass",
            "neg",
            "prt",
            "tmod",
        ):
            kept += list(span(child))
    return kept


def _content(token: Token, sense: Cue, particle: Token | None) -> tuple[int, str, list[int], int | None] | None:  # noqa: C901  # one branch per way in which English says it
    """Return (rank, frame, content, head) of the best frame of a sense, or None."""
    takes = sense.takes
    children = list(token.children)
    objects = [
        child
        for child in children
        if child.dep_ in ("dobj", "attr", "oprd")
        and child != particle
        and child.lower_ not in ("itself", "himself", "herself", "themselves")
    ]
    if "clause" in takes or "whether" in takes or "ing" in takes or "to" in takes or "who-to" in takes:
        match = _clause(token, takes, children, objects)
        if match:
            return match
    if "as" in takes and objects + children:
        match = _predicate(token, children, objects)
        if match:
            return match
    for child in children:
        if "favour" in takes and child.lower_ == "in" and (favoured := _favoured(child)):
            return 3, "favour", list(span(child)), favoured
        if child.dep_ == "advcl" and "for" in takes and has_mark(child, "for") and not objects:
            return 3, "for", list(span(child)), child.i
        if (
            child.dep_ in ("prep", "dative", "agent")
            and child.lower_ in takes
            and child != particle
            and child.lower_ not in ("to", "as")
            and not _is_circumstance(child)
        ):
            governed, head = governed_by(child)
            torn = [
                i
                for item in children
                if item.dep_ in ("dep", "appos") and item.pos_ == "NOUN" and item.i > child.i
                for i in span(item)
            ]
            content = [*(i for item in objects for i in span(item)), *governed, *torn]
            return 3, child.lower_, sorted(set(content)), head
        if (
            child.dep_ == "prep"
            and child.lower_ == "to"
            and ("to-noun" in takes or ("to" in takes and "object" not in takes))
            and object_of(child) is not None
        ):
            return 2, "to-noun", list(span(child)), object_of(child)
    if "object" in takes:
        return _object(token, children, objects)
    return None


def _favoured(prep: Token) -> int | None:
    """Return what follows "in favour of", or None."""
    found = object_of(prep)
    if found is None or prep.doc[found].lower_ not in ("favour", "favor"):
        return None
    of = next((child for child in prep.doc[found].children if child.lower_ == "of"), None)
    return object_of(of) if of is not None else found


def _is_circumstance(prep: Token) -> bool:
    """Tell whether a preposition tells when or where something is said: "on Friday", "on Telegram"."""
    found = object_of(prep)
    governed = prep.doc[found] if found is not None else None
    return prep.lower_ == "on" and (
        governed is None or governed.ent_type_ in ("DATE", "TIME") or governed.lemma_.lower() in _CHANNELS
    )


def _object(token: Token, children: list[Token], objects: list[Token]) -> tuple[int, str, list[int], int | None] | None:
    passive = [child for child in children if child.dep_ == "nsubjpass"]
    misread = [token.head] if token.dep_ == "amod" and token.i < token.head.i and had_of(token) is not None else []
    heads = objects or (passive if any(child.dep_ == "agent" for child in children) else []) or misread
    if not heads:
        return None
    rest = [
        child
        for child in children
        if child.dep_ in ("prep", "xcomp", "advcl") and child.i > heads[-1].i and child.dep_ != "advcl"
    ]
    content = [i for item in heads for i in _essential(item) if not misread or i > token.i]
    for item in rest:
        apart = token.doc[item.i - 1].text == "," and any(child.pos_ in ("VERB", "AUX") for child in item.subtree)
        if item.dep_ == "prep" and not apart and not any(c.ent_type_ in ("DATE", "TIME") for c in item.children):
            content += list(span(item))
    for item in children:
        if (
            item.dep_ == "advcl"
            and item.i > token.i
            and token.doc[item.left_edge.i - 1].text != ","
            and any(has_mark(item, word) for word in ("while", "until", "unless", "if"))
        ):
            content += list(span(item))
    content.sort()
    if content and token.doc[content[-1]].pos_ == "ADP" and content[-1] > token.i:
        content += [i for i in governed_by(token.doc[content[-1]])[0] if i > content[-1]]
    return 1, "object", content, heads[0].i


def _essential(token: Token) -> list[int]:
    """Return what is under a noun, without a relative clause or an apposition that is set off by a comma."""
    dropped: set[int] = set()
    for child in token.subtree:
        if (
            child.dep_ in ("relcl", "appos")
            and child.left_edge.i > token.i
            and token.doc[child.left_edge.i - 1].text in (",", "–", "—")
        ):
            dropped |= {child.left_edge.i - 1, *span(child)}
    return [i for i in span(token) if i not in dropped]


def _clause(  # noqa: C901  # one branch per way in which English says it
    token: Token, takes: frozenset[str], children: list[Token], objects: list[Token]
) -> tuple[int, str, list[int], int | None] | None:
    clauses = [
        child
        for child in children
        if child.dep_ in ("ccomp", "xcomp") or (child.dep_ == "advcl" and has_mark(child, "that"))
    ]
    for clause in clauses:
        infinitive = is_infinitive(clause)
        subject = next((child for child in clause.children if child.dep_ in _SUBJECTS), None)
        if infinitive and (subject is not None or objects):
            if "who-to" in takes or "clause" in takes:
                content = [*(i for item in objects for i in span(item)), *span(clause), *_further(token, clause)]
                return 4, "who-to", sorted(set(content)), clause.i
            continue
        to = next(
            (
                child
                for child in children
                if child.dep_ in ("prep", "dative")
                and child.lower_ in ("on", "upon", "to", "for", "with")
                and token.i < child.i < clause.i
            ),
            None,
        )
        if infinitive and "who-to" in takes and to is not None:
            content = [*range(to.i + 1, clause.right_edge.i + 1), *_further(token, clause)]
            return 6, "who-to", content, clause.i
        if infinitive:
            if "to" in takes or ("who-to" in takes and token.tag_ == "VBN"):
                return 4, "to", list(span(clause)), clause.i
            continue
        if clause.tag_ == "VBG" and subject is None and not has_aux(clause):
            if "ing" in takes or "clause" in takes:
                return 4, "ing", list(span(clause)), clause.i
            continue
        if "clause" in takes or "whether" in takes:
            content = _without(clause, token)
            if subject is None and objects and token.i < objects[-1].i < clause.i and not _is_told(token):
                content += list(range(objects[-1].left_edge.i, clause.i))
            for other in clauses:
                if other != clause and not is_infinitive(other) and other.dep_ == "ccomp":
                    content += _without(other, token)
            return 5, "clause", sorted(set(content)), clause.i
    return None


def _further(token: Token, clause: Token) -> list[int]:
    """Return the infinitives that a list goes on with: "to show restraint, to withdraw and to honour the truce"."""
    later = [child for child in token.children if child.dep_ in ("advcl", "xcomp", "conj") and child.i > clause.i]
    later = [
        child for child in later if is_infinitive(child) and token.doc[child.left_edge.i - 1].lower_ in (",", "and")
    ]
    return list(range(clause.right_edge.i + 1, later[-1].right_edge.i + 1)) if later else []


def _is_told(token: Token) -> bool:
    """Tell whether the object of a verb is the one to whom something is said."""
    return token.lemma_.lower() in (
        "tell",
        "inform",
        "remind",
        "assure",
        "warn",
        "advise",
        "convince",
        "persuade",
        "notify",
        "ask",
    )


def _without(clause: Token, token: Token) -> list[int]:
    """Return the clause without the part of the sentence that the cue itself governs."""
    last = list(clause.children)[-1:] if token.i < clause.i else []
    if last and last[0].dep_ == "advcl" and last[0].tag_ == "VBG" and above(last[0]) == token:
        return list(range(clause.left_edge.i, last[0].left_edge.i - 1))
    inside = _own(clause, token)
    if clause.left_edge.i <= token.i <= clause.right_edge.i:
        return [i for i in inside if i < min(_around(token)) or i > max(_around(token))]
    return inside


def _own(clause: Token, token: Token) -> list[int]:
    """Return what is under a clause, without what the speaker says besides and the parse has hung too low."""
    inside = list(span(clause))
    for child in clause.children:
        aside = child.dep_ == "advcl" and has_mark(child, "while") and token.i < clause.i < child.i
        contrast = aside and token.doc[child.left_edge.i - 1].text == ","
        if contrast or (child.dep_ == "conj" and teller_of(child) == token):
            inside = [i for i in inside if i < child.left_edge.i or i > child.right_edge.i]
            while inside and token.doc[inside[-1]].lower_ in ("and", "but", ","):
                inside.pop()
    return inside


def _predicate(
    token: Token, children: list[Token], objects: list[Token]
) -> tuple[int, str, list[int], int | None] | None:
    predicates = [
        child
        for child in children
        if child.dep_ in ("oprd", "xcomp", "ccomp") and child.i > token.i and not is_infinitive(child)
    ]
    predicates = [child for child in predicates if child.ent_type_ not in ("DATE", "TIME")]
    passive = any(child.dep_ == "nsubjpass" for child in children)
    named = objects or passive or any(child.dep_ in _SUBJECTS for item in predicates for child in item.children)
    predicates += [child for child in children if child.dep_ == "prep" and child.lower_ == "as" and named]
    for item in objects if not predicates else ():  # 'called the plan "unacceptable"'
        predicates += [child for child in item.children if child.dep_ == "amod" and child.i > item.i]
    if not predicates or not named:
        return None
    content = [i for item in objects for i in span(item)]
    content += [i for item in predicates for i in span(item)]
    return 4, "as", sorted(set(content)), predicates[0].i


def _outside(token: Token) -> tuple[list[int], int | None]:
    """Return the clause that an inserted "he said" stands in, where the parse hangs the cue below it."""
    head = token.head
    if (
        head == token
        or token.dep_ not in ("parataxis", "ccomp", "advcl", "dep", "conj")
        or head.pos_ not in ("VERB", "AUX")
        or _is_complement(token)
    ):
        return [], None
    subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
    if subject is None:
        return [], None
    kept = [subject, *(child for child in token.children if child.dep_ in ("aux", "advmod", "npadvmod", "dative"))]
    kept += [child for child in token.children if child.dep_ == "prep" and _is_circumstance(child)]
    mine = {token.i, *(i for child in kept for i in span(child))}
    if len(mine) > 40 or min(mine) == 0 or min(mine) < head.left_edge.i:
        return [], None
    before = token.doc[min(mine) - 1]
    after = token.doc[max(mine) + 1] if max(mine) + 1 < len(token.doc) else before
    if before.text not in _EDGES and after.text not in _EDGES:
        return [], None
    return [i for i in _own(head, token) if i not in mine], head.i


def _is_complement(token: Token) -> bool:
    """Tell whether a verb is what the one before it takes: "said it had not replied" does not say "replied"."""
    left, head = token.left_edge, token.head
    return token.dep_ == "ccomp" and head.i < left.i <= head.i + 2 and token.doc[left.i - 1].text not in _EDGES


def _rest(token: Token) -> tuple[list[int], int | None]:
    """Return what follows "he said" in its sentence, else what goes before it, where the parse tells nothing."""
    subject = next((child for child in token.children if child.dep_ == "nsubj"), None) or misplaced(token)
    if (
        subject is None
        or token.dep_ not in ("ROOT", "conj", "advcl", "ccomp", "parataxis")
        or abs(subject.i - token.i) > 25
    ):
        return [], None
    sentence = token.sent
    inner = [i for i in _around(token) if token.doc[i].dep_ != "dobj"]
    after = range(max(token.i, subject.right_edge.i if subject.i > token.i else token.i) + 1, sentence.end)
    before = range(sentence.start, min(subject.left_edge.i, token.i))
    for stretch in (before, after) if subject.dep_ != "nsubj" else (after, before):
        verbs = [i for i in stretch if token.doc[i].pos_ in ("VERB", "AUX")]
        if verbs and any(token.doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") for i in stretch):
            return [i for i in stretch if i not in inner or stretch is after], verbs[0]
    return [], None
