"""The front process: routes, limits and caches requests for workers. It never parses a query or opens the store."""

from __future__ import annotations

import hashlib
import json
import math
import re
import time
import traceback
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request as HttpRequest

import kg
from kg.web.http.cache import ResponseCache
from kg.web.http.delivery import Delivery
from kg.web.http.protocol import ProtocolError, parameters, query_parameters
from kg.web.http.receiving import body_of, drain, path_of, while_waited_for
from kg.web.http.refusal import for_people
from kg.web.http.static_files import StaticFiles
from kg.web.messages import Request, Response
from kg.web.negotiation import ENDINGS, GRAPHS, HTML, ROWS, choose, ending_of, offers
from kg.web.pool import NoWorkerError, TimedOutError
from kg.web.worker_process import CrashedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

    from kg.web.limits import Limits
    from kg.web.pool import Pool

__all__ = ["Front", "Policy"]

_MEBIBYTE = 1 << 20
_BROKEN_OFF = Response.line(500, "broken off")  # the status in the log if the server was stopped during a request
_MOST_OPEN = 500  # concurrent requests; each may hold a body and an answer
_LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
_PREFIX = re.compile(r"(?:/[\w.~-]+)+")
_INDEX = re.compile(r"(.*/)index\.(html|ttl|nt|jsonld|csv|json|tsv)")
_FORWARDED = frozenset((b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"via"))  # header names, as in ASGI


@dataclass(frozen=True, slots=True)
class Policy:
    """The operator's settings."""

    limits: Limits
    #: Accepted host names, in addition to those of the loopback.
    hosts: tuple[str, ...] = ()
    #: Whether answers leave the machine: then whole texts need an open licence, unless `with_texts` is set.
    public: bool = False
    with_texts: bool = False
    #: Origins whose scripts may read data, but not pages; `*` means any.
    cors: tuple[str, ...] = ()
    noindex: bool = False


