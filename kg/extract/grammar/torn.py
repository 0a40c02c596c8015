"""Repairs sources and contents in which the parser joined separate parts, such as two sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.frame import UTTERANCES
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.tree import object_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution

__all__ = [
    "after_aside",
    "after_openings",
    "after_participle",
    "after_quotation",
    "before_another",
    "before_the_day",
    "before_the_deed",
    "behind_place",
    "behind_voice",
    "beside_semicolons",
    "leave_to_others",
    "nearest_subject",
]

#: Conjunctions that introduce what another speaker says.
_CONTRASTING = ("while", "whereas")
#: Prepositions that the parser takes for those of a day, where a clause follows.
_WHEN = ("after", "before", "since", "until")
_CLOSING = ('"', "”", "''")


def after_quotation(doc: Doc, source: list[int]) -> tuple[list[int], set[int]]:
    """Return a source without the end of the quotation before it, and the tokens that belong to the previous sentence.

    'called it "disturbing." Cuba defended it' is two sentences; Cuba says nothing in the first.
    """
    ends = [i for i in source[1:] if doc[i].text in _CLOSING and doc[i - 1].text in (".", "!", "?")]
    if not ends:
        return source, set()
    return [i for i in source if i > ends[-1]], set(range(doc[source[0]].sent.start, ends[-1] + 1))


def before_the_deed(found: Token) -> Token:
    """Return the person whose deed the parser took for an adjective: "Anna Berg, the envoy, criticized states for"."""
    deed = next((c for c in found.lefts if c.dep_ == "amod" and c.tag_ == "VBN" and c.i), None)
    if deed is None or deed.lemma_.lower() not in lexicon().verbs or deed.nbor(-1).text != ",":
        return found
    names = [name for name in found.sent.ents if name.label_ == "PERSON" and name.end < deed.i]
    return names[0].root if names else found


def before_the_day(found: Token) -> Token:
    """Return the name before a day that the parser took for the subject: "Minister Anna Berg Sunday denied"."""
    named = [child for child in found.children if child.dep_ == "compound" and child.ent_type_ != "DATE"]
    return named[-1] if found.ent_type_ == "DATE" and found.pos_ == "PROPN" and named else found


def nearest_subject(verb: Token) -> Token | None:
    """Return the subject nearest to a verb, which the parser may have given to an auxiliary, or None."""
    helpers = [child for child in verb.children if child.dep_ == "aux"]
    below = (*verb.children, *(item for helper in helpers for item in helper.children))
    subjects = [child for child in below if child.dep_ in ("nsubj", "csubj")]
    return min(subjects, key=lambda child: abs(child.i - verb.i), default=None)


def after_participle(found: Token, verb: Token) -> Token | None:
    """Return who acts after a participle that the parser took for the subject: "Hailing the deal, Norway called on".

    Return None if no name or noun stands between a comma and the verb, and the same word for any other subject.
    """
    opens = found.lower_.endswith("ing") and not found.ent_type_ and found.left_edge == found
    doing = opens and any(child.dep_ == "dobj" for child in found.children)  # whatever the parser takes it for
    if not doing or found.dep_ not in ("csubj", "nsubj") or found.i > verb.i:
        return found
    comma = next((i for i in range(verb.i - 1, found.i, -1) if found.doc[i].text == ","), None)
    between = found.doc[comma + 1 : verb.i] if comma is not None else ()
    nouns = [word for word in between if word.pos_ in ("NOUN", "PROPN") and word.ent_type_ not in ("DATE", "TIME")]
    return nouns[-1] if nouns else None


def behind_place(found: Token) -> Token:
    """Return the speaker behind a name with a colon, which the parser took for the subject: "Oslo: Anna Berg said".

    Nothing before a colon is the subject of a verb behind it, whatever the parser takes the name for.
    """
    doc = found.doc
    if found.pos_ != "PROPN" or found.i + 1 >= len(doc) or doc[found.i + 1].text != ":":
        return found
    return next((c for c in found.children if c.dep_ == "appos" and c.left_edge.i == found.i + 2), found)


def after_aside(verb: Token) -> tuple[list[int], int] | None:
    """Return the subject of a clause of time and its head, if an aside made the parser take it for a day; else None.

    "Kenya left before its neighbour, Uganda, called for a vote": it is Uganda that calls for one, and not Kenya.
    """
    doc, end = verb.doc, verb.i - 1
    if verb.tag_ not in ("VBD", "VBZ") or end < 1 or doc[end].text != ",":
        return None
    start = next((i for i in range(end - 1, verb.sent.start, -1) if doc[i].text == ","), None)
    noun = doc[start - 1] if start else verb
    link, own = noun.head, any(child.dep_ == "nsubj" and child.i > verb.i for child in verb.children)
    if start is None or own or noun.tag_ == "NNS" or link.lower_ not in _WHEN or object_of(link) != noun.i:
        return None
    aside = [doc[i] for i in range(start + 1, end)]
    if not aside or any(token.pos_ in ("VERB", "AUX", "ADP", "NUM") for token in aside):
        return None
    named = aside[-1].pos_ == "PROPN" and noun.pos_ == "NOUN"
    return [*range(noun.left_edge.i, end)], aside[-1].i if named else noun.i


def _after_addressee(doc: Doc, cue: int, content: set[int]) -> set[int]:
    """Return a content without its addressees, if the parser took them for its subject.

    In "told counterparts that Oslo had lied", the counterparts are addressees and the content begins at "that".
    """
    if doc[cue].lemma_ not in ("tell", "inform", "remind", "assure", "warn"):
        return content
    order = sorted(i for i in content if i > cue)
    begin = _second_phrase(doc, cue, order)
    if begin is not None:
        return {i for i in content if i < cue or i >= begin}
    that = next((i for i in order[1:7] if doc[i].lower_ == "that"), None)
    if (
        that is None
        or order[0] != cue + 1
        or any(doc[i].pos_ in ("VERB", "AUX", "PUNCT") for i in range(cue + 1, that))
    ):
        return content
    return {i for i in content if i < cue or i >= that}


def _second_phrase(doc: Doc, cue: int, order: list[int]) -> int | None:
    """Return where a second noun phrase directly follows the first: "told the crowd the government had lied"."""
    for i in order[1:7] if order[:1] == [cue + 1] else ():
        token, before = doc[i], doc[i - 1]
        if token.pos_ in ("VERB", "AUX", "PUNCT", "ADP", "CCONJ", "SCONJ", "PART"):
            return None
        noun = before.pos_ in ("NOUN", "PROPN") and before.i > cue
        article = token.lower_ in ("the", "a", "an", "he", "she", "it", "they", "there")
        if noun and (article or (token.ent_iob_ == "B" and before.ent_type_ == "ORG" and token.pos_ == "PROPN")):
            return i
    return None


def _after_day(doc: Doc, cue: int, content: set[int]) -> set[int]:
    """Return a content without the day of the utterance: "it had left" from "said on Tuesday it had left"."""
    words = ("on", "late", "early", "earlier")
    first = min((i for i in content if i > cue), default=len(doc))
    if first + 1 >= len(doc) or any(doc[i].lower_ not in words for i in range(cue + 1, first)):
        return content
    stop = first
    while stop < first + 2 and doc[stop].lower_ in words:
        stop += 1
    while stop < len(doc) and doc[stop].ent_type_ in ("DATE", "TIME"):
        stop += 1
    dated = doc[stop - 1].ent_type_ in ("DATE", "TIME") and doc[stop - 1].pos_ in ("PROPN", "NOUN")
    subject = stop < len(doc) and (doc[stop].pos_ in ("PRON", "DET", "PROPN") or doc[stop].lower_ == "that")
    return {i for i in content if not first <= i < stop} if dated and subject else content


def _after_channel(doc: Doc, cue: int, content: set[int]) -> set[int]:
    """Return a content without the channel before it: "said in a statement that it left" becomes "it left"."""
    first = min((i for i in content if i > cue), default=len(doc))
    if first != cue + 1 or first >= len(doc) or doc[first].lower_ not in ("in", "on", "through", "via"):
        return content
    that = next(
        (i for i in range(first + 1, min(first + 7, len(doc))) if doc[i].lower_ == "that" and i in content), None
    )
    noun = doc[that - 1] if that is not None else None
    named = noun is not None and noun.lemma_.lower() in UTTERANCES
    return {i for i in content if not first <= i < that} if named and that is not None else content


def after_openings(doc: Doc, cue: int, content: set[int]) -> set[int]:
    """Return a content without the addressee, the day and the channel that stand between it and its cue."""
    if after_aside(doc[cue]) is not None:
        content = {i for i in content if i > cue}  # "talks began after the envoy, Omar Holm, said that"
    for without in (_after_addressee, _after_day, _after_channel):
        content = without(doc, cue, content)
    return content


def before_another(doc: Doc, content: tuple[int, ...], sources: list[tuple[int, int]]) -> tuple[int, ...]:
    """Return a content that ends where another speaker begins: "accused Oslo of fraud and Rome saying ...".

    `sources` are pairs of the first token of a speaker and the cue, in text order.
    """
    inside = set(content)
    later = [start for start, cue in sources if start in inside and cue > content[-1] and start > content[0]]
    joined = (start for start in later if doc[start - 1].dep_ == "cc" or doc[start - 1].text == ",")
    stop = next(joined, None)
    kept = [i for i in content if stop is None or i < stop]
    while stop is not None and kept and (doc[kept[-1]].dep_ == "cc" or doc[kept[-1]].text == ","):
        kept.pop()
    return tuple(kept) or content


def beside_semicolons(doc: Doc, stops: list[int], cue: int, content: set[int]) -> set[int]:
    """Return a content without any part that a semicolon, or a colon before the cue, separates from its cue.

    A semicolon after the cue does not separate if "that" or "and" follows. `stops` are the tokens of the semicolons
    and colons in the text.
    """
    first, last = (min(content), max(content)) if content else (cue, cue)
    marks = [i for i in stops if min(first, cue) <= i < max(last, cue)]
    if not marks:
        return content
    before = max((i for i in marks if i < cue), default=-1)
    further = ("that", "and")
    parted = (i for i in marks if i > cue and doc[i].text == ";" and doc[i + 1].lower_ not in further)
    after = next(parted, len(doc))
    return {i for i in content if before < i < after}


def leave_to_others(doc: Doc, found: list[Attribution]) -> None:
    """Cut from each content what another speaker says beside it: 'Oslo said "...", while Rome replied that "..."'."""
    contrasted = [other for other in found if doc[other.via].dep_ == "advcl" and other.source and other.quotes]
    for item in found if contrasted else ():
        for other in contrasted:
            begin = _begin_of_other(doc, item, other)
            if begin is not None:
                item.content = tuple(i for i in item.content if i < begin)
                item.quotes = [quote for quote in item.quotes if quote.start < doc[begin].idx]


def _begin_of_other(doc: Doc, item: Attribution, other: Attribution) -> int | None:
    """Return where a contrasting clause with its own cue and source begins inside a content."""
    cue = doc[other.via]
    if not item.quotes or other.via not in item.content or other.source == item.source:
        return None
    mark = next((child.i for child in cue.children if child.dep_ == "mark" and child.lower_ in _CONTRASTING), None)
    quoted = any(quote.start <= cue.idx < quote.end for quote in item.quotes)
    return mark if mark is not None and not quoted and item.via < mark else None


def behind_voice(cue: Token) -> Token | None:
    """Return the speaker, if the parser took the name for an apposition of the agency that passes the statement on.

    In "According to the agency ISNA, the prosecutor of Tehran, Ali Mehr, said", the speaker is Ali Mehr.
    """
    voice = next((child for child in cue.children if child.dep_ == "nsubj"), None)
    if voice is None or not _is_after_according(voice):
        return None
    asides = [child for child in voice.children if child.dep_ == "appos" and cue.doc[child.left_edge.i - 1].text == ","]
    return next((child for child in asides if child.i < cue.i), None)


def _is_after_according(noun: Token) -> bool:
    """Return whether a noun phrase directly follows "according to"."""
    first = noun.left_edge.i
    if noun.doc[first].lower_ == "according":
        return noun.doc[first + 1].lower_ == "to"
    return first > 1 and noun.doc[first - 1].lower_ == "to" and noun.doc[first - 2].lower_ == "according"
