"""The description of the tables that `kg import un-votes` writes: their columns, and the meaning of names in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["source_description"]

_HEAD = """\
# Written by `kg import un-votes`. The tables have the records of the published sets as they are; `record` is the number
# of each in its file. left-out.csv.gz has those that are in no table, with the reason.
source:
  title: Roll-call votes in the United Nations General Assembly
  publisher: united-nations
  published: {published}
  url: https://doi.org/10.7910/DVN/LEJUQZ
tables:
  - url: roll-calls.csv
    columns:
      - {{name: vote, titles: rcid}}
      - {{name: date, titles: date}}
      - {{name: symbol, titles: unres}}
      - {{name: label, titles: title}}
      - {{name: body, default: un-general-assembly}}
      - name: issues
        titles: issues
        values: {issues}
"""
_VOTES = """\
  - url: votes.csv
    columns:
      - {{name: vote, titles: rcid}}
      - name: voter
        titles: country
        until: {until}
        values:
{values}
      - {{name: choice, titles: vote, values: {{"yes": in-favour, "no": against, abstain: abstain}}}}
"""
_PUBLISHED = """\
  - url: published.csv
    columns:
      - {{name: vote, titles: rcid}}
      - name: voter
        titles: ccode
        until: {until}
        values:
{values}
      - {{name: choice, titles: vote, values: {{"1": in-favour, "2": abstain, "3": against, "8": absent}}}}
"""


def source_description(
    kinds: Collection[str], names: Mapping[str, Mapping[str, str]], until: Mapping[str, str], day: str
) -> str:
    """Return source.yaml for the sets of some kinds.

    `names` are those of states and issues, `until` their earlier meanings, as YAML; `day` is the day of the last vote.
    """
    parts = [_HEAD.format(published=day, issues=_flow(names["issues"]))]
    if "votes" in kinds:
        parts.append(_VOTES.format(until=until["until"], values=_block(names["countries"])))
    if "published" in kinds:
        parts.append(_PUBLISHED.format(until=until["numbers_until"], values=_block(names["numbers"])))
    return "".join(parts)


def _flow(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in values.items()) + "}"


def _block(values: Mapping[str, str]) -> str:
    return "\n".join(f"          {json.dumps(name, ensure_ascii=False)}: {value}" for name, value in values.items())
