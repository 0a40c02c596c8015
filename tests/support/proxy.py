"""A proxy that loses connections, answers 503, breaks answers off as a test asks for, and remembers all requests."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Request:
    """One request as it went over the wire."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode(errors="replace"), keep_blank_values=True)

    @property
    def update(self) -> str | None:
        return self.form.get("update", [None])[0]


#: What may happen to a request: `pass`, `cut` (never arrives), `lose` (is done, and its answer lost), `503`, `half`.
Fate = Callable[[Request], str]


@dataclass
class Proxy:
    """The proxy in front of one server; `fate` decides over each request."""

    upstream: str
    fate: Fate = lambda _: "pass"
    requests: list[Request] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)  # headers to add to every answer

    def __enter__(self) -> Proxy:
        handler = type("Handler", (_Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}{urlsplit(self.upstream).path}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    proxy: Proxy

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(self.command, self.path, dict(self.headers.items()), body)
        self.proxy.requests.append(request)
        fate = self.proxy.fate(request)
        if fate == "503":
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif fate != "cut":
            answer, content = self.forward(body)
            if fate != "lose":
                self.reply(answer, content, half=fate == "half")

    def forward(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        place = urlsplit(self.proxy.upstream)
        connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=60)
        connection.request(self.command, self.path, body, dict(self.headers.items()))
        answer = connection.getresponse()
        return answer, answer.read()

    def reply(self, answer: http.client.HTTPResponse, content: bytes, *, half: bool) -> None:
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        for name, value in self.proxy.extra.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if half else content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any  # noqa: N815  # the names that http.server calls

    def log_message(self, *_: object) -> None:
        """Be silent."""
