"""A HermiT that runs on from question to question, since starting Java takes longer than most of the answers.

HermiT reads the files that it is given one after the other, and says something about each before it opens the next.
Here the files are named pipes: it waits at each until there is something to ask, which may depend on the answer before.
"""

from __future__ import annotations

import errno
import os
import re
import time
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import EngineError
from kg.files import write_file
from kg.machine.children import started_child, working_folder
from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "CONCLUSION",
    "Reasoner",
    "command_line",
    "java_environment",
    "no_answer",
    "raised_by",
    "reason_in",
    "reasoner",
    "written",
]

_RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_HEAD = ox.Triple(ox.NamedNode("urn:kg:reasoning"), _RDF_TYPE, ox.NamedNode(PREFIXES["owl"] + "Ontology"))
#: Java options for short runs: little compilation, and one thread for garbage collection.
_QUICK = ("-Xmx2000M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_NO_CLASS = ox.NamedNode("urn:kg:reasoning#NoClass")
#: "Something is a NoClass", a class that occurs nowhere else: this follows only from a contradiction. To other
#: questions about a contradictory ontology, HermiT responds with an exception. It uses a tableau to look for an unnamed
#: member.
CONCLUSION = (
    ox.Triple(_NO_CLASS, _RDF_TYPE, ox.NamedNode(PREFIXES["owl"] + "Class")),
    ox.Triple(ox.BlankNode(), _RDF_TYPE, _NO_CLASS),
)
#: How many questions one run of Java answers: the paths of its pipes are on its command line.
_QUESTIONS = 300
_PAUSE = 0.002  # seconds between two looks whether HermiT has come to a pipe; an answer takes 20 times as long


class Reasoner:
    """Asks one running HermiT after another; Java starts with the first question."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._run: _Run | None = None

    def contradictory(self, triples: Iterable[ox.Triple], java: str) -> bool:
        """Return whether triples, as returned by kg.validate.owl.premises.logical, cannot all be true.

        `java` is the program to run. Raises EngineError when HermiT fails.
        """
        asked = written(triples)
        if self._run is None or not self._run.can_be_asked(java):
            self.close()
            self._run = _Run(java, self._stack)
        try:
            return self._run.ask(asked)
        except BaseException:  # an interrupted one is still at work on its question
            self.close()
            raise

    def close(self) -> None:
        """End HermiT, if it runs."""
        self._run = None
        self._stack.close()


_CURRENT: ContextVar[Reasoner | None] = ContextVar("reasoner", default=None)


@contextmanager
def reasoner() -> Iterator[Reasoner]:
    """Yield the reasoner of the block around this one, or else a new one, which ends with this block."""
    around = _CURRENT.get()
    if around is not None:
        yield around
        return
    found = Reasoner()
    token = _CURRENT.set(found)
    try:
        yield found
    finally:
        _CURRENT.reset(token)
        found.close()


class _Run:
    """One run of Java, with a pipe for each of its questions and one more, at which it waits after the last."""

    def __init__(self, java: str, stack: ExitStack) -> None:
        folder = stack.enter_context(working_folder("kg-owl-"))
        pipes = [folder / f"{number}.data" for number in range(_QUESTIONS + 1)]
        for pipe in pipes:
            os.mkfifo(pipe)
        self._java, self._pipes, self._left = java, iter(pipes), _QUESTIONS
        self._errors = folder / "errors"
        command = command_line(java, folder, ["-E"], pipes)
        with self._errors.open("w", encoding="utf-8") as errors:
            self._child = stack.enter_context(started_child(command, java_environment(), errors))
        assert self._child.stdout is not None  # noqa: S101  # it is a pipe
        self._answers = self._child.stdout.fileno()
        os.set_blocking(self._answers, False)
        self._pipe: int | None = None
        stack.callback(self._forget_pipe)

    def can_be_asked(self, java: str) -> bool:
        """Return whether this run is of that Java, still there, and has questions left."""
        return self._java == java and self._left > 0 and self._child.poll() is None

    def ask(self, asked: bytes) -> bool:
        self._left -= 1
        if self._pipe is None:
            self._pipe = self._next_pipe()
        pipe, self._pipe = self._pipe, None
        with suppress(BrokenPipeError), open(pipe, "wb") as file:  # why it ended is told below
            file.write(asked)
        self._pipe = self._next_pipe()  # where it goes only with the answer given, or without any if it cannot read
        with suppress(BlockingIOError):
            answer = os.read(self._answers, 100).split()
            if answer in ([b"true"], [b"false"]):
                return answer == [b"true"]
        raise no_answer(self._told() or "no answer")

    def _next_pipe(self) -> int:
        """Return the next pipe, open for writing, once HermiT has opened it for reading."""
        path = next(self._pipes)
        while True:
            try:
                pipe = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                if error.errno != errno.ENXIO:  # which says that nobody reads it yet
                    raise no_answer(str(error)) from error
            else:
                os.set_blocking(pipe, True)
                path.unlink()  # HermiT tries other formats where it cannot read one, and would wait here for each
                return pipe
            if self._child.poll() is not None:
                raise no_answer(self._told() or f"exit code {self._child.returncode}")
            time.sleep(_PAUSE)

    def _told(self) -> str:
        return reason_in(self._errors.read_text("utf-8", "replace"))

    def _forget_pipe(self) -> None:
        if self._pipe is not None:
            os.close(self._pipe)


def command_line(java: str, folder: Path, questions: Iterable[str], files: Iterable[Path]) -> list[str]:
    """Return the command that puts questions about each of some files; the conclusion is written into the folder.

    Their names must not end with owl, rdf, xml or omn: to find what one may import, HermiT opens all such files in the
    folder, again for each question.
    """
    conclusion = folder / "conclusion.data"
    write_file(conclusion, written(CONCLUSION))
    program = [java, *_QUICK, "-cp", _jar(), "org.semanticweb.HermiT.cli.CommandLine", "-N"]
    return [*program, f"--conclusion={conclusion.as_uri()}", *questions, *(file.as_uri() for file in files)]


def java_environment() -> dict[str, str]:
    """Return the variables for Java, which in another locale cannot start in a folder whose name is not ASCII."""
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def written(triples: Iterable[ox.Triple]) -> bytes:
    """Return triples as HermiT reads them; EngineError where they cannot be written so."""
    try:
        return ox.serialize([_HEAD, *triples], format=ox.RdfFormat.RDF_XML) or b""
    except (OSError, ValueError) as error:  # a property whose IRI has no local name that is valid in XML
        raise EngineError(f"the reasoner failed: it cannot be given what is asserted: {error}") from error


def raised_by(errors: str) -> list[str]:
    """Return the names of the exceptions in what Java wrote; those after the first are its causes."""
    return re.findall(r"^(?:Exception in .*? )?([\w.$]+(?:Exception|Error))\b", errors, re.MULTILINE)


def reason_in(errors: str) -> str:
    """Return the line of what Java wrote that says best why it failed; it also logs what it does."""
    lines = [line for line in errors.splitlines() if line.strip()]
    return next((line for line in lines if re.search("Exception|Error|pear-shaped", line)), "".join(lines[:1]))


def no_answer(reason: str) -> EngineError:
    """Return the error for a HermiT that has not answered."""
    return EngineError(f"the reasoner failed: {reason[:200]}", hint="is there a working Java?")


def _jar() -> str:
    """Return the class path of the HermiT in owlready2, without importing owlready2, which is slow."""
    found = find_spec("owlready2")
    if found is None or not found.submodule_search_locations:
        raise EngineError("no reasoner found", hint="pip install owlready2")
    return f"{Path(found.submodule_search_locations[0]) / 'hermit' / 'HermiT.jar'}"
