"""Asks HermiT many questions in one run of Java, since starting it takes longer than most of the answers.

HermiT answers file by file. With every question except entailment, it stops at the first contradiction. It exits with 0
even if it could not read a file, so the answers are counted.
"""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import EngineError
from kg.files import write_file
from kg.machine.children import run_child, working_folder
from kg.namespaces import PREFIXES
from kg.validate.owl.premises import java

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["contradictory", "first_contradiction", "impossible_classes"]

_OWL = PREFIXES["owl"]
_HEAD = ox.Triple(
    ox.NamedNode("urn:kg:reasoning"), ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(_OWL + "Ontology")
)
_SATISFIABLE = f"{_OWL}Thing is satisfiable."
#: Java options for short runs: little compilation, and one thread for garbage collection.
_QUICK = ("-Xmx2000M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_CONTRADICTION = "org.semanticweb.owlapi.reasoner.InconsistentOntologyException"
_NO_CLASS = ox.NamedNode("urn:kg:reasoning#NoClass")
#: "Something is a NoClass", a class that occurs nowhere else: this follows only from a contradiction. To other
#: questions about a contradictory ontology, HermiT responds with an exception. It uses a tableau to look for an unnamed
#: member.
_CONCLUSION = (
    ox.Triple(_NO_CLASS, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(_OWL + "Class")),
    ox.Triple(ox.BlankNode(), ox.NamedNode(PREFIXES["rdf"] + "type"), _NO_CLASS),
)


def contradictory(sets: Iterable[Iterable[ox.Triple]]) -> set[int]:
    """Return the indexes of those `sets` that are contradictory, each checked separately.

    The triples must be as returned by kg.validate.owl.premises.logical. Raises EngineError when there is no Java, or
    HermiT fails.
    """
    given = [list(triples) for triples in sets]
    if not given:
        return set()
    output, _ = _ask(["-E"], given, _CONCLUSION)
    answers = output.split()
    if len(answers) != len(given) or not set(answers) <= {"true", "false"}:
        raise EngineError("the reasoner failed: it did not answer for each set", hint="is there a working Java?")
    return {at for at, answer in enumerate(answers) if answer == "true"}


def first_contradiction(sets: Sequence[Iterable[ox.Triple]]) -> int | None:
    """Return the index of the first contradictory set in `sets`, or None if there is none.

    The triples must be as returned by kg.validate.owl.premises.logical. Raises EngineError when there is no Java, or
    HermiT fails.
    """
    output, contradiction = _ask(["-k"], sets)
    # With -k, HermiT says for each file whether owl:Thing can have a member, and stops at the first file where it
    # cannot. So the number of answers is the number of sets before the contradiction.
    answered = output.count(_SATISFIABLE)
    if contradiction and answered < len(sets):
        return answered
    if contradiction or answered != len(sets):
        raise EngineError("the reasoner failed: it did not answer for each set", hint="is there a working Java?")
    return None


def impossible_classes(triples: Iterable[ox.Triple]) -> list[str] | None:
    """Return the IRIs of the classes that can have no member, sorted; None if the triples are contradictory.

    Raises EngineError when there is no Java, or HermiT fails.
    """
    output, contradiction = _ask(["-k", "-U"], [triples])
    if contradiction:
        return None
    head, _, listed = output.partition("Classes equivalent to")
    if _SATISFIABLE not in head or f"\t{_OWL}Nothing" not in listed:
        raise EngineError("the reasoner failed: it did not list the classes", hint="is there a working Java?")
    return sorted({line.strip() for line in listed.splitlines()[1:] if line.strip()} - {_OWL + "Nothing"})


def _ask(
    questions: list[str], sets: Sequence[Iterable[ox.Triple]], conclusion: Iterable[ox.Triple] = ()
) -> tuple[str, bool]:
    """Return the output of HermiT, and whether it stopped at a contradiction."""
    with working_folder("kg-owl-") as folder:
        files = [folder / f"{number}.owl" for number in range(len(sets))]
        for file, triples in zip(files, sets, strict=True):
            write_file(file, _written(triples))  # its error names the file, for instance if the disk is full
        write_file(folder / "conclusion.owl", _written(conclusion))
        questions = [f"--conclusion={(folder / 'conclusion.owl').as_uri()}", *questions]
        command = [java(), *_QUICK, "-cp", _jar(), "org.semanticweb.HermiT.cli.CommandLine", "-N", *questions]
        # In another locale, Java cannot start in a folder whose name is not ASCII.
        done = run_child([*command, *(file.as_uri() for file in files)], {**os.environ, "LC_ALL": "C.UTF-8"})
    # Only the first exception is the verdict; those below it are its causes.
    raised = re.findall(r"^(?:Exception in .*? )?([\w.$]+(?:Exception|Error))\b", done.stderr, re.MULTILINE)
    contradiction = done.returncode != 0 and raised[:1] == [_CONTRADICTION]
    if not contradiction and (done.returncode != 0 or raised):
        reason = next((line for line in done.stderr.splitlines() if line.strip()), f"exit code {done.returncode}")
        raise EngineError(f"the reasoner failed: {reason[:200]}", hint="is there a working Java?")
    return done.stdout, contradiction


def _written(triples: Iterable[ox.Triple]) -> bytes:
    try:
        return ox.serialize([_HEAD, *triples], format=ox.RdfFormat.RDF_XML) or b""
    except (OSError, ValueError) as error:  # a property whose IRI has no local name that is valid in XML
        raise EngineError(f"the reasoner failed: it cannot be given what is asserted: {error}") from error


def _jar() -> str:
    """Return the class path of the HermiT in owlready2, without importing owlready2, which is slow."""
    found = find_spec("owlready2")
    if found is None or not found.submodule_search_locations:
        raise EngineError("no reasoner found", hint="pip install owlready2")
    folder = Path(found.submodule_search_locations[0]) / "hermit"
    return f"{folder / 'HermiT.jar'}"
