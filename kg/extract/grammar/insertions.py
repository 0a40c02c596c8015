"""Separates a cue from the clause that it reports; the cue can be inside, beside or after that clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.subjects import above, misplaced, teller_of
from kg.extract.grammar.tree import SUBJECTS, has_mark, is_infinitive, object_of, span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["around", "is_circumstance", "is_complement", "outside", "own", "rest_of", "without"]

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
_OPENING = ('"', "“", "``", "‘", "'")
_EDGES = (",", "”", '"', "''", "—", "–", "-", "(", ")")


def around(token: Token) -> list[int]:
    """Return the tokens of a cue and its dependents: its subject, its addressee and its circumstances."""
    kept = [token.i]
    for child in token.children:
        if child.dep_ in (
            *SUBJECTS,
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


def is_circumstance(prep: Token) -> bool:
    """Return whether a preposition gives the time or the channel of an utterance: "on Friday", "on Telegram"."""
    found = object_of(prep)
    governed = prep.doc[found] if found is not None else None
    return prep.lower_ == "on" and (
        governed is None or governed.ent_type_ in ("DATE", "TIME") or governed.lemma_.lower() in _CHANNELS
    )


def own(clause: Token, token: Token) -> list[int]:
    """Return the tokens under a clause, without other statements or asides that the parser attached too low."""
    inside = list(span(clause))
    later = (item for item in clause.subtree if item.dep_ == "conj" and item.head.dep_ == "relcl")
    for child in (*clause.children, *later):
        aside = child.dep_ == "advcl" and has_mark(child, "while") and token.i < clause.i < child.i
        contrast = aside and token.doc[child.left_edge.i - 1].text == ","
        doing = child.dep_ == "advcl" and child.tag_ == "VBG" and is_infinitive(clause) and child.i > clause.i
        if doing and token.doc[child.left_edge.i - 1].text == ",":
            contrast = True  # "refused to withdraw, describing the threat as blackmail"
        # "called for Oslo to pay but closed the port"
        finite = child.dep_ == "conj" and child.tag_ in ("VBD", "VBZ") and clause.tag_ == "VB" and is_infinitive(clause)
        finite = finite and child.lower_ != child.lemma_  # not "to curb Oslo and put it on the right path"
        if contrast or finite or (child.dep_ == "conj" and teller_of(child) == token):
            inside = [i for i in inside if i < child.left_edge.i or i > child.right_edge.i]
            while inside and token.doc[inside[-1]].lower_ in ("and", "but", ","):
                inside.pop()
    return inside


def without(clause: Token, token: Token) -> list[int]:
    """Return the tokens of a clause without the part of the sentence that the cue itself governs."""
    last = list(clause.children)[-1:] if token.i < clause.i else []
    if last and last[0].dep_ == "advcl" and last[0].tag_ == "VBG" and above(last[0]) == token:
        return list(range(clause.left_edge.i, last[0].left_edge.i - 1))
    inside = own(clause, token)
    if clause.left_edge.i <= token.i <= clause.right_edge.i:
        return [i for i in inside if i < min(around(token)) or i > max(around(token))]
    return inside


def outside(token: Token) -> tuple[list[int], int | None]:
    """Return the tokens and the head of the clause around an inserted "he said", if the parser put the cue below it."""
    head = token.head
    if (
        head == token
        or token.dep_ not in ("parataxis", "ccomp", "advcl", "dep", "conj")
        or head.pos_ not in ("VERB", "AUX")
        or is_complement(token)
    ):
        return [], None
    subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
    if subject is None or is_behind_relative(subject):
        return [], None
    kept = [subject, *(child for child in token.children if child.dep_ in ("aux", "advmod", "npadvmod", "dative"))]
    kept += [child for child in token.children if child.dep_ == "prep" and is_circumstance(child)]
    kept += [child for child in token.children if child.dep_ == "dobj" and token.lemma_ == "tell"]
    mine = {token.i, *(i for child in kept for i in span(child))}
    if len(mine) > 40 or min(mine) == 0 or min(mine) < head.left_edge.i:
        return [], None
    before = token.doc[min(mine) - 1]
    after = token.doc[max(mine) + 1] if max(mine) + 1 < len(token.doc) else before
    if before.text not in _EDGES and after.text not in _EDGES:
        return [], None
    if token.dep_ == "conj" and before.dep_ == "cc":
        return [], None  # "X rejected the plan, and Y hit back, saying ..."
    return [i for i in own(head, token) if i not in mine], head.i


def is_behind_relative(subject: Token) -> bool:
    """Return whether what somebody says is about the noun before: "a law which Oslo says harms fishermen"."""
    before = subject.doc[subject.left_edge.i - 1] if subject.left_edge.i else subject
    return before.tag_ in ("WDT", "WP") and before.lower_ in ("that", "which", "who", "whom")


def is_complement(token: Token) -> bool:
    """Return whether a verb only completes the verb before it: "replied" is not a cue in "said it had not replied"."""
    left, head = token.left_edge, token.head
    return token.dep_ == "ccomp" and head.i < left.i <= head.i + 2 and token.doc[left.i - 1].text not in _EDGES


def rest_of(token: Token) -> tuple[list[int], int | None]:
    """Return what follows "he said" in its sentence, or else what precedes it, if the parse shows no content."""
    subjects = [child for child in token.children if child.dep_ == "nsubj"]
    subject = min(subjects, key=lambda child: abs(child.i - token.i), default=None) or misplaced(token)
    if (
        subject is None
        or token.dep_ not in ("ROOT", "conj", "advcl", "ccomp", "parataxis")
        or abs(subject.i - token.i) > 25
        or is_behind_relative(subject)
    ):
        return [], None
    sentence = token.sent
    inner = [i for i in around(token) if token.doc[i].dep_ != "dobj"]
    after = range(max(token.i, subject.right_edge.i if subject.i > token.i else token.i) + 1, sentence.end)
    before = range(sentence.start, min(subject.left_edge.i, token.i))
    for stretch in (before, after) if subject.dep_ != "nsubj" else (after, before):
        verbs = [i for i in stretch if token.doc[i].pos_ in ("VERB", "AUX")]
        spoken = token.doc[stretch[0]].text in _OPENING if stretch else False
        if verbs and token.doc[verbs[0]].dep_ == "advcl" and stretch is before and not spoken:
            continue  # "Asked whether he would go, he said no."
        if verbs and any(token.doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") for i in stretch):
            return [i for i in stretch if i not in inner or stretch is after], verbs[0]
    return [], None
