"""The Python API: `import kg` provides these names, and loads them when they are first used.

::

    graph = kg.open("positions")          # a repository, or the folder of a store
    for row in graph.positions(actor="Russia"):
        print(row["proposition_label"], row["side"], row["said_to"])
    graph.ask("for-and-against", proposition="ceasefire").to_pandas()
    print(kg.as_text(graph.why(row["statement"])))
    graph.validate()

Every error is a `KgError` with one clear message. A process uses the names of one base at a time, so graphs with
different bases can be used in turn, but not in several threads at once.
"""

from __future__ import annotations

import os
import pickle
import sys
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, UsageError
from kg.findings import Finding, Severity
from kg.namespaces import BASE, naming
from kg.paths import NO_SEEDS, default_seeds, default_store, from_here, shipped_name
from kg.proof.parts import Derived, Proof
from kg.proof.view import as_json, as_markdown, as_text
from kg.query.catalogue import Catalogue, Question
from kg.query.rows import Answer, Row, Value, answer_of
from kg.settings import FILE
from kg.store.folder import StoreFolder

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.store.build import BuildOutcome

__all__ = [
    "Answer",
    "Derived",
    "Finding",
    "KgError",
    "KnowledgeGraph",
    "Proof",
    "Question",
    "Row",
    "Severity",
    "Value",
    "as_json",
    "as_markdown",
    "as_text",
    "open",
]

#: Warnings should never point to lines of this package.
_PACKAGE = os.path.dirname(__file__) + os.sep
#: The accepted values of a parameter: a name in any spelling, or a value of its type.
Given = str | int | float | date | None


class KnowledgeGraph:
    """A repository's graph: its seeds, and the store that was built from them. Created by `kg.open`."""

    def __init__(self, store: StoreFolder, seeds: Path | None) -> None:
        self._folder, self._seeds = store, seeds
        self._opened: tuple[str, ox.Store] | None = None

    def __repr__(self) -> str:
        """Return the folder of the store."""
        return f"<kg.KnowledgeGraph: {self._folder.path}>"

    @property
    def seeds(self) -> Path:
        """The folder of seeds: that of the repository, or else the one that the store was built from."""
        return self._seeds or from_here(Path(self._folder.manifest()["seeds"]))

    def questions(self) -> list[Question]:
        """Return the available questions, with their parameters."""
        return self._catalogue().questions()

    def ask(self, question: str, /, **parameters: Given) -> Answer:
        """Return the rows that answer a question of the catalogue.

        A parameter's value is a slug, a prefixed name, an IRI, or a name as people write it; a hyphen in the name of a
        parameter is written `_`. A warning says how a name was interpreted unless that is obvious. Raises UsageError
        for an unknown question, parameter or name, with the nearest ones, and StoreError if there is no store.
        """
        asked, store = self._catalogue().find(question), self._store()
        named = {name.replace("-", "_"): name for name in asked.parameters}
        given = {named.get(key, key): str(value) for key, value in parameters.items() if value is not None}
        from kg.query.parameters import resolve_all

        with naming(self._base()):
            terms = resolve_all(store, asked, given.items(), note=_warn)
            return self._run(asked.text, asked.file, terms)

    def positions(
        self,
        actor: Given = None,
        *,
        by: Given = None,
        to: Given = None,
        act: Given = None,
        side: Given = None,
        proposition: Given = None,
        issue: Given = None,
        since: Given = None,
        until: Given = None,
        as_of: Given = None,
        source: Given = None,
        mode: Given = None,
        certainty: Given = None,
        degree: Given = None,
        standing: Given = None,
        text: Given = None,
    ) -> Answer:
        """Return who said what, for whom, when and how: the question `positions`; see `ask` for the values."""
        return self.ask(
            "positions", actor=actor, by=by, to=to, act=act, side=side, proposition=proposition, issue=issue,
            since=since, until=until, as_of=as_of, source=source, mode=mode, certainty=certainty, degree=degree,
            standing=standing, text=text,
        )  # fmt: skip  # one line a group of names

    def query(self, sparql: str, /, *, allow_service: bool = False) -> Answer:
        """Return the rows of a SPARQL query; known prefixes need no declaration.

        Triples (CONSTRUCT, DESCRIBE) are rows of `subject`, `predicate` and `object`; ASK is one row with `answer`.
        Raises QueryError with the place of the error, and UsageError for SERVICE unless that is allowed.
        """
        from kg.query.deadline import within
        from kg.query.run import is_long, refuse_unsafe
        from kg.query.terms import check_terms

        store = self._store()
        refuse_unsafe(sparql, "the query", allow_service=allow_service)
        with naming(self._base()):
            check_terms(store, sparql, "the query")
            if not is_long(sparql):
                return self._run(sparql, "the query", {})
            # A long query may crash its process, so it runs in a child process.
            found: Answer = pickle.loads(within(None, lambda: pickle.dumps(self._run(sparql, "the query", {}))))  # noqa: S301  # our own
            return found

    def why(self, name: str, /) -> Proof | Derived:
        """Return the proof of a statement, event or relation, or of a derived stance, edge or class.

        `name` is an argument of `kg why`: an id, a prefixed name, an IRI, or a triple. `kg.as_text` renders a proof for
        people. Raises NotFoundError if there is no such thing.
        """
        parts = name.split(maxsplit=2)  # the value of a triple may have several words
        if len(parts) not in (1, 3):
            raise UsageError("give one name, or a triple", hint='why("actor:russia a dp:Actor")')
        from kg.proof.located import prove_in
        from kg.reference.packages import entry_folders

        store = self._store()
        with naming(self._base()):
            return prove_in(store, self.seeds, *parts, folders=entry_folders(self.seeds))

    def validate(
        self, *paths: str | os.PathLike[str], changed_since: str | None = None, owl: bool = True
    ) -> list[Finding]:
        """Return the findings in the seeds, or in some of their files and folders; an empty list if there are none.

        A finding has a rule, a message, a severity, and a place. An unreadable file is a finding of the rule
        `unreadable`. `changed_since` is a git revision; without `owl`, contradictions with the ontology are not
        detected. Nothing is cached between calls. Raises InputError for a path that does not exist.
        """
        from kg.validate.run import validate

        checked = [Path(path) for path in paths] or [self.seeds]
        return list(validate(checked, self._seeds, changed_since=changed_since, owl=owl).findings)

    def build(self) -> BuildOutcome:
        """Validate the seeds and put them into the store, as `kg build` does.

        Raises FindingsError when something is wrong; the previous store then stays current.
        """
        from kg.store.build import build

        return build(self.seeds, self._folder)

    def _store(self) -> ox.Store:
        """Return the current store, which another build may have replaced in the meantime."""
        path = self._folder.current()
        # Compared by path: a build keeps the folder, but makes another store current.
        if self._opened is None or self._opened[0] != path:
            self._opened = path, self._folder.open(path)
        return self._opened[1]

    def _base(self) -> str:
        return self._folder.manifest().get("base") or BASE

    def _catalogue(self) -> Catalogue:
        return Catalogue(shipped_name("queries"), os.path.join(self._folder.path, "catalogue.json"))

    def _run(self, text: str, file: str, terms: dict[str, ox.NamedNode | ox.Literal]) -> Answer:
        from kg.query.run import failure, run_query

        try:
            return answer_of(run_query(self._store(), text, terms, file=file))
        except (OSError, RuntimeError) as error:
            raise failure(error, file) from None


