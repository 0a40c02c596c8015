"""Drafts a sheet from a text: parses it, finds attributions, resolves actors, reads acts, and writes rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.article.article import prepared
from kg.extract.article.excerpts import Layout
from kg.extract.article.headlinecase import as_in_the_text
from kg.extract.article.nlp import parse
from kg.extract.draft import hearsay, nesting
from kg.extract.draft.charges import Charges, apart
from kg.extract.draft.crowds import is_crowd
from kg.extract.draft.drafts import Draft, Row, entries_of, mark_assumed, tell_for_whom
from kg.extract.draft.headlines import without_bare_headlines
from kg.extract.draft.narration import narrate, warn
from kg.extract.draft.noise.scraps import is_rest, is_scrap, join_rest
from kg.extract.draft.pledges import as_pledge
from kg.extract.draft.rowids import Ids
from kg.extract.draft.statements import Statements
from kg.extract.grammar.attribution import Attribution, find_attributions
from kg.extract.grammar.contents import Content, split
from kg.extract.grammar.dates import day_of
from kg.extract.grammar.deeds.measures import is_silent
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.tree import has_subject
from kg.extract.meaning.stances import stance_of
from kg.extract.meaning.tolls import by_toll
from kg.extract.meaning.topics.issues import Issues
from kg.extract.meaning.topics.propositions import Propositions
from kg.extract.names.groups.nations import of_text
from kg.extract.names.mentions import Resolver
from kg.extract.names.nounphrases import NounPhrases
from kg.extract.names.pronouns import refers_back
from kg.extract.names.speakers import Speakers

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Doc, Token

    from kg.extract.meaning.settling import Stance
    from kg.extract.names.actors import Actor
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.principals.outlets import Outlet

__all__ = ["Draft", "Drafter", "Row"]


class Drafter:
    """Drafts the rows of a text."""

    def __init__(
        self,
        text: str,
        gazetteer: Gazetteer,
        published: date,
        doc: Doc | None = None,
        *,
        dated: bool = True,
        narrator: bool = False,
        outlet: Outlet | None = None,
    ) -> None:
        """Parse `text` (unless `doc` is its parse); names are looked up in `gazetteer` as of the day `published`.

        Without `dated`, that day is a guess, so "on Tuesday" is not resolved from it. With `narrator`, what the text
        says in its own voice is drafted too. `outlet` is the state of who published it, if known.
        """
        gazetteer = self.gazetteer = of_text(gazetteer, text)
        self.text, self.published, self.dated, self.narrator = text, published, dated, narrator
        self.parsed = as_in_the_text(prepared(text, gazetteer.spellings))  # character by character
        self.doc = doc if doc is not None else parse(self.parsed)
        self.layout = Layout(text, self.doc, outlet)
        self.resolver = Resolver(gazetteer, published.isoformat(), self.doc, self.parsed, self.layout)
        self.speakers = Speakers(gazetteer, self.doc, self.resolver, published)
        self.charges = Charges(self.doc, self.resolver, self.speakers)
        self.phrases = NounPhrases(self.doc, self.layout)
        self.propositions, self.issues = Propositions(gazetteer, text), Issues(self.doc)
        self.statements = Statements(self)
        self.ids = Ids()
        self.result = Draft()
        self.written: set[tuple[str, ...]] = set()
        self.relays: list[Attribution] = []
        self.holders: dict[int, tuple[Actor, ...]] = {}
        self.candidates: dict[int, tuple[Actor, ...]] = {}
        self.passing: dict[int, set[int]] = {}
        self.before: Stance | None = None
        self.since = 0

    def draft(self) -> Draft:
        """Return the draft, with its rows in text order."""
        found = find_attributions(self.doc, self.layout.quotations, stances=True, text=self.parsed)
        found = [item for item in found if self.layout.is_text(item.via)]
        # In text order, because resolving a name records the speaker, which affects the pronouns after it.
        found.sort(key=lambda item: min((*item.source, item.via)))
        for item in found:
            self.holders[item.via] = self.resolver.resolve(item.source, item.source_head)
            self.candidates[item.via] = self.speakers.besides_told(item, self.resolver.candidates)
            if self.holders[item.via] and is_silent(item.sense.lemma):
                self.resolver.discourse.take_back()
            elif self.holders[item.via]:  # this records the principals for later rows
                self.speakers.principals.of(item, self.holders[item.via])
        found = [apart(self.doc, item) for item in found]
        nesting.part(self.doc, found)
        # Another cue may have taken all of the content.
        found = [item for item in found if item.content and not nesting.is_aside(self.doc, item)]
        parents = nesting.parents_of(found)
        self.passing = {item.via: {other.via for other in found if item.via in other.content} for item in found}
        self.relays = [item for item in found if nesting.is_relay(self.doc, item)]
        covered: set[int] = set()
        for item in hearsay.of_known_voices(self.layout, self.doc, found, parents):
            if self.write(item, parents.get(item.via), found):
                covered |= {*item.content, *item.cue, *item.source}
        narrate(self, covered, found)
        # The narrator's rows were added last.
        self.result.statements.sort(key=lambda row: self.result.spans[str(row["id"])])
        self.finish()
        return self.result

    # -- statements

    def write(self, item: Attribution, parent: Attribution | None, found: list[Attribution]) -> bool:
        """Write the statements of an attribution; return whether there were any."""
        holders = self.holders[item.via]
        if not holders and item.sense.act == "fears" and self.doc[item.via].pos_ == "NOUN":
            return self.narrator and warn(self, item)
        chain = self.passed_on(item, parent, holders) if parent is not None else ()
        if chain is None:
            return False
        if (silent := self.is_silent(item, holders, found)) is not None:
            return silent
        chain = chain or tuple(
            actor for relay in nesting.relays_of(item, self.relays) for actor in self.holders[relay.via]
        )
        chain = chain or self.speakers.quoted_by(item, holders)
        if (cited := self.speakers.cited(item)) and not chain:
            holders, chain = cited, holders  # "Reuters, citing officials, reported"
        contents = [part for content in split(self.doc, item) for part in by_toll(self.doc, content)]
        self.before, self.since = None, len(self.result.statements)
        contents = [content for content in contents if not self.is_anothers(content, item)]
        return any([self.statement(item, content, holders, chain) for content in contents])  # noqa: C419  # all are written

    def is_silent(self, item: Attribution, holders: tuple[Actor, ...], found: list[Attribution]) -> bool | None:
        """Return whether an attribution without its own row still covers its words; None if it gets a row."""
        if item in self.relays and any(nesting.shares(item, other) for other in found if other is not item):
            return True
        if nesting.passes_on(self.doc, item, found, self.holders, self.speakers.know_mind):
            return bool(holders)
        if nesting.repeats(self.doc, item, found, self.holders):
            return True
        if any(self.is_spokes(item, other) for other in found if other.via == item.head and other is not item):
            return True
        if nesting.is_mention(self.doc, item) or hearsay.is_no_stance(self.doc, item):
            return True
        if not holders and any(other.via == item.head and self.holders[other.via] for other in found):
            return False  # "Ukraine wants it to leave, the minister said": the wish is Ukraine's, whoever reports it
        open_ = not holders and not self.is_open(item)
        return False if open_ or is_crowd(self, item, holders) else None

    def is_spokes(self, item: Attribution, other: Attribution) -> bool:
        """Return whether a speaker only reports its own side's stance: "Biden urged a truce, the White House said"."""
        teller, holders = self.holders[item.via], self.holders.get(other.via, ())
        principals = set(self.speakers.principals.of(item, teller)) if teller else set()
        if not holders or holders == teller or {actor.slug for actor in holders} <= principals:
            return False
        telling = item.sense.lemma in lexicon().plain and bool(teller)
        told = nesting.is_directive(other) and self.speakers.are_one_side(teller, holders)
        return telling and (told or self.speakers.is_told_of(item, other, holders))

    def is_anothers(self, content: Content, item: Attribution) -> bool:
        """Return whether a coordinated clause of reported speech has another speaker: "..., and critics blame him"."""
        head, holders = self.doc[content.head], self.holders.get(content.head, ())
        # "Berg said she would go, the BBC reported": the parser includes the end in her words.
        others = hearsay.is_others_telling(head) and not self.layout.quoted(head.idx)
        if content.head in self.passing.get(item.via, ()) or (others and holders != self.holders[item.via]):
            return True
        apart = head.dep_ == "conj" and not self.layout.quoted(head.idx) and has_subject(head)
        # "According to Reuters, Oslo issued a statement, calling Kenya a liar": Oslo is the accuser.
        apart = apart or (head.dep_ == "advcl" and head.tag_ == "VBG" and item.frame == "according")
        apart = apart and bool(holders) and holders != self.holders[item.via]
        return apart or (nesting.is_whole(self.doc, item) and hearsay.is_others_view(head))

    def is_open(self, item: Attribution) -> bool:
        """Return whether the text does not identify the speaker: "he said", "the minister added"."""
        head = self.doc[item.source_head] if item.source_head is not None else None
        back = head is not None and refers_back(head)
        return bool(item.source) and (back or bool(self.candidates.get(item.via)))

    def passed_on(self, item: Attribution, parent: Attribution, holders: tuple[Actor, ...]) -> tuple[Actor, ...] | None:
        """Return who passes on an attribution within another speaker's words; None if it is no separate statement."""
        outer = self.holders[parent.via]
        if nesting.is_unsaid(self.doc, parent):  # "Kenya backs it, although officials have not said so"
            return () if item.via < parent.via else None
        if nesting.is_turned_down(self.doc, item, parent) and holders and holders != outer:
            return ()  # "Kenya denied Norway's claim that the border was closed"
        if holders and holders == outer and parent.frame == "according":  # "he made it clear, according to Holm"
            return ()
        if not holders or holders == outer or nesting.is_unreal(self.doc, item, parent):
            return None
        if self.is_anothers(Content(item.content, item.via, (0, 0)), parent):
            return ()
        # Under "according to", nothing else would record the actor named there, so the action gets a row.
        if item.frame == "to" and item.sense.lemma in lexicon().deeds and parent.frame != "according":
            return None  # "said that Oslo had decided to leave": an action reported by somebody else
        cue = self.doc[item.via]
        # "said he would go but said it was late, X reported", "slammed Oslo, urging it to leave, X reported"
        urging = cue.dep_ == "advcl" and cue.tag_ == "VBG" and nesting.is_directive(item)
        joined = (cue.dep_ == "conj" or urging) and cue.head.i == parent.head
        carrier = cue.head.i if cue.dep_ == "acomp" or joined else item.via
        if parent.head == carrier or parent.frame == "according" or nesting.is_telling(item, parent):
            return self.told_by(item, parent, holders)
        return None if item.sense.act in ("claims", "reports") or nesting.is_told(self.doc, item, parent) else ()

    def told_by(self, item: Attribution, parent: Attribution, holders: tuple[Actor, ...]) -> tuple[Actor, ...] | None:
        """Return who tells of what others say or want, as `passed_on` does."""
        outer = self.holders[parent.via]
        passing = nesting.passes_on(self.doc, parent, [item], self.holders, self.speakers.know_mind)
        if {actor.slug for actor in holders} <= set(self.speakers.principals.of(parent, outer)):
            return () if passing else None  # "officials said that Oslo felt it was late": nobody else says so
        # A statement about another actor belongs to its speaker; only the press passes on views it does not share.
        twice = bool(outer) and not self.speakers.is_observer(outer)
        twice = twice and (parent.frame != "according" or nesting.is_of_mind(item))
        if twice and not passing and not self.is_spokes(parent, item):
            return None
        return () if nesting.is_denial(parent) else outer

    def day(self, verb: int, *, future: bool = False) -> date | None:
        """Return the day given with a verb, if the publication date is known."""
        return day_of(self.doc, self.doc[verb], self.published, future=future) if self.dated else None

    def statement(
        self, item: Attribution, content: Content, holders: tuple[Actor, ...], chain: tuple[Actor, ...]
    ) -> bool:
        """Write the statement of one content; return whether there was one."""
        start, end = self.layout.trim(*content.quote)
        if is_scrap(self.doc, self.layout, item, content, (start, end)):
            return False
        stance = self.stance(item, content, holders)
        if stance is None:
            return False
        before = len(self.result.statements)
        self.statements.write_each(item, stance, holders, chain)
        rows = self.result.statements[before:]
        self.charges.record(item, content, rows)
        alone = before > self.since and len(rows) == 1 and is_rest(self.doc, content)
        if alone and not self.propositions.is_worded(str(rows[0]["proposition"])):
            join_rest(self.result, self.propositions, self.text, rows[0], self.result.statements[before - 1])
        return True

    def stance(self, item: Attribution, content: Content, holders: tuple[Actor, ...]) -> Stance | None:
        """Return the stance in a content; a list item without a verb takes the act of the item before it."""
        head = self.doc[content.head]
        principals = self.speakers.principals.of(item, holders) if holders else []
        observed = bool(holders) and self.speakers.is_observer(holders)
        direct = self.layout.quoted(head.idx)
        spoken = direct or nesting.is_whole(self.doc, item)

        def is_own(verb: Token) -> bool:
            return bool(holders) and hearsay.is_own(self, verb, holders, principals, item, direct=spoken)

        found = stance_of(self.doc, item, content, is_own=is_own, observed=observed, direct=direct)
        if found is not None and self.before is not None and item.frame == "clause":
            finite = any(self.doc[i].tag_ in ("VBD", "VBZ", "VBP", "MD") for i in content.tokens)
            finite = finite or (head.tag_ == "VB" and head.head.tag_ == "VBP")  # "we support X and urge Y"
            found = found if finite else found.like(self.before)
        if found is not None and (charged := holders or self.candidates.get(item.via, ())):
            found = as_pledge(self.doc, self.speakers, item, found, charged, principals)
        self.before = found or self.before
        return found

    def narrated(self, content: Content, act: str, frame: str = "clause") -> str:
        """Return the proposition of a statement in the text's own voice."""
        return self.statements.narrated(content, act, frame)

    def figures(self, content: Content) -> Row:
        """Return the death tolls in a content, as a field of a row."""
        return self.statements.figures(content)

    def add(self, row: Row, start: int, end: int) -> None:
        """Add a statement, unless the same one was already added."""
        same = tuple(str(row.get(key)) for key in ("quote", "speaker", "act", "proposition"))
        new = self.propositions.new.get(str(row.get("proposition")))
        # The same holder, act, side and sentence give only one row per mode, whatever the words.
        keys = ("speaker", "act", "polarity", "proposition", "condition", "mode", "certainty")
        again = tuple(str(row.get(key)) for key in keys) if "speaker" in row and (new is None or new.sentence) else same
        if not {same, again} & self.written:
            self.written |= {same, again}
            self.result.statements.append(row)
            self.result.spans[str(row["id"])] = (start, end)

    def finish(self) -> None:
        """Keep only the new entries and propositions that rows use."""
        self.result.statements = without_bare_headlines(self)
        tell_for_whom(self.result)
        mark_assumed(self.result, self.resolver.descriptions.organs.setting)
        rows = (*self.result.statements, *self.result.events, *self.result.relations)
        used = {str(row.get(key)) for row in rows for key in ("proposition", "condition", "motion")}
        self.propositions.offer(used)
        self.result.propositions = {slug: value for slug, value in self.propositions.new.items() if slug in used}
        self.result.entries = entries_of(self.result, self.resolver)
