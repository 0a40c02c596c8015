"""The notebook in docs/: what its cells show is what they give. `python tests/journeys/test_notebook.py` writes it."""

from __future__ import annotations

import ast
import io
import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from pprint import pformat

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))
NOTEBOOK = ROOT / "docs" / "python.ipynb"


@contextmanager
def prepared(folder: Path):
    """Work in a folder with the sample's seeds and their store, as after `kg build`."""
    from graphs import SEEDS, graph_of
    from small_store import make_store

    shutil.copytree(SEEDS, folder / "seeds")
    data = ox.serialize(list(graph_of(SEEDS)), format=ox.RdfFormat.TRIG).decode()
    make_store(folder / ".kg", folder / "seeds", data, stamped=True)
    before, named = Path.cwd(), {key: os.environ.pop(key) for key in ("KG_STORE", "KG_SEEDS") if key in os.environ}
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.update(named)


def outputs(source: str, names: dict[str, object]) -> list[dict[str, object]]:
    """Run a cell as a kernel does, and return what it prints, and the value of its last expression."""
    *most, last = ast.parse(source).body
    printed, shown = io.StringIO(), None
    with redirect_stdout(printed):
        if isinstance(last, ast.Expr):
            exec(compile(ast.Module(most, []), "cell", "exec"), names)
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
        else:
            exec(compile(ast.Module([*most, last], []), "cell", "exec"), names)
    found: list[dict[str, object]] = []
    if printed.getvalue():
        found.append({"name": "stdout", "output_type": "stream", "text": printed.getvalue()})
    if shown is not None:
        data = {"text/plain": pformat(shown, sort_dicts=False)}
        if hasattr(shown, "_repr_html_"):
            data["text/html"] = shown._repr_html_()
        found.append({"data": data, "execution_count": None, "metadata": {}, "output_type": "execute_result"})
    return found


def executed(folder: Path) -> dict[str, object]:
    """Return the notebook with what its cells show now."""
    notebook, names = json.loads(NOTEBOOK.read_text("utf-8")), {"__name__": "__main__"}
    with prepared(folder):
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell["outputs"] = outputs(cell["source"], names)
    return notebook


@pytest.mark.filterwarnings("error")
def test_the_notebook_shows_what_its_cells_give(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="pip install 'diplomatic-positions-kg[tables]'")
    said = json.loads(NOTEBOOK.read_text("utf-8"))
    found = executed(tmp_path / "here")
    assert sum(cell["cell_type"] == "code" for cell in said["cells"]) > 5
    for cell, now in zip(said["cells"], found["cells"], strict=True):
        assert now.get("outputs") == cell.get("outputs"), cell["source"]


def test_jupyter_can_open_the_notebook() -> None:
    nbformat = pytest.importorskip("nbformat", reason="pip install nbformat")
    nbformat.validate(nbformat.read(NOTEBOOK, as_version=4))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        notebook = executed(Path(folder) / "here")
    NOTEBOOK.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
