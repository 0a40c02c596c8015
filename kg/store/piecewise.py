"""Derives what follows from any number of sources in bounded memory: batch by batch, and then actor by actor.

Up to the grounds, rules read one source with what it mentions (see `kg.store.division`). From then on they read
grounds, and join only those of one actor: a stance, its contraries and its periods are an actor's, and so is what it
does towards others. So each batch puts its grounds into baskets by their actors, and the later rules are applied to one
basket, or a few small ones, at a time. The result is that of `kg.store.derive.derive`, with which
`tests/store/test_piecewise.py` compares it.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from itertools import chain, islice
from tempfile import NamedTemporaryFile, SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar
from zlib import crc32

import pyoxigraph as ox

from kg.layout import REFERENCE
from kg.machine.memory import faster_allocator, give_memory_back
from kg.namespaces import GRAPHS, PREFIXES
from kg.paths import shipped
from kg.rdf.packed import in_pieces
from kg.rdf.quads import node
from kg.running.processes import Processes, jobs
from kg.running.workers import Job
from kg.store.derive import ALIGNING, GROUNDS, SPEAKING, WORKING, apply_rules, read_rules
from kg.store.division import SPEAKS_FOR, small_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.store.derive import DerivationRule
    from kg.store.division import Division, Surroundings

__all__ = ["Baskets", "Files", "derive_by_actor", "derive_by_source"]

T = TypeVar("T")
R = TypeVar("R")
#: Files of N-Triples by the name of the graph that they belong to; see `kg.namespaces.GRAPHS`.
Files: TypeAlias = dict[str, str]

#: The rule that reads all sources together, and those up to the grounds whose results only later rules read.
_OF_ALL, _FOR_LATER = "02-as-of", ("05-about", "05-days")
#: The graphs that rules give, with what goes into the store.
_GIVEN = ("entailed", "aligned", "derived")
_ACTOR, _STATEMENT, _TARGET = node("dp:actor"), node("dp:statement"), ox.NamedNode("urn:kg:derivation#target")
_HELD = {str(node(name)).encode() for name in ("dp:heldFrom", "dp:heldTo", "dp:surelyHeldTo")}
#: What only answers read of grounds.
_SHOWN = {
    str(node(f"dp:{name}")).encode() for name in ("heardThrough", "inPosts", "passedOnBy", "spokenFor", "translatedBy")
}
_SAID = (node("dp:act"), node("dp:target"), node("dp:addressee"))
_ISSUED, _LINKS = node("dcterms:issued"), (node("dp:narrowerThan"), node("dp:incompatibleWith"))
#: Into how many baskets actors are put; how many bytes of a basket are kept in memory; how many bytes of grounds rules
#: are applied to at a time; how many processes do so, since each needs memory.
_BASKETS, _KEPT, AT_ONCE, _MOST = 256, 50_000, 4_000_000, 2


class Baskets:
    """N-Quads of grounds, in baskets by their actors; large ones are in temporary files in a folder.

    `told` are lines of N-Quads that rules read with the grounds of all actors.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = set[bytes]()
        self._files: dict[int, Any] = {}

    def take(self, file: str, lengths: dict[int, int]) -> None:
        """Add grounds from a file, which is removed: so many bytes to each basket."""
        with open(file, "rb") as grounds:
            for number, length in lengths.items():
                if number not in self._files:
                    self._files[number] = SpooledTemporaryFile(_KEPT, dir=str(self.folder))  # noqa: SIM115  closed when emptied
                self._files[number].write(grounds.read(length))
        os.unlink(file)

    def emptied(self) -> Iterator[bytes]:
        """Yield what is in the baskets, small ones together."""
        for texts in in_pieces(map(self._emptied, sorted(self._files)), AT_ONCE):
            yield b"".join(texts)

    def _emptied(self, number: int) -> bytes:
        with self._files.pop(number) as file:
            file.seek(0)
            return bytes(file.read())


