"""The package is a house of rooms: imports go one way, so that a reader can learn it from the bottom up."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path

from structure_figures import structure

PACKAGE = Path(__file__).parent.parent / "kg"
#: The folders of kg/, from the answer to the ground: a module imports from its own room and from those further down.
ROOMS = (
    *("cli", "web", "compare", "endpoints", "store", "validate", "extract", "bulk", "sources"),
    *("reference", "proof", "forms", "export", "rdf", "query", "running", "machine"),
)
#: What one folder may hold and one module; nine functions of ten are no longer; the share of comments is no lower.
MOST_FILES, MOST_LINES, MOST_P90, LEAST_COMMENTS = 20, 300, 17, 0.025
#: Names that modules have in common, since these are found by their place: commands, forms of a report, processes.
BY_PLACE = {"command", "answer", "render", "main"}
MODULES = structure.modules_in(PACKAGE)


@cache  # not when the file is imported, which every process of the tests does
def figures() -> structure.Figures:
    """Return the figures of the package."""
    return structure.measure(PACKAGE)


def imports_of(path: Path) -> set[str]:
    """Return the modules of kg that a module imports, wherever in it, for annotations as well."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names |= {full if full in MODULES else node.module for full in inside.values()}
    return {name for name in names if name in MODULES and MODULES[name] != path}


def height(module: str) -> int:
    """Return how far down a module's room is: the files at the top of kg/ are the ground, but for the doors."""
    first = module.split(".")[1] if "." in module else ""
    if first in ("__main__", "api"):
        return 0
    return ROOMS.index(first) if (PACKAGE / first).is_dir() and first else len(ROOMS)


def test_every_folder_is_a_known_room() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders - set(ROOMS) - {"data"} == set()


def test_between_rooms_imports_go_down() -> None:
    climbing = [
        f"{module} -> {other}"
        for module, path in MODULES.items()
        for other in imports_of(path)
        if height(other) < height(module)
    ]
    assert sorted(climbing) == []


def test_there_are_no_import_cycles() -> None:
    assert figures().circles == []


def test_no_folder_and_no_module_is_too_large() -> None:
    crowded = [  # kg/cli has one a command
        name for name, files in figures().files.items() if files > MOST_FILES and name != "kg/cli"
    ]
    long = [name for name, lines in figures().modules.items() if lines > MOST_LINES]
    assert (crowded, long) == ([], [])


def test_most_functions_are_short() -> None:
    assert figures().p90 <= MOST_P90


def test_comments_keep_their_share() -> None:
    assert figures().comments >= LEAST_COMMENTS


def test_each_public_name_stands_for_one_thing() -> None:
    found: dict[str, list[str]] = {}
    for module, path in MODULES.items():
        for node in ast.parse(path.read_text("utf-8")).body:
            public = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name[0] != "_"
            if public and node.name not in BY_PLACE:
                found.setdefault(node.name, []).append(module)
    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}


def write_package(folder: Path, **modules: str) -> Path:
    package = folder / "house"
    for name, text in {"__init__": "", **modules}.items():
        file = package / f"{name.replace('__in__', '/')}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return package


def test_a_circle_is_found_where_only_annotations_and_functions_make_it(tmp_path: Path) -> None:
    late = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house import hall\n"
    inside = "def enter():\n    from house.garden import gate\n"
    (circle,) = structure.measure(write_package(tmp_path, garden=late, hall=inside)).circles
    assert set(circle.split(" -> ")) == {"house.hall", "house.garden"}
    relative = write_package(tmp_path / "other", garden="from . import hall\n", hall="from .garden import gate\n")
    assert len(structure.measure(relative).circles) == 1


def test_the_figures_match_the_files(tmp_path: Path) -> None:
    comments = "# why\nx = 1  # beside code\n\n# noqa: tools\ny = '''\n# no comment\n'''\n"
    long = "def long():\n" + "    x = 1\n" * 20
    package = write_package(tmp_path, hall=comments, room__in__desk=long, room__in__lamp="def short():\n    pass\n")
    figures = structure.measure(package)
    assert figures.files == {"house": 2, "house/room": 2}
    assert figures.circles == []
    assert figures.modules["house.room.desk"] == figures.functions["house.room.desk.long:1"] == 21
    assert figures.p90 == 21
    assert figures.comments == 1 / (6 + 21 + 2)
    assert "most files: 2 (house)" in "\n".join(figures.lines())


def test_every_room_says_what_it_is() -> None:
    silent = [
        name
        for name, path in MODULES.items()
        if path.name == "__init__.py" and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_two_test_files_share_a_name() -> None:
    """Test folders are no packages, so pytest tells two files of the same name apart only by chance."""
    files = Counter(path.name for path in Path(__file__).parent.rglob("test_*.py"))
    assert not {name for name, times in files.items() if times > 1}


def private_names(text: str) -> set[str]:
    """Return the private names of kg that a test imports, uses or replaces."""
    ours, found = set(), set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "kg":
            ours |= {alias.asname or alias.name for alias in node.names}
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ours:
            found.add(node.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setattr":
            found |= {str(word.value).rpartition(".")[2] for word in node.args if isinstance(word, ast.Constant)}
    return {name for name in found if name.startswith("_") and not name.startswith("__")}


def test_no_test_reaches_into_a_private_name() -> None:
    assert private_names("from kg import a\nfrom kg.b import _c\na._d, a.e, f._g\n") == {"_c", "_d"}
    assert private_names("monkeypatch.setattr(a, '_b', 1), monkeypatch.setattr('kg.c._d', 1)") == {"_b", "_d"}
    files = Path(__file__).parent.rglob("*.py")
    assert {path.name: names for path in files if (names := private_names(path.read_text("utf-8")))} == {}
