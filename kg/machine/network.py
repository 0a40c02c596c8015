"""HTTP connections from this machine: the proxy, the certificates, and time limits.

All requests go through this module, those of SPARQLWrapper (urllib) and those of httpx, so that they respect the same
environment, follow no redirections, and end in time, whatever the server sends in the meantime.
"""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import threading
import urllib.request
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from kg.errors import UsageError
from kg.redact import keep_secret, redact

if TYPE_CHECKING:
    from types import TracebackType

__all__ = [
    "REQUEST_SECONDS",
    "Deadline",
    "HttpClient",
    "TooLargeError",
    "http_client",
    "proxy_of",
    "receive",
    "url_opener",
]

#: How long one request may take if the user has set no limit: a load may take hours, but none of its requests does.
REQUEST_SECONDS = 600.0
_CERTIFICATES = {"SSL_CERT_FILE": Path.is_file, "SSL_CERT_DIR": Path.is_dir}


class TooLargeError(Exception):
    """An answer has more bytes than the caller is willing to read."""


class Deadline:
    """The time limit of one exchange: when it expires, the sockets are shut down, so that no read waits any longer.

    The timeout of a socket applies to each read, and a server that sends one byte per second never exceeds it.
    """

    def __init__(self, seconds: float | None) -> None:
        self.seconds, self.is_over = seconds, False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._expire) if seconds is not None else None
        if self._timer:
            self._timer.daemon = True
            self._timer.start()

    def __enter__(self) -> Deadline:
        """Return itself."""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Stop the clock."""
        if self._timer:
            self._timer.cancel()

    def watch(self, used: socket.socket) -> None:
        """Shut a socket down when the time is over."""
        self._sockets.append(used)
        if self.is_over:
            self._expire()

    def _expire(self) -> None:
        self.is_over = True
        for used in self._sockets:
            with suppress(OSError):
                socket.socket.shutdown(used, socket.SHUT_RDWR)  # not TLS's own, which would send a message


def proxy_of(url: str) -> tuple[str, str] | None:
    """Return the environment variable with the proxy for an address, and the proxy's address; None without one.

    Raises UsageError for an unusable proxy.
    """
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].replace("[", "").replace("]", "")
    unbracketed = {"no": os.environ.get("no_proxy", os.environ.get("NO_PROXY", "")).replace("[", "").replace("]", "")}
    if urllib.request.proxy_bypass_environment(host, unbracketed):  # type: ignore[attr-defined]  # typeshed lacks it
        return None
    names = [f"{scheme}_proxy" for scheme in (parts.scheme, "all")]
    # Lower case first, as in curl, and the variable of the scheme before `all_proxy`.
    names = [name for lower in names for name in (lower, lower.upper())]
    if "REQUEST_METHOD" in os.environ:  # in a CGI script, HTTP_PROXY comes from a header of the client
        names = [name for name in names if name != "HTTP_PROXY"]
    variable = next((name for name in names if os.environ.get(name)), None)
    return (variable, _usable_proxy(variable, os.environ[variable])) if variable else None


def _usable_proxy(variable: str, value: str) -> str:
    if (password := urlsplit(value).password) is not None:
        keep_secret(password)
    scheme = value.partition("://")[0].lower() if "://" in value else "http"
    if scheme not in ("http", "https"):
        hint = "name an HTTP proxy, unset the variable, or add the host to NO_PROXY"
        raise UsageError(f"{variable}={redact(value)}: a proxy of the kind {scheme} cannot be used", hint=hint)
    return value if "://" in value else f"http://{value}"


def _certificates(url: str) -> ssl.SSLContext | bool:
    """Return what to check certificates against; UsageError if the environment names a missing file or folder."""
    if not url.lower().startswith("https:"):
        return True
    for variable, exists in _CERTIFICATES.items():
        if (named := os.environ.get(variable)) and not exists(Path(named)):
            raise UsageError(f"{variable}={named}: there is nothing", hint="correct the variable, or unset it")
    return ssl.create_default_context()


class HttpClient(httpx.Client):
    """A client that remembers the socket of the connection that it keeps open for the next request."""

    kept: socket.socket | None = None


def http_client(url: str, *, auth: httpx.Auth | None = None, timeout: float = REQUEST_SECONDS) -> HttpClient:
    """Return a client for one server, with the proxy and the certificates of the environment.

    Raises UsageError if these cannot be used.
    """
    proxy, verify = proxy_of(url), _certificates(url)
    # Always pass a context: loading all certificates takes a while, and plain http never uses them.
    context = verify if isinstance(verify, ssl.SSLContext) else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return HttpClient(
        auth=auth,
        timeout=timeout,
        headers={"User-Agent": "kg"},
        trust_env=False,
        proxy=proxy[1] if proxy else None,
        verify=context,
    )


def receive(client: HttpClient, request: httpx.Request, *, seconds: float, most: int | None = None) -> httpx.Response:
    """Return the complete response to a request; raises httpx.TimeoutException if it takes longer than `seconds`.

    Raises TooLargeError when its body has more than `most` bytes; no more than that are read.
    """
    with Deadline(seconds) as deadline:
        request.extensions["trace"] = lambda name, info: _watch(deadline, name, info)
        if client.kept is not None:
            deadline.watch(client.kept)
        try:
            response = client.send(request, stream=True)
            with closing(response):
                stream = response.extensions.get("network_stream")
                client.kept = stream.get_extra_info("socket") if stream is not None else None
                body = _body_of(response, most)
        except httpx.TransportError:
            if deadline.is_over:
                raise httpx.ReadTimeout("the whole took too long", request=request) from None
            raise
    # The body is already decompressed; with this header, httpx would decompress it again.
    headers = [(name, value) for name, value in response.headers.multi_items() if name.lower() != "content-encoding"]
    return httpx.Response(response.status_code, headers=headers, content=body, request=request)


def _body_of(response: httpx.Response, most: int | None) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if most is not None and size > most:
            raise TooLargeError(f"more than {most:,} bytes")
        parts.append(part)
    return b"".join(parts)


def _watch(deadline: Deadline, name: str, info: dict[str, Any]) -> None:
    """Watch the socket of a new connection of httpx."""
    if name in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
        used = info["return_value"].get_extra_info("socket")
        if used is not None:
            deadline.watch(used)


def url_opener(url: str, deadline: Deadline) -> urllib.request.OpenerDirector:
    """Return a urllib opener for one server, which follows no redirection and obeys the deadline."""
    proxy, verify = proxy_of(url), _certificates(url)
    context = verify if isinstance(verify, ssl.SSLContext) else None
    proxies = {urlsplit(url).scheme: proxy[1]} if proxy else {}
    return urllib.request.build_opener(
        urllib.request.ProxyHandler(proxies), _NoRedirect(), _Http(deadline), _Https(deadline, context)
    )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Prevents redirection: a redirected POST would arrive as GET without its body, and its secrets elsewhere."""

    def redirect_request(self, *_: object) -> None:
        """Return None, to follow no redirection."""
        return


class _Http(urllib.request.HTTPHandler):
    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_watched(http.client.HTTPConnection, self._deadline), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, deadline: Deadline, context: ssl.SSLContext | None) -> None:
        super().__init__(context=context)
        self._deadline, self._used = deadline, context

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_watched(http.client.HTTPSConnection, self._deadline), req, context=self._used)


def _watched(kind: type[http.client.HTTPConnection], deadline: Deadline) -> Any:  # a class, as do_open expects
    class Connection(kind):  # type: ignore[misc, valid-type]  # one of two
        def connect(self) -> None:
            super().connect()
            deadline.watch(self.sock)

    return Connection
