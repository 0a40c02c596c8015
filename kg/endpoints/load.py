"""Loads validated graphs into a triplestore: plan, commit, verify.

All graphs are replaced at once if the store supports it. Otherwise each graph is replaced as a whole, if possible so
that readers never see an intermediate state. If a load is interrupted, the next one completes it.
"""

from __future__ import annotations

import random
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.endpoints.content import quads_of
from kg.endpoints.lock import Lock
from kg.endpoints.manifest import GraphEntry, Manifest, counts_of_graphs
from kg.endpoints.ownership import refuse_foreign, unowned
from kg.endpoints.plan import Plan, State, plan_load, read_graph
from kg.endpoints.replace import Replacing, checkpoint, staging_graph
from kg.endpoints.sparql import Endpoint
from kg.endpoints.switch import can_switch, switching
from kg.endpoints.transport import Patience
from kg.errors import KgError, RemoteError, UsageError
from kg.rdf.canonical import compare_graphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.endpoints.content import GraphContent
    from kg.endpoints.manifest import Owner
    from kg.endpoints.plan import LoadStep
    from kg.endpoints.profiles import Profile
    from kg.rdf.canonical import Change

__all__ = ["VERIFICATIONS", "LoadOptions", "Loaded", "load"]

#: How much of the loaded data is read back and compared, in addition to the counts.
VERIFICATIONS = ("sample", "full", "none")
_SAMPLE = 20
_SAMPLE_STATEMENTS = 50_000
#: Number of quads in one request that adds new graphs.
_BULK = 200_000
#: Seconds after which loaded graphs are recorded in the manifest, however few they are.
_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to load: the owner, whether to remove graphs that are gone, what to verify, how long to wait and retry.

    `adopt` and `agree` are called before anything is sent and raise UsageError to refuse: `adopt` for existing graphs
    without an owner, `agree` for the graphs that --prune removes. Loaded graphs are recorded in the manifest at least
    after every `record_every` graphs.
    """

    owner: Owner | None = None
    adopt: Callable[[Sequence[LoadStep]], None] = lambda _: None
    agree: Callable[[Plan], None] = lambda _: None
    prune: bool = False
    verify: str = "sample"
    wait: float = 120
    retry: float = 60
    record_every: int = 100
    tell: Callable[[str], None] = lambda _: None
    progress: Callable[[int, int], None] = lambda _done, _all: None


@dataclass(slots=True)
class Loaded:
    """The result of a load: the plan, and how many graphs were sent, removed, and compared statement by statement."""

    plan: Plan
    sent: int = 0
    statements: int = 0
    removed: int = 0
    compared: int = 0
    left: list[str] = field(default_factory=list)


def load(profile: Profile, contents: Sequence[GraphContent], options: LoadOptions | None = None) -> Loaded:
    """Make the graphs in the store equal to `contents`; only graphs that differ are sent.

    Raises RemoteError, naming the graph, if one cannot be loaded or differs from what was sent; every other graph is
    then complete, either old or new, and another load finishes the job. Raises UsageError for a store without updates.
    """
    return _Loader(profile, options or LoadOptions()).load(contents)


class _Loader:
    """One load."""

    def __init__(self, profile: Profile, options: LoadOptions) -> None:
        if profile.update is None:
            raise UsageError(f"{profile.name}: the profile has no update address, so nothing can be loaded")
        if options.verify not in VERIFICATIONS:
            raise UsageError(f"unknown verification {options.verify!r}", hint=f"known: {', '.join(VERIFICATIONS)}")
        self._profile, self._options = profile, options
        patience = Patience(options.retry, tell=self._disturbed)
        self._endpoint = Endpoint(profile, patience=patience)
        self._manifest = Manifest(self._endpoint)
        self._replacing = Replacing(self._endpoint, patience)
        self._done: list[tuple[str, GraphEntry]] = []
        self._was_disturbed, self._recorded = False, time.monotonic()

    def load(self, contents: Sequence[GraphContent]) -> Loaded:
        options, owner = self._options, self._options.owner
        with Lock(self._endpoint, wait=options.wait, tell=options.tell, repository=owner.id if owner else "") as lock:
            plan = plan_load(self._endpoint, contents)
            self._agree(plan)
            outcome = Loaded(plan)
            gone = [step.iri for step in plan.of(State.GONE)]
            if can_switch(self._profile, plan, gone if options.prune else []):
                self._switch(plan, gone, outcome)
            else:
                self._one_by_one(plan, gone, lock, outcome)
            self._verify(plan, lock, outcome)
            self._manifest.stamp()
            if outcome.sent + outcome.removed:
                checkpoint(self._endpoint, options.tell)
        return outcome

    def _one_by_one(self, plan: Plan, gone: list[str], lock: Lock, outcome: Loaded) -> None:
        """Replace one graph after the other; the manifest records which are done, even if the load is interrupted."""
        steps = plan.to_send()
        if len(steps) > 1 and not plan.is_first:
            number = f"{len(steps)} graphs are replaced one at a time"
            self._options.tell(
                f"{self._profile.name}: {number}: until this has finished, readers see a mix of old and new graphs"
            )
        # First mark these graphs as incomplete in the manifest, so that the next load notices if this one dies.
        self._manifest.begin(step.iri for step in steps)
        self._sweep(plan)
        try:
            self._send(steps, lock, outcome, first=plan.is_first)
        except BaseException:  # including an interrupt, so that the manifest is up to date
            with suppress(KgError):  # the first error is the one to report
                self._record()
            raise
        self._record()
        self._remove_gone(gone, outcome)

    def _switch(self, plan: Plan, gone: list[str], outcome: Loaded) -> None:
        """Replace all graphs with one update: if it is interrupted, either nothing or everything has changed."""
        contents = [step.content for step in plan.to_send() if step.content]
        pruned = gone if self._options.prune else []
        try:
            self._endpoint.update(switching(self._manifest, contents, pruned))
        except RemoteError as error:
            raise self._named(error, [content.iri for content in contents] or pruned) from None
        self._done = [(content.iri, GraphEntry(content.digest, content.count)) for content in contents]
        self._record()
        outcome.sent, outcome.statements = len(contents), sum(content.count for content in contents)
        outcome.removed, outcome.left = len(pruned), [] if pruned else gone
        self._options.progress(outcome.statements, outcome.statements)

    def _agree(self, plan: Plan) -> None:
        """Make sure that the graphs to write and remove belong to this repository. Raises UsageError."""
        owner = self._options.owner
        there = refuse_foreign(self._endpoint, plan, owner)
        if there is None and (taken := unowned(plan)):
            self._options.adopt(taken)
        if self._options.prune:
            self._options.agree(plan)
        if there is None and owner is not None:
            self._manifest.claim(owner)

    def _disturbed(self, message: str) -> None:
        """Remember that the connection was lost: the server may have restarted and lost data."""
        self._was_disturbed = True
        self._options.tell(message)

    def _sweep(self, plan: Plan) -> None:
        """Remove staging graphs that an interrupted load may have left behind."""
        if self._profile.strategy() == "move":
            for graph in plan.pending:
                self._endpoint.update(f"DROP SILENT GRAPH <{staging_graph(graph)}>")

    def _send(self, steps: list[LoadStep], lock: Lock, outcome: Loaded, *, first: bool) -> None:
        total = sum(step.content.count for step in steps if step.content)
        for group, added in _grouped(steps, bulk=self._profile.bulk is not None):
            lock.keep()
            self._replace(group, added=added, first=first)
            outcome.sent += len(group)
            outcome.statements += sum(content.count for content in group)
            self._options.progress(outcome.statements, total)
            if len(self._done) >= self._options.record_every or time.monotonic() > self._recorded + _SECONDS:
                self._record()

    def _replace(self, group: list[GraphContent], *, added: bool, first: bool) -> None:
        """Add several new graphs together, or replace one; then remember that they are done."""
        try:
            if added:
                self._endpoint.graphs.append(quads_of(group), first=first)
            else:
                self._replacing.replace(group[0])
        except RemoteError as error:
            raise self._named(error, [content.iri for content in group]) from None
        self._done += [(content.iri, GraphEntry(content.digest, content.count)) for content in group]

    def _named(self, error: RemoteError, graphs: list[str]) -> RemoteError:
        """Return the error with the name of the graph that could not be loaded."""
        names = f"<{graphs[0]}>" + (f" and {len(graphs) - 1} more" if len(graphs) > 1 else "")
        message = error.message if names in error.message else f"{names}: {error.message}"
        return RemoteError(
            message, hint=error.hint or "run the load again to finish; graphs already loaded are not sent again"
        )

    def _record(self) -> None:
        """Record the loaded graphs in the manifest, with the counts from the store, which a later load compares."""
        done, self._done, self._recorded = self._done, [], time.monotonic()
        stored = counts_of_graphs(self._endpoint, [iri for iri, _ in done])
        self._manifest.record((iri, GraphEntry(entry.digest, stored.get(iri, 0))) for iri, entry in done)

    def _remove_gone(self, gone: list[str], outcome: Loaded) -> None:
        """Drop graphs of the manifest that the seeds no longer have or, without `prune`, report them as left."""
        if not self._options.prune:
            outcome.left = gone
            return
        for iri in gone:
            self._endpoint.update(f"DROP SILENT GRAPH <{iri}>")
            outcome.removed += 1
        self._manifest.remove(gone)

    def _verify(self, plan: Plan, lock: Lock, outcome: Loaded) -> None:
        """Count the sent graphs, and compare some statement by statement. Raises RemoteError naming the graph."""
        # A server that restarted may have lost more than the graphs that were being sent.
        steps = plan.steps if self._was_disturbed else plan.to_send()
        kept = [step.content for step in steps if step.content]
        stored = counts_of_graphs(self._endpoint, [content.iri for content in kept])
        suspect = [content for content in kept if stored.get(content.iri, 0) != content.count]
        for content in _unique([*suspect, *self._chosen(plan, kept)]):
            lock.keep()
            self._ensure(content)
            outcome.compared += 1

    def _ensure(self, content: GraphContent) -> None:
        """Compare a graph, and send it once more if a server that crashed in between has lost some of it.

        This happens with Virtuoso: if a MOVE replaces statements by the same ones, they can be missing after it replays
        its log. Raises RemoteError if the graph still differs.
        """
        change = self._difference(content)
        if change and self._was_disturbed:
            self._options.tell(f"<{content.iri}>: the store has lost {len(change.added)} statements; sending it again")
            self._manifest.begin([content.iri])
            self._replace([content], added=False, first=False)
            self._record()
            change = self._difference(content)
        if change:
            raise self._failed(content, change)

    def _chosen(self, plan: Plan, sent: list[GraphContent]) -> list[GraphContent]:
        if self._options.verify == "full":
            return [step.content for step in plan.steps if step.content]
        if self._options.verify == "none":
            return []
        # A large graph takes long to read back, and its count is compared anyway.
        small = [content for content in sent if content.count <= _SAMPLE_STATEMENTS]
        return random.sample(small, min(_SAMPLE, len(small)))

    def _difference(self, content: GraphContent) -> Change:
        return compare_graphs(read_graph(self._profile, content.iri, self._endpoint), content.triples())

    def _failed(self, content: GraphContent, change: Change) -> RemoteError:
        """Return the error for a graph that differs from what was sent, and mark it so that the next load sends it."""
        self._manifest.begin([content.iri])
        example = (change.added or change.removed)[0]
        return RemoteError(
            f"{self._profile.name}: <{content.iri}> differs from what was sent: "
            f"{len(change.added)} statements are missing, {len(change.removed)} are unexpected, for example {example}",
            hint="load again; if that does not help, the store alters data in an unknown way",
        )


def _grouped(steps: list[LoadStep], *, bulk: bool) -> Iterator[tuple[list[GraphContent], bool]]:
    """Return groups of graphs to send together, and whether to add them: new graphs if `bulk`, others one by one.

    A graph with blank nodes is never added, because a retry after a lost connection would duplicate them.
    """
    waiting: list[GraphContent] = []
    for step in steps:
        if step.content is None:
            continue
        # Adding to an existing graph would keep its old statements.
        if not bulk or step.state is not State.NEW or step.content.blank:
            yield [step.content], False
            continue
        waiting.append(step.content)
        if sum(content.count for content in waiting) >= _BULK:
            yield waiting, True
            waiting = []
    if waiting:
        yield waiting, True


def _unique(contents: list[GraphContent]) -> list[GraphContent]:
    return list({content.iri: content for content in contents}.values())
