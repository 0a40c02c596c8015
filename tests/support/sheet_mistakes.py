"""For each example of shapes/invalid: the same mistake in YAML, or why no YAML can make it.

A mistake changes one file of fixtures/every-key. It is written as the rule that tells of it, and what is replaced by
what; `«` and `»` are around the words at which it has to be told, or around the first line of them. Most of these
mistakes are seen while the file is read, before there is any RDF, so that the rule is one of
kg/validate/reading_rules.toml;
where that sees nothing wrong, the rule is the shape itself.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["IMPOSSIBLE", "MISTAKES", "REPOSITORY", "SHEET"]

REPOSITORY = Path(__file__).parents[1] / "fixtures" / "every-key"
SHEET = "2024-05-02-talks/sheet.yaml"
Mistake = tuple[str, dict[str, str]]

_SOURCE: dict[str, Mistake] = {
    "Source.closed": ("unknown-key", {"  coder: A Coder": "  coder: A Coder\n  «comment»: A note."}),
    "source-title.datatype": ("wrong-type", {"title: Talks on a ceasefire": "title: «true»"}),
    "source-title.max-count": ("duplicate-key", {"  title: Talks": "  title: Talks\n  «title»: Talks"}),
    "source-title.min-count": (
        "missing-key",
        {"  title: Talks on a ceasefire\n  publ": "  «publ", "her: he": "her»: he"},
    ),
    "source-publisher.class": ("unknown-name", {"publisher: herald": "publisher: «council»"}),
    "source-publisher.max-count": ("wrong-type", {"publisher: herald": "publisher: «[herald, north-herald]»"}),
    "source-publisher.min-count": ("missing-key", {"  publisher: herald\n": "", "  title:": "  «title»:"}),
    "source-issued.or": ("bad-date", {"published: 2024-05-02": "published: «ceasefire»"}),
    "source-issued.max-count": ("wrong-type", {"published: 2024-05-02": "published: «[2024-05-01, 2024-05-02]»"}),
    "source-issued.min-count": ("missing-key", {"  published: 2024-05-02\n": "", "  title:": "  «title»:"}),
    "source-language.datatype": ("wrong-type", {"language: en": "language: «true»"}),
    "source-language.max-count": ("duplicate-key", {"  language: en": "  language: en\n  «language»: fr"}),
    "source-language.min-count": ("wrong-type", {"language: en": "«language»:"}),
    "source-language.pattern": ("bad-value", {"language: en": "language: «'?'»"}),
    "source-contributor.class": ("unknown-name", {"contributors: [north-herald]": "contributors: [«north-city»]"}),
    "source-sha256.datatype": ("wrong-type", {"sha256: ": "sha256: «true» # "}),
    "source-sha256.max-count": ("wrong-type", {"sha256: ": "sha256: «[one, two]» # "}),
    "source-sha256.min-count": ("missing-key", {"  sha256: ": "  # ", "  title:": "  «title»:"}),
    "source-sha256.pattern": ("bad-value", {"sha256: ": "sha256: «'?'» # "}),
    # The length of a text is counted in the file that `text` names.
    "source-length.datatype": ("wrong-type", {"text: article.txt": "text: «200.0»"}),
    "source-length.max-count": ("wrong-type", {"text: article.txt": "text: «[article.txt, second.txt]»"}),
    "source-length-given.or": ("missing-key", {"  text: article.txt\n": "", "  title:": "  «title»:"}),
    "source-url.max-count": ("duplicate-key", {"  url: https:": "  url: https://example.org/\n  «url»: https:"}),
    "source-url.node-kind": ("bad-value", {"url: https://example.org/talks": "url: «text»"}),
    "source-licence.max-count": ("wrong-type", {"licence: CC-BY-4.0": "licence: «[CC-BY-4.0, MIT]»"}),
    "source-licence.node-kind": ("bad-value", {"licence: CC-BY-4.0": "licence: «a licence of our own»"}),
    "source-rights.max-count": ("duplicate-key", {"  licence:": "  licence: all-rights-reserved\n  «licence»:"}),
    "source-rights.node-kind": ("bad-value", {"licence: CC-BY-4.0": "licence: «all rights reserved»"}),
    "source-coder.datatype": ("wrong-type", {"coder: A Coder": "coder: «true»"}),
    "source-coder.min-length": ("wrong-type", {"coder: A Coder": "coder: «''»"}),
    # The narrator of a source narrates for its publisher.
    "narrator-publisher.class": ("unknown-name", {"publisher: herald": "publisher: «northland»"}),
    "narrator-publisher.max-count": ("duplicate-key", {"  publisher:": "  publisher: herald\n  «publisher»:"}),
    "narrator-publisher.min-count": ("wrong-type", {"publisher: herald": "«publisher»:"}),
}

_TEXT = (REPOSITORY / SHEET).read_text("utf-8")
_BLOCK = _TEXT[_TEXT.index("source:") : _TEXT.index("\nstatements:")]
_ANOTHER_CLASS: Mistake = ("wrong-type", {_BLOCK: "source: «ceasefire»\n"})
_TWO_SOURCES: Mistake = ("wrong-type", {_BLOCK: "source: «[2024-05-02-talks, 2024-05-03-more-talks]»\n"})
_NO_SOURCE: Mistake = ("missing-key", {_BLOCK: "", "# Every key": "«»# Every key"})

#: The source of a row, of its evidence and of the narrator is the `source` of the sheet: no other key says it.
_OF_THE_SOURCE: dict[str, Mistake] = {
    f"{shape}.{constraint}": mistake
    for shape in ("row-source", "evidence-source", "statement-primary-source", "narrator-source")
    for constraint, mistake in (("class", _ANOTHER_CLASS), ("max-count", _TWO_SOURCES), ("min-count", _NO_SOURCE))
}

_ROWS: dict[str, Mistake] = {
    "row-identifier.datatype": ("wrong-type", {"id: north\n": "id: «true»\n"}),
    "row-identifier.max-count": ("wrong-type", {"id: north\n": "id: «[north, older]»\n"}),
    "row-identifier.min-count": ("missing-key", {"- id: north\n    quote:": "- «quote»:"}),
    "row-identifier.pattern": ("bad-value", {"id: north\n": "id: «'?'»\n"}),
    "row-iri.pattern": ("bad-value", {"id: meeting": "id: «https://example.org/meeting»"}),
    "row-label.datatype": ("wrong-type", {"label: A vote of the Council": "label: «true»"}),
    "row-label.max-count": ("duplicate-key", {"    label: A vote": "    label: Votes\n    «label»: A vote"}),
    "row-label.min-count": ("missing-key", {"id: vote": "«id»: vote", "    label: A vote of the Council\n": ""}),
    "row-mode.class": ("unknown-term", {"mode: direct": "mode: «ceasefire»"}),
    "row-mode.max-count": ("wrong-type", {"mode: direct": "mode: «[direct, indirect]»"}),
    "row-mode.min-count": ("missing-key", {"id: west": "«id»: west", "    mode: direct\n": ""}),
    "row-reporter.class": ("unknown-name", {"[north-herald]\n    certainty": "[«ceasefire»]\n    certainty"}),
    "row-confidence.datatype": ("wrong-type", {"confidence: 0.9": "confidence: «true»"}),
    "row-confidence.max-count": ("wrong-type", {"confidence: 0.9": "confidence: «[0.8, 0.9]»"}),
    "row-confidence.max-inclusive": ("bad-value", {"confidence: 0.9": "confidence: «1.1»"}),
    "row-confidence.min-inclusive": ("bad-value", {"confidence: 0.9": "confidence: «-0.1»"}),
    "row-reviewer.datatype": ("wrong-type", {"      by: A Reviewer": "      by: «true»"}),
    "row-reviewer.max-count": ("wrong-type", {"      by: A Reviewer": "      by: «[A Reviewer, Another]»"}),
    "row-reviewer.min-length": ("wrong-type", {"      by: A Reviewer": "      by: «''»"}),
    "row-reviewed.datatype": ("wrong-type", {"on: 2024-05-03T10:00:00Z": "on: «true»"}),
    "row-reviewed.max-count": (
        "duplicate-key",
        {"      on: 2024-05-03T": "      on: 2024-05-03\n      «on»: 2024-05-03T"},
    ),
    "row-status.in": ("unknown-term", {"status: proposed": "status: «draft»"}),
    # A quotation is the value of `quote`: the selectors of it are made of that.
    "row-evidence.class": ("wrong-type", {"quote: North met the ministers there": "quote: «{issue: ceasefire}»"}),
    "row-evidence.max-count": ("wrong-type", {"quote: North met the ministers there": "quote: «[North met, there]»"}),
    "row-founded.or": (
        "missing-key",
        {"id: meeting": "«id»: meeting", "    quote: North met the ministers there\n": ""},
    ),
    "Evidence.closed": ("wrong-type", {"quote: North met the ministers there": "quote: «{exact: North met, note: x}»"}),
    "TextQuote.closed": ("wrong-type", {"prefix: Ada North": "prefix: «{words: Ada North, comment: A note.}»"}),
    "quote-exact.datatype": ("wrong-type", {"quote: but Southland vetoed it": "quote: «true»"}),
    "quote-exact.max-count": ("duplicate-key", {"    quote: but": "    quote: vetoed it\n    «quote»: but"}),
    "quote-exact.min-count": ("missing-key", {"id: vote": "«id»: vote", "    quote: but Southland vetoed it\n": ""}),
    "quote-exact.min-length": ("wrong-type", {"quote: but Southland vetoed it": "quote: «''»"}),
    "quote-prefix.datatype": ("wrong-type", {"prefix: Ada North": "prefix: «true»"}),
    "quote-prefix.max-count": ("wrong-type", {"prefix: Ada North": "prefix: «[Ada North, Minister]»"}),
    "quote-inside.sparql": (
        "quote-not-found",
        {"quote: Southland has been Northland's rival": "quote: «Northland's rival since 2001. And it goes on»"},
    ),
}

_STATEMENTS: dict[str, Mistake] = {
    "Statement.closed": ("unknown-key", {"    kind: position": "    «comment»: A note.\n    kind: position"}),
    "statement-holder.class": ("unknown-name", {"speaker: ada-north": "speaker: «ceasefire»"}),
    "statement-holder.min-count": ("missing-key", {"id: north\n": "«id»: north\n", "    speaker: ada-north\n": ""}),
    "statement-behalf.class": ("unknown-name", {"for: northland": "for: «ceasefire»"}),
    "statement-behalf.disjoint": (
        "statement-behalf",
        {"  speaker: bo-west\n": "  speaker: bo-west\n    for: «bo-west»\n"},
    ),
    "statement-addressee.class": ("unknown-name", {"addressee: southland": "addressee: «ceasefire»"}),
    "statement-addressee.disjoint": ("statement-addressee", {"addressee: southland": "addressee: «ada-north»"}),
    "statement-act.class": ("unknown-term", {"act: calls-for": "act: «ceasefire»"}),
    "statement-act.max-count": ("wrong-type", {"act: calls-for": "act: «[calls-for, demands]»"}),
    "statement-act.min-count": ("missing-key", {"id: north\n": "«id»: north\n", "    act: calls-for\n": ""}),
    "statement-polarity.class": ("unknown-term", {"polarity: supports": "polarity: «ceasefire»"}),
    "statement-polarity.max-count": ("wrong-type", {"polarity: supports": "polarity: «[supports, opposes]»"}),
    "statement-polarity.min-count": ("wrong-type", {"polarity: supports": "«polarity»:"}),
    "statement-proposition.class": ("unknown-name", {"proposition: ceasefire\n": "proposition: «southland»\n"}),
    "statement-proposition.max-count": ("wrong-type", {"proposition: ceasefire\n": "proposition: «[peace, war]»\n"}),
    "statement-proposition.min-count": (
        "missing-key",
        {"id: north\n": "«id»: north\n", "    proposition: ceasefire\n": ""},
    ),
    "statement-condition.class": ("unknown-name", {"condition: peace": "condition: «southland»"}),
    "statement-condition.disjoint": ("statement-condition", {"condition: peace": "condition: «talks»"}),
    "statement-condition-given.or": (
        "missing-condition",
        {"polarity: conditional": "polarity: «conditional»", "    condition: peace\n": ""},
    ),
    "statement-condition-used.or": (
        "unexpected-condition",
        {"polarity: conditional": "polarity: supports", "condition: peace": "condition: «peace»"},
    ),
    "statement-said-from.datatype": ("bad-date", {"not_before: 2024-05-01": "not_before: «on Wednesday»"}),
    "statement-said-from.less-than-or-equals": (
        "dates-in-order",
        {"not_before: 2024-05-01, not_after: 2024-05-02": "not_before: «2024-05-01», not_after: 2024-04-30"},
    ),
    "statement-said-from.max-count": (
        "wrong-type",
        {"not_before: 2024-05-01": "not_before: «[2024-04-30, 2024-05-01]»"},
    ),
    "statement-said-to.datatype": ("bad-date", {"not_after: 2024-05-02": "not_after: «2024-02-30»"}),
    "statement-said-to.max-count": (
        "duplicate-key",
        {"not_after: 2024-05-02": "not_after: 2024-05-01, «not_after»: 2024-05-02"},
    ),
    "statement-said-to.min-count": (
        "missing-key",
        {"said: {not_before: 2024-05-01, not_after: 2024-05-02}": "said: «{}»"},
    ),
    "said-before-publication.sparql": ("said-before-publication", {"said: 2024-05-01": "said: «2024-05-04»"}),
    "statement-holds.class": (
        "wrong-type",
        {"holds:\n      since: 2024-04\n      until: 2025\n": "holds: «ceasefire»\n"},
    ),
    "statement-holds.max-count": ("duplicate-key", {"    holds:": "    holds: {since: 2023}\n    «holds»:"}),
    "Interval.closed": ("unknown-key", {"      until: 2025": "      until: 2025\n      «comment»: A note."}),
    "interval-beginning.class": ("bad-date", {"since: 2024-04\n": "since: «ceasefire»\n"}),
    "interval-beginning.max-count": ("duplicate-key", {"      until: 2025": "      «since»: 2023\n      until: 2025"}),
    "interval-end.class": ("bad-date", {"until: 2025": "until: «ceasefire»"}),
    "interval-end.max-count": ("wrong-type", {"until: 2025": "until: «[2025, 2026]»"}),
    # An instant is one date, of which the form tells whether it is a day, a month or a year.
    "instant-month.datatype": ("bad-date", {"since: 2024-04\n": "since: «2024-13»\n"}),
    "instant-month.max-count": ("wrong-type", {"since: 2024-04\n": "since: «[2024-04, 2024-05]»\n"}),
    "instant-year.datatype": ("wrong-type", {"until: 2025": "until: «true»"}),
    "instant-year.max-count": ("duplicate-key", {"      until: 2025": "      until: 2025\n      «until»: 2026"}),
    "statement-event.class": ("unknown-event", {"event: attack": "event: «north»"}),
    "statement-event.max-count": ("wrong-type", {"event: attack": "event: «[attack, meeting]»"}),
    "statement-certainty.class": ("unknown-term", {"certainty: certain": "certainty: «ceasefire»"}),
    "statement-certainty.max-count": ("wrong-type", {"certainty: certain": "certainty: «[certain, probable]»"}),
    "statement-original-language.datatype": ("wrong-type", {"original_language: nl": "original_language: «true»"}),
    "statement-original-language.max-count": (
        "wrong-type",
        {"original_language: nl": "original_language: «[nl, ru]»"},
    ),
    "statement-original-language.pattern": ("bad-value", {"original_language: nl": "original_language: «Russian»"}),
    "statement-translator.class": ("unknown-name", {"translator: herald": "translator: «ceasefire»"}),
    "statement-degree.in": ("unknown-term", {"degree: strong": "degree: «ceasefire»"}),
    "statement-degree.max-count": ("wrong-type", {"degree: strong": "degree: «[strong, weak]»"}),
    "statement-narrator-mode.or": (
        "statement-narrator-mode",
        {"mode: narrator\n    event": "mode: «indirect»\n    event"},
    ),
    "statement-target.class": ("unknown-name", {"target: southland": "target: «ceasefire»"}),
    "statement-target.disjoint": ("statement-target", {"target: southland": "target: «ada-north»"}),
    "statement-members-named.datatype": ("wrong-type", {"members_named: false": "members_named: «perhaps»"}),
    "statement-members-named.max-count": (
        "duplicate-key",
        {"    members_named: false": "    members_named: false\n    «members_named»: true"},
    ),
    "statement-retracts.node-kind": ("bad-value", {"retracts: first-step": "retracts: «a text»"}),
    "statement-retracts.pattern": ("bad-value", {"retracts: first-step": "retracts: «https://example.org/wrong»"}),
    "statement-about.max-count": ("wrong-type", {"about: older": "about: «[older, west]»"}),
    "statement-about.node-kind": ("bad-value", {"about: older": "about: «a text»"}),
    "statement-about.pattern": ("bad-value", {"about: older": "about: «https://example.org/wrong»"}),
    "statement-revises.node-kind": ("bad-value", {"revises: older": "revises: «a text»"}),
    "statement-revises.pattern": ("bad-value", {"revises: older": "revises: «https://example.org/wrong»"}),
    "statement-withdrawal.or": (
        "missing-key",
        {"      on: 2024-05-04": "      «on»: 2024-05-04", "      reason: A misreading.\n": ""},
    ),
    "statement-withdrawn.datatype": ("wrong-type", {"on: 2024-05-04": "on: «true»"}),
    "statement-withdrawn.max-count": ("wrong-type", {"on: 2024-05-04": "on: «[2024-05-04, 2024-05-05]»"}),
    "statement-withdrawal-reason.datatype": ("wrong-type", {"reason: A misreading.": "reason: «true»"}),
    "statement-withdrawal-reason.max-count": (
        "duplicate-key",
        {"      reason: A misreading.": "      reason: An error.\n      «reason»: A misreading."},
    ),
}

#: The chain of voices is written from `speaker`, `for` and `reported_by`.
_CHAINS: dict[str, Mistake] = {
    "Attribution.closed": (
        "wrong-type",
        {"[north-herald]\n    certainty": "[«{agent: north-herald, comment: A note.}»]\n    certainty"},
    ),
    "attribution-agent.class": ("unknown-name", {"[north-herald]\n    certainty": "[«north-city»]\n    certainty"}),
    "attribution-agent.max-count": (
        "wrong-type",
        {"[north-herald]\n    certainty": "[«[north-herald, herald]»]\n    certainty"},
    ),
    "attribution-agent.min-count": (
        "wrong-type",
        {"[north-herald]\n    certainty": "[north-herald, «~»]\n    certainty"},
    ),
    "attribution-represents.class": ("unknown-name", {"{ada-north: northland}": "{ada-north: «ceasefire»}"}),
    "behalf-of-speakers.sparql": (
        "unknown-speaker",
        {"{ada-north: northland}": "{ada-north: northland, «ministers»: league}"},
    ),
    "chain-depth.sparql": (
        "joint-narrator",
        {"mode: narrator\n    event": "mode: narrator\n    reported_by: «[north-herald, herald]»\n    event"},
    ),
    "chain-speaker.sparql": (
        "joint-narrator",
        {"mode: narrator\n    event": "mode: narrator\n    reported_by: «north-herald»\n    event"},
    ),
    "post-held.sparql": ("post-held", {"for: northland": "for: «southland»"}),
}

_TOLLS: dict[str, Mistake] = {
    "statement-toll.class": ("wrong-type", {"      - deaths: 3": "      - «ceasefire»\n      - deaths: 3"}),
    "Toll.closed": ("unknown-key", {"        victims: v": "        «comment»: A note.\n        victims: v"}),
    "toll-owner.class": (
        "toll-owner",
        {"id: deaths\n": "id: deaths\n    kind: position\n", "- deaths: 3": "- «deaths: 3»"},
    ),
    "toll-deaths.datatype": ("wrong-type", {"deaths: 3": "deaths: «true»"}),
    "toll-deaths.max-count": ("wrong-type", {"deaths: 3": "deaths: «[3, 4]»"}),
    "toll-counted.xone": ("toll-counted", {"- deaths: 3": "- «deaths: 3»\n        wounded: 4"}),
    "toll-wounded.datatype": ("wrong-type", {"wounded: 5": "wounded: «true»"}),
    "toll-wounded.max-count": ("wrong-type", {"wounded: 5": "wounded: «[5, 6]»"}),
    "toll-displaced.datatype": ("wrong-type", {"displaced: 7": "displaced: «true»"}),
    "toll-displaced.max-count": ("wrong-type", {"displaced: 7": "displaced: «[7, 8]»"}),
    "toll-qualifier.class": ("unknown-term", {"qualifier: at-least": "qualifier: «ceasefire»"}),
    "toll-qualifier.max-count": ("wrong-type", {"qualifier: at-least": "qualifier: «[at-least, about]»"}),
    "toll-qualifier.min-count": ("wrong-type", {"qualifier: at-least": "«qualifier»:"}),
    "toll-victims.class": ("unknown-name", {"victims: villagers": "victims: «ceasefire»"}),
    "toll-victims.max-count": ("wrong-type", {"victims: villagers": "victims: «[villagers, ministers]»"}),
    "toll-perpetrator.class": ("unknown-name", {"perpetrator: southland": "perpetrator: «ceasefire»"}),
    "toll-perpetrator.max-count": ("wrong-type", {"perpetrator: southland": "perpetrator: «[southland, northland]»"}),
    "toll-location.class": ("unknown-name", {"        place: north-city": "        place: «northland»"}),
    "toll-location.max-count": (
        "wrong-type",
        {"        place: north-city": "        place: «[north-city, ceasefire]»"},
    ),
    "toll-from.datatype": ("wrong-type", {"during: {not_before: 2024-04-29": "during: {not_before: «true»"}),
    "toll-from.less-than-or-equals": (
        "dates-in-order",
        {"during: {not_before: 2024-04-29": "during: {not_before: «2024-05-01»"},
    ),
    "toll-from.max-count": (
        "duplicate-key",
        {"during: {not_before: 2024-04-29": "during: {not_before: 2024-04-28, «not_before»: 2024-04-29"},
    ),
    "toll-to.datatype": (
        "bad-date",
        {"during: {not_before: 2024-04-29, not_after: 2024-04-30}": "during: {not_after: «on Tuesday»}"},
    ),
    "toll-to.max-count": (
        "wrong-type",
        {"during: {not_before: 2024-04-29, not_after: 2024-04-30}": "during: {not_after: «[2024-04-29, 2024-04-30]»}"},
    ),
}

_EVENTS: dict[str, Mistake] = {
    "Event.closed": ("unknown-key", {"    occurrence: alleged": "    «comment»: A note.\n    occurrence: alleged"}),
    "event-participant.class": ("unknown-name", {"[ada-north, ministers]": "[ada-north, «ceasefire»]"}),
    "event-perpetrator.class": ("unknown-name", {"perpetrators: [southland]": "perpetrators: [«ceasefire»]"}),
    "event-victim.class": ("unknown-name", {"victims: [villagers]": "victims: [«ceasefire»]"}),
    "event-attendee.class": ("unknown-name", {"attendees: [bo-west]": "attendees: [«ceasefire»]"}),
    "event-attendee.disjoint": ("event-attendee", {"attendees: [bo-west]": "attendees: [«ada-north»]"}),
    "event-initiator.class": ("unknown-name", {"initiators: [southland]": "initiators: [«ceasefire»]"}),
    "event-initiator.disjoint": ("event-initiator", {"initiators: [southland]": "initiators: [«northland»]"}),
    "event-recipient.class": ("unknown-name", {"recipients: [northland]": "recipients: [«ceasefire»]"}),
    "initiator-given.min-count": ("initiator-given", {"id: break": "«id: break»", "    initiators: [southland]\n": ""}),
    "diplomatic-owner.class": (
        "diplomatic-owner",
        {"    participants:": "    initiators: [«northland»]\n    participants:"},
    ),
    "event-location.class": ("unknown-name", {"\n    place: north-city": "\n    place: «northland»"}),
    "event-location.max-count": ("wrong-type", {"\n    place: north-city": "\n    place: «[north-city, the-border]»"}),
    "event-from.datatype": ("wrong-type", {"when: {not_before: 2024-04-29": "when: {not_before: «true»"}),
    "event-from.less-than-or-equals": (
        "dates-in-order",
        {"when: {not_before: 2024-04-29": "when: {not_before: «2024-05-01»"},
    ),
    "event-from.max-count": (
        "duplicate-key",
        {"when: {not_before: 2024-04-29": "when: {not_before: 2024-04-28, «not_before»: 2024-04-29"},
    ),
    "event-to.datatype": (
        "bad-date",
        {"when: {not_before: 2024-04-29, not_after: 2024-04-30}": "when: {not_after: «on Tuesday»}"},
    ),
    "event-to.max-count": (
        "wrong-type",
        {"when: {not_before: 2024-04-29, not_after: 2024-04-30}": "when: «[2024-04-29, 2024-04-30]»"},
    ),
    "event-occurrence.class": ("unknown-term", {"occurrence: alleged": "occurrence: «ceasefire»"}),
    "event-occurrence.max-count": ("wrong-type", {"occurrence: alleged": "occurrence: «[alleged, happened]»"}),
    "event-occurrence.min-count": ("wrong-type", {"occurrence: alleged": "«occurrence»:"}),
    "event-issue.class": ("unknown-term", {"issues: [armed-conflict]": "issues: [«northland»]"}),
    "meeting-participants.min-count": (
        "meeting-participants",
        {"id: meeting": "«id: meeting»", "    participants: [ada-north, ministers]\n": ""},
    ),
    "meeting-alone.or": (
        "meeting-alone",
        {"participants: [ada-north, ministers]": "participants: [«northland»]"},
    ),
    "vote-body.class": ("unknown-name", {"body: council": "body: «ceasefire»"}),
    "vote-body.max-count": ("wrong-type", {"body: council": "body: «[council, league]»"}),
    "vote-motion.class": ("unknown-name", {"motion: ceasefire": "motion: «southland»"}),
    "vote-motion.max-count": ("wrong-type", {"motion: ceasefire": "motion: «[ceasefire, talks]»"}),
    "vote-motion-given.or": ("vote-motion-given", {"id: vote": "«id: vote»", "    motion: ceasefire\n": ""}),
    "vote-owner.class": (
        "vote-owner",
        {"participants:": "body: «council»\n    participants:"},
    ),
    "vote-ballot.class": (
        "wrong-type",
        {"ballots:\n      northland: in-favour\n      southland: veto": "ballots: «ceasefire»"},
    ),
    "vote-in-favour.datatype": ("wrong-type", {"in_favour: 9": "in_favour: «true»"}),
    "vote-in-favour.max-count": ("wrong-type", {"in_favour: 9": "in_favour: «[9, 10]»"}),
    "vote-against.datatype": ("wrong-type", {"against: 1": "against: «true»"}),
    "vote-against.max-count": ("wrong-type", {"against: 1": "against: «[1, 2]»"}),
    "vote-abstentions.datatype": ("wrong-type", {"abstaining: 0": "abstaining: «true»"}),
    "vote-abstentions.max-count": ("wrong-type", {"abstaining: 0": "abstaining: «[0, 1]»"}),
    "vote-absences.datatype": ("wrong-type", {"absent: 2": "absent: «true»"}),
    "vote-absences.max-count": ("wrong-type", {"absent: 2": "absent: «[2, 3]»"}),
    "vote-totals.sparql": ("vote-totals", {"against: 1": "against: «0»"}),
    "one-ballot.sparql": (
        "duplicate-key",
        {"      southland: veto": "      southland: veto\n      «southland»: against"},
    ),
    "Ballot.closed": ("wrong-type", {"southland: veto": "southland: «{choice: veto, comment: A note.}»"}),
    "ballot-voter.class": ("unknown-name", {"southland: veto": "«ceasefire»: veto"}),
    "ballot-voter.max-count": ("wrong-type", {"southland: veto": "«[southland, council]»: veto"}),
    "ballot-voter.min-count": ("wrong-type", {"southland: veto": "«~»: veto"}),
    "ballot-choice.class": ("unknown-term", {"southland: veto": "southland: «ceasefire»"}),
    "ballot-choice.max-count": ("wrong-type", {"southland: veto": "southland: «[veto, against]»"}),
    "ballot-choice.min-count": ("wrong-type", {"southland: veto": "«southland»:"}),
}

_RELATIONS: dict[str, Mistake] = {
    "Relation.closed": ("unknown-key", {"    since: 2001": "    «comment»: A note.\n    since: 2001"}),
    "relation-party.class": ("unknown-name", {"between: [northland, southland]": "between: [northland, «ceasefire»]"}),
    "relation-party.min-count": ("wrong-type", {"between: [northland, southland]": "between: «[northland]»"}),
    "relation-holds.class": ("bad-date", {"since: 2001": "since: «ceasefire»"}),
    "relation-holds.max-count": ("wrong-type", {"since: 2001": "since: «[2001, 2011]»"}),
}

_STATES: dict[str, Mistake] = {
    "State.closed": ("unknown-key", {"  iso: NL": "  «comment»: A note.\n  iso: NL"}),
    "actor-iri.pattern": (
        "bad-value",
        {"southland:": "«https://example.org/southland»: {label: The South}\nsouthland:"},
    ),
    "actor-label.datatype": ("wrong-type", {"label: Southland": "label: «true»"}),
    "actor-label.max-count": ("duplicate-key", {"  label: Southland": "  label: Southland\n  «label»: The South"}),
    "actor-label.min-count": ("missing-key", {"  label: Northland\n  aliases": "  «aliases»"}),
    "actor-alias.datatype": ("wrong-type", {"aliases: [The North]": "aliases: [The North, «true»]"}),
    "actor-demonym.datatype": ("wrong-type", {"demonyms: [Northlander]": "demonyms: [«true»]"}),
    "actor-description.datatype": ("wrong-type", {"description: An invented state.": "description: «true»"}),
    "actor-description.max-count": ("wrong-type", {"description: An invented state.": "description: «[One, Two]»"}),
    "actor-same.max-count": ("wrong-type", {"wikidata: Q1": "wikidata: «[Q1, Q2]»"}),
    "actor-same.node-kind": ("bad-value", {"wikidata: Q1": "wikidata: «text»"}),
    "actor-same.pattern": ("bad-value", {"wikidata: Q1": "wikidata: «https://example.org/wrong»"}),
    "actor-member-of.class": ("unknown-name", {"member_of: [league]": "member_of: [«southland»]"}),
    "state-iso.datatype": ("wrong-type", {"iso: NL": "iso: «true»"}),
    "state-iso.max-count": ("duplicate-key", {"  iso: NL": "  iso: NL\n  «iso»: NO"}),
    "state-iso.pattern": ("bad-value", {"iso: NL": "iso: «'?'»"}),
    "state-capital.class": ("unknown-name", {"capital: north-city": "capital: «southland»"}),
    "state-independent.class": ("bad-date", {"until: 1910-05-01": "until: «ceasefire»"}),
    "state-territory.class": ("unknown-name", {"territory: territory-of-northland": "territory: «ceasefire»"}),
    "state-territory.max-count": (
        "wrong-type",
        {"territory: territory-of-northland": "territory: «[territory-of-northland, north-city]»"},
    ),
}

_ORGANISATIONS: dict[str, Mistake] = {
    "Organisation.closed": ("unknown-key", {"  wikidata: Q3": "  «comment»: A note.\n  wikidata: Q3"}),
    "organisation-part-of.class": ("unknown-name", {"part_of: [league]": "part_of: [«ceasefire»]"}),
    # Posts are those of the person in whose entry they stand.
    "membership-member.class": ("unknown-key", {"  part_of:": "  «posts»: [{title: Chair, of: league}]\n  part_of:"}),
}

_OFFICIALS: dict[str, Mistake] = {
    "Person.closed": ("unknown-key", {"  wikidata: Q4": "  «comment»: A note.\n  wikidata: Q4"}),
    "person-nationality.class": ("unknown-name", {"nationality: northland": "nationality: «ceasefire»"}),
    "person-holds.class": ("wrong-type", {"    - title: Speaker": "    - «ceasefire»\n    - title: Speaker"}),
    "official-holds.min-count": ("missing-key", {"ada-north:": "cy-east:\n  «label»: Cy East\nada-north:"}),
    "Post.closed": ("unknown-key", {"    - title: Speaker": "    - «comment»: A note.\n      title: Speaker"}),
    "post-label.datatype": ("wrong-type", {"title: Speaker": "title: «true»"}),
    "post-label.max-count": (
        "post-label",
        {"title: Foreign Minister": "title: «Foreign Minister»", "title: Speaker": "title: Foreign minister"},
    ),
    "post-label.min-count": ("missing-key", {"- title: Speaker\n      of": "- «of»"}),
    "post-in.class": ("unknown-name", {"of: northland\n      since: 2020": "of: «ceasefire»\n      since: 2020"}),
    "post-in.max-count": (
        "wrong-type",
        {"of: northland\n      since: 2020": "of: «[northland, league]»\n      since: 2020"},
    ),
    "post-in.min-count": ("missing-key", {"title: Speaker\n      of: northland": "«title»: Speaker"}),
    "Membership.closed": ("unknown-key", {"      until: 2022-12": "      until: 2022-12\n      «comment»: A note."}),
    # Who held a post is the person in whose entry it stands.
    "membership-member.max-count": (
        "wrong-type",
        {"ada-north:": "? «[cy-east, di-south]»\n: {label: Both, posts: [{title: Clerk, of: league}]}\nada-north:"},
    ),
    "membership-member.min-count": (
        "bad-value",
        {"ada-north:": "«~»: {label: Nobody, posts: [{title: Clerk, of: league}]}\nada-north:"},
    ),
    "membership-organisation.class": (
        "unknown-name",
        {"of: northland\n      since: 2020": "of: «north-city»\n      since: 2020"},
    ),
    "membership-organisation.max-count": (
        "duplicate-key",
        {
            "    - title: Speaker\n": "    - title: Speaker\n      of: league\n",
            "of: northland\n      since: 2020": "«of»: northland\n      since: 2020",
        },
    ),
    "membership-organisation.min-count": (
        "wrong-type",
        {"of: northland\n      since: 2020": "«of»:\n      since: 2020"},
    ),
    "membership-post.class": ("wrong-type", {"    - title: Speaker": "    - «proposition»\n    - title: Speaker"}),
    "membership-post.max-count": ("wrong-type", {"title: Speaker": "title: «[Speaker, Chair]»"}),
    "membership-post-given.or": ("wrong-type", {"title: Speaker": "«title»:"}),
    "membership-during.class": ("bad-date", {"since: 2020": "since: «ceasefire»"}),
    "membership-during.max-count": ("duplicate-key", {"      since: 2020": "      since: 2018\n      «since»: 2020"}),
    "membership-during.min-count": ("wrong-type", {"since: 2020": "«since»:"}),
    "interval-order.sparql": ("interval-order", {"until: 2022-12": "until: «2019-12»"}),
    "instant-date.datatype": ("bad-date", {"since: 2023-01-09": "since: «2023-02-29»"}),
    "instant-date.max-count": ("wrong-type", {"since: 2023-01-09": "since: «[2023-01-09, 2023-01-10]»"}),
    "instant-precision.xone": ("wrong-type", {"since: 2023-01-09": "since: «{day: 2023-01-09, year: 2023}»"}),
    "Instant.closed": ("wrong-type", {"since: 2023-01-09": "since: «{day: 2023-01-09, comment: A note.}»"}),
}

_PERSONS: dict[str, Mistake] = {
    "UnnamedSource.closed": ("UnnamedSource", {"  unnamed: true": "  unnamed: true\n  wikidata: «Q6»"}),
}
_GROUPS: dict[str, Mistake] = {
    "Group.closed": ("unknown-key", {"  part_of:": "  «comment»: A note.\n  part_of:"}),
    "group-description.min-count": (
        "missing-key",
        {"villagers:\n  label": "villagers:\n  «label»", "  description: Those who live near North City.\n": ""},
    ),
    "group-member.class": ("unknown-name", {"members: [ada-north]": "members: [«ceasefire»]"}),
    # Nobody describes a narrator: the name is reserved.
    "Narrator.closed": (
        "bad-value",
        {"villagers:": "«narrator»: {label: The narrator, description: A voice., comment: A note.}\nvillagers:"},
    ),
}

_PLACES: dict[str, Mistake] = {
    "Place.closed": ("unknown-key", {"  wikidata: Q2": "  wikidata: Q2\n  «comment»: A note."}),
    "place-iri.pattern": ("bad-value", {"north-city:": "«https://example.org/north»: {label: The North}\nnorth-city:"}),
    "place-label.datatype": ("wrong-type", {"label: Northland": "label: «true»"}),
    "place-label.max-count": ("wrong-type", {"label: Northland": "label: «[Northland, North]»"}),
    "place-label.min-count": ("missing-key", {"  label: North City\n  aliases": "  «aliases»"}),
    "place-alias.datatype": ("wrong-type", {"aliases: [Northville]": "aliases: [«true»]"}),
    "place-within.class": ("unknown-name", {"within: territory-of-northland": "within: «northland»"}),
    "place-country.class": ("unknown-name", {"country: northland": "country: «league»"}),
}

_PROPOSITIONS: dict[str, Mistake] = {
    "Proposition.closed": ("unknown-key", {"  note:": "  «comment»: A note.\n  note:"}),
    "proposition-iri.pattern": (
        "bad-value",
        {"attack-killed:": "«https://example.org/peace»: {sentence: Peace., issues: [peace-talks]}\nattack-killed:"},
    ),
    "proposition-sentence.datatype": ("wrong-type", {"sentence: The war should go on.": "sentence: «true»"}),
    "proposition-sentence.max-count": (
        "duplicate-key",
        {"  sentence: The war": "  sentence: War is good.\n  «sentence»: The war"},
    ),
    "proposition-sentence.min-count": ("missing-key", {"  sentence: The war should go on.\n  issues": "  «issues»"}),
    "proposition-sentence.pattern": (
        "proposition-sentence",
        {"sentence: The war should go on.": "sentence: «The war should go on»"},
    ),
    "proposition-issue.class": ("unknown-term", {"issues: [armed-conflict]": "issues: [«northland»]"}),
    "proposition-issue.min-count": (
        "missing-key",
        {"  sentence: The war": "  «sentence»: The war", "  issues: [armed-conflict]\n": ""},
    ),
    "proposition-concerns.node-kind": (
        "unknown-name",
        {"concerns: [northland, north-city]": "concerns: [northland, «a text»]"},
    ),
    "proposition-concerns.or": (
        "unknown-name",
        {"concerns: [northland, north-city]": "concerns: [northland, «peace»]"},
    ),
    "proposition-incompatible.class": (
        "unknown-name",
        {"incompatible_with: [war]": "incompatible_with: [«northland»]"},
    ),
    "proposition-narrower.class": ("unknown-name", {"narrower_than: [peace]": "narrower_than: [«northland»]"}),
    "proposition-narrower.disjoint": (
        "proposition-narrower",
        {"narrower_than: [peace]": "narrower_than: [peace, «war»]"},
    ),
    "proposition-note.datatype": ("wrong-type", {"note: For truces as well.": "note: «true»"}),
}

#: The mistakes, with the file that each is made in.
MISTAKES: tuple[tuple[str, dict[str, Mistake]], ...] = (
    *((SHEET, part) for part in (_SOURCE, _OF_THE_SOURCE, _ROWS, _STATEMENTS, _CHAINS, _TOLLS, _EVENTS, _RELATIONS)),
    ("reference/states.yaml", _STATES),
    ("reference/organisations.yaml", _ORGANISATIONS),
    ("reference/officials.yaml", _OFFICIALS),
    ("reference/persons.yaml", _PERSONS),
    ("reference/groups.yaml", _GROUPS),
    ("reference/places.yaml", _PLACES),
    ("reference/propositions.yaml", _PROPOSITIONS),
)

#: What no key of any YAML file leads to, by the reason.
IMPOSSIBLE: dict[str, tuple[str, ...]] = {
    "only tables have rows, and symbols of what was voted on": (
        "row-of-table.node-kind", "row-of-table.pattern",
        "vote-symbol.datatype", "vote-symbol.max-count", "vote-symbol.min-length",
        "vote-voter-abstaining.class", "vote-voter-against.class", "vote-voter-for.class",
    ),
    "kg derives the edges from the statements": (
        "DerivedEdge.closed",
        "edge-object.max-count", "edge-object.min-count", "edge-object.node-kind", "edge-object.or",
        "edge-origin.min-count", "edge-origin.node-kind",
        "edge-predicate.in", "edge-predicate.max-count", "edge-predicate.min-count",
        "edge-subject.class", "edge-subject.max-count", "edge-subject.min-count",
    ),
    "kg counts voting records": (
        "VotingRecord.closed", "record-about.xone", "record-choice.in", "record-choice.max-count",
        "record-choice.min-count", "record-first.datatype", "record-first.max-count", "record-first.min-count",
        "record-issue.class", "record-issue.max-count", "record-last.datatype", "record-last.max-count",
        "record-last.min-count", "record-matter.datatype", "record-matter.max-count", "record-motion.class",
        "record-motion.max-count", "record-votes.datatype", "record-votes.max-count", "record-votes.min-count",
        "record-votes.min-inclusive",
    ),
    "kg derives grounds, stances, their periods, and acts towards others": (
        "ActTowards.closed", "EarlierStance.closed", "Ground.closed", "Period.closed", "Stance.closed",
        "earlier-last.min-count", "ground-capacity.class", "ground-capacity.max-count",
        "ground-capacity.min-count", "ground-certainty.class", "ground-certainty.max-count", "ground-copies.sparql",
        "ground-depth.datatype", "ground-depth.max-count", "ground-depth.min-count", "ground-from.datatype",
        "ground-from.max-count", "ground-mode.class", "ground-mode.max-count", "ground-mode.min-count",
        "ground-source.max-count", "ground-source.min-count", "ground-source.node-kind",
        "ground-statement.max-count", "ground-statement.min-count", "ground-statement.node-kind",
        "ground-taken-back.datatype", "ground-taken-back.max-count",
        "ground-chain.datatype", "ground-chain.max-count",
        "ground-for.datatype", "ground-for.max-count", "ground-passed-on.datatype", "ground-passed-on.max-count",
        "ground-posts.datatype", "ground-posts.max-count", "ground-translated.datatype", "ground-translated.max-count",
        "ground-through.class", "ground-through.max-count", "ground-to.datatype", "ground-to.max-count",
        "ground-to.min-count", "held-actor.class", "held-actor.max-count", "held-actor.min-count",
        "held-contrary.class", "held-contrary.max-count", "held-degree.class", "held-degree.max-count",
        "held-first.datatype", "held-first.max-count", "held-first.min-count", "held-ground.class",
        "held-ground.min-count", "held-last-ground.class", "held-last-ground.max-count",
        "held-last-ground.min-count", "held-last.datatype", "held-last.max-count", "held-last.min-count",
        "held-period.class", "held-period.min-count",
        "held-proposition.class", "held-proposition.max-count", "held-proposition.min-count", "held-side.class",
        "held-side.max-count", "held-side.min-count", "held-sources.datatype", "held-sources.max-count",
        "held-sources.min-count", "held-statements.datatype", "held-statements.max-count",
        "held-statements.min-count", "period-first.datatype", "period-first.less-than-or-equals",
        "period-first.max-count", "period-first.min-count", "period-last.datatype", "period-last.max-count",
        "stance-bears-on.datatype", "stance-bears-on.min-count",
        "stance-contrary.class", "stance-disfavours.class", "stance-edge.sparql",
        "stance-favours.class", "stance-since.datatype", "stance-since.max-count", "stance-standing.class",
        "stance-standing.max-count", "stance-standing.min-count", "stance-until.datatype", "stance-until.max-count",
        "towards-kind.class", "towards-kind.max-count", "towards-kind.min-count", "towards-target.class",
        "towards-target.max-count", "towards-target.min-count",
    ),
    "kg numbers the voices of a chain, and counts them": (
        "attribution-order.datatype", "attribution-order.max-count", "attribution-order.min-count",
        "statement-attribution.class", "statement-attribution.min-count",
        "statement-hearsay.datatype", "statement-hearsay.max-count", "statement-hearsay.min-count",
    ),
    "kg writes the same holders for the tools that know PROV-O": ("statement-attributed.equals",),
    "kg finds a quotation in the text, and writes where that is and what comes after it": (
        "TextPosition.closed",
        "evidence-kinds.qualified-max-count", "evidence-kinds.qualified-min-count",
        "evidence-selector.max-count", "evidence-selector.min-count", "evidence-selector.node-kind",
        "position-end.datatype", "position-end.max-count", "position-end.min-count",
        "position-start.datatype", "position-start.less-than", "position-start.max-count", "position-start.min-count",
        "quote-length.sparql",
        "quote-suffix.datatype", "quote-suffix.max-count",
    ),
}  # fmt: skip
