"""The stores that benchmarks make by themselves are taken by the commands that they measure."""

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
