"""Splits the content of an attribution into single contents: coordinated clauses, quoted sentences, list items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.grammar.deeds.measures import before_alleged, is_measure
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.lists import (
    LATER,
    by_sentence,
    coordinated_with,
    enumerated,
    is_example,
    narrows,
    trimmed_ends,
)
from kg.extract.grammar.quoted import told_and_spoken
from kg.extract.grammar.splitting.bound import is_tellers, keeps_to_another
from kg.extract.grammar.splitting.joins import (
    conditions_in,
    is_bare,
    restarts,
    under_participle,
    without_link,
    without_other_phrase,
)
from kg.extract.grammar.splitting.series import continues_list
from kg.extract.grammar.splitting.shared import names_whom, without_sharing
from kg.extract.grammar.torn import after_aside
from kg.extract.grammar.tree import SUBJECTS, has_mark, has_subject, is_infinitive, misread_subject

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution

__all__ = ["Content", "split", "split_clauses"]

_AT_ONCE = ("as", "after")
#: Words that can begin a non-restrictive relative clause.
_ASIDE = ("which", "who", "where", "whose")
#: Frames in which a gerund follows somebody who does it: "criticised Oslo for closing the port".
_DOING = ("against", "for", "of", "over")
_CARRIES = 4  # a list item with fewer words makes no sense without the words before it


@dataclass(slots=True)
class Content:
    """A single content: its tokens, its head, and the character span from which its quote is made.

    `spoken` is true if it was split off from its attribution because it is quoted in whole clauses.
    """

    tokens: tuple[int, ...]
    head: int
    quote: tuple[int, int]
    spoken: bool = False


def split(doc: Doc, item: Attribution) -> list[Content]:
    """Return the single contents of an attribution in text order."""
    parts = (part for part in _parts(doc, item) if not is_example(doc[part.head]))
    return [content for content in parts if not _is_beside(doc, item, content)]


def _is_beside(doc: Doc, item: Attribution, content: Content) -> bool:
    """Return whether a clause only says what happened at the time: "rejects the plan as violence flares"."""
    head = doc[content.head]
    quoted = any(quote.start <= head.idx < quote.end for quote in item.quotes)
    if head.lemma_ == "ask" and head.tag_ in ("VBD", "VBN") and head.i and head.nbor(-1).text == ",":
        return not quoted and not has_subject(head)  # "gave no details but, asked whether there was a plan, he said"
    return not quoted and head.dep_ == "advcl" and head.i > item.via and has_mark(head, *_AT_ONCE)


def _parts(doc: Doc, item: Attribution) -> list[Content]:
    """Return the single contents, including clauses that only say what happened at the time."""
    if item.quotes and item.frame != "according":
        told, spoken = told_and_spoken(doc, item)
        if spoken is not None:
            parts = split(doc, told) if told is not None else []
            return parts + [replace(content, spoken=True) for content in split(doc, spoken)]
    finite = any(doc[i].pos_ in ("VERB", "AUX") for i in item.content)
    plain = item.sense.act in ("claims", "reports") or item.frame != "ing"  # "denied arming them" keeps its verb
    if (
        plain
        and item.frame in ("clause", "ing", "according", "whether")
        and (finite or item.sense.lemma in lexicon().plain)
    ):
        return split_clauses(doc, item.content)
    return _listed(doc, item)


def split_clauses(doc: Doc, content: tuple[int, ...]) -> list[Content]:
    """Return one content per finite clause that is independent or coordinated."""
    inside = set(content)
    heads: list[Token] = []
    for stretch in by_sentence(doc, content):
        members = set(stretch)
        heads += [token for token in stretch.values() if _starts(token, members, inside)]
    if not heads:
        return [Content(content, _top(doc, content), _extent(doc, content))] if content else []
    return _cut(doc, content, heads)


def _starts(token: Token, members: set[int], inside: set[int]) -> bool:
    """Return whether a token heads a content of its own: a topmost clause, or one coordinated with such a clause."""
    if token.pos_ not in ("VERB", "AUX") or keeps_to_another(token) or continues_list(token, members):
        return False
    if token.head.i not in members or token.head == token:
        return True
    if token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX") and not is_bare(token):
        return _starts(token.head, members, inside)
    if token.dep_ in ("parataxis", "ccomp") and has_subject(token) and token.head.i in members and not _takes(token):
        return _starts(token.head, members, inside)
    if (_is_set_off(token) or restarts(token)) and token.i > token.head.i and token.head.i in members:
        return _starts(token.head, members, inside)
    if token.dep_ == "conj" and token.head.dep_ == "ccomp" and has_subject(token) and token.left_edge.i > 1:
        return _starts(token.head, members, inside) or token.doc[token.left_edge.i - 2].is_punct
    if (
        token.dep_ == "advcl"
        and has_subject(token)
        and any(child.dep_ in ("mark", "advmod") and child.lower_ in LATER for child in token.children)
    ):
        return token.i > token.head.i and _starts(token.head, members, inside)
    return False


def _is_set_off(token: Token) -> bool:
    """Return whether a participle is set off by a comma: "it carries weapons, supporting the regime"."""
    return (
        token.dep_ == "advcl"
        and token.tag_ == "VBG"
        and not has_subject(token)
        and token.doc[token.left_edge.i - 1].text == ","
    )


def _takes(token: Token) -> bool:
    """Return whether a complement clause belongs to its verb: "believe that it can be done" is one content."""
    return (
        token.dep_ == "ccomp"
        and token.i > token.head.i
        and not any(token.doc[i].text in (":", ";") for i in range(token.head.i, token.i))
    )


def _cut(doc: Doc, content: tuple[int, ...], heads: list[Token]) -> list[Content]:
    """Divide the content among the heads: each part runs from the left edge of its head to the next part."""
    starts = []
    for head in heads:
        left = head.left_edge.i
        if head.dep_ in ("conj", "advcl", "parataxis") or any(
            other.i != head.i and left <= other.i < head.i for other in heads
        ):
            own = [
                child.left_edge.i
                for child in head.children
                if child.dep_ not in ("cc", "conj", "ccomp", "parataxis", "advcl", "punct") or child.i > head.i
            ]
            left = min([head.i, *(i for i in own if i <= head.i)])
            misread = misread_subject(head)
            left = misread.left_edge.i if misread is not None else left
        starts.append(max(left, content[0]))
    found = []
    order = _with_conditions(sorted(zip(starts, heads, strict=True), key=lambda pair: pair[0]))
    for index, (start, head) in enumerate(order):
        if (has_mark(head, "since") and len(order) > 1) or is_tellers(head):
            continue  # only gives the time since when it is true, or what the speaker does besides
        stop = order[index + 1][0] if index + 1 < len(order) else content[-1] + 1
        tokens = [i for i in content if start <= i < stop]
        tokens = _bare(doc, trimmed_ends(doc, _without_next(doc, tokens)), head)
        tokens, head = under_participle(without_link(doc, tokens, head), head)
        parts = enumerated(doc, tuple(tokens), least=3) if tokens and _is_set_off(head) else []
        for part in parts or filter(None, [tokens]):
            found.append(Content(tuple(part), head.i if head.i in part else part[0], _extent(doc, tuple(part))))  # noqa: PERF401  # plainer as a loop
    return found


def _with_conditions(order: list[tuple[int, Token]]) -> list[tuple[int, Token]]:
    """Return starts and heads without those of conditions, whose words go to the part before, or to the first one."""
    held = conditions_in([head for _, head in order])
    kept = [pair for pair in order if pair[1].i not in held]
    return [(min(order[0][0], kept[0][0]), kept[0][1]), *kept[1:]]


def _without_next(doc: Doc, tokens: list[int]) -> list[int]:
    """Drop the marks that open the next quotation: the quote of a part would run over "he said" up to them."""
    while len(tokens) > 1 and (doc[tokens[-1]].is_space or doc[tokens[-1]].text in ("“", "‘", "``")):
        tokens = tokens[:-1]
    return tokens


def _bare(doc: Doc, tokens: list[int], head: Token) -> list[int]:
    """Drop parts set off by a comma: an adverbial before the subject, or a relative clause at the end."""
    subject = next((child for child in head.children if child.dep_ in SUBJECTS and child.i < head.i), None)
    if tokens and subject is not None and subject.left_edge.i in tokens:
        before = [i for i in tokens if i < subject.left_edge.i]
        if (
            before
            and doc[before[-1]].text == ","
            and not narrows(doc, before)
            and (
                (doc[before[0]].pos_ == "ADP" and not any(doc[i].pos_ in ("VERB", "AUX") for i in before))
                or (doc[before[0]].tag_ == "VBG" and doc[before[0]].lemma_.lower() in ("quote", "cite"))
            )
        ):
            tokens = tokens[len(before) :]
    for token in (doc[i] for i in tokens):
        if token.dep_ == "relcl" and tokens and token.right_edge.i >= tokens[-1] and token.head.i in tokens:
            first = doc[token.left_edge.i]
            comma = doc[first.i - 1].text == ","
            # "Could not accept a deal which did not end the war": another deal may be accepted.
            denied = any(child.dep_ == "neg" for child in head.children)
            told = any(child.lower_ in ("a", "an") for child in token.head.children) and token.head.dep_ != "ROOT"
            set_off = first.lower_ in _ASIDE if comma else first.lower_ == "which" and not denied and not told
            if set_off and first.i - tokens[0] >= 4:
                return [i for i in tokens if i < first.i - comma]
    return tokens


def _listed(doc: Doc, item: Attribution) -> list[Content]:
    """Return one content per item of a list: "called for a ceasefire and humanitarian aid access"."""
    start = _begin(doc, item)
    whole = item.frame in ("as", "to", "who-to") or names_whom(doc, item)
    segments = [] if whole else enumerated(doc, item.content)
    if len(segments) < 2:
        head = doc[item.head] if item.head is not None else doc[item.content[0]]
        inside = set(item.content)
        parts = _parts_of_list(doc, item, head, inside)
        segments = []
        for index, part in enumerate(parts):
            later = [other.left_edge.i for other in parts[index + 1 :]]
            right = min([part.right_edge.i, *(i - 1 for i in later)])
            left = part.left_edge.i if index or item.frame != "who-to" else item.content[0]
            segments.append(trimmed_ends(doc, [i for i in range(left, right + 1) if i in inside]))
        if len(parts) == 1:
            segments = [without_other_phrase(doc, item.content, head)]
    segments = [before_alleged(doc, part) for part in segments] if is_measure(item.sense.lemma) else segments
    found: list[Content] = []
    segments = [tokens for tokens in segments if tokens and not _is_torn(doc, tokens[-1])]
    for tokens in segments:
        begin = min(start, tokens[0]) if not found or len(tokens) < _CARRIES else tokens[0]
        whole = len(segments) < 2 or (item.frame == "who-to" and item.head in tokens)
        head_index = item.head if whole and item.head is not None else _top(doc, tuple(tokens))
        agent = [i for i in item.source if doc[item.via].tag_ != "VBG" and tokens[-1] < i <= item.via + 12]
        last = max([tokens[-1], item.via, *agent])
        found.append(Content(tuple(tokens), head_index, _extent(doc, (begin, last))))
    return found


def _parts_of_list(doc: Doc, item: Attribution, head: Token, inside: set[int]) -> list[Token]:
    duties = item.frame in ("to", "who-to")
    if item.frame in _DOING and (head.tag_ == "VBG" or names_whom(doc, item)):
        return [head]  # "accused Oslo of closing the port and arresting the crew": the accused stands only once
    found = coordinated_with(head, inside, verb="VB" if duties else "")
    return found + _infinitives(doc, item) if duties else without_sharing(found)


def _is_torn(doc: Doc, last: int) -> bool:
    """Return whether a part ends right before a hyphen: "restraint and de-escalation"."""
    return last + 1 < len(doc) and doc[last + 1].text == "-" and not doc[last].whitespace_


def _infinitives(doc: Doc, item: Attribution) -> list[Token]:
    """Return the further infinitives of a list: "to show restraint, to withdraw and to honour the truce"."""
    later = [doc[i] for i in item.content if item.head is not None and i > item.head and is_infinitive(doc[i])]
    return [token for token in later if token.head.i == item.via or (token.dep_ == "conj" and token.head in later)]


def _begin(doc: Doc, item: Attribution) -> int:
    """Return the token where the quote of a stance starts: the subject if directly before the verb, else the cue."""
    cue = min((*item.cue, item.via))
    near = [i for i in item.source if i < cue]
    subject = (bool(near) and cue - near[-1] <= 6 and doc[item.via].dep_ not in ("advcl", "acl", "pcomp")) or (
        bool(near) and (cue - near[-1] <= 1 or after_aside(doc[item.via]) is not None)
    )
    if (
        doc[item.via].pos_ == "NOUN"
        and doc[item.via].head.pos_ == "VERB"
        and doc[item.via].dep_ == "dobj"
        and not (near and cue - near[-1] <= 2)
    ):
        verb = doc[item.via].head
        return min([verb.i, *(child.i for child in verb.children if child.dep_ == "aux")])
    # "Rome was accused by Oslo of fraud" begins with Rome.
    passive = [child for child in doc[item.via].children if child.dep_ == "nsubjpass" and doc[item.via].tag_ == "VBN"]
    cue = min([cue, *(child.left_edge.i for child in passive if cue - child.left_edge.i < 8)])
    return min(near[0] if subject else cue, item.content[0])


def _extent(doc: Doc, tokens: tuple[int, ...]) -> tuple[int, int]:
    """Return the character span from the first to the last token."""
    return doc[tokens[0]].idx, doc[tokens[-1]].idx + len(doc[tokens[-1]])


def _top(doc: Doc, content: tuple[int, ...]) -> int:
    inside = set(content)
    return next((i for i in content if doc[i].head.i not in inside or doc[i].head.i == i), content[0])
