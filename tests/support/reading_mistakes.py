"""Rows of a sheet with one mistake each: what is replaced by what, the rule that reports it, and where and how."""

from __future__ import annotations

__all__ = ["EVENT_ROW", "READING_MISTAKES", "RELATION_ROW"]

EVENT_ROW = """  - id: vote
    type: vote
    label: A vote
    quote: Russia said no
    ballots: {russia: veto}
"""
RELATION_ROW = """  - id: tie
    type: alliance
    between: [russia, china]
    quote: Talks go on
"""
#: (old text, new text, rule, the words at the place of the finding, words of its message)
READING_MISTAKES = [
    ("    act: calls-for", "    acts: calls-for\n    act: calls-for", "unknown-key", "acts", "`act`"),
    ("    act: calls-for", "    act: calls-for\n    act: urges", "duplicate-key", "act", "line 12"),
    ("    mode: indirect\n", "", "missing-key", "id", "`mode`"),
    ("for: russia", "for: rusia", "unknown-name", "rusia", "`russia`"),
    ("for: russia", "for: Moscow", "unknown-name", "Moscow", "`russia`"),
    ("sergei-lavrov", "lavrov", "unknown-name", "lavrov", "`sergei-lavrov`"),
    ("sergei-lavrov", "beirut", "unknown-name", "beirut", "is a place, but an actor"),
    ("sergei-lavrov", "[russia, russia]", "duplicate-value", "russia", "duplicate value"),
    ("sergei-lavrov", "[]", "wrong-type", "[]", "at least 1"),
    ("sergei-lavrov", "{a: b}", "wrong-type", "{a: b}", "mapping"),
    ("for: russia", "for: narrator", "unknown-name", "narrator", "only be the speaker"),
    ("sergei-lavrov", "[narrator, russia]", "joint-narrator", "[narrator, russia]", "alone"),
    ("for: russia", "for: {russia: russia}", "unknown-speaker", "russia", "not a speaker of this statement"),
    ("calls-for", "call-for", "unknown-term", "call-for", "`calls-for`"),
    ("calls-for", "assertives", "unknown-term", "assertives", "unknown act"),
    ("calls-for", "makes-condition", "missing-condition", "makes-condition", "condition"),
    ("act: calls-for", "act: criticises\n    addressee: china", "addressee-as-target", "china", "`target`"),
    ("mode: indirect", "mode: direct", "direct-without-marks", "direct", "none of these words"),
    ("mode: indirect", "mode: indirect\n    members_named: true", "members-not-named", "true", "`members`"),
    ("mode: indirect", "mode: no", "unknown-term", "no", "`indirect`"),
    ("mode: indirect", "mode: true", "wrong-type", "true", "boolean"),
    ("mode: indirect", "mode: indirect\n    said: 20210610", "wrong-type", "20210610", "as YYYY-MM-DD is expected"),
    ("mode: indirect", "mode: indirect\n    holds: {since: -44}", "wrong-type", "-44", "YYYY-MM or YYYY is expected"),
    ("mode: indirect", "mode: indirect\n    tolls: [{deaths: 1.5}]", "wrong-type", "1.5", "number from 0 is expected"),
    ("mode: indirect", "mode:", "wrong-type", None, "empty"),
    ("mode: indirect", "mode: indirect\n    polarity: maybe", "unknown-term", "maybe", "`neutral`"),
    ("mode: indirect", "mode: indirect\n    condition: ceasefire-in-syria", "unexpected-condition", None, "`supports`"),
    ("proposition: ceasefire-in-syria", "proposition: russia", "unknown-name", "russia", "but a proposition"),
    ("proposition: ceasefire-in-", "proposition: cease-fire-in-", "unknown-name", None, "`ceasefire-in-syria`"),
    ("id: truce", "id: Truce!", "bad-value", "Truce!", "lower-case"),
    ("id: truce", "id: 12", "wrong-type", "12", "in quotes"),
    ("id: truce", "id: source", "duplicate-id", "source", "reserved"),
    ("quote: He called", "quote: She called", "quote-not-found", None, "line 4"),
    ("He called for a ceasefire and humanitarian aid access", "It's going", "quote-characters", "It's going", "U+2019"),
    ("He called for a ceasefire and humanitarian aid access", "said", "quote-ambiguous", "said", "lines 3, 6, 6, 7"),
    ("    speaker", "    prefix: Nobody\n    speaker", "prefix-not-found", "Nobody", "drop the prefix"),
    ("mode: indirect", "mode: indirect\n    said: 2012-02-30", "bad-date", "2012-02-30", "no such date"),
    ("mode: indirect", "mode: indirect\n    said: 11 March", "bad-date", "11 March", "YYYY-MM-DD"),
    ("mode:", "said: {not_before: 2012-03-12, not_after: 2012-03-11}\n    mode:", "dates-in-order", None, "after"),
    ("mode: indirect", "mode: indirect\n    said: {}", "missing-key", "{}", "not_before"),
    ("mode:", "holds: {since: 2012-03, until: 2012-02}\n    mode:", "dates-in-order", "2012-03", "after"),
    ("mode: indirect", "mode: indirect\n    event: votes", "unknown-event", "votes", "unknown event"),
    ("mode: indirect", "mode: indirect\n    tolls: [{deaths: -1}]", "bad-value", "-1", "whole number"),
    ("mode: indirect", "mode: indirect\n    tolls: [{deaths: many}]", "wrong-type", "many", "whole number"),
    ("mode: indirect", "mode: indirect\n    tolls: [{qualifier: about}]", "missing-key", "qualifier", "`deaths`"),
    ("mode: indirect", "mode: indirect\n    confidence: 1.5", "bad-value", "1.5", "0 to 1"),
    ("mode: indirect", "mode: indirect\n    confidence: .nan", "bad-value", ".nan", "0 to 1"),
    ("mode: indirect", "mode: indirect\n    status: draft", "unknown-term", "draft", "`proposed`"),
    ("mode: indirect", "mode: indirect\n    revises: trce", "unknown-statement", "trce", "unknown statement"),
    ("mode: indirect", "mode: &m indirect\n    certainty: *m", "yaml-alias", "*m", "write the value out"),
    ("mode: indirect", "mode: !!python/name:os.system indirect", "yaml-tag", None, "tag"),
    ("mode: indirect", "mode: indirect\n    <<: {certainty: certain}", "unknown-key", "<<", "merge"),
]  # fmt: skip
