"""Errors as pages for browsers; programs get a line of text.

The front process makes these pages itself, because the reason may be that no worker answers.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.web.messages import Response
from kg.web.negotiation import HTML, choose

if TYPE_CHECKING:
    import jinja2
    from starlette.requests import Request

__all__ = ["for_people"]

_TITLES = {
    404: "Page not found",
    421: "Unknown host",
    500: "This went wrong",
    503: "Too many requests",
    504: "No answer in time",
}


def for_people(response: Response, request: Request) -> Response:
    """Return a page instead of the line of text of an error, if the client prefers a page."""
    plain = response.media_type.startswith("text/plain")
    if response.status < 400 or not plain or choose(request.headers.get("accept"), ("text/plain", HTML)) != HTML:
        return response
    # Relative, as all links, since a proxy may serve everything below another path.
    root = "../" * (request.scope["raw_path"].count(b"/") - 1) or "./"
    line = response.body.decode().strip()
    title = _TITLES.get(response.status, "Invalid request")
    page = _template().render(title=title, reason=line[:1].upper() + line[1:], root=root)
    headers = (*response.headers, ("Vary", "Accept"))
    return Response(response.status, f"{HTML}; charset=utf-8", page.encode(), headers)


@cache
def _template() -> jinja2.Template:
    """Return the template; the import waits for the first refusal."""
    import jinja2

    folder = Path(__file__).parents[1] / "templates"
    return jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True).get_template("refusal.html")