class _Batch(NamedTuple):
    """What follows from a batch of sources, and a file of its grounds, with the number of bytes for each basket.

    All of it in files: several batches wait for the store, which takes longer to load them. `told` is what the rules
    that read grounds read of sources besides, in N-Quads.
    """

    files: Files
    grounds: str
    lengths: dict[int, int]
    told: bytes


def derive_by_source(division: Division, baskets: Baskets) -> Iterator[Files]:
    """Yield what follows from batches of sources by the rules up to the grounds, and put the grounds into baskets.

    Files are written to the folder of the baskets. Raises EngineError if a rule fails.
    """
    surroundings = division.surroundings
    surroundings.speakers = _speakers(division)
    tasks = (division.files(names) for names in division.batches())
    for batch in _run(Job(_begin_batches, surroundings, baskets.folder), tasks):
        baskets.take(batch.grounds, batch.lengths)
        baskets.told.update(batch.told.splitlines(keepends=True))
        yield batch.files


def derive_by_actor(division: Division, baskets: Baskets) -> Iterator[Files]:
    """Yield the last day of all sources, and what follows from the grounds in baskets.

    Raises EngineError if a rule fails.
    """
    store = small_store(division.surroundings.basis, b"".join(baskets.told))
    apply_rules(store, [rule for rule in _rules() if rule.path.stem == _OF_ALL])
    derived = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=node(GRAPHS["derived"])) or b""
    yield _files({"derived": derived}, baskets.folder)
    around = [quad for link in _LINKS for quad in store.quads_for_pattern(None, link, None, None)]
    around += store.quads_for_pattern(None, None, None, node(GRAPHS["derived"]))
    basis = division.ontology + (ox.serialize(around, format=ox.RdfFormat.N_QUADS) or b"")
    yield from _run(Job(_begin_baskets, basis, baskets.folder), baskets.emptied())


def _run(job: Job[T, R], tasks: Iterator[T]) -> Iterator[R]:
    """Do several tasks in processes if there may be several, and otherwise all of them here, one after another."""
    some = list(islice(tasks, 2))
    if len(some) > 1 and jobs() > 1:
        yield from Processes(allocator=faster_allocator()).run(job, chain(some, tasks), _MOST)
    elif some:
        yield from map(job.start(), chain(some, tasks))


def _speakers(division: Division) -> bytes:
    """Return who speaks for whom, in N-Triples of the derived graph."""
    found = set[bytes]()
    rules = [rule for rule in _rules() if rule.stage < SPEAKING and rule.path.stem != _OF_ALL]
    for names in ([REFERENCE], *division.batches()):
        if said := division.speaking(names):
            store = small_store(division.ontology, said)
            apply_rules(store, rules)
            found |= {f"{q.subject} {q.predicate} {q.object} .\n".encode() for q in _derived(store, SPEAKS_FOR)}
    return b"".join(sorted(found))


def _begin_batches(surroundings: Surroundings, folder: Path) -> Callable[[list[Path]], _Batch]:
    rules = [rule for rule in _rules() if rule.path.stem not in (_OF_ALL, *_FOR_LATER)]
    # What is said of grounds is aligned with what follows from them.
    first = [rule for rule in rules if rule.stage < SPEAKING or rule.stage == ALIGNING]
    second = [rule for rule in rules if SPEAKING <= rule.stage < GROUNDS]

    def work(files: list[Path]) -> _Batch:
        store = surroundings.store(b"".join(file.read_bytes() for file in files))
        apply_rules(store, first)
        store.bulk_load(surroundings.speakers, format=ox.RdfFormat.N_TRIPLES, to_graph=node(GRAPHS["derived"]))
        apply_rules(store, second)
        texts = _texts(store)
        grounds = _in_baskets(store, texts["derived"])
        lengths = {number: len(text) for number, text in grounds.items()}
        result = _Batch(_files(texts, folder), _file(folder, *grounds.values()), lengths, _told(store))
        return _given(store, result)

    return work


