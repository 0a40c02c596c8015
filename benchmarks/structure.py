"""How the package is built: files per folder, import circles, lengths of modules and functions, share of comments.

Nothing of it is timed; `tests/test_structure.py` holds the figures to its limits.

    python benchmarks/structure.py [FOLDER]     (default: the package kg/)
"""

from __future__ import annotations

import ast
import graphlib
import io
import sys
import tokenize
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Figures", "measure", "modules_in"]

_DEFAULT = Path(__file__).parent.parent / "kg"
#: Comments that are written for a tool.
_FOR_TOOLS = ("# noqa", "# type:", "# fmt:", "#!")


@dataclass(frozen=True)
class Figures:
    """What was counted: numbers of files and lines, names of modules, and a share between 0 and 1."""

    files: dict[str, int]
    circles: list[str]
    modules: dict[str, int]
    functions: dict[str, int]
    comments: float

    @property
    def p90(self) -> int:
        """The number of lines that nine functions of ten do not exceed, docstrings and decorators included."""
        lengths = sorted(self.functions.values())
        return lengths[int(len(lengths) * 0.9)]

    def lines(self) -> Iterator[str]:
        """Yield the report."""
        folder, most = max(self.files.items(), key=lambda item: item[1])
        module, longest = max(self.modules.items(), key=lambda item: item[1])
        function, length = max(self.functions.items(), key=lambda item: item[1])
        yield f"folders\t{len(self.files)}\tmost files: {most} ({folder})"
        yield f"import circles\t{len(self.circles)}\t{'; '.join(self.circles) or 'none'}"
        yield f"modules\t{len(self.modules)}\tlongest: {longest} lines ({module})"
        yield f"functions\t{len(self.functions)}\tp90: {self.p90} lines; longest: {length} ({function})"
        yield f"comments\t{self.comments:.2%}\tof the lines that are not blank"


def modules_in(package: Path) -> dict[str, Path]:
    """Return the Python files of a package by their dotted names; a folder `template` or `data` holds other things."""
    paths = (path for path in sorted(package.rglob("*.py")) if not {"data", "template"} & set(path.parts))
    return {_name(path, package): path for path in paths}


def measure(package: Path = _DEFAULT) -> Figures:
    """Return the figures of a package."""
    found = modules_in(package)
    functions = {f"{name}.{key}": length for name, path in found.items() for key, length in _functions(path)}
    folders = Counter(str(path.parent.relative_to(package.parent)) for path in found.values())
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in found.items()}
    return Figures(dict(folders), list(_circles(found)), lengths, functions, _comments(found.values()))


def _name(path: Path, package: Path) -> str:
    return ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__")


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the functions of a file with their lengths in lines; one inside another is a part of that one."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield f"{node.name}:{node.lineno}", node.end_lineno - node.lineno + 1


def _circles(found: dict[str, Path]) -> Iterator[str]:
    """Yield a circle of imports, those for annotations and inside functions counted, if there is one."""
    graph = {name: _imports(path, name, found) - {name} for name, path in found.items()}
    root = min(found, key=len)
    for name in graph:
        graph[name].discard(root)  # the package itself, which every import passes through
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        yield " -> ".join(error.args[1])


def _imports(path: Path, own: str, found: dict[str, Path]) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = node.module or ""
            if node.level:
                parts = own.split(".") if path.name == "__init__.py" else own.split(".")[:-1]
                start = ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])
            inner = {f"{start}.{alias.name}" for alias in node.names}
            names |= inner if inner & found.keys() else {start}
    return names & found.keys()


def _comments(paths: Iterable[Path]) -> float:
    """Return the share of lines that begin with a comment for a reader, among those that are not blank."""
    comments = total = 0
    for path in paths:
        text = path.read_text("utf-8")
        total += sum(bool(line.strip()) for line in text.splitlines())
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            whole = token.type == tokenize.COMMENT and token.line[: token.start[1]].strip() == ""
            comments += whole and not token.string.startswith(_FOR_TOOLS)
    return comments / total


if __name__ == "__main__":
    for line in measure(Path(sys.argv[1]) if len(sys.argv) > 1 else _DEFAULT).lines():
        print(line)
