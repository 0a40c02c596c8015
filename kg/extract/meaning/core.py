"""Reduces a content to its core: its tokens without openers, asides, insertions and relative dates."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.grammar.dates import DAYS, MONTHS
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.splitting.contrasts import set_against
from kg.extract.grammar.tree import has_mark, has_subject, is_but_for, is_linking_that, is_loose_participle, is_put_in
from kg.extract.meaning.forms.asides import needed_inside, tears_a_clause, without_manner, without_torn_ends
from kg.extract.names.actors import ROLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["core_of", "is_question"]

_WORDS = load_data("meaning/wording.yaml")

_OPENERS = frozenset(_WORDS["openers"])
_OPENING_DEPS = ("mark", "cc", "advmod", "intj", "discourse", "preconj", "dep", "npadvmod", "neg", "punct")
_DASHES = ("—", "–", "--")
_POINTED = frozenset(_WORDS["pointed"])
#: "May" is left out: it is rather the verb.
_SPANS = frozenset(("week", "month", "year", "morning", "afternoon", "evening", *MONTHS)) - {"may"}
_TIMES = re.compile(
    r"\b(?:last|tonight|today|yesterday|tomorrow|week|month|year|morning|afternoon|evening|\w+day)\b", re.IGNORECASE
)
#: Dependency labels of possible asides.
_ASIDES = ("acl", "advcl", "amod", "appos", "conj", "prep", "relcl")
_GREETINGS = ("dear", "distinguished", "fellow", "friends", "ladies", "madam", "mr.", "mr", "my")
_LED = frozenset(_WORDS["leading_over"])  # nouns in transitions such as "for that reason"
_TODAY = ("today", "tomorrow", "tonight", "yesterday")
_RELATIVES = ("which", "who", "whom", "whose", "where", "when")


def is_question(doc: Doc, tokens: tuple[int, ...]) -> bool:
    """Return whether some words are a question, or have one among them."""
    return any(doc[i].text == "?" for i in tokens)


def core_of(doc: Doc, tokens: tuple[int, ...], head: int) -> list[Token]:
    """Return the tokens of a content that make up its sentence: the essential ones in the sentence of its head."""
    bounds = doc[head].sent
    kept = [i for i in tokens if bounds.start <= i < bounds.end and not doc[i].is_space]
    kept = [i for i in kept if not _is_omission(doc, i, head)]
    if [doc[i].lower_ for i in kept[:2]] == ["so", "far"]:  # relative to the day of the text
        kept = kept[2:]
    if len(kept) > 4 and doc[kept[0]].pos_ == "ADP" and doc[kept[1]].lower_ in ("this", "that", "these", "those"):
        led = doc[kept[2]].lower_ in _LED and doc[kept[2]].head == doc[kept[0]]
        kept = kept[3:] if led else kept  # "for that reason"
    kept = _without_gaps(doc, [i for i in kept if i not in set_against(doc[head], kept)], head)
    kept = without_manner(doc, kept)
    kept = _without_brackets(doc, _without_however(doc, kept))
    kept = _without_asides(doc, kept, head)
    kept = _without_days(doc, kept, head)
    kept = without_torn_ends(doc, _without_openers(doc, _without_lead(doc, kept, head), head), head)
    return [doc[i] for i in kept]


def _is_omission(doc: Doc, i: int, head: int) -> bool:
    """Return whether dots stand for words left out between a subject and its verb: "Oslo ... offered a truce"."""
    if doc[i].text not in ("...", "…") or not 0 < i < len(doc) - 1:
        return False
    subject, verb = doc[i - 1], doc[i + 1]
    own = subject.dep_ == "nsubj" and subject.head.i == head and head in (verb.i, verb.head.i)
    return own and verb.tag_ in ("VBD", "VBZ", "VBP")


def _without_lead(doc: Doc, kept: list[int], head: int) -> list[int]:
    """Leave out an introduction such as "let me be clear:" or "Mr. Speaker,"."""
    if len(kept) > 3 and doc[kept[0]].lower_ in _GREETINGS:
        subject = next((child.left_edge.i for child in doc[head].children if child.dep_.startswith("nsubj")), -1)
        greeted = [i for i in kept if i < subject]
        named = all(doc[i].pos_ in ("ADJ", "DET", "NOUN", "PRON", "PROPN", "PUNCT") for i in greeted)
        if greeted and named and doc[subject].pos_ == "PRON":
            return [i for i in kept if i >= subject]
    if len(kept) < 3 or doc[kept[0]].lower_ != "let" or doc[kept[1]].lower_ != "me":
        return kept
    colon = next((i for i in kept if doc[i].text == ":" and i < head), None)
    return [i for i in kept if colon is None or i > colon]


def _without_gaps(doc: Doc, kept: list[int], head: int) -> list[int]:
    """Leave out the commas around an inserted "he said", but keep one after words that precede the subject."""
    subjects = [child.i for child in doc[head].children if child.dep_ in ("nsubj", "nsubjpass", "expl")]
    dropped: set[int] = set()
    for before, after in pairwise(kept):
        if all(doc[i].is_space for i in range(before + 1, after)) or (before >= head and doc[after].text != ","):
            continue
        marks = [i for i in (before, after) if doc[i].text == ","]
        parted = any(i < before for i in subjects)
        dropped.update(marks if parted else marks[1:])
    return [i for i in kept if i not in dropped]


def _without_however(doc: Doc, kept: list[int]) -> list[int]:
    """Leave out a contrast with what was said before: "the minister, however, did not react"."""
    commas = {i for i in kept if doc[i].text == ","}
    found = [i for i in kept if doc[i].lower_ in ("however", "meanwhile") and {i - 1, i + 1} <= commas]
    return [i for i in kept if not any(i in (j - 1, j, j + 1) for j in found)]


def _without_brackets(doc: Doc, kept: list[int]) -> list[int]:
    """Leave out words in round brackets and between two dashes."""
    found: list[int] = []
    depth = 0
    needed: set[int] = set()
    for start in (i for i in kept if doc[i].text == "("):
        end = next((i for i in kept if i > start and doc[i].text == ")"), start)
        needed |= {start, end} if needed_inside(doc, kept, start, end) else set()
    kept = [i for i in kept if i not in needed]
    for i in kept:
        depth += doc[i].text == "("
        if not depth:
            found.append(i)
        # A content may begin inside brackets, so an unmatched closing bracket is ignored.
        depth -= doc[i].text == ")" and depth > 0
    dashes = [i for i in found if (doc[i].text in _DASHES or _is_spaced(doc, i)) and not _is_range(doc, i)]
    if len(dashes) == 2:
        return [i for i in found if not dashes[0] <= i <= dashes[1]]
    # If the dash comes early, too few words would be left for a sentence.
    if len(dashes) == 1 and dashes[0] - found[0] >= 4 and not tears_a_clause(doc, found, dashes[0]):
        return [i for i in found if i < dashes[0]]
    return found


def _is_spaced(doc: Doc, i: int) -> bool:
    """Return whether a hyphen stands between spaces, as a dash does."""
    return doc[i].text == "-" and i > 0 and bool(doc[i].whitespace_) and bool(doc[i - 1].whitespace_)


def _is_range(doc: Doc, dash: int) -> bool:
    """Return whether a dash is between two numbers: "0 – 1 %"."""
    return 0 < dash < len(doc) - 1 and doc[dash - 1].like_num and doc[dash + 1].like_num


def _without_asides(doc: Doc, kept: list[int], head: int) -> list[int]:
    """Leave out "as I said", and appositions, relative clauses and participles set off by commas."""
    dropped: set[int] = set()
    inside = set(kept)
    for i in kept:
        token = doc[i]
        thought = is_put_in(token)
        if i == head or i in dropped or (token.dep_ not in _ASIDES and token.tag_ != "VBG" and not thought):
            continue
        left, right = token.left_edge.i, token.right_edge.i
        # A subtree that contains the head is never an aside, whatever the parser says.
        if head >= left and head <= right:
            continue
        comma = left - 1 in inside and doc[left - 1].text == ","
        first = doc[left].lower_
        second = doc[left + 1].lower_ if left < right and doc[left].pos_ == "ADP" else ""
        relative = token.dep_ == "relcl" and (first in _RELATIVES or second in _RELATIVES)  # "which", "with whom"
        aside = (token.dep_ == "appos" and token.ent_type_ != "DATE" and not _is_named_by(token)) or (
            token.dep_ in ("prep", "amod", "acl") and first in ("including", "such", "among", "like", "especially")
        )
        aside = aside or is_loose_participle(token)
        aside = aside or (token.dep_ == "acl" and token.tag_ == "VBN" and left == i)  # "a letter, addressed to Oslo"
        said = (
            token.dep_ == "advcl"
            and has_mark(token, "as")
            and token.lemma_ in ("say", "state", "know", "note", "mention", "see", "recall", "stress", "expect", "hear")
        )
        citing = token.tag_ == "VBG" and token.lemma_ in ("cite", "quote") and token.i > head and token.dep_ != "pcomp"
        if citing and left == i:
            dropped |= set(range(left - comma, right + 1))
            continue
        said = said or thought
        doing = token.dep_ == "advcl" and token.tag_ == "VBG" and token.i > head and not has_subject(token)
        if (comma and (relative or aside or doing) and not _is_list(token)) or said:
            right = _end_of_list(doc, kept, right) if first == "including" else right
            dropped |= set(range(left, right + 1))
            if comma:
                dropped.add(left - 1)
            if right + 1 in inside and doc[right + 1].text == "," and (said or not comma or right + 2 in inside):
                dropped.add(right + 1)
    return [i for i in kept if i not in dropped]


def _end_of_list(doc: Doc, kept: list[int], right: int) -> int:
    """Return the end of a list of which the parser took the first item only: ", including oil, gas and coal"."""
    rest = [i for i in kept if i > right]
    listed = bool(rest) and doc[rest[0]].text == "," and any(doc[i].dep_ == "cc" for i in rest)
    return rest[-1] if listed and not any(doc[i].pos_ in ("VERB", "AUX", "PRON") for i in rest) else right


def _is_named_by(name: Token) -> bool:
    """Return whether a title is nothing without the name after it: "as asked by President, Adam Berg"."""
    title = name.head
    bare = not any(child.dep_ in ("det", "poss", "amod", "compound") for child in title.children)
    return name.pos_ == "PROPN" and title.lower_ in ROLES and bare and name.i > title.i


def _is_list(token: Token) -> bool:
    """Return whether an apposition is really an item of a list: "Canada, France and Japan", "Holm, sons and staff"."""
    if token.tag_ == "NNS" and token.head.ent_type_ == "PERSON" and token.head.tag_ == "NNP":
        return any(word.dep_ == "cc" for word in token.subtree)  # several are not one person
    return any(child.dep_ in ("conj", "cc") for child in token.children)


def _without_days(doc: Doc, kept: list[int], head: int) -> list[int]:
    """Leave out days and times relative to the date of the text: "on Friday", "this week"."""
    dropped: set[int] = set()
    inside = set(kept)
    for child in doc[head].children:
        ending = child.dep_ == "agent" and child.right_edge.ent_type_ == "DATE"  # "formed by the end of this year"
        if child.dep_ not in ("npadvmod", "prep", "advmod", "tmod") and not ending:
            continue
        words = [doc[i] for i in range(child.left_edge.i, child.right_edge.i + 1)]
        if any(
            word.pos_ == "PROPN" and word.ent_type_ == "DATE" and word.lower_ not in (*DAYS, *MONTHS) for word in words
        ):
            continue  # a name that was taken for a day: "the coup in Niger"
        if child.dep_ == "prep" and any(_is_todays(word) for word in words):
            dropped |= set(range(words[0].i, words[-1].i + 1))
            continue
        timed = any(
            word.ent_type_ in ("DATE", "TIME") or word.lower_ in ("now", "today", "yesterday", "tomorrow", "recently")
            for word in words
        )
        if timed and all(word.lower_ in _POINTED or word.ent_type_ == "DATE" or word.is_punct for word in words):
            text = " ".join(word.text for word in words)
            # Dates with a year and durations do not depend on the date of the text.
            if re.search(r"\b\d{4}\b|\byears\b|\bmonths\b|\bdays\b|\bweeks\b|\bcentur", text):
                continue
            left, right = words[0].i, words[-1].i
            dropped |= set(range(left, right + 1))
            if right + 1 in inside and doc[right + 1].text == "," and left == kept[0]:
                dropped.add(right + 1)
    dropped |= _days_within(doc, inside)
    return [i for i in kept if i not in dropped]


def _is_todays(word: Token) -> bool:
    """Return whether a noun is identified by the day of the text: "at today's meeting"."""
    return word.lower_ in _TODAY and word.i + 1 < len(word.doc) and word.nbor(1).tag_ == "POS"


def _days_within(doc: Doc, inside: set[int]) -> set[int]:
    """Return the words anywhere in the content that give a relative date: "tonight", "this week"."""
    found: set[int] = set()
    # Most sentences have none, and one search of the text is cheaper than a check of every word.
    if not inside or not _TIMES.search(doc[min(inside) : max(inside) + 1].text):
        return found
    for i in inside:
        token = doc[i]
        alone = token.lower_ in ("tonight", "today", "yesterday", "tomorrow") and not list(token.children)
        if alone and token.dep_ in ("npadvmod", "advmod") and token.i > 0:
            found.add(i)
        day = next((child for child in token.children if child.ent_type_ == "DATE"), None)
        if token.lower_ == "on" and token.dep_ == "prep" and day is not None and day.i == i + 1 and day.lower_ in DAYS:
            found |= {i, i + 1}
        this = token.dep_ in ("npadvmod", "pobj") and token.lower_ in _SPANS
        beside = list(token.children)
        pointed = len(beside) in (1, 2) and beside[-1].lower_ in ("this", "last", "next") and beside[-1].i == i - 1
        if this and pointed and token.dep_ == "npadvmod":
            # "later this month"
            relative = {"earlier", "late", "later", "early"}
            found |= {i - 1, i} | ({i - 2} if i > 1 and doc[i - 2].lower_ in relative else set())
    return found


def _without_openers(doc: Doc, kept: list[int], head: int) -> list[int]:
    """Leave out conversational openers ("so", "unfortunately", "no,") and stray punctuation at both ends."""
    while kept:
        token = doc[kept[0]]
        opens = (
            token.lower_ in _OPENERS and (token.dep_ in _OPENING_DEPS or token.tag_ in ("CC", "UH")) and kept[0] != head
        )
        opens = opens or is_linking_that(token)
        # "No" is an opener in "No, they will leave" but part of the content in "no state will leave".
        if token.lower_ == "no" and not (len(kept) > 1 and doc[kept[1]].text == ","):
            opens = False
        if token.lower_ == "so" and len(kept) > 1 and doc[kept[1]].pos_ == "ADJ":
            opens = False
        following = doc[kept[1]].lower_ if len(kept) > 1 else ""
        if is_but_for(token) or (following == "of" and token.lower_ in ("instead", "because")):
            opens = False
        if token.dep_ == "neg" or (
            token.lower_ in ("after", "while", "although", "though", "since", "because") and token.head.i != head
        ):
            opens = False
        if not (opens or (token.is_punct and token.text not in ("$", "#"))):
            break
        kept = kept[1:]
    while kept and doc[kept[-1]].is_punct and doc[kept[-1]].text != "%":
        kept = kept[:-1]
    return _without_contrast(doc, kept)


def _without_contrast(doc: Doc, kept: list[int]) -> list[int]:
    """Leave out a contrast at the end that is no sentence by itself: "on Oslo's terms, not on Rome's"."""
    start = next((at for at in range(len(kept) - 1, 3, -1) if doc[kept[at]].text == ","), None)
    rest = kept[start + 1 :] if start is not None else []
    owned = len(rest) < 6 and bool(rest) and doc[rest[0]].lower_ == "not" and doc[rest[-1]].tag_ == "POS"
    return kept[:start] if owned else kept
