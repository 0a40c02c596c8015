"""Frames: how a cue takes what is attributed, and whose it is, on the parse of a sentence (labels of ClearNLP)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.lexicon import Cue, Lexicon, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

__all__ = ["Frame", "find_frames", "source_of", "span"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_UTTERANCES = (
    "tweet",
    "statement",
    "report",
    "comment",
    "remark",
    "post",
    "letter",
    "release",
    "message",
    "speech",
    "interview",
    "announcement",
)
_FEELINGS = ("hopes", "fears", "supports", "opposes", "praises", "criticises", "doubts")
_EDGES = (",", "”", '"', "''", "—", "–", "-", "(", ")")
_CLAUSES = ("ccomp", "xcomp", "acl", "advcl", "relcl")


@dataclass(slots=True)
class Frame:
    """A cue in its place: the token, the sense that fits, the name of the frame, and the tokens of the content.

    `around` are the tokens of the cue's clause that are not content; `head` is the content's own head.
    """

    token: Token
    sense: Cue
    name: str
    cue: list[int]
    content: list[int] = field(default_factory=list)
    around: list[int] = field(default_factory=list)
    head: int | None = None
    clausal: bool = False
    noun: bool = False
    needs_source: bool = False
    given: Token | None = None


def span(token: Token) -> range:
    """Return the indices from the first to the last token under `token`."""
    return range(token.left_edge.i, token.right_edge.i + 1)


def find_frames(doc: Doc) -> Iterator[Frame]:
    """Yield every cue of the lexicon that has found its content, in the order of the text."""
    words = lexicon()
    for token in doc:
        lemma, pos = token.lemma_.lower(), token.pos_
        frame = None
        if pos in ("VERB", "AUX") and (lemma in words.verbs or _phrasal(token, lemma, words)):
            frame = _verb(token, lemma, words)
        elif pos in ("NOUN", "PROPN") and lemma in words.nouns:
            frame = _noun(token, words.nouns[lemma], words)
        elif pos in ("ADJ", "VERB") and lemma in words.adjectives:
            frame = _adjective(token, words.adjectives[lemma])
        elif token.lower_ in ("according", "in"):
            frame = _preposition(token, words)
        if frame:
            yield frame


# -- verbs


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
        if not outside and lemma in words.plain:
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


def _content(token: Token, sense: Cue, particle: Token | None) -> tuple[int, str, list[int], int | None] | None:
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
        if child.dep_ == "advcl" and "for" in takes and _has_mark(child, "for") and not objects:
            return 3, "for", list(span(child)), child.i
        if (
            child.dep_ in ("prep", "dative", "agent")
            and child.lower_ in takes
            and child != particle
            and child.lower_ not in ("to", "as")
        ):
            governed, head = _after(child)
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
            and _object_of(child) is not None
        ):
            return 2, "to-noun", list(span(child)), _object_of(child)
    if "object" in takes:
        return _object(token, children, objects)
    return None


def _object(token: Token, children: list[Token], objects: list[Token]) -> tuple[int, str, list[int], int | None] | None:
    passive = [child for child in children if child.dep_ == "nsubjpass"]
    misread = [token.head] if token.dep_ == "amod" and token.i < token.head.i and _had(token) is not None else []
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
        if item.dep_ == "prep" and not any(child.ent_type_ in ("DATE", "TIME") for child in item.children):
            content += list(span(item))
    for item in children:
        if (
            item.dep_ == "advcl"
            and item.i > token.i
            and any(_has_mark(item, word) for word in ("while", "until", "unless", "if"))
        ):
            content += list(span(item))
    content.sort()
    if content and token.doc[content[-1]].pos_ == "ADP" and content[-1] > token.i:
        content += [i for i in _after(token.doc[content[-1]])[0] if i > content[-1]]
    return 1, "object", content, heads[0].i


def _had(token: Token) -> Token | None:
    """Return the "have" of a perfect that was taken for an adjective: "have vetoed resolutions"."""
    return next((child for child in token.children if child.dep_ == "aux" and child.lemma_ == "have"), None)


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


def _clause(
    token: Token, takes: frozenset[str], children: list[Token], objects: list[Token]
) -> tuple[int, str, list[int], int | None] | None:
    clauses = [
        child
        for child in children
        if child.dep_ in ("ccomp", "xcomp") or (child.dep_ == "advcl" and _has_mark(child, "that"))
    ]
    for clause in clauses:
        infinitive = _is_infinitive(clause)
        subject = next((child for child in clause.children if child.dep_ in _SUBJECTS), None)
        if infinitive and (subject is not None or objects):
            if "who-to" in takes or "clause" in takes:
                content = [*(i for item in objects for i in span(item)), *span(clause)]
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
            return 6, "who-to", list(range(to.i + 1, clause.right_edge.i + 1)), clause.i
        if infinitive:
            if "to" in takes or ("who-to" in takes and token.tag_ == "VBN"):
                return 4, "to", list(span(clause)), clause.i
            continue
        if clause.tag_ == "VBG" and subject is None and not _has_aux(clause):
            if "ing" in takes or "clause" in takes:
                return 4, "ing", list(span(clause)), clause.i
            continue
        if "clause" in takes or "whether" in takes:
            content = _without(clause, token)
            if subject is None and objects and token.i < objects[-1].i < clause.i and not _is_told(token):
                content += list(range(objects[-1].left_edge.i, clause.i))
            for other in clauses:
                if other != clause and not _is_infinitive(other) and other.dep_ == "ccomp":
                    content += _without(other, token)
            return 5, "clause", sorted(set(content)), clause.i
    return None


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
    if (
        last
        and last[0].dep_ == "advcl"
        and last[0].tag_ == "VBG"
        and _above(last[0]) == token
        and token.lemma_.lower() in lexicon().plain
    ):
        return list(range(clause.left_edge.i, last[0].left_edge.i - 1))
    if clause.left_edge.i <= token.i <= clause.right_edge.i:
        return [i for i in span(clause) if i < min(_around(token)) or i > max(_around(token))]
    return list(span(clause))


def _predicate(
    token: Token, children: list[Token], objects: list[Token]
) -> tuple[int, str, list[int], int | None] | None:
    predicates = [
        child
        for child in children
        if child.dep_ in ("oprd", "xcomp", "ccomp") and child.i > token.i and not _is_infinitive(child)
    ]
    predicates = [child for child in predicates if child.ent_type_ not in ("DATE", "TIME")]
    passive = any(child.dep_ == "nsubjpass" for child in children)
    named = objects or passive or any(child.dep_ in _SUBJECTS for item in predicates for child in item.children)
    predicates += [child for child in children if child.dep_ == "prep" and child.lower_ == "as" and named]
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
    ):
        return [], None
    subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
    if subject is None:
        return [], None
    kept = [subject, *(child for child in token.children if child.dep_ in ("aux", "advmod", "npadvmod", "dative"))]
    mine = {token.i, *(i for child in kept for i in span(child))}
    if len(mine) > 40 or min(mine) == 0 or min(mine) < head.left_edge.i:
        return [], None
    before = token.doc[min(mine) - 1]
    after = token.doc[max(mine) + 1] if max(mine) + 1 < len(token.doc) else before
    if before.text not in _EDGES and after.text not in _EDGES:
        return [], None
    return [i for i in span(head) if i not in mine], head.i


def _rest(token: Token) -> tuple[list[int], int | None]:
    """Return what follows "he said" in its sentence, else what goes before it, where the parse tells nothing."""
    subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
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
    for stretch in (after, before):
        verbs = [i for i in stretch if token.doc[i].pos_ in ("VERB", "AUX")]
        if verbs:
            return [i for i in stretch if i not in inner or stretch is after], verbs[0]
    return [], None


def _has_mark(clause: Token, word: str) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == word for child in clause.children)


def _is_infinitive(clause: Token) -> bool:
    return any(child.tag_ == "TO" and child.dep_ == "aux" for child in clause.children)


def _has_aux(clause: Token) -> bool:
    return any(child.dep_ in ("aux", "auxpass") for child in clause.children)


def _object_of(prep: Token) -> int | None:
    return next((child.i for child in prep.children if child.dep_ in ("pobj", "pcomp")), None)


# -- nouns, adjectives, prepositions


def _noun(token: Token, senses: list[Cue], words: Lexicon) -> Frame | None:
    for sense in senses:
        for child in token.children:
            if child.i < token.i:
                continue
            finite = child.dep_ in ("acl", "ccomp", "relcl") and _has_mark(child, "that")
            infinitive = child.dep_ in ("acl", "xcomp", "relcl") and _is_infinitive(child)
            named = child.dep_ == "prep" and child.lower_ in sense.takes
            wished = child.dep_ in ("acl", "advcl", "relcl") and "for" in sense.takes and _has_mark(child, "for")
            if (finite and "clause" in sense.takes) or (infinitive and "to" in sense.takes) or named or wished:
                name = "for" if wished else "clause" if finite else "to" if infinitive else child.lower_
                content, head = (list(span(child)), child.i) if not named else _after(child)
                return Frame(token, sense, name, [token.i], content, [token.i], head, noun=True, needs_source=True)
    if (
        token.dep_ == "dobj"
        and token.head.lemma_ in ("express", "voice", "show", "convey")
        and senses[0].act in _FEELINGS
    ):
        content = [i for i in span(token) if i != token.i]
        return Frame(
            token,
            senses[0],
            "feeling",
            [token.head.i],
            [*content, token.i],
            [token.i],
            token.i,
            noun=True,
            needs_source=True,
        )
    return None


def _after(prep: Token) -> tuple[list[int], int | None]:
    """Return what a preposition governs; where the parse lost it, up to the verb that what follows belongs to."""
    found = _object_of(prep)
    if found is not None or prep.i + 1 >= prep.sent.end:
        return list(span(prep)), found
    token = prep.doc[prep.i + 1]
    while token.head.i > prep.i and token.head != token:
        token = token.head
    right = max([token.i, *(child.right_edge.i for child in token.children if child.dep_ != "punct")])
    return list(range(prep.i, right + 1)), token.i


def _adjective(token: Token, senses: list[Cue]) -> Frame | None:
    if token.dep_ not in ("acomp", "ROOT", "conj", "xcomp", "ccomp", "oprd", "advcl", "relcl", "acl", "amod"):
        return None
    carrier = token.head if token.dep_ == "acomp" else token
    for sense in senses:
        for child in [*token.children, *(carrier.children if carrier != token else ())]:
            if child.i <= token.i:
                continue
            finite = (
                child.dep_ in ("ccomp", "advcl")
                and not _is_infinitive(child)
                and (child.dep_ == "ccomp" or _has_mark(child, "that"))
            )
            infinitive = child.dep_ == "xcomp" and _is_infinitive(child)
            named = child.dep_ == "prep" and child.lower_ in sense.takes
            if (finite and "clause" in sense.takes) or (infinitive and "to" in sense.takes) or named:
                name = "clause" if finite else "to" if infinitive else child.lower_
                head = child.i if not named else _object_of(child)
                return Frame(
                    token,
                    sense,
                    name,
                    [token.i],
                    list(span(child)),
                    [token.i],
                    head,
                    clausal=finite,
                    given=carrier,
                    needs_source=True,
                )
    return None


def _preposition(token: Token, words: Lexicon) -> Frame | None:
    if token.lower_ != "according":
        return None
    to = next((child for child in token.children if child.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
        to = token.doc[token.i + 1]
    found = _object_of(to) if to is not None else None
    found = found if found is not None else next((child.i for child in token.children if child.dep_ == "pobj"), None)
    if to is None or found is None:
        return None
    given = token.doc[found]
    mine = {token.i, to.i, *span(given)}
    clause = token
    while clause.head != clause and (
        clause.dep_ in ("prep", "pobj", "pcomp", "advmod", "amod") or clause.pos_ not in ("VERB", "AUX")
    ):
        clause = clause.head
    if clause.i == given.right_edge.i + 1 and clause.text[:1].isupper() and clause.head != clause:
        mine.add(clause.i)  # the last word of the name was taken for a verb
        clause = clause.head
    content = [i for i in span(clause) if i not in mine]
    sense = words.prepositions["according to"][0]
    return Frame(token, sense, "according", [token.i, to.i], content, sorted(mine), clause.i, clausal=True, given=given)


# -- sources


def source_of(doc: Doc, frame: Frame) -> tuple[list[int], int | None]:
    """Return the tokens of the one to whom a frame gives its content, and the head among them; empty when unnamed."""
    if frame.name == "according" and frame.given is not None:
        by = next(
            (child for child in frame.given.children if child.dep_ == "prep" and child.lower_ in ("by", "from")), None
        )
        if frame.given.lemma_.lower() in _UTTERANCES and by is not None and _object_of(by) is not None:
            return list(span(by))[1:], _object_of(by)
        named = [i for i in frame.around if i > frame.cue[-1]]
        return named, frame.given.i if frame.given.i + 1 >= named[-1] and named[-1] == span(frame.given)[-1] else named[
            -1
        ]
    found = _owner(frame.token) if frame.noun else _subject(frame.given or frame.token)
    if found is None or (found.lower_ in ("it", "there") and found.dep_ == "expl"):
        return [], None
    indices = list(span(found))
    if frame.token.i in indices:  # the source is what the cue modifies: "a man who said", "activists calling for"
        indices = [i for i in indices if i < frame.token.left_edge.i]
        while indices and doc[indices[-1]].text in (",", "–", "—"):
            indices.pop()
    return [i for i in indices if i not in frame.cue], found.i


def _subject(token: Token) -> Token | None:
    """Return the head of the subject of a verb, through passives, coordination, participles and controlled infinitives."""
    for _ in range(8):
        agent = next((child for child in token.children if child.dep_ == "agent"), None)
        if agent is not None:
            found = _object_of(agent)
            return token.doc[found] if found is not None else None
        helpers = [
            child for child in token.children if child.dep_ == "aux"
        ]  # a subject may have been hung on one of them
        below = (*token.children, *(item for helper in helpers for item in helper.children))
        subjects = [child for child in below if child.dep_ in ("nsubj", "csubj")]
        if subjects:
            return min(subjects, key=lambda child: abs(child.i - token.i))
        passive = next((child for child in token.children if child.dep_ == "nsubjpass"), None)
        if passive is not None and not any(child.dep_ == "auxpass" for child in token.children):
            return passive  # misread: nothing passive about it
        if any(child.dep_ in ("nsubjpass", "auxpass", "expl") for child in token.children) and token.dep_ != "xcomp":
            return None
        if (
            token.pos_ in ("NOUN", "PROPN")
            and (owner := next((c for c in token.children if c.dep_ == "poss"), None)) is not None
        ):
            return owner
        if token.head == token:
            return None
        if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ == "VBG"):
            return token.head
        if token.dep_ == "xcomp" and any(child.dep_ == "dobj" for child in token.head.children):
            return next(child for child in token.head.children if child.dep_ == "dobj")
        token = _above(token)
    return None


def _above(token: Token) -> Token:
    """Return whose subject a verb shares: a participle after a comma goes with the verb of saying, not with what is said."""
    head = token.head
    set_off = token.dep_ == "advcl" and token.tag_ == "VBG" and token.i and token.doc[token.left_edge.i - 1].text == ","
    if set_off and head.dep_ == "ccomp" and head.head.i < head.i and head.head.lemma_.lower() in lexicon().plain:
        return head.head
    return head


def _owner(noun: Token) -> Token | None:
    """Return whose a noun is: by genitive, by preposition, by adjective of a nation, or through a supporting verb."""
    words = lexicon()
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "among"):
            found = _object_of(child)
            return noun.doc[found] if found is not None else None
    for child in noun.children:
        if child.dep_ in ("amod", "compound") and child.ent_type_ in ("NORP", "GPE", "ORG", "PERSON"):
            return child
    head = noun.head
    while head.dep_ == "conj" and head != noun:
        head = head.head
    if noun.dep_ in ("dobj", "attr") and head.pos_ in ("VERB", "AUX") and head.lemma_ in words.support:
        return _subject(head)
    return None
