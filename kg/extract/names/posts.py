"""Finds the posts with which a text introduces people: "Oxfam director Anna Berg", "Anna Berg, mayor of Oslo".

It reads the words directly beside a name instead of the parse, which is unreliable in long noun phrases. They show for
whom a person speaks, even if the person speaks only later in the text. Those whose post represents no state and no
public body, such as mayors, senators and university scholars, speak only for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.names.actors import ALL_PORTFOLIOS, BODIES, ROLES
from kg.extract.names.groups.lists import run_behind
from kg.extract.names.groups.nations import nations_joined, states_joined
from kg.extract.names.nametable import folded
from kg.extract.names.namings import SENT, is_of_two_nations
from kg.extract.names.offices import ONE_STATES, SPOKESMEN, is_theme, state_of_title
from kg.extract.names.people.fullnames import FIRST_NAMES
from kg.extract.names.principals.besides import Beside
from kg.extract.names.principals.bodynames import (
    LINKS,
    TITLE,
    bodies_named,
    is_field_before,
    is_in_list,
    is_part_of_name,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.newnames import NewNames

__all__ = ["FORMER", "SPEAKING_GROUPS", "Posts", "is_office_of_state"]

_WORDS = {name: frozenset(map(str, words)) for name, words in load_data("names/posts.yaml").items()}
_SPEAKING, _OWN, _LOCAL = _WORDS["speaking"], _WORDS["own_voice"], _WORDS["local"]
_PLACES = _WORDS["places"]
_LEARNED, FORMER, _VAGUE = _WORDS["learned"], _WORDS["former"], _WORDS["vague"]
_RANKS = frozenset(map(str, load_data("names/people/titles.yaml")["honorifics"]))
SPEAKING_GROUPS = _WORDS["speaking_groups"]
_OF_STATE = _SPEAKING - _WORDS["private"] | _WORDS["state_servants"]
_AGAINST = _WORDS["against_the_state"]
_FIRMS = ("ag", "co", "corp", "corporation", "group", "holdings", "inc", "limited", "llc", "ltd", "plc", "sa")
_TRADES, _KIN, _PARTISANS = _WORDS["trades"], _WORDS["kin"], _WORDS["partisans"]
_ARMS, _GROUPS = _WORDS["arms"], _WORDS["groups"]
#: Whose speaker speaks for the state: "Speaker of the Kenyan parliament".
_CHAMBERS = frozenset(("assembly", "congress", "house", "parliament", "senate"))
#: The maximum number of words in the name of a body.
_LONGEST_NAME = 8


def is_office_of_state(words: set[str]) -> bool:
    """Return whether words (lower case) describe an office of a state; coaches and rebels do not speak for it."""
    private = words & (_AGAINST | _PARTISANS) or ("source" in words and words & _TRADES)  # "a Kenyan industry source"
    return bool(words & _OF_STATE) and not private


def _is_owned_group(noun: Token) -> bool:
    """Return whether a group in a state is no part of it: "Kenya's biggest armed group", "Kenya's New Democrats"."""
    members = noun.tag_ == "NNPS" and noun.lower_ not in BODIES
    return (members or noun.lower_ in _GROUPS) and any(child.dep_ == "poss" for child in noun.children)


def _is_of_kin(phrase: list[Token]) -> bool:
    """Return whether words only tell whose relative somebody is: "President Berg's eldest son", "wife of the king"."""
    first = list(takewhile(lambda token: token.lower_ not in LINKS, phrase))
    return bool(first) and first[-1].lower_ in _KIN and first[-1].pos_ == "NOUN"


@dataclass
class Posts:
    """The posts in a text: `found` gives a person's principals by slug; an empty list means that there are none."""

    gazetteer: Gazetteer
    doc: Doc
    entities: dict[int, Span]
    discourse: Discourse
    new: NewNames
    short: dict[str, str]
    found: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the words beside each name of a person; the first post with principals decides."""
        for at, actor in list(self.discourse.named):
            known = actor.slug in self.found or any(self.gazetteer.offices_on(actor.slug, "9999"))
            if actor.kind == "person" and not known and self.doc[at].pos_ == "PROPN":
                told = self._told(at)
                if told is not None:
                    self.found[actor.slug] = told

    def of(self, slug: str, phrase: list[Token]) -> list[str] | None:
        """Return a person's principals, as given where the text names the person or in `phrase`."""
        if slug in self.found:
            return self.found[slug]
        name = set(folded(self.new.label(slug)).split())
        words = [token for token in phrase if folded(token.text) not in name]
        told = self.read(words)
        if told is None and not SPOKESMEN.isdisjoint(token.lower_ for token in phrase):
            told = self.read(phrase)  # the label is no name: "spokesman for the Baltic League"
        lower = {token.lower_ for token in words}
        return [] if told is None and "of" in lower and lower & _LEARNED and not lower & _SPEAKING else told

    def is_former(self, slug: str) -> bool:
        """Return whether a person only held an office once; a minister may be a former mayor, too."""
        return slug in self.discourse.former and not self.found.get(slug)

    def of_group(self, phrase: list[Token]) -> list[str]:
        """Return the principals of a group of officials: Saudi Arabia for "Saudi officials"."""
        plural = next((i for i, token in enumerate(phrase) if token.lower_ in SPEAKING_GROUPS), None)
        if plural is None or FORMER & {token.lower_ for token in phrase[:plural]}:
            return []
        after = list(takewhile(lambda token: token.lower_ not in ("at", "in"), phrase[plural + 1 :]))
        first = max((i for i in range(1, plural) if phrase[i].lower_ == "the" and phrase[i - 1].text == ","), default=0)
        bodies = self._bodies(after[1:]) if after and after[0].lower_ in ("from", "of") else []
        # "The ministers of Oslo and Rome" speak for both, also those of "the group (Oslo, Rome and Bonn)".
        states = list(takewhile(self._is_state, bodies))
        run = [state.slug for state in run_behind(self.discourse, after[0].i)] if states else []
        found = (run if run[: len(states)] == states else states) or bodies[:1]  # the parser may cut ", and Norway"
        nations = nations_joined(self.gazetteer, phrase[first:plural])
        return found or (nations or self._bodies(phrase[first:plural])[-1:] if nations is not None else [])

    def _told(self, at: int) -> list[str] | None:
        """Return the principals given by the words beside a name; None if they give none."""
        beside = Beside(self.doc, self.entities, self._is_post)
        start, end = beside.name(at)
        before, after = beside.before(start), beside.after(end)
        whole = [] if beside.is_set_off(start, end) else [*before, *after]
        for phrase in (before, after, whole):  # the last for "President Anna Berg of Norway"
            told = self.read(phrase)
            if told is not None:
                return [] if phrase is after and beside.is_over(end, after) else told
        if (titled := self._titled_state(before)) is not None:
            return [titled]
        return self._bodies(after[1:])[:1] or None if is_in_list(self.doc, start) and after else None

    def _titled_state(self, phrase: list[Token]) -> str | None:
        """Return the state of a title that only this one of the text has: "Secretary of State Anna Berg"."""
        title = " ".join(token.lower_ for token in phrase)
        named = {actor.slug for _, actor in self.discourse.named if actor.kind == "state"}
        return state_of_title(title, named) if title in ONE_STATES and title != "attorney general" else None

    def _is_post(self, token: Token) -> bool:
        return token.lower_ in ROLES or token.lower_ in _SPEAKING | _OWN | _LOCAL

    def read(self, phrase: list[Token]) -> list[str] | None:
        """Return the principals of the holder of a described post; None if the words describe no post."""
        phrase = [token for token in phrase if not is_theme(token)]
        lower = {token.lower_ for token in phrase}
        if any(token.tag_ == "PRP$" for token in phrase):
            return None
        if _is_of_kin(phrase):
            return []
        posts = [i for i, token in enumerate(phrase) if self._is_post(token)]
        speaks = _SPEAKING | _LOCAL | ({"speaker"} if lower & _CHAMBERS else set())
        speaks |= {"counsel"} if "general" in lower else set()
        speaking = [i for i in posts if phrase[i].lower_ in speaks]  # "secretary general"
        if not posts:
            linked = phrase[:1] and phrase[0].lower_ in ("of", "from")
            return [] if linked and lower & _LEARNED else None  # a university or institute expert
        post = (speaking or posts)[-1]
        honour = {"professor"} if speaking else set()  # "Foreign Minister, Professor Berg"
        if lower & ((_OWN | FORMER) - honour) or any(
            token.lower_ in _PLACES and not self._is_posting(token) for token in phrase
        ):
            return []
        word = phrase[post].lower_
        if word in _LOCAL:  # a mayor does not speak for the state, but the governor of a bank speaks for the bank
            return [slug for slug in self._body_of(phrase, post) or () if slug not in self.gazetteer.known]
        found = self._body_of(phrase, post) if word in speaks else None
        if word == "speaker" and not any(map(self._is_state, found or ())):
            return None  # "the Parliament of Iran" is no body of its own
        official = is_office_of_state(lower) and not any(map(_is_owned_group, phrase))
        return found if found is None or official else [s for s in found if not self._is_state(s)]

    def _is_posting(self, place: Token) -> bool:
        """Return whether a place is where somebody is sent: "envoy to the region"."""
        return "to" in {self.doc[i].lower_ for i in range(max(0, place.i - 2), place.i)}

    def _is_state(self, slug: str) -> bool:
        return slug in self.gazetteer.known and self.gazetteer.known[slug].kind == "state"

    def _body_of(self, phrase: list[Token], post: int) -> list[str] | None:
        """Return the body of a post, named after it with "of" or before it: "Oxfam's director", "UN envoy".

        An envoy *for* a state deals with it: "US envoy for Iran". Only delegates and representatives without another
        body speak for the one after "for".
        """
        after = list(takewhile(lambda token: token.lower_ not in (",", "in"), phrase[post + 1 :]))
        after = after[1:] if after and after[0].lower_ == "general" else after
        seat = next((i for i, token in enumerate(after) if token.lower_ == "at" and i > 1), None)
        after = after[seat:] if seat is not None else after  # "head of research at Oxfam"
        found = self._bodies(after[1:])[:1] if after and after[0].lower_ in LINKS[:4] else []
        linked = max((i for i in range(post) if phrase[i].lower_ in ("at", "from", "to", "with")), default=-1)
        # Minister Berg is not the Senate's in "a Senate meeting with Minister Berg".
        met = linked + 1 if not any(map(self._is_post, phrase[: max(0, linked)])) else 0
        before = self._bodies(phrase[met:post])
        # "Britain's UN ambassador" speaks for Britain.
        seconded = len(before) > 1 and phrase[post].lower_ in SENT and self._is_state(before[-2])
        before = before[-2:-1] if seconded and not self._is_state(before[-1]) else before[-1:]
        if found and after[0].lower_ == "for" and phrase[post].lower_ in SENT:
            # "US Special" is parsed as one name.
            before = before or [slug for token in phrase[:post] if (slug := self.gazetteer.state(token.text))][:1]
            return before or (found if phrase[post].lower_ in ("delegate", "representative") else None)
        return found or before or None

    def _bodies(self, words: list[Token]) -> list[str]:
        """Return the states and bodies that some words name, in text order."""
        found: list[str] = []
        for name in (self._without_place(name) for name in bodies_named(words)):
            if is_of_two_nations(self.gazetteer, name[0]) or is_part_of_name(name, words):
                continue
            if several := states_joined(self.gazetteer, name):
                found += several
                continue
            entities = {self.entities[token.i].label_ for token in name if token.i in self.entities}
            told = entities & {"ORG", "GPE", "NORP"} or name[0].is_upper
            told = told or (len(name) > 1 and any(token.lower_ in BODIES for token in name))
            after = name[-1].nbor(1) if name[-1].i + 1 < len(self.doc) else name[-1]
            of = name[0].i > 0 and name[0].nbor(-1).lower_ == "of"
            told = told or of or after.tag_ == "POS" or self._is_post(after)  # "Chad's president", "Cyprus President"
            slug = self._body(name, entities) if told else None
            if slug:
                found.append(slug)
        return found

    def _without_place(self, name: list[Token]) -> list[Token]:
        """Return the name of a body without a place that it owns: "the Nordic Fund's Oslo office"."""
        owner = next((i for i, token in enumerate(name) if token.tag_ == "POS" and i), None)
        place = owner is not None and self.gazetteer.state(" ".join(token.text for token in name[owner + 1 :]))
        return name[:owner] if place else name

    def _body(self, words: list[Token], labels: set[str]) -> str | None:
        """Return the known state or body with a name, or a new body if the parser takes it for an organisation."""
        name = words[0].doc[words[0].i : words[-1].i + 1].text
        if folded(words[0].text) in FIRST_NAMES and " and " in name:
            return None  # "between Anna Berg and Commission president Holm"
        if len(words) == 1 and (folded(name) in self.new.people or folded(name) in _RANKS):
            return None  # "a spokesman for Berg", "Admiral (Retd) Berg"
        for called in (name, self.short.get(name, ""), self._spelt_out(name)):
            slug = self.gazetteer.state(called) if called else None
            if slug is not None and self.gazetteer.known[slug].kind in ("state", "organisation"):
                return slug
        if len(words) > _LONGEST_NAME or any(token.lower_ == "committee" for token in words):
            return None  # the head of a committee speaks for himself or herself
        titled, state = self._titled(words)
        if titled:
            return state
        plain = all(token.lower_ in ALL_PORTFOLIOS or not token.is_alpha for token in words)
        known = self.gazetteer.find(name) or self.gazetteer.find_place(name)
        if plain or known or not ("ORG" in labels or self._spelt_out(name)):
            return None
        return self._named(name) or self.new.name(words[-1], None, self._spelt_out(name) or name).slug

    def _named(self, name: str) -> str | None:
        """Return the new body of the text whose name begins so: "Harbour Works Inc" for "Harbour Works director X"."""
        words = folded(name).split()
        new = {actor.slug for _, actor in self.discourse.named if actor.kind == "organisation" and not actor.known}
        names = {slug: folded(self.new.label(slug)).split() for slug in new}
        found = [slug for slug in new if names[slug][: len(words)] == words and names[slug][-1] in {words[-1], *_FIRMS}]
        return found[0] if len(found) == 1 else None

    def _titled(self, words: list[Token]) -> tuple[bool, str | None]:
        """Return whether words are only part of an office, and whose: "Hungarian Government", "UN Mission"."""
        state = self.gazetteer.state(words[0].text) if len(words) > 1 else None
        if state and all(token.lower_ in ALL_PORTFOLIOS | TITLE | {"and"} for token in words[1:]):
            return True, state  # "Indian External Affairs"
        if is_field_before(words):
            return True, state  # "Norway's Public Safety Minister"
        if state and self._is_state(state) and words[-1].lower_ == "ministry":
            return True, self.new.organ(state, " ".join(w.text for w in words[1:] if w.tag_ != "POS")).slug
        if state and words[-1].lower_ in _ARMS and not self._is_state(state):
            return True, state  # "UN Mission"
        if words[-1].lower_ in _VAGUE and len(words) < 3:
            return bool(state or len(words) == 1 or words[0].lower_ in ALL_PORTFOLIOS | TITLE), state
        return False, None

    def _spelt_out(self, name: str) -> str:
        """Return the name in the text for which some capitals stand: "African Union" for "AU"."""
        if not (name.isupper() and 1 < len(name) < 6):
            return ""
        texts = (" ".join(entity.text.split()).removeprefix("the ") for entity in self.doc.ents)
        found = (text for text in texts if "".join(word[0] for word in text.split() if word[0].isupper()) == name)
        return next(found, "")
