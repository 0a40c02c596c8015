"""The pages: from a path below the root to a whole response. Called in a worker, which has the store open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.web.messages import Response

if TYPE_CHECKING:
    from kg.web.messages import OpenStore, Request

__all__ = ["respond"]


def respond(store: OpenStore, request: Request) -> Response:
    """Return the page, or the data, that a request asks for; 404 where there is nothing."""
    if request.path == "/":
        body = f"<!doctype html><title>Diplomatic positions</title><p>{len(store.quads)} quads."
        return Response(200, "text/html; charset=utf-8", body.encode())
    return Response.line(404, f"nothing is at {request.path}: start at {request.root}")