def _begin_baskets(basis: bytes, folder: Path) -> Callable[[bytes], Files]:
    rules = [rule for rule in _rules() if rule.stage >= GROUNDS or rule.graph == WORKING]
    ground = f"<{PREFIXES['ground']}".encode()

    def work(grounds: bytes) -> Files:
        store = small_store(basis, grounds)
        apply_rules(store, rules)
        texts = _texts(store)
        # The store has the grounds already.
        lines = texts["derived"].splitlines(keepends=True)
        texts["derived"] = b"".join(line for line in lines if not line.startswith(ground))
        return _given(store, _files(texts, folder))

    return work


def _told(store: ox.Store) -> bytes:
    """Return the days of sources, and how propositions are linked, in N-Quads."""
    found = [quad for said in (_ISSUED, *_LINKS) for quad in store.quads_for_pattern(None, said, None, None)]
    return ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b""


def _files(texts: dict[str, bytes], folder: Path) -> Files:
    return {name: _file(folder, text) for name, text in texts.items()}


def _file(folder: Path, *texts: bytes) -> str:
    # A name of its own: a process that was killed may have written a part of it.
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        file.writelines(texts)
    return file.name


def _texts(store: ox.Store) -> dict[str, bytes]:
    graphs = {name: node(GRAPHS[name]) for name in _GIVEN}
    return {name: store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b"" for name, graph in graphs.items()}


def _in_baskets(store: ox.Store, derived: bytes) -> dict[int, bytes]:
    """Return N-Quads of the grounds, and of what later rules read with them, by the baskets of their actors."""
    by_ground = {_written(quad.subject): _basket(quad.object) for quad in _derived(store, _ACTOR)}
    by_statement = defaultdict[bytes, set[int]](set)
    for quad in _derived(store, _STATEMENT):
        by_statement[_written(quad.object)].add(by_ground[_written(quad.subject)])
    found = defaultdict[int, list[bytes]](list)
    end = f" <{GRAPHS['derived']}> .\n".encode()
    for line in derived.splitlines():
        subject, predicate, _ = line.split(b" ", 2)
        if predicate in _SHOWN:
            continue
        number = by_ground.get(subject)
        for basket in (number,) if number is not None else by_statement.get(subject, ()) if predicate in _HELD else ():
            found[basket].append(line.removesuffix(b" .") + end)
    for statement, line in _acts(store):
        for basket in by_statement.get(statement, ()):
            found[basket].append(line)
    return {basket: b"".join(lines) for basket, lines in found.items()}


def _acts(store: ox.Store) -> Iterator[tuple[bytes, bytes]]:
    """Yield the statements that have a target, and their acts and targets as N-Quads."""
    for statement in {quad.subject for quad in store.quads_for_pattern(None, _TARGET, None, WORKING)}:
        for predicate in _SAID:
            for quad in store.quads_for_pattern(statement, predicate, None, None):
                terms = (statement, predicate, quad.object, quad.graph_name, ".\n")
                yield _written(statement), " ".join(map(str, terms)).encode()


def _derived(store: ox.Store, predicate: ox.NamedNode) -> Iterator[ox.Quad]:
    return iter(store.quads_for_pattern(None, predicate, None, node(GRAPHS["derived"])))


def _written(term: Any) -> bytes:
    return str(term).encode()


def _basket(actor: Any) -> int:
    """Return the basket of an actor: the same for all whose names end alike, as the names of stances do."""
    return crc32(re.sub(r"^.*[/#]", "", actor.value).encode()) % _BASKETS


def _given(store: ox.Store, result: R) -> R:
    """Return a result, and the memory of the store that it was read from to the system."""
    store.clear()
    give_memory_back()
    return result


def _rules() -> list[DerivationRule]:
    """Return the rules for the base of names that is in force."""
    return read_rules(shipped("ontology") / "rules")
