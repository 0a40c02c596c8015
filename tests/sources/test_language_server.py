"""The schema in the server behind the YAML support of editors: what it offers, says and marks in a sheet."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from in_process import kg

from kg.paths import shipped

if TYPE_CHECKING:
    from pathlib import Path

SERVER = shutil.which("yaml-language-server")
SHEET = """statements:
  - id: a
    quote: q
    speaker: russi
    act: calls-fo
    proposition: ceasefire-in-syria
    mode: direct
    condition: ceasefire-in-syria
"""


class Server:
    """The language server over its pipes, by the Language Server Protocol."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.number = 0
        self.marks: dict[str, list[dict[str, object]]] = {}
        self.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}})
        self.send("initialized", {})
        # Nothing is fetched: the schema is a file, and the catalogue of schemas on the web is off.
        settings = {"yaml": {"schemaStore": {"enable": False}, "validate": True, "completion": True}}
        self.send("workspace/didChangeConfiguration", {"settings": settings})

    def send(self, method: str, params: object, **more: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.write(body)

    def write(self, body: bytes) -> None:
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def ask(self, method: str, params: object) -> object:
        self.number += 1
        self.send(method, params, id=self.number)
        while (answer := self.read()).get("id") != self.number or "method" in answer:
            pass
        return answer.get("result")

    def read(self) -> dict:
        """Return the next message; what the server marks is kept, and what it asks gets no answer but null."""
        length = 0
        while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.marks[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:
            self.write(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": None}).encode())
        return message

    def marked(self, uri: str) -> list[dict]:
        while not self.marks.get(uri):
            self.read()
        return self.marks[uri]


@pytest.fixture
def server():
    if SERVER is None:
        assert os.environ.get("CI") != "true", "npm install --global yaml-language-server@1.19.2"
        pytest.skip("no yaml-language-server here: npm install --global yaml-language-server@1.19.2")
    running = Server()
    yield running
    running.process.kill()
    running.process.wait()


def test_an_editor_offers_names_and_acts_with_what_they_mean_and_marks_mistakes(server, tmp_path: Path) -> None:
    schema = tmp_path / "sheet.json"
    schema.write_text(kg("schema", "sheet", "--seeds", shipped("seeds")).out, "utf-8")
    text = f"# yaml-language-server: $schema={schema.as_uri()}\n{SHEET}"
    uri = (tmp_path / "sheet.yaml").as_uri()
    server.send(
        "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
    )
    lines = text.splitlines()

    def offered(word: str) -> dict[str, str]:
        line = next(number for number, content in enumerate(lines) if content.endswith(word))
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": len(lines[line])}}
        items = server.ask("textDocument/completion", place)["items"]
        names = [item["label"] for item in items]
        assert len(names) == len(set(names))
        return {item["label"]: str(item.get("documentation", "")) for item in items}

    assert "Russia" in offered("speaker: russi")["russia"]
    assert "For example:" in offered("act: calls-fo")["calls-for"]
    marks = [mark["message"] for mark in server.marked(uri)]
    told = "\n".join(marks)
    assert "source" in told  # a sheet has to have one
    assert "Property condition is not allowed." in told