class Front:
    """The ASGI application: two pools of workers behind one policy."""

    def __init__(
        self, policy: Policy, pages: Pool, sparql: Pool, log: Callable[[str], None], *, quiet: bool = False
    ) -> None:
        self.policy, self.pages, self.sparql, self._log, self._quiet = policy, pages, sparql, log, quiet
        self._static = StaticFiles()
        self._caches = {
            id(pages): ResponseCache(8 * _MEBIBYTE, _MEBIBYTE),
            id(sparql): ResponseCache(8 * _MEBIBYTE, _MEBIBYTE),
        }
        self._delivery = Delivery(policy.cors, noindex=policy.noindex, room=4 * policy.limits.max_answer)
        self.store, self._digest, self._open = "", "", 0

    def put_in_force(self, store: str, digest: str) -> None:
        """Answer all further requests from the store with this name; `digest` identifies it."""
        self.store, self._digest = store, digest
        for cache in self._caches.values():
            cache.clear()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request, whatever happens; see ASGI."""
        if scope["type"] == "lifespan":
            return await _live(receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close", "code": 1000})
        started, request, response = time.monotonic(), HttpRequest(scope, receive), _BROKEN_OFF
        self._open += 1
        try:
            response = for_people(await self._guarded(request), request)
            if response.status >= 400 and response.status != 408:  # that have been awaited
                await drain(request)
            return await self._delivery.send(response, request, send)
        finally:
            self._open -= 1
            if not self._quiet:
                self._log(_line(request, response, time.monotonic() - started))

    async def _guarded(self, request: HttpRequest) -> Response:
        """Return a response, also if anything goes wrong."""
        try:
            self._check_crowd()
            return await self._routed(request)
        except ProtocolError as error:
            return Response.line(error.status, error.text)
        except NoWorkerError:
            seconds = math.ceil(self.policy.limits.timeout)
            return Response.line(503, "too many requests are waiting: try again later", ("Retry-After", str(seconds)))
        except TimedOutError:
            limit = f"{self.policy.limits.timeout:g} s"
            return Response.line(
                504, f"no answer within {limit}: ask for less, or add a LIMIT; `kg query` has no limit"
            )
        except CrashedError:
            return Response.line(500, "the answer exceeds the limit for memory or nesting: ask for less")
        except Exception as error:  # noqa: BLE001  # the client gets a line, the log the rest
            self._log("".join(traceback.format_exception(error)).rstrip())
            return Response.line(500, "internal error: see the log of the server")

    async def _routed(self, request: HttpRequest) -> Response:
        self._check_host(request)
        if request.scope["http_version"] not in ("1.0", "1.1"):
            raise ProtocolError(505, "use HTTP/1.1; a reverse proxy can offer other versions")
        path = path_of(request.scope["raw_path"])
        is_query = path in ("/sparql", "/sparql/")
        allowed = ("GET", "HEAD", *(("POST", "OPTIONS") if is_query else ("OPTIONS",) if self.policy.cors else ()))
        if request.method not in allowed:
            text = f"{request.method[:20]} is not allowed here: use {' or '.join(allowed)}"
            return Response.line(405, text, ("Allow", ", ".join(allowed)))
        body = await body_of(request, self.policy.limits.max_body)
        if request.method == "OPTIONS":
            return Response(204, "text/plain", b"", (("Allow", ", ".join(allowed)),))
        if is_query:
            return await self._query(request, path, body)
        if path == "/health":
            return self._health()
        if path == "/robots.txt":
            refused = "/" if self.policy.noindex else "/sparql"
            return Response.line(200, f"User-agent: *\nDisallow: {refused}")
        if path.startswith("/static/"):
            return self._file(request, path.removeprefix("/static/"))
        return await self._page(request, path)

    def _check_crowd(self) -> None:
        if self._open > _MOST_OPEN:
            raise NoWorkerError

    def _check_host(self, request: HttpRequest) -> None:
        host = request.headers.get("host", "").lower()
        name = re.sub(r":\d{1,5}\Z", "", host)
        if name not in _LOOPBACK_NAMES and name not in self.policy.hosts:
            raise ProtocolError(421, "this server does not answer to that host name: start it with --host NAME")

    def _health(self) -> Response:
        pools = {"pages": self.pages, "sparql": self.sparql}
        state = {
            name: {"workers": pool.size, "idle": pool.idle, "alive": len(pool.pids())} for name, pool in pools.items()
        }
        ready = all(pool.pids() for pool in pools.values())
        body = json.dumps({"status": "ok" if ready else "starting", "store": self.store, **state}).encode()
        return Response(200 if ready else 503, "application/json", body + b"\n", (("Cache-Control", "no-store"),))

    def _file(self, request: HttpRequest, name: str) -> Response:
        if (found := self._static.get(name)) is None:
            return Response.line(404, "no such file")
        return _tagged(request, found[1], found[0])

    async def _page(self, request: HttpRequest, path: str) -> Response:
        """Answer with a page or its data, from the cache or from a worker."""
        folder, media_type = path, None
        if match := _INDEX.fullmatch(path):
            folder, media_type = match[1], ENDINGS[match[2]]
            if media_type not in offers(folder):
                raise ProtocolError(404, f"{folder} is not available in this format: request {folder}")
        elif path.endswith("/"):
            media_type = choose(request.headers.get("accept"), offers(path))
            if media_type is None:
                raise ProtocolError(406, f"accept one of {', '.join(offers(path))}")
        elif (ending := path.rpartition(".")[2]) in ENDINGS and ENDINGS[ending] in offers(path):
            media_type = ENDINGS[ending]
        else:
            return self._to_folder(request, path)
        query = parameters(request.scope["query_string"])
        response = await self._answered(self.pages, request, self._job(request, folder, query, media_type))
        return response if media_type == HTML or HTML not in offers(path) else _linked(response, path)

    def _to_folder(self, request: HttpRequest, path: str) -> Response:
        """Redirect a client from the address of a thing to the page about it, or to its data if preferred."""
        media_type = choose(request.headers.get("accept"), offers(f"{path}/"))
        last = request.scope["raw_path"].rpartition(b"/")[2].decode("ascii")
        rest = request.scope["query_string"].decode("ascii")
        form = "" if media_type in (None, HTML) else f"index.{ending_of(str(media_type))}"
        target = f"./{last}/{form}" + (f"?{rest}" if rest else "")
        return Response.line(303, f"see {target}", ("Location", target), ("Vary", "Accept"))

    async def _query(self, request: HttpRequest, path: str, body: bytes) -> Response:
        """Answer a query; a GET without one describes the endpoint, or opens the editor."""
        content_type, accept = request.headers.get("content-type", ""), request.headers.get("accept") or "*/*"
        asked = query_parameters(request.method, content_type, request.scope["query_string"], body)
        is_query = any(name == "query" for name, _ in asked)
        is_page = choose(accept, (*ROWS, *GRAPHS, HTML)) == HTML
        if is_page and path == "/sparql":  # links of a page are relative to its folder
            rest = request.scope["query_string"].decode("ascii")
            target = "./sparql/" + (f"?{rest}" if rest else "")
            return Response.line(308, f"see {target}", ("Location", target), ("Vary", "Accept"))
        job = self._job(request, "/sparql/", asked, HTML if is_page else accept)
        return await self._answered(self.sparql if is_query else self.pages, request, job)

    def _job(self, request: HttpRequest, path: str, query: tuple[tuple[str, str], ...], media_type: str) -> Request:
        headers = request.headers
        public = self.policy.public or any(name in _FORWARDED for name, _ in request.scope["headers"])
        scheme = headers.get("x-forwarded-proto", "http") if public else "http"
        prefix = headers.get("x-forwarded-prefix", "").rstrip("/") if public else ""
        root = "https://" if scheme == "https" else "http://"
        root += headers["host"].lower() + (prefix if _PREFIX.fullmatch(prefix) else "") + "/"
        return Request(path, query, media_type, root, public, self.policy.with_texts)

    async def _answered(self, pool: Pool, request: HttpRequest, job: Request) -> Response:
        """Return the response from the client's cache, from ours, or from a worker."""
        if request.method == "POST":
            return await while_waited_for(request.receive, pool.ask(job))
        tag, cache = _tag(self._digest, job), self._caches[id(pool)]
        if f'"{tag}"' in request.headers.get("if-none-match", ""):
            return Response(304, "", b"", (("ETag", f'"{tag}"'), *_VARYING))
        if (response := cache.get(tag)) is None:
            response = await while_waited_for(request.receive, pool.ask(job))
            cache.put(tag, response)
        return _with_tag(response, tag) if response.status == 200 else response


