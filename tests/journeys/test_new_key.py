"""A new optional key of a row: a line in two files of the program, a term, a shape with its mistake, and no more.

The key of this test is added to a copy of the program, which then reads, checks, writes and proves it like any other.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from repositories import DataRepository, statement

ROOT = Path(__file__).parents[2]
TERM = """dp:interviewer a owl:ObjectProperty ;
    rdfs:label "interviewer"@en ;
    skos:definition "Who asked the question that a statement answers."@en ;
    skos:example "The Herald, in “she told the Herald in an interview”."@en ;
    dp:counterExample "Who passed the words on: dp:reportedBy."@en ;
    rdfs:isDefinedBy <https://w3id.org/diplomatic-positions/ontology> ;
    rdfs:domain dp:Statement ;
    rdfs:range dp:Actor .

"""
SHAPE = """dps:statement-interviewer a sh:PropertyShape ;
    sh:name "Invalid interviewer of a statement"@en ;
    sh:path dp:interviewer ;
    sh:class dp:Actor ;
    sh:description "Who asks chooses the subject."@en ;
    sh:message "An interviewer is an actor of the reference data: correct `interviewer:`."@en .

"""
MISTAKE = """#+ summary: An interviewer that is no actor.
#+ changes: statement:2024-05-02-talks.north
    dp:interviewer place:north-city ;  # wrong
"""
#: What is written before which words of a file. The shape is named in the list of those of a statement as well.
ADDED = [
    (
        "kg/sources/model/statements.py",
        "    event: Annotated[",
        '    interviewer: Annotated[tuple[str, ...], ACTORS, "Who asked, if it was said in an interview."] = ()\n',
    ),
    (
        "kg/sources/sheet_graph.py",
        '        if row.degree != "plain"',
        '        self.actors(name, "dp:interviewer", row.interviewer, row.id, "interviewer")\n',
    ),
    ("ontology/diplomatic-positions.ttl", "dp:evidence a owl:ObjectProperty", TERM),
    ("shapes/statements.ttl", "dps:statement-degree a sh:PropertyShape", SHAPE),
    ("shapes/statements.ttl", "dps:statement-hearsay, ", "dps:statement-interviewer, "),
]
#: Runs commands one after the other, and prints the exit code and what each writes.
RUN = """
import contextlib, io, json, sys
from kg.cli import main
done = []
for arguments in json.load(sys.stdin):
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as err:
        try:
            main(arguments)
        except SystemExit as ended:
            code = ended.code
    out.flush()
    done.append([code, out.buffer.getvalue().decode(), err.getvalue()])
print(json.dumps(done))
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program that has the key."""
    folder = tmp_path_factory.mktemp("program")
    for name in ("kg", "ontology", "shapes", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "seeds").symlink_to(ROOT / "seeds")
    for name, before, added in ADDED:
        text = (folder / name).read_text("utf-8")
        assert text.count(before) == 1, f"{name}: {before}"
        (folder / name).write_text(text.replace(before, added + before), "utf-8")
    (folder / "shapes" / "invalid" / "statement-interviewer.class.ttl").write_text(MISTAKE, "utf-8")
    return folder


def outputs(program: Path, folder: Path, *commands: list[str]) -> list[tuple[int, str, str]]:
    environment = {**os.environ, "PYTHONPATH": str(program), "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=folder,
        env=environment,
        input=json.dumps(commands),
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return [(code, out, err) for code, out, err in json.loads(done.stdout)]


def test_a_new_key_is_read_checked_written_and_proved(program: Path, tmp_path: Path) -> None:
    for name, slug in {"right": "herald", "wrong": "truce"}.items():
        DataRepository(tmp_path / name).write("first", statement(interviewer=slug))
    schema, right, wrong, built, proof, rule = outputs(
        program,
        tmp_path,
        ["schema", "sheet"],
        ["validate", "right/seeds", "-f", "json"],
        ["validate", "wrong/seeds", "-f", "json"],
        ["build", "right/seeds"],
        ["why", "row-0"],
        ["rules", "statement-interviewer"],
    )
    described = json.dumps(json.loads(schema[1]))
    assert '"interviewer"' in described
    assert "Who asked, if it was said in an interview." in described
    assert right[0] == 0, right
    (finding,) = json.loads(wrong[1])["findings"]
    line = (tmp_path / "wrong/seeds/first/sheet.yaml").read_text("utf-8").splitlines()[finding["line"] - 1]
    assert (wrong[0], finding["rule"], line.strip()) == (1, "unknown-name", '"interviewer": "truce"')
    assert built[0] == 0, built
    assert "interviewer The Herald" in " ".join(proof[1].split())
    assert "Invalid interviewer of a statement" in rule[1]
    assert "dp:interviewer place:north-city" in rule[1]
