"""Small queries on the parse of a sentence (ClearNLP labels)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.splitting.dated import before_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc, Token

__all__ = [
    "SUBJECTS",
    "before_case",
    "goes_on",
    "had_of",
    "has_aux",
    "has_mark",
    "has_prep",
    "has_subject",
    "is_bare_form",
    "is_beside",
    "is_but_for",
    "is_contrast",
    "is_infinitive",
    "is_leader",
    "is_linking_that",
    "is_loose_participle",
    "is_misread_verb",
    "is_plural_noun",
    "is_put_in",
    "misread_subject",
    "object_of",
    "partner_of",
    "span",
    "subject_of",
    "where",
]


#: Relations of a subject to its verb.
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
#: spaCy's numeric identifiers of attribute values; they are the same for all texts.
_NUMBERS: dict[tuple[str, frozenset[str]], frozenset[int]] = {}
#: "the Saudi-led bloc", "US-backed talks"
_LED = frozenset(load_data("grammar/inflection.yaml")["led"])


def span(token: Token) -> range:
    """Return the token indices of the subtree of `token`, from its first to its last token."""
    return range(token.left_edge.i, token.right_edge.i + 1)


def has_mark(clause: Token, *words: str) -> bool:
    """Return whether a clause is introduced by one of certain words: "that", "for", "while"."""
    return any(child.dep_ == "mark" and child.lower_ in words for child in clause.children)


def has_prep(noun: Token, word: str) -> bool:
    """Return whether a preposition is attached to a noun."""
    return any(child.dep_ == "prep" and child.lower_ == word for child in noun.children)


def is_infinitive(clause: Token) -> bool:
    """Return whether a verb has the particle "to"."""
    return any(child.tag_ == "TO" and child.dep_ == "aux" for child in clause.children)


def is_bare_form(verb: Token) -> bool:
    """Return whether a verb is in its base form, even if it was parsed as a noun: "to host talks"."""
    return verb.tag_ in ("VB", "VBP") or (
        verb.tag_ == "NN" and is_infinitive(verb) and any(child.dep_ == "dobj" for child in verb.children)
    )


def before_case(doc: Doc, first: int) -> int:
    """Return the place of the word before another, whose genitive ending does not count; -1 if there is none.

    In "Kenya's minister", that of "Kenya" before "minister".
    """
    return first - 1 - (first > 0 and doc[first - 1].tag_ == "POS")


def is_but_for(word: Token) -> bool:
    """Return whether "but" opens a condition: "but for Norway, we would not sign", not "but for years they lied"."""
    after = word.nbor(1) if word.lower_ == "but" and word.i + 1 < len(word.doc) else None
    if after is None or after.lower_ != "for" or any(child.ent_type_ in ("DATE", "TIME") for child in after.children):
        return False
    verb = after.head
    return any(child.dep_ == "aux" and child.lower_ in ("could", "might", "would") for child in verb.children)


def has_aux(clause: Token) -> bool:
    """Return whether a verb has an auxiliary."""
    return any(child.dep_ in ("aux", "auxpass") for child in clause.children)


def is_leader(name: Token) -> bool:
    """Return whether a name only says who leads or backs what follows: "the Saudi-led bloc", "US-backed talks"."""
    doc, i = name.doc, name.i
    return i + 2 < len(doc) and doc[i + 1].text in ("-", "‑", "–") and doc[i + 2].lower_ in _LED


def is_linking_that(token: Token) -> bool:
    """Return whether "that" is a conjunction parsed as a determiner: "agreed that withdrawal is wrong"."""
    noun = token.head
    if token.lower_ != "that" or token.dep_ != "det" or not token.i or token.nbor(-1).pos_ == "ADP":
        return False
    if noun.lower_ == "time":
        return True
    return noun.tag_ in ("NNS", "NNP", "NNPS") or noun.lower_.endswith(("tion", "ment", "al", "ance", "ence", "ing"))


def has_subject(verb: Token) -> bool:
    """Return whether a verb has a subject of its own."""
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for child in verb.children)


def subject_of(verb: Token) -> Token | None:
    """Return the subject of a verb, including a shared one: "Oslo backed the plan and hoped to join"."""
    for _ in range(4):
        found = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        if found is not None or verb.dep_ != "conj":
            return found
        if _is_after_relative(verb):
            return verb.head.head
        verb = verb.head.head if goes_on(verb) else verb.head
    return None


def goes_on(verb: Token) -> bool:
    """Return whether a verb continues the content instead of the reporting: "it had left, she said, and had lost"."""
    teller = verb.head
    inserted = teller.dep_ == "parataxis" and teller.head.i < teller.i < verb.i
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return inserted and any(child.lower_ in helpers for child in teller.head.children if child.dep_ == "aux")


def partner_of(subject: Token) -> Token | None:
    """Return the name joined to a subject by "and", if the parser separated the two: "Oslo and Rome accused"."""
    first = subject.left_edge.i
    if first < 2 or subject.doc[first - 1].lower_ != "and":
        return None
    other = subject.doc[first - 2]
    alike = other.dep_ in ("nsubj", "nsubjpass") and other.head == subject.head
    alone = other.head == other and other.pos_ == "PROPN" and other.ent_type_ in ("GPE", "ORG", "PERSON")
    return other if alike or alone else None


def object_of(prep: Token) -> int | None:
    """Return the index of a preposition's object, or None."""
    return next((child.i for child in prep.children if child.dep_ in ("pobj", "pcomp")), None)


