"""Turns the words of a clause into those of a separate sentence: pronouns are resolved, settled negations applied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.expletives import is_expletive
from kg.extract.grammar.inflection import past, singular_verb
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.splitting.mutual import is_each, is_other
from kg.extract.grammar.tree import SUBJECTS
from kg.extract.meaning.pieces import Piece, ReferentName, Referents, UnwordedError
from kg.extract.meaning.pronouns import continues, is_only_person, is_owned_inside, is_people, is_several, refuse_joint
from kg.extract.meaning.referring.bound import is_bound
from kg.extract.meaning.referring.mentions import FullMentions
from kg.extract.meaning.referring.owners import genitive_ending
from kg.extract.meaning.referring.standing import besides_own_subject
from kg.extract.names.actors import ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from kg.extract.meaning.negation import Negation

__all__ = ["Words"]

_WORDS = load_data("meaning/wording.yaml")
_PERSONAL = frozenset(_WORDS["pronouns"]["personal"])
_THIRD = frozenset(_WORDS["pronouns"]["third"])
#: "his country" is the country of an official, so its name can replace it.
_COUNTRY = ("country", "nation")
#: What is a state's, also where its ministry speaks of it.
_OF_STATES = ("airspace", "border", "government", "people", "soil", "sovereignty", "territory")
#: "Her Majesty" is a title, not a possessive pronoun and a noun.
_TITLES = ("excellency", "highness", "majesty")
#: Verbs that affect something of somebody other than their subject.
_AFFECTING = frozenset(_WORDS["affecting"])
_OWN = {"my", "our", "your", "his", "her", "their", "its"}
_ALONE = ("mine", "ours", "yours", "hers", "theirs")
_CONTRACTED = {
    "'ll": "will",
    "’ll": "will",
    "'re": "are",
    "’re": "are",
    "'ve": "have",
    "’ve": "have",
    "'m": "am",
    "’m": "am",
    "ca": "can",
    "wo": "will",
    "sha": "shall",
    "n't": "not",
    "n’t": "not",
    "'d": "would",
    "’d": "would",
}
_SOMEBODY = ("anybody", "anyone", "somebody", "someone")
_QUOTES = frozenset(('"', "“", "”", "„", "«", "»", "``", "''", "‘", "‹", "›"))


@dataclass
class Words:
    """Rewrites the words of one content: decides what to leave out and whom its pronouns refer to.

    If `plain`, "the agency" and "the treaty" stay as they are, because their full mentions would make no sentence.
    """

    referents: Referents
    negation: Negation | None = None
    given: list[Piece] = field(default_factory=list)
    numbers: dict[int, bool] = field(default_factory=dict)
    replaced: set[int] = field(default_factory=set)
    acting: frozenset[int] = frozenset()
    plain: bool = False

    def full(self, noun: Token) -> tuple[Token, ...]:
        """Return the words of the full mention that replaces a noun; empty if it stays as it is."""
        return () if self.plain else self.referents.full(noun)

    def described(self, noun: Token) -> ReferentName | None:
        """Return the name of what a definite noun describes, or None if it stays as it is."""
        return None if self.plain else self.referents.described(noun)

    def own_name(self, noun: Token) -> ReferentName | None:
        """Return the name of "this Congress", or None if it is not known."""
        return FullMentions(self.referents, set(), self.plain).own_name(noun.left_edge)

    def pieces(self, tokens: Sequence[Token]) -> list[Piece]:
        """Return the words of some tokens. Raises UnwordedError if a pronoun cannot be resolved."""
        found: list[Piece] = []
        kept = [token for token in tokens if not token.is_space and not self._is_left_out(token)]
        inside = {token.i for token in kept}
        mentions = FullMentions(self.referents, self.replaced, self.plain)
        for token in kept:
            if token.i not in self.replaced:
                found += mentions.pieces(token, inside) or self._piece(token, [*self.given, *found])
        self.given += found
        return found

    def holder(self, name: ReferentName) -> list[Piece]:
        """Return a holder as the subject of a sentence. Raises UnwordedError if there is none."""
        self.given.append(name.piece())
        return self.given[-1:]

    def _is_left_out(self, token: Token) -> bool:
        dropped = self.negation.dropped if self.negation else frozenset()
        return token.i in dropped or is_each(token) or token.text in _QUOTES or _is_closing(token)

    def _piece(self, token: Token, before: list[Piece]) -> list[Piece]:
        glued = token.i > 0 and not token.doc[token.i - 1].whitespace_ and bool(before)
        glued = glued and before[-1].token is not None and before[-1].token.i == token.i - 1
        if token.text == "-" or token.tag_ == "HYPH":
            return [Piece(token.text, token.tag_, glued, token)]
        if token.tag_ == "PRP$" and token.text[:1].isupper() and token.head.lower_ in _TITLES:
            return [Piece(token.text, "NNP", glued, token)]
        if self._is_pronoun(token, before):
            return self._named(token, before)
        text = self.negation.replaced.get(token.i) if self.negation else None
        if (
            text is not None
            and text == token.lemma_ != past(token.lemma_)
            and any(self.numbers.get(child.i) is False for child in token.children)
        ):
            text = singular_verb(text, "VBP", plural=False)  # "we do not believe": "Syria believes"
        if text is None:
            text = self._verb(token)
        if text in ("not", "will", "are", "have", "am", "can", "would", "is", "has") and token.text != text:
            glued = False
        if glued and before and before[-1].text in _QUOTES:
            glued = False
        changed = self.negation is not None and token.i in self.negation.replaced
        finite = changed and (token.tag_ == "VB" or token.dep_ == "neg")
        tag = ("VBD" if text == past(token.lemma_) else "VBZ") if finite else token.tag_
        return [Piece(text, tag, glued and text == token.text, token)]

    def _is_pronoun(self, token: Token, before: list[Piece]) -> bool:
        """Return whether a word is a pronoun for somebody not yet named in the sentence."""
        if is_other(token):
            return True
        if token.pos_ not in ("PRON", "DET", "ADJ"):
            return False
        # "us" is a pronoun, "US" is the United States
        if token.lower_ in _PERSONAL and token.text != "US":
            return True
        return token.lower_ in _THIRD and not is_expletive(token) and not self._inside(token, before)

    def _verb(self, token: Token) -> str:
        """Return a verb without contraction, in agreement with a subject that replaced a pronoun."""
        text = _CONTRACTED.get(token.lower_, token.text)
        if token.text in ("'s", "’s") and token.tag_ in ("VBZ", "VBP"):
            # "'s" is "has" before a past participle, but "is" if that participle is passive.
            perfect = (
                token.dep_ == "aux"
                and token.head.tag_ == "VBN"
                and not any(c.lower_ in ("being", "been") for c in token.head.children)
            )
            several = any(child.dep_ == "attr" and child.tag_ == "NNS" for child in token.children)
            text = (
                "has"
                if perfect and not any(c.dep_ == "nsubjpass" for c in token.head.children)
                else "are"
                if several
                else "is"
            )
        if token.tag_ in ("VBP", "VBD", "VBZ") or token.lower_ in ("am", "are", "were"):
            head = token if token.dep_ not in ("aux", "auxpass") else token.head
            # Coordinated verbs share the subject of the first one.
            for _ in range(3):
                subject = next((child for child in head.children if child.dep_ in SUBJECTS), None)
                if subject is not None:
                    plural = self.numbers.get(subject.i)
                    # "No traces of poison was found"
                    single = any(child.lower_ in ("a", "an") and child.dep_ == "det" for child in subject.children)
                    if plural is None and subject.tag_ == "NNS" and text in ("was", "has") and not single:
                        plural = not any(child.like_num or child.dep_ == "conj" for child in subject.children) or None
                    return text if plural is None else singular_verb(text, token.tag_, plural=plural)
                if head.dep_ != "conj":
                    break
                head = head.head
        return text

    def _inside(self, token: Token, before: list[Piece]) -> bool:
        """Return whether the sentence already contains the antecedent of a pronoun, without ambiguity."""
        low = token.lower_
        before = besides_own_subject(token, before)
        if is_bound(token, before):
            return True
        if (owned := is_owned_inside(token, before)) is not None:
            return owned
        nouns = [
            piece
            for piece in before
            if piece.noun
            or (piece.token is not None and piece.token.pos_ in ("NOUN", "PROPN") and piece.token.dep_ != "compound")
        ]
        if low.endswith(("self", "selves")):
            return bool(nouns)
        subjects = [
            piece
            for piece in nouns
            if piece.noun
            or (piece.token is not None and (piece.token.dep_ in SUBJECTS or piece.token.i in self.acting))
        ]
        if low in ("he", "she", "him", "his", "her", "himself", "herself"):
            nouns = [piece for piece in nouns if piece.token is None or piece.token.lower_ not in _PERSONAL]
            persons = [
                piece
                for piece in nouns
                if (piece.token is not None and self.referents.is_person(piece.token))
                or (piece.token is not None and piece.token.ent_type_ == "PERSON")
                or piece.tag == "PERSON"
                or (piece.token is not None and piece.token.tag_ == "NN" and piece.token.lower_ in ROLES)
            ] + [piece for piece in before if piece.token is not None and piece.token.lower_ in _SOMEBODY]
            return len({piece.text for piece in persons}) == 1
        if low in ("they", "them", "their", "themselves"):
            plurals = [piece for piece in subjects or nouns if is_several(piece)]
            # In a subordinate clause, "they" refers to a noun of the same sentence, as it does in "if someone comes".
            inner = any(is_several(piece) for piece in nouns) and token.head.dep_ in ("advcl", "relcl", "acl")
            inner = inner or any(piece.token is not None and piece.token.lower_ in _SOMEBODY for piece in before)
            return (
                len(plurals) == 1
                or (low == "themselves" and bool(plurals))
                or (low == "their" and bool(plurals) and plurals[-1] in subjects)
                or (low == "their" and not plurals and self._is_owner(subjects, nouns))
                or inner
            )
        if low == "its" and token.head.dep_ == "dobj" and token.head.head.lemma_ in _AFFECTING:
            return False  # "said the dam will shrink its share": not the dam's
        if low == "it" and token.dep_ == "nsubj" and continues(token, subjects):
            return True
        singles = [piece for piece in subjects if piece.tag in ("NN", "NNP", "ONE", "NNPS")]
        return len(singles) == 1 and (low in ("its", "itself") or token.dep_ in SUBJECTS)

    def _is_owner(self, subjects: list[Piece], nouns: list[Piece]) -> bool:
        """Return whether "their" refers to the only body that acts, or to the only people named."""
        people = [piece for piece in nouns if is_several(piece) and is_people(piece)]
        return len(people) == 1 or (not people and len(subjects) == 1 and self._is_body(subjects[0]))

    def _is_body(self, piece: Piece) -> bool:
        """Return whether a word names a state or an organisation, because "their" may refer to these, too."""
        return piece.token is not None and piece.token.ent_type_ in ("GPE", "ORG", "NORP")

    def _named(self, token: Token, before: list[Piece]) -> list[Piece]:
        refuse_joint(token, before)
        named = self.referents.of(token)
        if named is None:
            raise UnwordedError(token.text)
        low = token.lower_
        if low in _ALONE:
            raise UnwordedError(token.text)  # "the river is ours" does not mean "the river is Kenya"
        if low in ("we", "us") and token.i + 1 < len(token.doc) and token.nbor(1).tag_ in ("NNS", "NNPS"):
            return []  # "We Germans know"
        if low.endswith(("self", "selves")):
            reflexive = {"he": "himself", "she": "herself"}.get(named.sex, "themselves")
            told = low if low in ("himself", "herself") else reflexive if named.plural or named.person else "itself"
            return [Piece(told, "PRP", False, token)]
        told = " ".join(piece.text for piece in before).casefold()
        repeated = f" {named.label.casefold()} " in f" {told} "  # "the Kenyan port" does not name Kenya
        if low in _OWN and token.tag_ == "PRP$":
            return self._owned(token, named, before, repeated=repeated)
        if repeated and (token.dep_ not in SUBJECTS or is_only_person(named, before)):
            return [Piece(named.pronoun(token.dep_ not in SUBJECTS), "PRP", False, token)]
        if token.dep_ in SUBJECTS:
            self.numbers[token.i] = named.plural
        return [Piece(named.label, named.tag, False, token, noun=True)]

    def _owned(self, token: Token, named: ReferentName, before: list[Piece], *, repeated: bool) -> list[Piece]:
        """Return the words for a possessive pronoun: "Kenya's", or "its" if the sentence already names Kenya."""
        of_state = token.head.lemma_ in (*_COUNTRY, *_OF_STATES)
        country = self.referents.country_of(token) if of_state else None
        if country is not None and token.head.lemma_ in _COUNTRY and token.head.i == token.i + 1:
            self.replaced.add(token.head.i)
            own = token.head.dep_ == "dobj" and len(before) > 0 and before[0].text == country.label
            return [Piece("itself" if own else country.label, "ONE", False, token.head, noun=True)]
        if token.lower_ == "our" and any(piece.tag == "SEVERAL" and named.label in piece.text for piece in before):
            return [Piece("their", "PRP$", False, token)]  # "Norway and Kenya expressed our views"
        if repeated and (country is None or country.label == named.label):
            return [Piece(named.pronoun(2), "PRP$", False, token)]
        owner = country or named
        end = genitive_ending(owner, token.head)
        # "all our neighbours" becomes "all of Kenya's neighbours".
        of = [Piece("of", "IN")] if before and before[-1].text.lower() in ("all", "both") else []
        return [*of, Piece(owner.label, owner.tag, False, token, noun=True), Piece(end, "POS", True)]


def _is_closing(token: Token) -> bool:
    """Return whether a mark closes a quotation, and is no apostrophe: "an 'apology' for the war"."""
    if token.text != "’":
        return token.text == "'" and token.tag_ != "POS"
    marks = (token.doc[i].text for i in range(token.i - 1, token.sent.start - 1, -1))
    return next((mark for mark in marks if mark in ("‘", "’")), "") == "‘"
