"""Analyses the words of noun phrases: possible names, coordinated heads, the owner of a body, acronyms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import partner_of
from kg.extract.names.actors import ALL_PORTFOLIOS, HOLDERS, PORTFOLIOS, ROLES
from kg.extract.names.groups.bodyrests import is_rest_of_body

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = [
    "acronyms",
    "coordinated",
    "is_age",
    "is_bare_office",
    "is_hardly_anybody",
    "names_of",
    "owner_of",
    "phrase_of",
    "portfolio_of",
    "short_name",
    "whole_of",
    "without_roles",
]

#: "NATO", and "MoFA" with the small letters of small words.
_ACRONYM = re.compile(r"\b[A-Z](?:[a-z]?[A-Z]){1,5}\b")
_SMALL = ("of", "for", "the", "and", "on", "in", "de", "to")
_DROPPED = ("DET", "PUNCT", "ADV", "CCONJ", "SCONJ", "PRON", "NUM")
#: What a number of them make up: "the 15-member council".
_COUNTED = ("country", "member", "nation", "party", "state", "strong")
#: What unnamed sources are said to be.
_KNOWING = ("briefed", "close", "familiar", "involved")
#: Before the name of a state, these words make the name of a body or a team.
_NO_STATES = ("association", "federation", "air", "bank", "radio", "team", "television", "tv")
_JOINED = ("NOUN", "PROPN", "PRON", "ADJ")
#: The maximum number of words in a name that is looked up.
_LONGEST = 9


def coordinated(head: Token, inside: set[int]) -> list[Token]:
    """Return the heads that are coordinated in a noun phrase: "Russia and China"."""
    heads, todo = [head], [head]
    other = partner_of(head) or joined_person(head, inside)
    if other is not None and other.i in inside:
        heads.insert(0, other)
    while todo:
        for child in todo.pop().children:
            if child.i not in inside:
                continue
            if child.dep_ in ("nmod", "compound") and child.pos_ == "PROPN":
                joined = any(item.dep_ == "cc" for item in child.children) and child.lower_ not in ALL_PORTFOLIOS
                if joined and not _is_one_name(child, head):
                    heads.insert(0, child)
            elif child.dep_ == "conj" and child.pos_ in _JOINED and not (_is_of_both(child) or _is_part(child)):
                heads.append(child)
                todo.append(child)
            heads += _joined_to_name(child, inside)
    return heads


def _is_part(last: Token) -> bool:
    """Return whether a joined word belongs to one name with the word before: "Trinidad and Tobago"."""
    words = last.doc[last.head.i + 1 : last.i + 1]
    return last.ent_type_ == "GPE" and all(word.ent_type_ == "GPE" and word.ent_iob_ == "I" for word in words)


def _is_of_both(name: Token) -> bool:
    """Return whether a state belongs to the "of" before it: "the ministers of the Gulf countries and Norway"."""
    people = name.head
    of = any(child.lower_ == "of" and people.i < child.i < name.i for child in people.children)
    return of and people.tag_ == "NNS" and people.lower_ in HOLDERS and name.ent_type_ == "GPE"


def _joined_to_name(name: Token, inside: set[int]) -> list[Token]:
    """Return a second person whom the parser joins to the name of the first: "President X and her counterpart Y"."""
    if name.dep_ != "appos" or name.ent_type_ != "PERSON":
        return []
    others = [item for item in name.children if item.dep_ == "conj" and item.i in inside]
    return [item for item in others if item.lower_ in ROLES or item.ent_type_ == "PERSON"]


def joined_person(head: Token, inside: set[int]) -> Token | None:
    """Return the person named before another one, if the parse does not join them: "President X Y and Minister Z"."""
    if head.ent_type_ != "PERSON" or any(child.dep_ in ("cc", "conj") for child in head.children):
        return None
    doc, before = head.doc, [i for i in inside if i < head.i]
    link = next((i for i in sorted(before, reverse=True) if doc[i].lower_ == "and"), None)
    if link is None or link - 1 not in inside or doc[link - 1].ent_type_ != "PERSON":
        return None
    title = (doc[i] for i in range(link + 1, head.i))
    plain = all(
        word.ent_type_ in ("GPE", "NORP", "PERSON", "ORG")
        or word.pos_ in ("PROPN", "ADJ", "PART")
        or word.lower_ in ("his", "her", "counterpart")
        for word in title
    )
    return doc[link - 1] if plain else None


def _is_one_name(first: Token, last: Token) -> bool:
    """Return whether two words belong to one name: "the Central and East European Coalition"."""
    between = [last.doc[i] for i in range(first.i + 1, last.i + 1)]
    whole = first.ent_type_ == "ORG" and all(token.ent_type_ == "ORG" and token.ent_iob_ == "I" for token in between)
    return whole or first.ent_type_ in ("", "LOC")


def is_hardly_anybody(head: Token) -> bool:
    """Return whether a noun phrase names no holder of a stance: "few ministers", "neither Oslo nor Rome"."""
    if head.ent_type_ in ("DATE", "TIME"):
        return True
    doc, first = head.doc, head.left_edge.i
    after = doc[first + 1].lower_ if first + 1 < len(doc) else ""
    if after in ("only", "just", "fewer", "less", "merely"):
        return False  # "not only Oslo", "no fewer than 20 states"
    return doc[first].lower_ in ("barely", "few", "hardly", "neither", "no", "not", "scarcely")


def without_roles(heads: list[Token]) -> list[Token]:
    """Return coordinated heads without those that only describe the last one: "academic and professor Anna Berg"."""
    last = heads[-1]
    before = last.nbor(-1 - (last.i - last.left_edge.i)) if last.left_edge.i else last
    titled = any(child.dep_ == "compound" and child.lower_ in ROLES for child in last.children)
    if len(heads) != 2 or last.ent_type_ != "PERSON" or not titled or before.lower_ != "and":
        return heads
    first = heads[0]
    bare = (
        first.ent_type_ in ("", "PERSON")
        and first.lower_ in ROLES
        and all(child.lower_ != "the" for child in first.children)
    )
    return [last] if bare else heads


def names_of(head: Token, inside: set[int], entity: Span | None) -> list[str]:
    """Return the names that a noun phrase may be known by, the longest first; each contains its head."""
    doc, left, right = head.doc, head.left_edge.i, head.i
    rest = entity is not None and is_rest_of_body(doc, entity.start, head)
    names = [entity.text] if entity is not None and not rest and entity.label_ not in ("DATE", "CARDINAL") else []
    if left == head.i and left and doc[left - 1].ent_type_ == "GPE" and doc[left - 1].whitespace_:
        names.append(doc[left - 1 : left + 1].text)  # the parser attached "North" to the line before
    for child in head.children:
        if child.dep_ == "prep" and child.i > head.i and child.lower_ in ("of", "for", "from"):
            right = max(right, child.right_edge.i)
    for stop in dict.fromkeys((right, head.i)):
        starts = (start for start in range(left, head.i + 1) if start in inside and stop - start < _LONGEST)
        names += [doc[start : stop + 1].text for start in starts if not is_rest_of_body(doc, start, head)]
    body = left < head.i and _names_a_body(doc[head.i - 1])  # "Radio Pakistan", "CNN Indonesia"
    return [name for name in names if name and name[0].isalnum() and not (body and name == head.text)]


def _names_a_body(before: Token) -> bool:
    """Return whether what stands before the name of a state makes it that of a body."""
    return before.lower_ in _NO_STATES or (before.ent_type_ == "ORG" and before.is_upper and len(before) > len("UK"))


def phrase_of(head: Token, inside: set[int]) -> str:
    """Return a short form of a noun phrase: without leading articles and numbers, and with only a short "of ..."."""
    doc, start = head.doc, head.i
    while start - 1 in inside and start - 1 >= head.left_edge.i and not _ends_phrase(doc[start - 1]):
        start -= 1
    while start < head.i and _is_dropped(doc[start]):
        start += 1
    # "US and Gulf states": the states of the Gulf.
    start = next((i + 1 for i in range(head.i - 1, start, -1) if _parts_names(doc[i], head)), start)
    start += 0 < start < head.i and doc[start - 1].text == "-" and not doc[start - 1].whitespace_  # "high-ranking"
    start = next((i + 1 for i in range(head.i - 1, start - 1, -1) if is_age(doc[i])), start)
    stop = head.i
    for child in head.children:
        near = child.dep_ == "prep" and child.i == head.i + 1 and child.right_edge.i - head.i < 7
        if near and child.right_edge.i in inside and _names(child):
            stop = child.right_edge.i
        knows = child.i == head.i + 1 and child.lower_ in _KNOWING and child.right_edge.i - head.i < 8
        if knows and child.right_edge.i in inside:
            stop = child.right_edge.i  # "people familiar with the talks"
    return " ".join(doc[start : stop + 1].text.split())


def _is_dropped(word: Token) -> bool:
    """Return whether a word at the head of a phrase names nobody: an article, a number, "15-member"."""
    counted = word.i > 1 and word.nbor(-1).text == "-" and word.nbor(-2).pos_ == "NUM" and word.lower_ in _COUNTED
    return counted or word.pos_ in _DROPPED or word.ent_type_ in ("CARDINAL", "QUANTITY")


def _ends_phrase(mark: Token) -> bool:
    """Return whether a comma or quotation mark ends a phrase: not the one in "the French, Kenyan and U.S. envoys"."""
    listed = (
        mark.text == ","
        and mark.head.dep_ in ("amod", "nmod")
        and any(child.dep_ == "conj" for child in mark.head.children)
    )
    return mark.text in (",", '"', "“") and not listed


def _parts_names(link: Token, head: Token) -> bool:
    """Return whether a word joins the name of a state to another one with the noun itself: "US and Gulf states"."""
    first = link.nbor(-1)
    name = first.dep_ in ("nmod", "compound") and first.head == head and first.ent_type_ == "GPE"
    return link.lower_ == "and" and name and first.is_upper


def _names(prep: Token) -> bool:
    """Return whether a preposition says where people belong: "families of the hostages", "residents in Idlib"."""
    if any(token.ent_type_ in ("DATE", "TIME") for token in prep.children):
        return False  # "a spokeswoman on Thursday said"
    if prep.lower_ == "of":
        return True
    return prep.lower_ in ("along", "for", "from", "in", "on") and any(token.pos_ == "PROPN" for token in prep.subtree)


def is_age(word: Token) -> bool:
    """Return whether a word is the end of an age, which identifies nobody: "the 46-year-old president"."""
    apart = word.lower_ == "old" and word.i > 0 and word.nbor(-1).text == "-"
    return apart or word.lower_.endswith("year-old")


def is_bare_office(head: Token) -> bool:
    """Return whether a description consists only of the office: "the president", "the foreign minister"."""
    before = [child for child in head.children if child.i < head.i]
    definite = head.pos_ == "PROPN" or any(child.lower_ in ("the", "this", "that") for child in before)
    plain = all(
        child.dep_ in ("det", "punct")
        or child.lower_ in (*PORTFOLIOS, *ROLES, "former", "ex", "then", "late", "veteran", "senior")
        or is_age(child)
        for child in before
    )
    return definite and plain and not any(child.dep_ == "prep" and child.lower_ == "of" for child in head.children)


def owner_of(head: Token) -> tuple[Token | None, int]:
    """Return the token before a noun that names its owner, and where the words of the body itself begin."""
    for child in head.children:
        if child.i > head.i:
            break
        if child.dep_ == "poss":
            return child, child.right_edge.i + 1
        if child.dep_ in ("amod", "compound") and child.ent_type_ in ("NORP", "GPE"):
            return child, child.i + 1
    return None, head.i


def portfolio_of(body: Token) -> int | None:
    """Return the last word of a ministry's field: "Affairs" in "the Ministry of Foreign Affairs of Samoa"."""
    doc, last = body.doc, body.i + 2
    ministry = body.lower_ in ("ministry", "department") and last < len(doc)
    if not ministry or doc[body.i + 1].lower_ not in ("of", "for"):
        return None
    while last < len(doc) and doc[last].lower_ in ALL_PORTFOLIOS:
        last += 1
    return last - 1 if last > body.i + 2 else None


