"""What tables of ballots cost: to check, to build and to ask, beside Oxigraph's own load and queries, as ratios.

Generated roll calls of a given number of ballots (every state votes in every vote, titles recur, and some states change
sides), over the package `world`. In turns, `--runs` times, medians count:

1. `kg validate --no-cache`, `kg build`, and `oxigraph load` of the N-Quads that the store was filled with;
2. each question about votes as a command, and `oxigraph query` of the same query, with its parameters bound, on the
   same quads.

Memory is that of all processes of a command together (see build.py). The last lines are for programs: `name ratio`.

    python benchmarks/tables.py [--ballots 100000] [--runs 3]

Needs the `oxigraph` program, which `pip install oxigraph` brings, and Linux, whose /proc tells the memory.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox
from build import KG, Took, timed
from load import program

from kg.paths import shipped
from kg.query.binding import bind
from kg.rdf.quads import node
from kg.reference.packages import find_package
from kg.store.folder import StoreFolder

_STATES = 150
_TITLES = 40
_DESCRIPTION = """\
source: {title: Generated roll calls, publisher: united-nations, published: 2021-03-08}
tables:
  - url: votes.csv
    columns:
      - {name: vote, titles: vote}
      - {name: date, titles: date}
      - {name: label, titles: title}
      - {name: issues, titles: issue}
      - {name: body, default: un-general-assembly}
  - url: ballots.csv
    columns:
      - {name: vote, titles: vote}
      - {name: voter, titles: state}
      - {name: choice, titles: choice}
"""
#: The questions, by the name in the last lines, with their parameters.
_QUESTIONS = {
    "ballots": ("ballots", {"actor": "actor:france", "other": "actor:norway"}),
    "agreement": ("voting-agreement", {"actor": "actor:france"}),
    "agreement-on-issue": ("voting-agreement", {"actor": "actor:france", "issue": "issue:human-rights"}),
    "shifts": ("voting-shifts", {}),
    "said": ("said-and-voted", {}),
}


def write_tables(seeds: Path, ballots: int) -> None:
    """Write roll calls with about so many ballots; the same number gives the same bytes."""
    folder, chance = seeds / "roll-calls", random.Random(ballots)
    folder.mkdir(parents=True)
    (seeds / "reference").mkdir()
    (seeds.parent / "kg.toml").write_text('reference = ["world"]\n', "utf-8")
    (folder / "source.yaml").write_text(_DESCRIPTION, "utf-8")
    states = states_of_world()
    leanings = {state: chance.random() for state in states}
    votes = max(1, ballots // len(states))
    with (folder / "votes.csv").open("w", newline="") as one, (folder / "ballots.csv").open("w", newline="") as two:
        rolls, cast = csv.writer(one), csv.writer(two)
        rolls.writerow(("vote", "date", "title", "issue"))
        cast.writerow(("vote", "state", "choice"))
        for vote in range(1, votes + 1):
            day = date(1950, 1, 1) + timedelta(days=vote * 25_000 // votes)
            issue = chance.choice(("human-rights", "disarmament", "self-determination", ""))
            rolls.writerow((vote, day.isoformat(), f"Matter {chance.randrange(_TITLES)}", issue))
            for state in states:
                cast.writerow((vote, state, choice_of(chance, leanings[state])))


def choice_of(chance: random.Random, leaning: float) -> str:
    """Return how a state votes: mostly as it leans."""
    drawn = chance.random()
    return "absent" if drawn < 0.05 else "abstain" if drawn < 0.15 else "in-favour" if drawn < leaning else "against"


def states_of_world() -> list[str]:
    """Return the slugs of some states of the package `world`, France and Norway among them."""
    lines = (find_package("world", Path()).folder / "states.yaml").read_text("utf-8").splitlines()
    slugs = [line.partition(":")[0] for line in lines if line[:1].isalpha()]
    return sorted({"france", "norway", *slugs[: _STATES - 2]})


def compare(folder: Path, ballots: int, runs: int) -> None:
    """Measure all, and print medians and ratios."""
    seeds, store, peer, quads = (folder / name for name in ("seeds", "store", "peer", "all.nq"))
    write_tables(seeds, ballots)
    build = [*KG, "build", str(seeds), "--store", str(store)]
    subprocess.run(build, check=True, capture_output=True)
    with quads.open("wb") as file:
        StoreFolder(store).read().dump(file, format=ox.RdfFormat.N_QUADS)
    load = [program(), "load", "--location", str(peer), "--file", str(quads)]
    times = in_turns({"kg build": (build, store), "oxigraph load": (load, peer)}, runs)
    checks = in_turns({"kg validate": ([*KG, "validate", str(seeds), "--no-cache"], None)}, runs)
    lines = [
        f"tables-check-{ballots} {checks['kg validate'].wall / times['oxigraph load'].wall:.2f}",
        f"tables-build-{ballots} {times['kg build'].wall / times['oxigraph load'].wall:.2f}",
        f"tables-memory-{ballots} {times['kg build'].memory / 1e9:.3f}",
    ]
    show(f"{ballots:,} ballots, {quads.stat().st_size / 1e6:.0f} MB of N-Quads", {**checks, **times}, runs)
    lines += [ask(folder, store, peer, name, ballots, runs) for name in _QUESTIONS]
    print("\n".join(lines))


def ask(folder: Path, store: Path, peer: Path, name: str, ballots: int, runs: int) -> str:
    """Measure a question in both programs; return the line for programs."""
    question, given = _QUESTIONS[name]
    terms = {key: node(value) for key, value in given.items()}
    query = folder / f"{name}.rq"
    query.write_text(bind((shipped("queries") / f"{question}.rq").read_text("utf-8"), terms), "utf-8")
    options = [part for key, value in given.items() for part in ("-p", f"{key}={value}")]
    ours = [*KG, "query", question, *options, "-f", "tsv", "--store", str(store)]
    other = [program(), "query", "--location", str(peer), "--query-file", str(query), "--results-format", "tsv"]
    times = in_turns({f"kg query {question}": (ours, None), "oxigraph query": (other, None)}, runs)
    show(name, times, runs)
    mine, native = times.values()
    return f"tables-{name}-{ballots} {mine.processor / native.processor:.2f}"


def in_turns(commands: dict[str, tuple[list[str], Path | None]], runs: int) -> dict[str, Took]:
    """Run commands in turns, each after removing the folder that it writes; return the medians."""
    times: dict[str, list[Took]] = {name: [] for name in commands}
    for turn in range(runs):
        names = list(commands)
        for name in (*names[turn % len(names) :], *names[: turn % len(names)]):
            command, output = commands[name]
            if output is not None:
                shutil.rmtree(output, ignore_errors=True)
            times[name].append(timed(command))
    return {name: Took(*map(statistics.median, zip(*each, strict=True))) for name, each in times.items()}


def show(title: str, times: dict[str, Took], runs: int) -> None:
    """Print medians."""
    print(f"{title}; medians of {runs}")
    for name, took in times.items():
        print(f"  {took.wall:8.2f} s ({took.processor:.2f} s)  {took.memory / 1e6:6.0f} MB  {name}")


def main() -> None:
    """Read the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as name:
        compare(Path(name), options.ballots, options.runs)


if __name__ == "__main__":
    main()
