"""Builds that are killed: `python tests/store/resume.py [--sources 2000] [--statements 10] [--kills 20] [--once]`.

`kg build` of generated sources, where another store is in force, is killed (SIGKILL) after a random time, and begun
again, which is killed, too, until one ends before its time has come; then all begins from the old store. After each
kill the store in force has to be the old one or the new one, with every file as it was built, and no process may be
left. A build that ends takes over all that those before it had noted, so that it validates the other sources only, and
its store has the same graphs as one that nobody disturbed. With `--once` the moments are drawn over the whole of one
build, and each build is killed where that one would have been: what was taken over counts as time that has passed. So
many sources can be tried in little more than the time of one build. With `--seconds` a build is killed after so many at
most once there is anything to take over, and there is no undisturbed one to compare it with. Prints what was found;
exits 1 where it is not so.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "support"), str(Path(__file__).parents[2])]

from generated import generate  # noqa: E402  # beside those found through the line above
from small_store import make_store  # noqa: E402
from waiting import wait_for  # noqa: E402

from kg.store.contents import altered, hashes_of  # noqa: E402
from kg.store.folder import StoreFolder  # noqa: E402

#: Seconds in which the processes of a build that was killed have to end.
PATIENCE = 60.0
_VALIDATED = re.compile(r"\((\d+) validated(?:, (\d+) by a build that did not finish)?\)")


@dataclass
class Trial:
    """Seeds, the store before, and what a build makes of it that is not disturbed, in `seconds`.

    All sources were noted after `reading` of them. `moments` are those of one build to kill at, if all are to be of one
    build, and `noted` is the place of what such a build leaves that has noted all. `problems` are what was wrong.
    """

    seeds: Path
    old: Path
    place: Path
    sources: int
    graphs: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    reading: float = 0.0
    moments: list[float] = field(default_factory=list)
    noted: Path | None = None
    problems: list[str] = field(default_factory=list)

    def begin(self, store: Path) -> subprocess.Popen[str]:
        """Start a build in a session of its own."""
        command = [sys.executable, "-m", "kg", "build", str(self.seeds), "--store", str(store)]
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        return subprocess.Popen(command, start_new_session=True, **streams)

    def measure(self) -> None:
        """Build once without a disturbance."""
        began, process = time.monotonic(), self.begin(self.place)
        while noted_in(self.place) < self.sources and not has_ended(process, 1):
            self.reading = time.monotonic() - began
        self.finish(process, 0)
        self.seconds = time.monotonic() - began
        self.graphs = graphs_of(self.place)

    def draw(self, kills: int) -> None:
        """Draw the moments of one build at which to kill."""
        self.moments = sorted(random.uniform(0, self.seconds) for _ in range(kills))
        self.noted = self.place.with_name("noted")

    def time_left(self, noted: int) -> float:
        """Return the seconds after which to kill the next build, of which so many sources are done already."""
        passed = self.reading * noted / self.sources if self.noted else 0
        return max(0.0, (self.moments.pop(0) if self.moments else random.uniform(passed, self.seconds)) - passed)

    def lay_out(self) -> None:
        """Begin with the old store, or with one of whose build all sources are noted, where there is one by now."""
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.noted if self.noted and self.noted.exists() else self.old, self.place)

    def keep(self, noted: int) -> None:
        """Keep what a build leaves that has noted all sources, so that the next round needs not read them again."""
        if self.noted and noted == self.sources and not self.noted.exists():
            shutil.copytree(self.place, self.noted)

    def finish(self, process: subprocess.Popen[str], noted: int) -> tuple[int, int]:
        """Wait for a build, and return how many sources it validated and took over; `noted` were there to be taken."""
        said, _ = process.communicate()
        numbers = _VALIDATED.search(said)
        if process.returncode or not numbers:
            self.problems.append(f"a build ended with {process.returncode}: {said}")
            return 0, 0
        validated, taken = int(numbers[1]), int(numbers[2] or 0)
        if taken < noted or validated + taken != self.sources:
            self.problems.append(f"{validated} validated and {taken} taken over, of {noted} that were noted")
        return validated, taken

    def kill(self, process: subprocess.Popen[str]) -> None:
        """Kill a build, and see that the processes that it began end, too."""
        process.kill()
        process.wait()
        end = time.monotonic() + PATIENCE
        while left := session_of(process.pid):
            if time.monotonic() > end:
                self.problems.append(f"processes are left: {left}")
                break
            time.sleep(0.1)

    def look(self) -> str:
        """Return whether the old or the new store is in force, having looked at each of its files."""
        folder = StoreFolder(self.place)
        path, manifest = folder.current(), folder.manifest()
        if changed := altered(path, manifest):
            self.problems.append(f"not as they were built: {changed}")
        sources = len(manifest["sources"])
        if len(folder.read()) != manifest["quads"] or sources not in (0, self.sources):
            self.problems.append(f"neither the old store nor the new one: {sources} sources")
        return "new" if sources else "old"

    def round(self, kills: int) -> int:
        """Build until a build ends, killing at most so many before; return how many were killed."""
        self.lay_out()
        killed, noted, force = 0, noted_in(self.place), "old"
        while force == "old":
            process, after = self.begin(self.place), self.time_left(noted)
            if not self.graphs:
                wait_for(lambda: noted_in(self.place), what="a source that is done")
            if killed == kills or has_ended(process, after):
                validated, taken = self.finish(process, noted)
                say(f"ended: {validated} sources validated, {taken} taken over")
                break
            self.kill(process)
            killed, noted, force = killed + 1, max(noted, noted_in(self.place)), self.look()
            say(f"killed after {after:.1f} s: the {force} store is in force, {noted} of {self.sources} sources noted")
            self.keep(noted if force == "old" else 0)
        if self.look() != "new" or (self.graphs and graphs_of(self.place) != self.graphs):
            self.problems.append("the store is not the one of a build that was not disturbed")
        return killed


def has_ended(process: subprocess.Popen[str], seconds: float) -> bool:
    """Wait so long, and tell whether a process has ended."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def session_of(process: int) -> list[str]:
    """Return the command lines of what still runs in the session that a process began."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parts = (place / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            if int(parts[3]) == process and parts[0] != "Z":
                found.append((place / "cmdline").read_text("utf-8", "replace").replace("\0", " "))
        except OSError:
            continue
    return found


def graphs_of(store: Path) -> dict[str, str]:
    """Return the hashes of the graphs of sources in the store in force, and how many quads it has."""
    folder = StoreFolder(store)
    manifest = folder.manifest()
    hashes = hashes_of(folder.current(), manifest)
    return {name: value for name, value in hashes.items() if name.startswith("sources/")} | {
        "quads": str(manifest["quads"])
    }


def noted_in(store: Path) -> int:
    """Return how many sources builds that did not end have noted as done."""
    journal = store / "findings" / "unfinished" / "journal"
    lines = journal.read_bytes().split(b"\n")[:-1] if journal.exists() else []
    return len({line.split(b"\t", 2)[1] for line in lines if line})


def prepare(folder: Path, options: argparse.Namespace) -> Trial:
    """Write the sources, and put another store in force."""
    generate.write_seeds(folder / "seeds", options.sources, options.statements)
    make_store(folder / "old")
    return Trial(folder / "seeds", folder / "old", folder / "kg", options.sources, seconds=options.seconds)


def say(line: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Read the command line, and return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sources", type=int, default=2000)
    parser.add_argument("--statements", type=int, default=10, help="of a source")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=0)
    parser.add_argument("--once", action="store_true", help="kill at moments of one and the same build")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial = prepare(Path(folder), options)
        if not options.seconds:
            trial.measure()
            took = f"{trial.seconds:.1f} s, {trial.reading:.1f} s of them until all were noted"
            say(f"a build of {options.sources} sources that is not disturbed: {took}")
        if options.once:
            trial.draw(options.kills)
        killed = 0
        while killed < options.kills:
            killed += trial.round(options.kills - killed)
    for problem in trial.problems[:20]:
        say(problem)
    say(f"{killed} builds killed, {len(trial.problems)} problems")
    return 1 if trial.problems else 0


if __name__ == "__main__":
    sys.exit(main())