def misread_subject(verb: Token) -> Token | None:
    """Return the subject of a coordinated verb, if the parser took it for the last item of a list before it.

    "US troops had defeated ISIS and Turkey would be moving": `Turkey` does the moving.
    """
    if any(child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for child in verb.children):
        return None
    if verb.dep_ != "conj":
        return before_day(verb) or _counted_before(verb)
    if _is_after_relative(verb):
        return verb.head.head
    own = [child.i for child in verb.children if child.i < verb.i and child.dep_ in ("aux", "auxpass", "neg", "advmod")]
    first = min([verb.i, *own])
    before = verb.doc[first - 1] if first else verb
    listed = before.dep_ == "conj" and before.pos_ in ("NOUN", "PROPN") and before.head.i < before.i
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") or any(verb.doc[i].tag_ in ("MD", "VBD", "VBZ", "VBP") for i in own)
    return before if listed and finite and before.i > verb.head.i else None


def _counted_before(verb: Token) -> Token | None:
    """Return the subject of a verb, if the parser took its "over" for a preposition: "over 30 sailors were hurt"."""
    first = min([verb.i, *(child.i for child in verb.children if child.dep_ in ("aux", "auxpass"))])
    before = verb.doc[first - 1] if first else verb
    number = next((child for child in before.children if child.dep_ == "nummod"), None)
    about = before.dep_ == "pobj" and before.head.lower_ in ("about", "around", "over") and before.tag_ == "NNS"
    finite = verb.doc[first].tag_ in ("VBD", "VBP")
    return before if about and finite and number is not None and number.i == before.head.i + 1 else None


def _is_after_relative(verb: Token) -> bool:
    """Return whether a verb parsed as part of a relative clause is the predicate of the noun before it.

    "Kenya, whose envoy Anna Berg visited Oslo, opposes the deal": `Kenya` opposes it. A second verb of the clause would
    have an "and" before it.
    """
    joined = any(child.dep_ == "cc" for child in verb.head.children)
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") and verb.head.dep_ == "relcl"
    return finite and not joined and verb.doc[verb.left_edge.i - 1].text == ","


def is_contrast(mark: Token) -> bool:
    """Return whether a word begins a contrasting clause about others: "accepted the plan while Oslo had not"."""
    clause = mark.head
    return mark.dep_ == "mark" and mark.lower_ in ("although", "though", "whereas", "while") and clause.dep_ == "advcl"


def had_of(token: Token) -> Token | None:
    """Return the "have" of a perfect whose participle was parsed as an adjective: "have vetoed resolutions"."""
    return next((child for child in token.children if child.dep_ == "aux" and child.lemma_ == "have"), None)


def is_misread_verb(noun: Token) -> bool:
    """Return whether a bare noun joined to an infinitive is really a verb: "to stop it and return to the table"."""
    bare = noun.tag_ == "NN" and noun.dep_ == "conj" and noun.left_edge == noun
    return bare and noun.head.pos_ == "VERB" and is_infinitive(noun.head)


def is_loose_participle(token: Token) -> bool:
    """Return whether a participle was taken for a second verb: "got a letter, addressed to Oslo"."""
    if token.dep_ != "conj" or token.tag_ not in ("VBD", "VBN") or token.left_edge != token or has_subject(token):
        return False
    linked = any(child.dep_ == "cc" for child in token.head.children)
    objects = any(child.dep_ in ("dobj", "ccomp", "xcomp", "aux", "auxpass") for child in token.children)
    return not linked and not objects and any(child.dep_ in ("agent", "prep") for child in token.children)


def is_beside(verb: Token) -> bool:
    """Return whether a verb heads no statement of its own: an insertion, a condition, a question beside a noun.

    "it depends on the price and whether Oslo agrees", "provided that Oslo agrees"
    """
    asked = verb.dep_ == "conj" and has_mark(verb, "whether") and not has_mark(verb.head, "whether")
    return asked or (verb.lower_ in ("provided", "given") and verb.dep_ == "advcl") or is_put_in(verb)


def is_put_in(verb: Token) -> bool:
    """Return whether a verb is an insertion with the speaker's own view: "this is, we think, a mistake"."""
    first, last = verb.left_edge.i, verb.right_edge.i
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    thinks = verb.lemma_ in ("believe", "guess", "suppose", "think")
    alone = subject is not None and subject.lower_ in ("i", "we") and thinks
    if verb.dep_ != "parataxis" or not alone or not first:
        return False
    return verb.doc[first - 1].text == "," and last - first < 4


def where(doc: Doc, attribute: str, values: Iterable[str]) -> list[int]:
    """Return the indices of the tokens whose attribute has one of these values: `where(doc, "DEP", ["relcl"])`.

    Scanning the whole text at once costs a fraction of checking it token by token.
    """
    key = (attribute, values if isinstance(values, frozenset) else frozenset(values))
    wanted = _NUMBERS.get(key)
    if wanted is None:
        wanted = _NUMBERS[key] = frozenset(doc.vocab.strings[value] for value in key[1])
    found: list[int] = doc.to_array([attribute, "SPACY"])[:, 0].tolist()
    return [index for index, value in enumerate(found) if value in wanted]


def is_plural_noun(noun: Token) -> bool:
    """Return whether a noun or a name is plural."""
    return noun.tag_ in ("NNS", "NNPS")