def open(path: str | os.PathLike[str] | None = None) -> KnowledgeGraph:  # noqa: A001  # as gzip.open and others
    """Open the repository or the store at `path`; by default $KG_STORE, or else the repository in the current folder.

    Warns if the seeds have changed since the store was built. Raises UsageError if there is neither.
    """
    graph = _here() if path is None else _at(os.fspath(path))
    if graph._folder.pointer():
        from kg.sources.stamps import changed_sources

        if changed := changed_sources(graph._folder.manifest()):
            _warn(f"changed since the store was built: {', '.join(changed)}; build() brings it up to date")
    return graph


def _here() -> KnowledgeGraph:
    store = StoreFolder(default_store())
    if store.pointer():
        return KnowledgeGraph(store, None)
    return KnowledgeGraph(store, default_seeds())


def _at(path: str) -> KnowledgeGraph:
    return KnowledgeGraph(store_at(path), Path(path, "seeds") if _is_repository(path) else None)


def store_at(path: str) -> StoreFolder:
    """Return the folder of the store at `path`, a repository or a store; UsageError if it is neither."""
    if _is_repository(path):
        return StoreFolder(os.path.join(path, ".kg"))
    if not os.path.isfile(os.path.join(path, "current")):
        raise UsageError(f"{path}: neither a repository nor a store that kg has built", hint=NO_SEEDS)
    return StoreFolder(path)


def _is_repository(path: str) -> bool:
    return os.path.isdir(os.path.join(path, "seeds")) or os.path.isfile(os.path.join(path, FILE))


def _warn(sentence: str) -> None:
    """Warn, pointing to the line outside this package that made the call."""
    level, frame = 1, sys._getframe()
    # The depth of calls within this package differs between methods, so the stack level is counted.
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        level, frame = level + 1, frame.f_back
    warnings.warn(sentence, stacklevel=level)
