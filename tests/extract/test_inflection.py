"""The past tense of verbs, as a sentence has it that loses its "did not"."""

from __future__ import annotations

from cases import for_each

from kg.extract.grammar.inflection import past

#: Verbs by how their past is made.
PASTS = {
    "regular": "open opened, edit edited, exit exited, visit visited, limit limited, develop developed, offer offered, "
    "answer answered, threaten threatened, aid aided, add added, act acted, fix fixed, show showed, veto vetoed, "
    "obey obeyed, allow allowed, reveal revealed, appeal appealed, sail sailed, found founded, relay relayed, "
    "reform reformed, report reported, remain remained, record recorded, offend offended, outlaw outlawed",
    "in e or y": "agree agreed, free freed, deny denied, rely relied, destroy destroyed, argue argued, reply replied",
    "of one syllable, with its last consonant twice": "plan planned, stop stopped, ban banned, scrap scrapped, "
    "strip stripped, shrug shrugged, stir stirred, ship shipped, swap swapped, grab grabbed, quiz quizzed",
    "with its last consonant twice": "admit admitted, permit permitted, commit committed, submit submitted, "
    "omit omitted, refer referred, prefer preferred, occur occurred, deter deterred, regret regretted, "
    "equip equipped, kidnap kidnapped, transfer transferred, rebut rebutted",
    "in l": "compel compelled, expel expelled, control controlled, cancel cancelled, travel travelled, "
    "signal signalled, rebel rebelled, fuel fuelled, equal equalled",
    "irregular": "go went, forbid forbade, cast cast, shed shed, dig dug, tear tore, bind bound, become became",
    "irregular, with a prefix": "withhold withheld, withdraw withdrew, undergo underwent, overthrow overthrew, "
    "uphold upheld, rebuild rebuilt, mislead misled, foresee foresaw, forgive forgave, undertake undertook, "
    "override overrode, repay repaid, overcome overcame, offset offset",
}


@for_each(("lemma", "expected"), [pair.split() for pairs in PASTS.values() for pair in pairs.split(", ")])
def test_a_verb_has_its_past(lemma: str, expected: str) -> None:
    assert past(lemma) == expected
