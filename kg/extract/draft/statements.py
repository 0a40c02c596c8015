"""Turns a stance into a row of a sheet and words its proposition; what the text does not say is left open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.extract.draft.drafts import Row, RowWriter, one_or_more
from kg.extract.draft.manner import governors, manner_of, named_act, note_unnamed, translator_entry
from kg.extract.draft.nesting import is_whole
from kg.extract.draft.noise.scraps import is_torn
from kg.extract.draft.referents import ContentReferents, named
from kg.extract.draft.referring.unclear import unclear_words
from kg.extract.draft.rowids import quote_fields
from kg.extract.draft.targets import targets_of
from kg.extract.grammar.attributed import Attribution
from kg.extract.grammar.conditions import demanded
from kg.extract.grammar.lexicon import lexicon
from kg.extract.grammar.splitting.mutual import names_each_other
from kg.extract.grammar.splitting.provisos import is_left_out
from kg.extract.grammar.tree import subject_of
from kg.extract.meaning.core import is_question
from kg.extract.meaning.duties.depending import condition_of, provided
from kg.extract.meaning.duties.series import listed_stances
from kg.extract.meaning.pieces import ReferentName, UnwordedError, Wording
from kg.extract.meaning.pointing import topics_of
from kg.extract.meaning.settling import AGAINST, Stance, settled
from kg.extract.meaning.tolls import find_tolls
from kg.extract.meaning.topics.propositions import NewProposition
from kg.extract.meaning.wording import sentence_of
from kg.sources.row_checks import DONE_TO_SOMEBODY

if TYPE_CHECKING:
    from kg.extract.grammar.contents import Content
    from kg.extract.names.actors import Actor

__all__ = ["Statements"]

_NARRATED = ("supports", "opposes", "vetoes", "votes-for", "votes-against", "abstains", "proposes", "hopes", "fears")
_COUNTING = ("claims", "reports", "blames", "accuses", "acknowledges")
_MOST_CANDIDATES = 3
#: What is a state's, and speaks or acts for it.
_OF_STATES = ("administration", "country", "government", "nation")
#: What two do to each other is done by each of them to the other one.
_MUTUAL = ("accuses", "blames", "condemns", "criticises", "threatens")


@dataclass
class Statements:
    """Writes statement rows into the draft of `drafter`."""

    drafter: RowWriter
    topics: tuple[ReferentName, ...] = ()
    topics_of: int = -1
    other: tuple[Actor, ...] = ()

    def write_each(
        self, item: Attribution, stance: Stance, holders: tuple[Actor, ...], chain: tuple[Actor, ...]
    ) -> None:
        """Write the rows of a stance: one for each verb of a list in it."""
        for part in listed_stances(self.drafter.doc, stance):
            place = self.drafter.layout.trim(*part.content.quote)
            for own, other in self.sides(part, holders):
                self.other = other
                self.write(item, part, own, chain, place)

    def sides(self, stance: Stance, holders: tuple[Actor, ...]) -> list[tuple[tuple[Actor, ...], tuple[Actor, ...]]]:
        """Return who takes a stance towards whom: of two that accuse each other, each one the other."""
        mutual = stance.act in _MUTUAL and names_each_other(self.drafter.doc, stance.content.tokens)
        if len(holders) != 2 or not mutual or stance.frame in ("clause", "whether", "according"):
            return [(holders, ())]
        one, other = holders
        return [((one,), (other,)), ((other,), (one,))]

    def write(
        self,
        item: Attribution,
        stance: Stance,
        holders: tuple[Actor, ...],
        chain: tuple[Actor, ...],
        place: tuple[int, int],
    ) -> None:
        """Write the row of a stance, quoted from the characters `place`, and the row of the demand in a condition."""
        drafter = self.drafter
        addressees, press = drafter.speakers.addressees(item, holders) if holders else ([], [])
        row = self.who(item, stance, holders, place)
        row |= self.towards(item, stance, holders, addressees)
        row |= self.what(item, stance, holders, addressees)
        new = drafter.propositions.new.get(str(row["proposition"]))
        if new is not None and not new.sentence:
            direct = self.is_direct(item, stance)
            asked = bool(holders) and is_question(drafter.doc, stance.content.tokens)
            asked = asked and drafter.speakers.is_observer(holders)
            if asked or is_torn(drafter.doc, stance.content, stance.frame, direct=direct):
                return  # a reporter's question takes no side
        told = drafter.day(item.via)
        if told and told <= drafter.published:
            row["said"] = told.isoformat()
        row["mode"] = self.mode(item, *place)
        voices = [actor.slug for actor in chain] + [slug for slug in press if slug not in [a.slug for a in chain]]
        if voices:
            row["reported_by"] = one_or_more(voices)
        row |= translator_entry(drafter.resolver.new, drafter.doc[item.via], list(holders))
        row |= self.figures(stance.content) if stance.act in _COUNTING else {}
        row["confidence"] = self.confidence(stance, holders)
        row["status"] = "proposed"
        drafter.add(row, *place)
        self.demand(item, stance, holders, chain)

    def who(self, item: Attribution, stance: Stance, holders: tuple[Actor, ...], place: tuple[int, int]) -> Row:
        """Return the id, the quote and the speaker of a row, or the candidates for the speaker."""
        drafter = self.drafter
        candidates = drafter.candidates.get(item.via, ())
        start = holders[0].slug if holders else "open"
        row: Row = {"id": drafter.ids.make(start, drafter.doc, stance.content.tokens)}
        row |= quote_fields(drafter.text, *place)
        if not holders:
            slugs = [actor.slug for actor in candidates][:_MOST_CANDIDATES]
            return row | ({"candidates": slugs} if slugs else {})
        if len(holders) == 1:
            note_unnamed(drafter.resolver.new, holders[0], drafter.doc[item.via].sent)
        row["speaker"] = one_or_more([actor.slug for actor in holders])
        behalf = drafter.speakers.principals.of(item, holders)
        row |= {"for": self.behalf(holders, behalf)} if behalf else {}
        entry = drafter.resolver.new.proposed.get(holders[0].slug)
        return row | ({"members_named": True} if entry is not None and "members" in dict(entry.extra) else {})

    def behalf(self, holders: tuple[Actor, ...], principals: list[str]) -> object:
        """Return the principals of a row; those of each speaker if joint speakers differ in them."""
        each = {actor.slug: self.drafter.speakers.principals.of_one(actor, holders) for actor in holders}
        if len({tuple(found) for found in each.values()}) < 2:
            return one_or_more(principals)
        return {slug: one_or_more(found) for slug, found in each.items() if found}

    def towards(self, item: Attribution, stance: Stance, holders: tuple[Actor, ...], addressees: list[str]) -> Row:
        """Return the addressee and the target of a row.

        An accusation has no addressee without a target: an addressee alone would be read as the accused.
        """
        mutual = [actor.slug for actor in self.other]
        targets = mutual or targets_of(self.drafter, item, stance, holders, told=bool(addressees))
        row: Row = {"target": one_or_more(targets)} if targets else {}
        if addressees and (targets or stance.act not in DONE_TO_SOMEBODY):
            row = {"addressee": one_or_more(addressees)} | row
        return row

    def what(self, item: Attribution, stance: Stance, holders: tuple[Actor, ...], addressees: list[str]) -> Row:
        """Return the act, the polarity, the proposition and the certainty of a row."""
        if (condition := self.condition(item, stance, holders)) is not None:
            return condition
        cues = [item.sense.lemma, *(word.lemma_ for word in governors(self.drafter.doc, item, stance)[1:])]
        row: Row = {"act": named_act(stance, cues)}
        if stance.polarity and stance.polarity != _own_polarity(stance.act):
            row["polarity"] = stance.polarity
        verbs = [self.drafter.doc[stance.content.head], *governors(self.drafter.doc, item, stance)]
        whole = not is_left_out(verbs, stance.content.tokens)
        row["proposition"] = self.proposition(
            item, replace(stance, worded=stance.worded and whole), holders, addressees
        )
        if stance.certainty:
            row["certainty"] = stance.certainty
        return row | manner_of(self.drafter.doc, item, stance)

    def proposition(self, item: Attribution, stance: Stance, holders: tuple[Actor, ...], addressees: list[str]) -> str:
        """Return the proposition of a stance: a known one, a new one, or one that still needs wording."""
        drafter = self.drafter
        if (answered := drafter.charges.answered(item, holders)) is not None:
            return answered
        referents = self.referents(item, stance, holders, addressees)
        sentence = self.sentence(item, stance, referents)
        known = drafter.propositions.link(sentence) if sentence else None
        if known:
            return known
        tokens = stance.content.tokens
        words = " ".join(drafter.text[slice(*drafter.layout.trim(*stance.content.quote))].split())
        concerns = referents.concerned(tokens, sentence) if sentence else drafter.resolver.namings.concerned(tokens)
        new = NewProposition(sentence, drafter.issues.of(tokens), concerns, "" if sentence else words[:280])
        return drafter.propositions.propose(replace(new, unclear=unclear_words(referents, tokens, sentence)))

    def referents(
        self, item: Attribution, stance: Stance, holders: tuple[Actor, ...], addressees: list[str]
    ) -> ContentReferents:
        """Return what the pronouns and descriptions in a stance may mean."""
        drafter = self.drafter
        principals = tuple(drafter.resolver.actor(slug) for slug in drafter.speakers.principals.of(item, holders))
        told = tuple(drafter.resolver.actor(slug) for slug in addressees)
        topics = self.topics if self.topics_of == item.via else ()
        names = drafter.resolver, drafter.speakers, drafter.phrases
        direct = self.is_direct(item, stance)
        return ContentReferents(
            *names, item, holders, principals, told, direct, topics, stance.act, stance.content.tokens, self.other
        )

    def sentence(self, item: Attribution, stance: Stance, referents: ContentReferents) -> str:
        """Return the sentence of a stance, or an empty string if the words do not give one."""
        drafter = self.drafter
        # "Five voted in favour": the words do not say of what.
        bare = stance.frame == "favour" and drafter.doc[stance.content.head].lower_ in ("favour", "favor")
        if bare or not stance.worded:
            return ""
        found = topics_of(drafter.doc, stance.content, referents)
        self.topics, self.topics_of = referents.topics if found is None else found, item.via
        holders, principals = referents.holders, referents.principals
        holder = named(drafter.resolver, self.obliged(stance, holders, principals)) if holders else ReferentName("")
        try:
            past = not referents.direct and drafter.doc[item.via].tag_ in ("VBD", "VBN")
            wording = Wording(stance.act, stance.frame, holder, referents, stance.negation, item.sense.lemma, past)
            return sentence_of(drafter.doc, stance.content, wording)
        except UnwordedError:
            return ""

    def is_direct(self, item: Attribution, stance: Stance) -> bool:
        """Return whether a content is in the speaker's own words: a speech in full has no quotation marks."""
        return is_whole(self.drafter.doc, item) or self.drafter.layout.quoted(self.drafter.doc[stance.content.head].idx)

    def obliged(self, stance: Stance, holders: tuple[Actor, ...], principals: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return who would carry out the content of a stance: the speakers, or their principals if the words say so."""
        if len(principals) > 1 and (len(holders) > 1 or holders[0].kind == "group"):
            return principals  # "the ministers of Oslo and Rome agreed to meet"
        if len(principals) != 1 or (stance.act == "proposes" and stance.frame == "ing"):
            return principals[:1] or holders
        if stance.act != "refuses" and self.drafter.speakers.is_spokesman(holders):
            return principals  # "a military spokesman denied any involvement": the military's involvement
        above = self.drafter.doc[stance.content.head].head
        while above.dep_ in ("acomp", "attr", "dobj", "prep", "xcomp") and above.head != above:
            above = above.head
        subject = subject_of(above)
        if subject is None or subject.i not in range(above.sent.start, stance.content.head):
            return holders
        named_there = self.drafter.resolver.look(subject) if subject.pos_ == "PROPN" else ()
        one = len(named_there) == 1 and named_there[0].kind in ("state", "organisation")
        if one or (len(named_there) > 1 and principals[0] in named_there):
            return named_there  # "the United States (and Cuba) would consider talks, an official said"
        of_state = principals[0] in named_there
        ours = {subject.lower_, *(child.lower_ for child in subject.children)}
        own = subject.lemma_ in _OF_STATES and bool(ours & {"her", "his", "its", "my", "their"})  # "his government"
        return principals if of_state or own or ours & {"our", "we"} or ours == {"government", "the"} else holders

    def narrated(self, content: Content, act: str, frame: str = "clause") -> str:
        """Return the proposition of a statement in the text's own voice."""
        item = Attribution((), (), content.tokens, lexicon().verbs["say"][0], frame, content.head, content.head)
        stance = Stance(act, None, content, frame, 0.4)
        # A narrator's row keeps the given act, so a "not" stays in the sentence and does not reverse the polarity.
        # Only an act against something is settled first.
        return self.proposition(item, settled(self.drafter.doc, stance) if act in AGAINST else stance, (), [])

    def condition(self, item: Attribution, stance: Stance, holders: tuple[Actor, ...]) -> Row | None:
        """Return the fields of a condition, or None if the words make none."""
        doc, new = self.drafter.doc, self.drafter.propositions.new

        def propose(part: Stance) -> str:
            return self.proposition(item, part, holders, [])

        if stance.act != "makes-condition":
            return provided(doc, stance, propose, lambda slug: slug not in new or bool(new[slug].sentence))
        demanding = replace(stance, act="demands", polarity=None)
        return condition_of(doc, stance, propose) or self.what(item, demanding, holders, [])

    def demand(self, item: Attribution, stance: Stance, holders: tuple[Actor, ...], chain: tuple[Actor, ...]) -> None:
        """Write what has to come true first as a separate demand."""
        if stance.act != "makes-condition":
            return
        first = demanded(self.drafter.doc, stance.content)
        if first is not None:
            place = self.drafter.layout.trim(*first.quote)
            self.write(item, Stance("demands", None, first, stance.frame, 0.5), holders, chain, place)

    def mode(self, item: Attribution, start: int, end: int) -> str:
        """Return how the text presents a content: in quotation marks, reported, or ascribed by the narrator."""
        layout, doc = self.drafter.layout, self.drafter.doc
        quotes = item.quotes or layout.quotations
        if any(quote.outer[0] - 1 <= start and end <= quote.outer[1] + 1 for quote in quotes):
            return "direct"
        ascribed = item.sense.act in _NARRATED or item.sense.lemma in lexicon().deeds or doc[item.via].pos_ == "NOUN"
        block = layout.block(start)
        return "narrator" if ascribed and not (block and block.kind in ("headline", "related")) else "indirect"

    def figures(self, content: Content) -> Row:
        """Return the death tolls in a content, as a field of a row."""
        drafter, rows = self.drafter, list[Row]()
        for toll in find_tolls(drafter.doc, content.tokens):
            row: Row = {"deaths": toll.deaths}
            if toll.qualifier != "exactly":
                row["qualifier"] = toll.qualifier
            victims = drafter.resolver.look(drafter.doc[toll.victims]) if toll.victims is not None else ()
            if victims and victims[0].known:
                row["victims"] = victims[0].slug
            rows.append(row)
        return {"tolls": rows} if rows else {}

    def confidence(self, stance: Stance, holders: tuple[Actor, ...]) -> float:
        """Return the confidence of a row: lower if its speaker is new, lowest if the speaker is unresolved."""
        known = 1.0 if holders and all(actor.known for actor in holders) else 0.7 if holders else 0.4
        return round(min(0.95, stance.confidence * known * 0.85 + 0.1), 2)


def _own_polarity(act: str) -> str:
    return "opposes" if act in AGAINST else "supports"
