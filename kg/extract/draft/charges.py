"""Links a denial to the accusation ("accused Kenya of theft, which Kenya denies"), and a retraction to the claim."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import subject_of
from kg.extract.meaning.settling import is_given_up
from kg.extract.names.actors import BODIES, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attribution import Attribution
    from kg.extract.grammar.contents import Content
    from kg.extract.names.actors import Actor
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.speakers import Speakers

__all__ = ["Charges", "apart"]

_CHARGES = ("accusation", "allegation", "charge", "claim", "involvement", "responsibility")
_ACCUSING = ("accuses", "blames")
_POINTING = ("it", "that", "this")
#: What is offered or wanted, which may be turned down: "accused Oslo of breaking the deal. Oslo rejected it".
_TURNED_DOWN = frozenset(load_data("meaning/wording.yaml")["measures"]) | frozenset(
    ("deal", "demand", "idea", "offer", "plan", "proposal", "request", "text", "treaty", "agreement", "verdict")
)
#: Dependents of the noun that do not give the content of the accusation.
_BARE = ("det", "amod", "predet", "punct", "advmod")


def _charge(doc: Doc, item: Attribution) -> Token | None:
    """Return the noun with which a denial refers to an earlier accusation; None if the words say what is denied."""
    cue = doc[item.via]
    if item.sense.act not in ("denies", "rejects") or cue.pos_ not in ("VERB", "AUX"):
        return None
    objects = [child for child in cue.children if child.dep_ == "dobj"]
    relative = cue.dep_ == "relcl" and all(child.tag_ in ("WDT", "WP") for child in objects)
    noun = cue.head if relative else next(iter(objects), None)
    pointed = noun is not None and noun.lower_ in _POINTING and noun.dep_ == "dobj"
    if noun is None or not (pointed or noun.lemma_.lower() in _CHARGES):
        return None
    more = [child for child in noun.children if child.dep_ not in _BARE and child != cue]
    return None if more else noun


def apart(doc: Doc, item: Attribution) -> Attribution:
    """Return a denial of "a charge" without the accusation, which the parser includes in its content."""
    noun = _charge(doc, item)
    if noun is None or noun.i > item.via:
        return item
    words = tuple(range(noun.left_edge.i, max(noun.i, item.via if noun == doc[item.via].head else noun.i) + 1))
    return replace(item, content=words, head=noun.i, frame="object", quotes=[])


def _is_thing(word: Token, cue: Token) -> bool:
    """Return whether "it" may be a thing named after an accusation or, inside it, a thing that may be turned down."""
    if word.tag_ != "NN" or word.ent_type_ or word.lower_ in ROLES | BODIES:
        return False
    inside = word.sent == cue.sent and cue in word.ancestors
    return (
        word.lemma_.lower() in _TURNED_DOWN if inside else word.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "attr")
    )


@dataclass
class Charges:
    """The accusations in a text so far: the cue of each, the accused, and the proposition."""

    doc: Doc
    resolver: Resolver
    speakers: Speakers
    made: list[tuple[int, tuple[Actor, ...], str]] = field(default_factory=list)
    told: list[dict[str, object]] = field(default_factory=list)
    spoken: list[int] = field(default_factory=list)

    def record(self, item: Attribution, content: Content, rows: list[dict[str, object]]) -> None:
        """Record the rows of a content, and the accused: the object of the cue, or the subject of the content."""
        self._take_back(item, rows)
        self.told += rows
        self.spoken.append(item.via)
        made = [str(row["proposition"]) for row in rows if row["act"] in _ACCUSING]
        if not made:
            return
        cue = self.doc[item.via]
        named = next((child for child in cue.children if child.dep_ == "dobj"), None)
        subject = named if item.sense.act in _ACCUSING else subject_of(self.doc[content.head])
        accused = self.resolver.look(subject) if subject is not None else ()
        self.made += [(item.via, accused, slug) for slug in made if accused]

    def _take_back(self, item: Attribution, rows: list[dict[str, object]]) -> None:
        """Link a row to the earlier one of the same holder that it takes back: "took back her claim that"."""
        if item.sense.act not in ("claims", "reports", "accuses") or not is_given_up(self.doc[item.via]):
            return
        for row in rows:
            same = (old for old in self.told if all(old.get(key) == row.get(key) for key in ("speaker", "proposition")))
            if "speaker" in row and (old := next(same, None)) is not None:
                row["retracts"] = old["id"]

    def answered(self, item: Attribution, holders: tuple[Actor, ...]) -> str | None:
        """Return the proposition that a denial answers: the only recent accusation of its holder; else None."""
        noun = _charge(self.doc, item)
        if not holders or noun is None:
            return None
        near = self.resolver.discourse.paragraphs_between
        found = {
            slug
            for via, accused, slug in self.made
            if via < item.via and near(via, item.via) <= 1 and self.speakers.are_one_side(accused, holders)
            if noun.lower_ not in _POINTING or self._is_pointed_at(via, item, noun)
        }
        return found.pop() if len(found) == 1 else None

    def _is_pointed_at(self, via: int, item: Attribution, noun: Token) -> bool:
        """Return whether "it" can only be the accusation of the cue `via`: nothing else has been said since.

        Only words can be denied, but any thing can be rejected, so in "Oslo rejected it" no thing may come between.
        """
        said = {at for at in self.spoken if at > self.doc[via].sent.end}
        between = [word for word in self.doc[via + 1 : noun.i] if word not in self.doc[item.via].subtree]
        rejected = item.sense.act == "rejects" and any(_is_thing(word, self.doc[via]) for word in between)
        return not rejected and not any(at < item.via for at in said)
