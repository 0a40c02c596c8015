"""`kg serve`: serves web pages and a SPARQL endpoint."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click

from kg.cli.output import is_quiet, say
from kg.errors import UsageError
from kg.paths import default_store

if TYPE_CHECKING:
    from kg.web.front import Policy
    from kg.web.server import Settings

__all__ = ["command"]


@click.command()
@click.option(
    "--bind", default="127.0.0.1:8000", show_default=True, metavar="ADDRESS:PORT", help="Address and port to listen on."
)
@click.option("--host", "hosts", multiple=True, metavar="NAME", help="Public host name to answer to, as in the URL.")
@click.option("-s", "--store", metavar="DIR", help="The store's folder.  [default: $KG_STORE, else ./.kg]")
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 600),
    default=10,
    show_default=True,
    help="Time limit per answer, in seconds.",
)
@click.option("--memory", default="1G", show_default=True, metavar="SIZE", help="Address space of a worker process.")
@click.option("--max-answer", default="64M", show_default=True, metavar="SIZE", help="Maximum size of an answer.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Worker processes in each of the two pools [default: cores]."
)
@click.option(
    "--cors", multiple=True, metavar="ORIGIN", help="Allow scripts of this website to read data; * allows any site."
)
@click.option("--with-texts", is_flag=True, help="Show whole articles to the public regardless of their licence.")
@click.option("--noindex", is_flag=True, help="Ask search engines not to index the pages.")
def command(**options: object) -> None:
    """Serve web pages and a SPARQL endpoint.

    The pages are at http://127.0.0.1:8000/, the endpoint at /sparql. Everything is read-only. After
    `kg build`, the new store is served within two seconds. To serve other machines, give the public host name with
    --host; docs/serving.md shows how to run it behind a reverse proxy.

    \b
      kg serve
      kg serve --bind 0.0.0.0:8000 --host positions.example.org
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    try:
        from kg.web import server
    except ModuleNotFoundError as error:
        hint = "pip install 'diplomatic-positions-kg[web]'"
        raise UsageError(f"`kg serve` needs the extra `web`: {error.name} is not installed", hint=hint) from None
    server.run(_settings(**options))  # type: ignore[arg-type]  # click's types


def _settings(
    *, bind: str, hosts: tuple[str, ...], store: str | None, workers: int | None, with_texts: bool, **options: object
) -> Settings:
    from kg.running.address import is_loopback
    from kg.web.server import Settings

    address, port = _address(bind)
    names = tuple(_host(name) for name in hosts)
    if not is_loopback(address) and not names:
        hint = "add the public host name, for example --host positions.example.org"
        raise UsageError(f"--bind {bind} can be reached from other machines", hint=hint)
    # Behind a proxy, the server listens only on the loopback but answers everybody; only the host names show this.
    public = not is_loopback(address) or any(not is_loopback(name) for name in names)
    if with_texts and public:
        say("kg: warning: --with-texts shows whole articles whose licence may not allow it")
    policy = _policy(hosts=names, public=public, with_texts=with_texts, **options)  # type: ignore[arg-type]
    return Settings(store or default_store(), address, port, policy, workers or os.cpu_count() or 1, quiet=is_quiet())


def _policy(
    *,
    hosts: tuple[str, ...],
    public: bool,
    with_texts: bool,
    timeout: float,
    memory: str,
    max_answer: str,
    cors: tuple[str, ...],
    noindex: bool,
) -> Policy:
    from kg.web.front import Policy
    from kg.web.limits import Limits

    for origin in cors:
        if origin != "*" and not re.fullmatch(r"https?://[^/\s]+", origin):
            raise UsageError(f"--cors {origin}: not a valid origin", hint="write it as https://host, without a path")
    limits = Limits(timeout, _size("--memory", memory), _size("--max-answer", max_answer))
    return Policy(limits, hosts, public, with_texts, cors, noindex)


def _address(bind: str) -> tuple[str, int]:
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^:\s]+)):(\d{1,5})", bind)
    if not match or int(match[3]) > 65535:
        raise UsageError(f"--bind {bind}: not a valid ADDRESS:PORT", hint="for example 127.0.0.1:8000 or [::1]:8000")
    return match[1] or match[2], int(match[3])


def _host(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]", name):
        raise UsageError(f"--host {name}: not a host name", hint="give it without http:// and without a port")
    return name.lower()


def _size(option: str, text: str) -> int:
    from kg.web.limits import parse_size

    try:
        size = parse_size(text)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None
    if option == "--memory" and size < 512 << 20:
        raise UsageError(f"--memory {text}: too little memory for a worker", hint="give at least 512M")
    return size
