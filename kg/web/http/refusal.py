"""A refusal as people see it in their browser: a page, where programs get a line of text.

The front process makes it by itself: what is refused may be refused because no worker answers.
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
    """Return a page in place of a line of text that refuses something, if the client would rather have a page."""
    plain = response.media_type.startswith("text/plain")
    if response.status < 400 or not plain or choose(request.headers.get("accept"), ("text/plain", HTML)) != HTML:
        return response
    # Relative, as all links are: a proxy may serve all of this below another path.
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