@lru_cache(maxsize=64)  # only a few, because the query string in a job may be nearly as long as `_LONGEST_HEAD`
def _tag(digest: str, job: Request) -> str:
    """Return the ETag of a store's answer to a job."""
    identity = f"{digest}\0{kg.__version__}\0{job}"
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:24]


_VARYING = (("Cache-Control", "no-cache"), ("Vary", "Accept"))


def _with_tag(response: Response, tag: str) -> Response:
    headers = (*response.headers, ("ETag", f'"{tag}"'), *_VARYING)
    return Response(response.status, response.media_type, response.body, headers)


def _linked(response: Response, path: str) -> Response:
    """Add a link to the page whose data a response contains; the page links to its data in its head."""
    last = path.rpartition("/")[2]
    page = "./" if last in ("", *(f"index.{ending}" for ending in ENDINGS)) else f"./{quote(last.rpartition('.')[0])}/"
    link = ("Link", f'<{page}>; rel="alternate"; type="text/html"')
    return Response(response.status, response.media_type, response.body, (*response.headers, link))


def _tagged(request: HttpRequest, tag: str, response: Response) -> Response:
    if f'"{tag}"' in request.headers.get("if-none-match", ""):
        return Response(304, "", b"", (("ETag", f'"{tag}"'), ("Cache-Control", "no-cache")))
    headers = (("ETag", f'"{tag}"'), ("Cache-Control", "no-cache"))
    return Response(response.status, response.media_type, response.body, headers)


async def _live(receive: Receive, send: Send) -> None:
    """Tell the server that there is nothing to start or stop: see ASGI's lifespan."""
    for event in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{event}.complete"})


def _line(request: HttpRequest, response: Response, seconds: float) -> str:
    """Return the line for the access log, without the query string, which shows what people ask."""
    client = request.client.host if request.client else "-"
    path = request.scope["raw_path"].decode("ascii", "replace")[:200]
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return f'{now} {client} "{request.method[:20]} {path}" {response.status} {len(response.body)} {seconds:.3f}'
