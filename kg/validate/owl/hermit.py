"""Asks HermiT whether sets of triples are contradictory, and which classes can have no member.

It exits with 0 even if it could not read a file, so its answers are counted.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kg.files import write_file
from kg.machine.children import run_child, working_folder
from kg.namespaces import PREFIXES
from kg.validate.owl.premises import java
from kg.validate.owl.reasoner import command_line, java_environment, no_answer, raised_by, reason_in, reasoner, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyoxigraph as ox

    from kg.validate.owl.reasoner import Reasoner

__all__ = ["contradictory", "first_contradiction", "impossible_classes"]

_OWL = PREFIXES["owl"]
_SATISFIABLE = f"{_OWL}Thing is satisfiable."
_CONTRADICTION = "org.semanticweb.owlapi.reasoner.InconsistentOntologyException"


def contradictory(sets: Iterable[Iterable[ox.Triple]]) -> set[int]:
    """Return the indexes of those `sets` that are contradictory, each checked separately.

    The triples must be as returned by kg.validate.owl.premises.logical. Raises EngineError when there is no Java, or
    HermiT fails.
    """
    with reasoner() as asked:
        return {at for at, answer in enumerate(_answers(asked, sets)) if answer}


def first_contradiction(sets: Iterable[Iterable[ox.Triple]]) -> int | None:
    """Return the index of the first contradictory set in `sets`, or None if there is none.

    The triples must be as returned by kg.validate.owl.premises.logical. Raises EngineError when there is no Java, or
    HermiT fails.
    """
    with reasoner() as asked:
        return next((at for at, answer in enumerate(_answers(asked, sets)) if answer), None)


def impossible_classes(triples: Iterable[ox.Triple]) -> list[str] | None:
    """Return the IRIs of the classes that can have no member, sorted; None if the triples are contradictory.

    Raises EngineError when there is no Java, or HermiT fails.
    """
    output, contradiction = _run(["-k", "-U"], [triples])
    if contradiction:
        return None
    head, _, listed = output.partition("Classes equivalent to")
    if _SATISFIABLE not in head or f"\t{_OWL}Nothing" not in listed:
        raise no_answer("it did not list the classes")
    return sorted({line.strip() for line in listed.splitlines()[1:] if line.strip()} - {_OWL + "Nothing"})


def _answers(asked: Reasoner, sets: Iterable[Iterable[ox.Triple]]) -> Iterable[bool]:
    """Return for each set whether it is contradictory, in turn: it is asked about only when its answer is wanted."""
    if hasattr(os, "mkfifo"):
        return (asked.contradictory(triples, java()) for triples in sets)
    # Without named pipes, as on Windows, one run answers for all.
    given = list(sets)
    output, contradiction = _run(["-E"], given) if given else ("", False)
    answers = output.split()
    if contradiction or len(answers) != len(given) or not set(answers) <= {"true", "false"}:
        raise no_answer("it did not answer for each set")
    return [answer == "true" for answer in answers]


def _run(questions: Sequence[str], sets: Sequence[Iterable[ox.Triple]]) -> tuple[str, bool]:
    """Return the output of HermiT, and whether it stopped at a contradiction, as it does with all questions but -E."""
    with working_folder("kg-owl-") as folder:
        files = [folder / f"{number}.data" for number in range(len(sets))]
        for file, triples in zip(files, sets, strict=True):
            write_file(file, written(triples))  # its error names the file, for instance if the disk is full
        done = run_child(command_line(java(), folder, questions, files), java_environment())
    raised = raised_by(done.stderr)
    contradiction = done.returncode != 0 and raised[:1] == [_CONTRADICTION]
    if not contradiction and (done.returncode != 0 or raised):
        raise no_answer(reason_in(done.stderr) or f"exit code {done.returncode}")
    return done.stdout, contradiction
