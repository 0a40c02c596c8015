"""Sheets with thousands of mistakes, as a script makes them: the time to read them is in proportion."""

from __future__ import annotations

from time import process_time

import pytest
from sheets import STATEMENT, source_block

from kg import suggestions
from kg.names import NameIndex
from kg.reference.usage import Listener
from kg.sources.assertion import assert_source

#: What each row has wrong, with the number of the row in it: a name of its own that nothing has.
MISTAKES = {
    "speaker": ("speaker: sergei-lavrov", "speaker: sergei-lavrof-{n}"),
    "proposition": ("proposition: ", "proposition: a{n}-"),
    "act": ("act: calls-for", "act: calls-{n}"),
    "key": ("    mode:", "    moode{n}: x\n    mode:"),
    "event": ("    mode:", "    event: vote-{n}\n    mode:"),
    "revised": ("    mode:", "    revises: trucee-{n}\n    mode:"),
}


def findings(world, rows):
    """Return what is found in a sheet with these rows, read as `kg validate` reads it, besides that they are alike."""
    found = assert_source(world.write(source_block() + f"statements:\n{rows}"), Listener(world.reference)).findings
    return [finding for finding in found if finding.rule != "repeated-row"]


def rows(number: int, old: str, new: str) -> str:
    return "".join(
        STATEMENT.replace("id: truce", f"id: truce-{n}").replace(old, new.format(n=f"{n:05}x"), 1)
        for n in range(number)
    )


@pytest.mark.parametrize("mistake", ["speaker", "proposition", "event", "revised"])
def test_only_the_first_names_get_a_suggestion_and_all_a_finding(world, monkeypatch, mistake):
    monkeypatch.setattr(suggestions.Suggestions.__init__, "__defaults__", (3,))
    found = findings(world, rows(8, *MISTAKES[mistake]))
    assert len(found) == 8
    limited = [finding.message for finding in found if "after the first 3 unknown names of a file" in finding.message]
    assert len(limited) == 5
    assert all(message.startswith("unknown ") and "x" in message for message in limited)


def test_a_name_that_is_unknown_in_many_rows_is_looked_for_once(world, monkeypatch):
    looked, nearest = [], NameIndex.nearest
    monkeypatch.setattr(NameIndex, "nearest", lambda *given: looked.append(given[1]) or nearest(*given))
    found = findings(world, rows(30, "speaker: sergei-lavrov", "speaker: sergei-lavrof"))
    assert {finding.message for finding in found} == {"unknown actor `sergei-lavrof`: did you mean `sergei-lavrov`?"}
    assert len(found) == 30
    assert looked == ["sergei-lavrof"]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_time_for_mistakes_is_in_proportion_to_their_number(world, mistake):
    def spent(number):
        begun = process_time()
        assert len(findings(world, rows(number, *MISTAKES[mistake]))) == number
        return process_time() - begun

    # Garbage may be looked for in the middle of one. With the square of the number it would be 64 times as much.
    found = [spent(1200) / spent(150)]
    while min(found) >= 8 * 2.5 and len(found) < 3:
        found.append(spent(1200) / spent(150))
    assert min(found) < 8 * 2.5, found
