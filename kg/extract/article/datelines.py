"""Finds the dateline that opens a report: where it was written, often with the day and the agency.

A dateline is a place, at most one date, at most one agency, and a dash or a colon:
"GENEVA, 3 May 2024 (UN News) - ", "Moscow, May 3. /TASS/. ", "Port-au-Prince, Haiti – ", "(Oslo, 3 May) ".
What names no day and no agency could also be a speaker ("Berg: ") or a person with an apposition
("Anna Berg - Norway's envoy - said"). So it has to be in capitals, or to be followed by a single dash.
"""

from __future__ import annotations

import re

from kg.extract.grammar.dates import MONTHS

__all__ = ["MONTH", "STAMP", "dateline_end"]

#: The English name of a month, whole or cut to three letters.
MONTH = "|".join(f"{name}|{name[:3]}\\.?" for name in map(str.title, MONTHS)) + "|Sept\\.?"
_DAY_OF_WEEK = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?,?\s)?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_YEAR = r"(?:,?\s\d{4})?"
#: "Friday 3 May 2024", "May 3rd", "3. Mai", "3 de maio", "2024-05-03", "03/05/2024".
_DATE = (
    rf"{_DAY_OF_WEEK}(?:(?:{MONTH})\s{_ORDINAL}{_YEAR}|{_ORDINAL}\s(?:de\s)?[^\W\d]{{3,9}}\.?{_YEAR}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
#: "(Reuters)", "/TASS/", "/ NINA /".
_AGENCY = r"(?:\([\w ,/.&-]{2,30}\)|/\s?[A-Z][\w ]{1,20}\s?/)"
_DASH = "(?:--|—|–|-)"
#: "Port-au-Prince", "St. Petersburg", "Addis Ababa", "N'Djamena".
_WORD = r"[A-ZÀ-Þ][\w.'’]*(?:-\w+)*"
_PLACE = rf"{_WORD}(?: {_WORD}){{0,3}}"
_PLACES = rf"{_PLACE}(?:(?:\s?/\s?|,\s?){_PLACE}){{0,2}}"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{2,40}(?:,\s?[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}){0,2}"
_CITY = r"[A-Z][a-z]+(?:(?: |-[a-z]+-)[A-Z][a-z]+){0,2}"
_START = r"(?=[A-ZÀ-Þ“\"'‘«])"
_FORMS = (
    # With a day: "GENEVA, 3 May 2024 (UN News) - ", "Geneva | 3 May 2024 | ", "Geneva (3 May 2024) – ".
    rf"{_PLACES}(?:,|:|\s?{_DASH}|\s?\|)?\s\(?{_DATE}\)?,?\s?{_AGENCY}?\s?(?:{_DASH}|:|\|)\s*",
    # "Moscow, May 3. /TASS/. ", "Moscow, 3 May. "; but a sentence may begin "In Geneva, ...".
    rf"{_PLACES},\s{_DATE}\.\s(?:{_AGENCY}\.?\s?)?{_START}",
    # The day first: "October 27, 2020 (KHARTOUM) - ".
    rf"{_DATE}\s\([A-Z][A-Z /,-]{{2,30}}\)\s?{_DASH}\s+",
    # With an agency and no day: "GENEVA (AP) — ", "Baghdad / NINA / ", "Oslo (AFP) - ".
    rf"{_PLACES}\s\((?:[A-Z]{{2,8}}|Reuters|Xinhua|Yonhap|Petra|Anadolu)\b[\w ,/.&-]{{0,24}}\)\s?(?:{_DASH}|:)\s*",
    rf"{_CAPITALS}\s\((?:[A-Z]{{2,4}}|Reuters|Xinhua|Yonhap|Petra|Anadolu)\)\s{_START}",
    rf"{_CAPITALS}\s\([\w ,/.&-]{{2,30}}\)\s?(?:{_DASH}|:)\s*",
    rf"{_PLACES}\s/\s[A-Z][\w ]{{1,20}}\s/\s*(?:{_DASH}\s*)?",
    # In brackets: "(KHARTOUM) - ", "(Geneva, 3 May 2024) ", "[Oslo, 3 May] ".
    rf"\([A-Z][A-Z /,-]{{2,30}}\)\s*{_DASH}\s+",
    rf"[(\[]{_PLACES},\s{_DATE}[)\]]\s*(?:{_DASH}\s*)?",
    # No more than a place: "New Delhi - ", "Tokyo/Beijing: ", "Port-au-Prince, Haiti – ".
    rf"(?:{_CITY}(?:/{_CITY}|,\s{_CITY})?\s{_DASH}|{_CITY}\s:|{_CITY}/{_CITY}:)\s+{_START}(?![^.\n]{{0,80}}\s[-–—]+\s)",
    rf"{_CAPITALS}\s*(?:{_DASH}|:)\s+",
    # A place as a sentence of its own: "Moscow. Talks go on"; what is shorter may be cut: "Gen. Berg".
    rf"{_CITY}(?<=[a-z]{{4}})\.\s{_START}",
)
#: When a text was put on line: "Updated 3 May, 14:00: ".
STAMP = r"\s*(?:Updated|Published|Posted|Last updated)\b[^\n]{0,60}?:\s+"
#: Words that open a sentence about a day: "On Friday 3 May - the day of the talks - ...".
_DATELINE = re.compile(rf"\s*(?:{STAMP})?(?!(?:On|In|By|Since|Until|After|Before|From|Of)\s)(?:{'|'.join(_FORMS)})")


def dateline_end(text: str, start: int = 0) -> int | None:
    """Return where the text begins in a paragraph that opens with a dateline, or None.

    `start` and the result are offsets in characters.
    """
    found = _DATELINE.match(text, start)
    return found.end() if found else None