def short_name(doc: Doc, start: int, body: Token) -> str:
    """Return the name of a body without its owner; "Ministry of Foreign Affairs" becomes "Foreign Ministry"."""
    last = portfolio_of(body)
    if last is None:
        return doc[start : body.i + 1].text
    words = [word.text for word in doc[body.i + 2 : last + 1] if word.lower_ != "affairs" or last == body.i + 2]
    return " ".join((*words, body.text))


def acronyms(doc: Doc, text: str) -> dict[str, str]:
    """Return the long forms of acronyms in a text, if the text spells them out: "RSF"."""
    short = set(_ACRONYM.findall(text))
    found: dict[str, str] = {}
    for entity in doc.ents if short else ():
        whole = entity.text.partition(" (")[0]  # the parser may take "(BU" for a part of "the Berg Union"
        name = whole.removeprefix("the ").removeprefix("The ")
        every = name.replace("-", " ").split()
        plain = [word for word in every if word.lower() not in _SMALL]
        if len(plain) > 1 and entity.label_ in ("ORG", "NORP", "GPE"):
            # "the Kenyan Ministry of Trade (MoT)" leaves the nation out.
            given = [every[1:]] if doc[entity.end : entity.end + 1].text == "(" else []
            for letters in {"".join(word[0] for word in some) for some in (plain, every, *given)} & short:
                found.setdefault(letters, name)
    return found


def whole_of(noun: Token) -> Token:
    """Return the person that a body only describes: in "X of the Center for Progress, who said", X is the speaker."""
    above = noun
    while above.ent_type_ not in ("PERSON", "") and above.dep_ == "pobj" and above.head.dep_ == "prep":
        above = above.head.head
    return above if above.ent_type_ == "PERSON" else noun
