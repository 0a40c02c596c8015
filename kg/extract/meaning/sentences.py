"""What somebody says, worded as a sentence of its own that others could agree or disagree with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.contents import Content

__all__ = ["sentence_of"]

_NEGATIVE = ("denies", "opposes", "rejects", "refuses", "doubts")
_WANTED = frozenset(
    ("calls-for", "urges", "demands", "proposes", "promises", "offers", "threatens", "refuses", "makes-condition")
)
#: What is said of a thing that has an article or a name, by the act.
_THING = {
    "denies": "is true",
    "acknowledges": "is true",
    "doubts": "is true",
    "supports": "should be supported",
    "opposes": "should be supported",
    "rejects": "should be accepted",
    "agrees": "should be accepted",
    "refuses": "should be accepted",
    "criticises": "is right",
    "praises": "is right",
    "vetoes": "should be adopted",
    "votes-for": "should be adopted",
    "votes-against": "should be adopted",
    "abstains": "should be adopted",
}
#: Acts whose objects are there already, with or without an article.
_SURELY = ("criticises", "praises", "vetoes", "votes-for", "votes-against", "abstains")
_COMING = ("fears", "hopes", "expects", "warns", "doubts")
#: Frames that take things rather than clauses.
_THINGS = ("object", "for", "of", "on", "about", "against", "favour", "over", "with")
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_WHOLE = {"ca": "can", "wo": "will", "sha": "shall", "n't": "not"}
_LEADING = re.compile(r"^(?:whether|because|since|although|while|in favou?r of) ", re.IGNORECASE)
_GOVERNED = re.compile(r"^(?:before|after|for|of|on|about|against|over|with|at|from|to the|in favou?r of) ")


def sentence_of(doc: Doc, content: Content, act: str, holder: str = "", frame: str = "", *, own: bool = False) -> str:
    """Return a content as one affirmative sentence: without quotation marks, negation left to the polarity.

    `holder` is the name of the speaker, for what is promised or refused; with `own` the content's subject means the
    speaker. `frame` tells how the cue took the content.
    """
    tokens = [doc[i] for i in content.tokens]
    negative = act in _NEGATIVE
    subject = _own_subject(doc[content.head], holder) if own else None
    thing = frame in _THINGS and doc[content.head].pos_ in ("NOUN", "PROPN", "PRON")
    finite = not thing and frame not in ("to", "who-to", "ing") and any(token.tag_ in _FINITE for token in tokens)
    wished = None if finite or thing else _wished(tokens, doc[content.head])
    words = _text(tokens, negative=negative, subject=subject, holder=holder)
    if frame == "as" and (predicate := _predicate(doc, content, negative=negative)):
        words = predicate
    elif wished:
        words = wished
    elif finite or (not frame.startswith(("to", "who")) and doc[content.head].tag_ == "VB"):
        words = _whole(tokens, doc[content.head], words)
    else:
        words = _nominal(tokens, words, act, holder, frame)
    words = re.sub(r"(?<!\w)['‘]([^'’]+)['’](?!\w)", r"\1", words).strip(" ,;:.-–—'‘’")
    return f"{words[:1].upper()}{words[1:280]}." if words else "Unclear."


def _text(tokens: list[Token], *, negative: bool, subject: Token | None = None, holder: str = "") -> str:
    """Return tokens as text with single spaces, without quotation marks and, where asked, without negation."""
    words = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        if negative and (token.dep_ == "neg" or token.lower_ in ("never", "no", "yet") or _is_longer(token)):
            words += " "
            continue
        gap = before is not None and before.i != token.i - 1
        text = holder if token == subject else _WHOLE.get(token.lower_, token.text)
        words += (" " if gap or token.lower_ == "n't" else "") + text + token.whitespace_
    words = re.sub(r"[\"“”„«»]|``|''", "", words)
    return " ".join(re.sub(r"(?:\s*,){2,}", " ", words).split()).strip(" ,;:.-–—'‘’")


def _is_longer(token: Token) -> bool:
    return token.lower_ == "longer" and token.i > 0 and token.doc[token.i - 1].lower_ == "no"


def _wished(tokens: list[Token], head: Token) -> str | None:
    """Return what is wished in the subjunctive as a duty: "that the government sign", "that Hamas be disarmed"."""
    subject = next((child for child in head.children if child.dep_ in _SUBJECTS and child.i < head.i), None)
    if subject is None or head.tag_ not in ("VB", "VBN") or any(token.tag_ == "TO" for token in head.children):
        return None
    before = [token for token in tokens if token.i <= subject.right_edge.i and token.dep_ != "mark"]
    after = [token for token in tokens if token.i > subject.right_edge.i]
    if not before or not after:
        return None
    be = "" if head.tag_ == "VB" or any(child.dep_ == "auxpass" for child in head.children) else "be "
    return f"{_text(before, negative=False)} should {be}{_text(after, negative=False)}"


def _own_subject(head: Token, holder: str) -> Token | None:
    """Return the pronoun by which the speaker is the subject: "it was arming them"."""
    found = next((child for child in head.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    if found is None or not holder or found.lower_ not in ("he", "she", "it", "they"):
        return None
    return None if found.lower_ == "it" and head.lemma_ == "be" else found


def _predicate(doc: Doc, content: Content, *, negative: bool) -> str | None:
    """Return "X is Y" for what is called or described so: "described the plan as a mistake"."""
    head = doc[content.head]
    start = head.i + 1 if head.lower_ == "as" else head.left_edge.i
    before = [doc[i] for i in content.tokens if i < min(start, head.i + 1) and doc[i] != head]
    after = [doc[i] for i in content.tokens if i >= start]
    if not before or not after or before[0].lower_ == "what":
        return _text(after, negative=negative) if after else None
    nouns = [token for token in before if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ != "compound"]
    verb = "are" if nouns and (nouns[0].tag_ in ("NNS", "NNPS") or nouns[0].lower_ == "they") else "is"
    return f"{_text(before, negative=negative)} {verb} {_text(after, negative=negative)}"


def _whole(tokens: list[Token], head: Token, words: str) -> str:
    """Return a clause with a subject: that of a relative clause, or of the clause that it is coordinated with."""
    first = tokens[0]
    if first.lower_ in ("who", "which", "that") and first.head.dep_ == "relcl":
        noun = first.head.head
        return f"{first.doc[noun.left_edge.i : first.i].text.strip(' ,')} {words.partition(' ')[2]}"
    words = _LEADING.sub("", words)
    if first.lower_ == "that" and first.dep_ == "mark":
        words = words.partition(" ")[2]
    return _with_subject(tokens, head, words)


def _with_subject(tokens: list[Token], head: Token, words: str) -> str:
    """Return a coordinated verb with the subject and the auxiliary of the one before: "must stay and open it"."""
    if head.dep_ != "conj" or any(child.dep_ in _SUBJECTS for child in head.children):
        return words
    modal = next((child.text for child in head.head.children if child.tag_ == "MD"), "") if head.tag_ == "VB" else ""
    if modal and not any(child.tag_ in ("MD", "TO") for child in head.children):
        words = f"{modal} {words}"
    subject = next((child for child in head.head.children if child.dep_ in _SUBJECTS), None)
    if subject is None or subject.i in {token.i for token in tokens} or subject.right_edge.i - subject.left_edge.i > 12:
        return words
    return f"{_text(list(subject.subtree), negative=False)} {words}"


def _nominal(tokens: list[Token], words: str, act: str, holder: str, frame: str) -> str:
    """Return what has no finite verb as a sentence: "for Assad to quit", "to withdraw", "a truce"."""
    words = _GOVERNED.sub("", words).removeprefix("that ")
    called = re.match(r"(?P<what>.{2,120}?) as (?P<name>.+)", words) if act == "claims" and frame == "object" else None
    if called:
        return f"{called['what']} is {called['name']}"
    accused = re.match(r"(?P<who>.{2,120}?) (?:for|over|of) (?P<what>.+)", words)
    if act in ("blames", "accuses") and accused and frame in ("for", "on", "of", "object"):
        doing = re.match(r"\w+ing\b", accused["what"])
        link = "is" if doing and act == "accuses" else "is to blame for" if act == "blames" else "is guilty of"
        who = holder if accused["who"] == "each other" and holder else accused["who"]
        return f"{who} {link} {accused['what']}"
    if words.startswith("responsibility") and holder:
        return f"{holder} is responsible {words.removeprefix('responsibility').strip()}"
    if words.startswith("to ") and not any(token.tag_ == "TO" for token in tokens[:2]):
        words = words[3:]  # "opposition to the plan"
    if words.startswith("to ") and holder:
        return f"{holder} should {words[3:]}"
    asked = re.match(r"(?P<who>.{2,120}?) to (?P<what>[a-z]+\b.*)", words)
    if asked and (frame in ("who-to", "for") or act in ("urges", "demands")):
        who, no = asked["who"].removesuffix(" not"), " not" if asked["who"].endswith(" not") else ""
        return f"{who} should{no} {asked['what']}"
    if frame == "ing" and holder and tokens[0].tag_ == "VBG":
        rest = words.partition(" ")[2]
        return f"{holder} should {tokens[0].lemma_} {rest}" if act in _WANTED else f"{holder} is {words}"
    return _thing(tokens, words, act)


def _thing(tokens: list[Token], words: str, act: str) -> str:
    """Return a sentence about a thing: that it should be, that it is so, or that it is right."""
    noun = next((token for token in tokens if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound"), tokens[0])
    named = bool(re.match(r"(?:the|this|that|these|those|its|his|her|their|our)\b|[A-Z]", words))
    verdict = _THING.get(act)
    if verdict and (named or act in _SURELY):
        return f"{words} {verdict.replace('is ', 'are ') if noun.tag_ in ('NNS', 'NNPS') else verdict}"
    opening = "There should be" if act in _WANTED or verdict else "There will be" if act in _COMING else "There is"
    words = re.sub(r"^(?:The|An?) ", lambda found: found[0].lower(), words)
    return f"{opening} {words.removeprefix('any ').removeprefix('all ')}"
