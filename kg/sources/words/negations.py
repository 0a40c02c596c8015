"""Checks that a denial is in a statement once: in its polarity, or in the sentence of its proposition."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.findings import Finding, Severity

if TYPE_CHECKING:
    from kg.forms.reader import Reader
    from kg.forms.row import Row
    from kg.reference.lookup import Reference
    from kg.vocabulary import Vocabulary

__all__ = ["check_negation", "denials"]

#: With these the polarity itself says "no", or takes no side.
_AGAINST = ("opposes", "neutral", "conditional")


def check_negation(row: Row, reader: Reader, vocabulary: Vocabulary, known: Reference) -> None:
    """Report a statement that denies twice, or one that has lost the denial of its words."""
    act = vocabulary.acts.get(row.maybe("act") or "")
    polarity = row.maybe("polarity") or (act.polarity if act else None)
    entry = known.get(row.maybe("proposition") or "", "proposition")
    sentence = entry.label if entry else ""
    if not polarity or not sentence or "quote" not in row.values:
        return
    denied = denials(sentence) > 0
    key = next(name for name in ("polarity", "proposition") if name in row.nodes)
    if polarity == "opposes" and denied:
        message = (
            f"`opposes` a proposition that is itself negative (“{sentence}”): affirm it in the proposition, or use "
            "`supports` if the speaker agrees with it as it stands"
        )
        _warn(reader, row, key, "negative-proposition", message)
    elif denials(row.text("quote")) % 2 and polarity not in _AGAINST and not (denied or _is_inherent(sentence)):
        message = (
            f"the quote has a negation that neither the polarity (`{polarity}`) nor the proposition (“{sentence}”) "
            "has: check that the row does not say the opposite of its words"
        )
        _warn(reader, row, key, "lost-negation", message)


def _warn(reader: Reader, row: Row, key: str, rule: str, message: str) -> None:
    document, node = reader.document, row.nodes[key]
    at = document.span(node)
    document.findings.append(
        Finding.at(at, rule, message, severity=Severity.WARNING, focus=document.focus, value=node.text or None)
    )


def denials(words: str) -> int:
    """Return how many times some English words deny something."""
    negations, strengthening, _ = _words()
    return len(negations.findall(strengthening.sub(" ", words.casefold())))


def _is_inherent(sentence: str) -> bool:
    """Tell whether a sentence holds a denial in a word of another kind: "fails to", "without"."""
    return bool(_words()[2].search(sentence.casefold()))


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    import tomllib  # only for sheets that have something to be checked

    data = tomllib.loads(Path(__file__).with_name("negations.toml").read_text("utf-8"))
    plain = "|".join(re.escape(word) for word in data["negations"] if word[0].isalpha() and "'" not in word)
    short = "|".join(re.escape(word) for word in data["negations"] if "'" in word or "’" in word)
    negations = re.compile(rf"\b(?:{plain})\b(?!['’])|(?:{short})\b")
    fixed, inherent = (
        re.compile(rf"\b(?:{'|'.join(map(re.escape, data[key]))})\b") for key in ("strengthening", "inherent")
    )
    return negations, fixed, inherent
