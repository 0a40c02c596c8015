"""The static files, which are read once when the server starts, so that no request accesses a path on the disk."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from kg.web.messages import Response

__all__ = ["FOLDER", "StaticFiles"]

FOLDER = Path(__file__).parents[1] / "static"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_OURS = (".css", ".js", ".svg", ".png", ".ico", ".txt", ".woff2")


class StaticFiles:
    """The files of a folder by their path in it; symbolic links and special files are left out."""

    def __init__(self, folder: Path = FOLDER) -> None:
        paths = [path for path in sorted(folder.rglob("*")) if path.suffix in _OURS and _is_plain(path, folder)]
        self._files = {path.relative_to(folder).as_posix(): _response(path) for path in paths}
        self._tags = {name: hashlib.sha256(file.body).hexdigest()[:20] for name, file in self._files.items()}

    def get(self, name: str) -> tuple[Response, str] | None:
        """Return a file and its ETag, or None."""
        return (self._files[name], self._tags[name]) if name in self._files else None


def _is_plain(path: Path, folder: Path) -> bool:
    return path.is_file() and not any(part.is_symlink() for part in (path, *path.relative_to(folder).parents))


def _response(path: Path) -> Response:
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Response(200, _TYPES.get(path.suffix, guessed), path.read_bytes())
