"""Query files and their metadata."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pyoxigraph as ox
import pytest
from cases import for_each

from kg.endpoints.profiles import presets
from kg.errors import InputError, UsageError
from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.parameters import TYPES
from kg.query.run import run_query

TEXT = """#+ summary: Who holds it
#+ question: Who holds a position?
#+ tags: [positions]
#+ parameters:
#+   proposition: {type: proposition, example: proposition:x, description: Which one}
#+   since: {type: date, default: 2012-03-11}
SELECT ?holder ?proposition ?since { ?s dp:holder ?holder ; dp:towards ?proposition }
"""
SHIPPED = Catalogue(shipped("queries"))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "who.rq").write_text(TEXT)
    return tmp_path


def test_metadata_is_read(folder):
    question = Catalogue(folder).find("who")
    assert (question.summary, question.question, question.tags) == (
        "Who holds it",
        "Who holds a position?",
        ["positions"],
    )
    assert list(question.parameters) == ["proposition", "since"]
    assert question.parameters["since"].default == "2012-03-11"
    assert question.parameters["proposition"].type == "proposition"


def test_an_unknown_name_gets_the_nearest(folder):
    with pytest.raises(UsageError, match=r"`whom`.*did you mean `who`"):
        Catalogue(folder).find("whom")


@pytest.mark.parametrize("name", ["../who", "", "/etc/passwd", "who.rq"])
def test_the_name_of_a_question_cannot_be_a_path(folder, name):
    with pytest.raises(UsageError):
        Catalogue(folder / ".").find(name)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# a comment\n#+ summary: [\n#+ x\nSELECT * {}", r"bad.rq:[23]: metadata is not YAML"),
        ("#+ just words\nSELECT * {}", "bad.rq:1: metadata: must be a mapping"),
        ("\n#+ sumary: x\nSELECT * {}", r"bad.rq:2: metadata: unknown key 'sumary' \(did you mean `summary`\?\)"),
        ("#+ parameters: {x: {typ: date}}\nSELECT * {}", "unknown key 'typ'"),
        ("#+ parameters: [x]\nSELECT * {}", "must map each variable"),
        ("#+ needs: [actr]\n#+ parameters: {actor: {type: actor}}\nSELECT * {}", "`needs` names 'actr'"),
    ],
)
def test_wrong_metadata_names_file_and_line(tmp_path, text, message):
    (tmp_path / "bad.rq").write_text(text)
    with pytest.raises(InputError, match=message):
        Catalogue(tmp_path).find("bad")


@pytest.mark.parametrize("name", ["memory.json", "headers.json"])  # kept beside the store, and shipped with a wheel
def test_cached_files_are_not_parsed_again(folder, name):
    memory = folder / name
    memory.write_text(Catalogue(folder).headers())
    assert Catalogue(folder, str(memory)).is_remembered()
    script = (
        "import sys; from kg.query.catalogue import Catalogue; "
        f"q = Catalogue({str(folder)!r}, {str(folder / 'memory.json')!r}).find('who'); "
        "print(q.summary, 'ruamel.yaml' in sys.modules)"
    )
    run_ = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert run_.stdout == b"Who holds it False\n"


def test_an_edited_header_is_read_again(folder):
    memory = folder / "memory.json"
    memory.write_text(Catalogue(folder).headers())
    (folder / "who.rq").write_text(TEXT.replace("Who holds it", "Changed"))
    catalogue = Catalogue(folder, str(memory))
    assert catalogue.find("who").summary == "Changed"
    assert not catalogue.is_remembered()


def test_a_broken_cache_of_the_catalogue_is_ignored(folder):
    (folder / "memory.json").write_text("{")
    assert Catalogue(folder, str(folder / "memory.json")).find("who").summary == "Who holds it"


@for_each("name", SHIPPED.names())
def test_every_shipped_question_is_described_and_runs_bound_and_unbound(name):
    question = SHIPPED.find(name)
    assert question.summary
    assert question.question.endswith("?")
    assert question.tags
    assert re.fullmatch(r"[a-z0-9-]+", name)
    ox.Store().query(question.text)  # valid without any tool, prefixes declared
    for parameter in question.parameters.values():
        assert parameter.type in TYPES
        assert parameter.description
        assert parameter.example
        run_query(ox.Store(), question.text, {parameter.name: ox.NamedNode(PREFIXES["actor"] + "x")})
    assert json.loads(SHIPPED.headers())


def test_what_is_doubtful_names_servers_and_parameters():
    wrong = [
        (question.name, preset, names)
        for question in SHIPPED.questions()
        for preset, sets in question.doubtful.items()
        for names in sets
        if preset not in presets() or not {*names} <= question.parameters.keys()
    ]
    assert wrong == []
