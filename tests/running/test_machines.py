"""The work on sources is shared among machines: the result is that of one, whichever workers die in the middle."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from dask_cluster import TOP, DaskCluster, needs_dask
from generated import generate
from tasks import squares
from waiting import wait_for

from kg.cli.group import group as cli
from kg.errors import EngineError, InputError, RemoteError
from kg.running.workers import Job
from kg.store.build import build
from kg.store.folder import StoreFolder
from kg.validate.run import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

needs_dask()

from kg.running.machines import Machines  # noqa: E402  # it imports Dask


class Watched(Machines):
    """Machines to which something happens when the first task is done: `event` is called once."""

    event: Callable[[], object] | None = None

    def run(self, job: Job[Any, Any], tasks: Any, most: int | None = None) -> Iterator[Any]:
        for result in super().run(job, tasks, most):
            if self.event:
                event, self.event = self.event, None
                event()
            yield result


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    cluster = DaskCluster(tmp_path_factory.mktemp("cluster")).start()
    yield cluster
    cluster.stop()


@pytest.fixture
def machines(cluster: DaskCluster) -> Iterator[Watched]:
    """Two workers, whatever an earlier test has done to them."""
    for _ in range(2 - sum(worker.poll() is None for worker in cluster.workers)):
        cluster.add_worker()
    notes: list[str] = []
    with Watched(cluster.address, note=notes.append) as machines:
        wait_for(lambda: len(machines.client.nthreads()) == 2)
        machines.look()
        machines.notes = notes
        yield machines


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.validate.sharing.TOGETHER", 4)
    monkeypatch.setenv("KG_JOBS", "1")


def alive(cluster: DaskCluster) -> list[subprocess.Popen[bytes]]:
    return [worker for worker in cluster.workers if worker.poll() is None]


def content_hash(folder: Path) -> str:
    """Return one hash over the statements of a store, whatever their order, and the names of blank nodes."""
    dataset = ox.Dataset(StoreFolder(str(folder)).open())
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(dataset) > 1000
    return hashlib.sha256("\n".join(sorted(map(str, dataset))).encode()).hexdigest()


def graphs_in(folder: Path) -> dict[str, bytes]:
    """Return what was written of each source before it was loaded."""
    return {file.name: file.read_bytes() for file in folder.glob("*/sources/*.nq")}


@pytest.mark.usefixtures("small_tasks")
def test_a_cluster_gives_the_same_findings_even_if_a_worker_is_killed(
    cluster: DaskCluster, machines: Watched, tmp_path: Path
) -> None:
    generate.write_seeds(tmp_path / "seeds", 40, 2, mistakes=7)
    here = validate([tmp_path / "seeds"])
    machines.event = alive(cluster)[0].kill
    steps: list[str] = []
    assert validate([tmp_path / "seeds"], workers=machines, progress=steps.append) == here
    assert (len(here.findings) >= 7, here.fresh, len(alive(cluster))) == (True, 40, 1)
    assert "reading 40 sources" in steps


@pytest.mark.usefixtures("small_tasks")
def test_a_store_equals_that_of_one_machine_even_if_all_workers_are_killed_and_replaced(
    cluster: DaskCluster, machines: Watched, tmp_path: Path
) -> None:
    generate.write_seeds(tmp_path / "seeds", 20, 2)
    build(tmp_path / "seeds", StoreFolder(str(tmp_path / "here")))

    def replace_all() -> None:
        for worker in alive(cluster):
            worker.kill()
        cluster.add_worker()

    machines.event = replace_all
    outcome = build(tmp_path / "seeds", StoreFolder(str(tmp_path / "there")), workers=machines)
    assert (outcome.changed, len(outcome.checked)) == (True, 20)
    assert graphs_in(tmp_path / "there") == graphs_in(tmp_path / "here")
    assert content_hash(tmp_path / "there") == content_hash(tmp_path / "here")
    assert any(note.endswith("is gone: its work goes to the others") for note in machines.notes)


def test_results_come_in_order_and_errors_as_they_were_raised(machines: Watched, tmp_path: Path) -> None:
    job = Job(squares, str(tmp_path), os.getpid())
    results = list(machines.run(job, range(12)))
    assert [square for square, _ in results] == [number * number for number in range(12)]
    assert os.getpid() not in {process for _, process in results}
    with pytest.raises(InputError, match=r"^a.yaml:4: cannot be read \(mend it\)$"):
        list(machines.run(job, [1, 404]))


def test_work_stops_when_its_results_are_no_longer_wanted(machines: Watched, tmp_path: Path) -> None:
    results = machines.run(Job(squares, str(tmp_path), os.getpid()), range(1, 100))
    next(results)
    results.close()
    wait_for(lambda: not any(machines.client.processing().values()))
    assert len(list(tmp_path.iterdir())) < 20


def test_a_worker_with_another_program_is_named_before_work_starts_and_left_out_when_it_joins_later(
    cluster: DaskCluster, machines: Watched, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    for name in ("kg", "ontology", "shapes", "queries"):
        shutil.copytree(TOP / name, other / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "kg" / "text.py").open("a") as file:
        file.write("# changed\n")
    worker = cluster.add_worker(other)
    wait_for(lambda: len(machines.client.nthreads()) == 3)
    results = list(machines.run(Job(squares, str(tmp_path), os.getpid()), range(6)))
    assert worker.pid not in {process for _, process in results}
    assert [note.partition(" is not used: other files of kg ")[2] for note in machines.notes if "not used" in note] == [
        "0.1.0: kg/text.py"
    ]
    (tmp_path / "seeds").mkdir()
    told = CliRunner().invoke(cli, ["build", str(tmp_path / "seeds"), "--on", cluster.address])
    assert isinstance(told.exception, RemoteError)
    assert str(told.exception).startswith(
        "1 worker differs from this machine, so their results could differ: tcp://127"
    )
    assert "other files of kg 0.1.0: kg/text.py" in str(told.exception)
    worker.kill()
    worker.wait()


def test_a_cluster_makes_the_same_drafts_as_one_machine(
    cluster: DaskCluster, machines: Watched, tmp_path: Path
) -> None:
    pytest.importorskip("spacy", reason="needs the extra `extract`")
    article = (TOP / "seeds" / "2012-03-11-un-envoy-syria-talks" / "article.txt").read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "2012-03-11-talks.txt").write_bytes(article)
    (tmp_path / "in" / "bad.txt").write_bytes(b"\x00")
    call = ["extract", str(tmp_path / "in"), "--seeds", str(TOP / "seeds")]
    here = CliRunner().invoke(cli, [*call, "-o", str(tmp_path / "here"), "-j", "1"])
    there = CliRunner().invoke(cli, [*call, "-o", str(tmp_path / "there"), "--on", cluster.address])
    assert (here.exit_code, here.stdout) == (there.exit_code, there.stdout)
    assert "1 article drafted" in here.stdout
    assert files_in(tmp_path / "here") == files_in(tmp_path / "there")
    wrong = [line for line in there.stderr.splitlines() if "bad.txt" in line]
    assert wrong == [line for line in here.stderr.splitlines() if "bad.txt" in line] != []


def files_in(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler that speaks TLS and gives a task up with the first worker that it costs."""
    import trustme

    folder = tmp_path_factory.mktemp("encrypted")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(folder / "own.pem"))
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    names = {f"{tls}{role}__CERT": str(folder / "own.pem") for role in ("SCHEDULER", "WORKER", "CLIENT")}
    names |= {f"{tls}CA_FILE": str(folder / "ca.pem"), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    cluster = DaskCluster(folder, names).start("tls")
    yield cluster
    cluster.stop()


def test_tls_needs_certificates_and_a_task_that_ends_its_worker_ends_the_run_with_one_message(
    encrypted: DaskCluster, tmp_path: Path
) -> None:
    import dask

    told = CliRunner().invoke(cli, ["build", str(tmp_path), "--on", encrypted.address])
    assert "no certificates are configured for tls://" in str(told.exception)
    encrypted.add_worker()
    tls = "distributed.comm.tls."
    files = {f"{tls}ca-file": f"{encrypted.folder}/ca.pem", f"{tls}client.cert": f"{encrypted.folder}/own.pem"}
    with dask.config.set(files), Machines(encrypted.address) as machines:
        job = Job(squares, str(tmp_path), os.getpid())
        assert [square for square, _ in machines.run(job, [2, 3])] == [4, 9]
        with pytest.raises(EngineError, match=r"^a task ended .*most often for want of memory"):
            list(machines.run(job, [1, 2, 13]))


def test_a_lost_scheduler_is_reported_in_one_message(tmp_path: Path) -> None:
    cluster = DaskCluster(tmp_path).start()
    cluster.add_worker()
    with Machines(cluster.address) as machines:
        results = machines.run(Job(squares, str(tmp_path), os.getpid()), range(100))
        next(results)
        cluster.stop()
        with pytest.raises(RemoteError, match="the connection to the scheduler is lost"):
            list(results)


def test_unusable_addresses_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.running.cluster.CONNECT", 1.0)
    with socket.socket() as silent:  # it takes connections, and never says a word
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        free = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        expected = {
            "machines": "not the address of a Dask scheduler",
            "http://127.0.0.1:8786": "not the address of a Dask scheduler",
            "tcp://127.0.0.1": "the port is missing",
            "tcp://127.0.0.1:port": "not an address",
            "tcp://192.0.2.1:8786": "neither encrypted nor authenticated",
            "tcp://scheduler.example.org:8786": "use tls://, or add --insecure on a network that you trust",
            free: "no Dask scheduler answers",
            "tls://127.0.0.1:1": "no certificates are configured",
        }
        began = time.monotonic()
        told = {on: CliRunner().invoke(cli, ["validate", str(tmp_path), "--on", on]).exception for on in expected}
    assert {on: text for on, text in expected.items() if text not in str(told[on])} == {}
    assert time.monotonic() - began < 120  # with Dask's own time for a connection, each would take 30 s and more
    alone = CliRunner().invoke(cli, ["validate", str(tmp_path), "--insecure"])
    assert "--insecure needs --on" in str(alone.exception)
    monkeypatch.setattr("kg.cli.on.find_spec", lambda _: None)
    missing = CliRunner().invoke(cli, ["validate", str(tmp_path), "--on", "tcp://127.0.0.1:8786"])
    assert "pip install 'diplomatic-positions-kg[machines]'" in str(missing.exception)


def test_dask_is_imported_only_for_an_address(tmp_path: Path) -> None:
    generate.write_seeds(tmp_path / "seeds", 1, 1)
    code = "import sys; from kg.cli import main\ntry: main()\nexcept SystemExit as e: pass\n"
    code += "print('DASK', {'dask', 'distributed'} & set(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", code, "validate", str(tmp_path / "seeds"), "--no-cache", "--no-owl"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines()[-1] == "DASK set()"
