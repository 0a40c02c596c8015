"""The stores that benchmarks make are read by the commands that they measure, and what they print is right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"


def test_a_store_of_the_benchmark_of_loads_is_read(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from load import StoreFolder, contents_of_store, make_store; "
        "make_store(Path(sys.argv[1]), 3, 20); "
        "print(*(content.iri for content in contents_of_store(StoreFolder(Path(sys.argv[1])))))"
    )
    command = [sys.executable, "-c", f"sys = __import__('sys'); sys.path.insert(0, {str(BENCHMARKS)!r}); {code}"]
    done = subprocess.run([*command, str(tmp_path / "store")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert [name.rpartition("/")[2] for name in done.stdout.split()][:3] == [f"benchmark-00000{at}" for at in range(3)]


def test_what_takes_too_long_is_told_by_its_rows() -> None:
    code = (
        "from queries import Took; "
        "print(Took(['0.1', '100'], ['4.0', '2000'], '-', '1.5').reason()); "
        "print(Took(['0.1', '0'], ['4.0', '0'], '-', '-').reason(), Took([], ['4.0', '7'], '-', '-').ratio())"
    )
    command = [sys.executable, "-c", f"sys = __import__('sys'); sys.path.insert(0, {str(BENCHMARKS)!r}); {code}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["20.0 times the rows x 2.00 times a row; 4.0 s, floor 1.5 s", "0 rows; 4.0 s 0"]
