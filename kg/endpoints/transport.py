"""Shared by all requests to an endpoint: authentication, retries with a busy server, and clear error messages.

The authentication of a profile (basic, digest, bearer, sigv4) is an `httpx.Auth`, which does not depend on the client:
httpx uses it directly, and `admitted` runs its flow for the requests that SPARQLWrapper makes with urllib.
"""

from __future__ import annotations

import urllib.error
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from kg.errors import RemoteError, UsageError
from kg.machine.network import proxy_of
from kg.machine.patience import BUSY, BusyError, Patience, seconds_in
from kg.redact import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from urllib.request import Request

    from kg.endpoints.profiles import Profile

__all__ = [
    "BUSY",
    "NO_CHALLENGE",
    "STRANGE_CHALLENGE",
    "BusyError",
    "Patience",
    "admission",
    "admitted",
    "refusal",
    "unreachable",
]

T = TypeVar("T")

#: The message for a malformed or unsupported challenge (Digest).
NO_CHALLENGE = "the server asks for an unsupported kind of authentication"
#: The errors that httpx raises for a challenge that it cannot parse or does not support (auth-int).
STRANGE_CHALLENGE = (httpx.ProtocolError, ValueError, LookupError, NotImplementedError)
#: Texts by which stores report a deadlock between transactions (SQLSTATE 40001, Virtuoso's S1T00).
_DEADLOCK = ("40001", "s1t00", "deadlock")


def refusal(profile: Profile, doing: str, status: int, text: str, retry_after: str | None = None) -> RemoteError:
    """Return the error for an unsuccessful response; `doing` names the operation."""
    reason = clean(" ".join(text.split())[:300])
    because = f": {reason}" if reason else ""
    if status in BUSY or (status >= 500 and any(word in text.lower() for word in _DEADLOCK)):
        after = seconds_in(retry_after)
        asked = f", and asks to wait {after:.0f} s" if after else ""
        return BusyError(f"{profile.name}: {doing}: the server is busy (HTTP {status}){asked}{because}", after=after)
    message = f"{profile.name}: {doing}: HTTP {status}{because}"
    if status in (401, 403):
        return RemoteError(message, hint=_admission_hint(profile))
    if status in (301, 302, 307, 308):
        return RemoteError(message, hint="the server redirects: correct the profile's url")
    return RemoteError(message, hint="is the profile's url right?" if status in (404, 405) else None)


def unreachable(profile: Profile, reason: object) -> BusyError:
    """Return the error for a server that cannot be reached, naming the proxy if there is one."""
    proxy = proxy_of(profile.url)
    through = f" through the proxy that {proxy[0]} names ({proxy[1]})" if proxy else ""
    return BusyError(f"{profile.name}: cannot be reached at {profile.url}{through}: {clean(str(reason))}")


def _admission_hint(profile: Profile) -> str:
    if profile.auth == "none" or not (profile.user or profile.token or profile.auth == "sigv4"):
        return "give a user and a password, or a token: see `Profiles` in docs/triplestores.md"
    return f"the server rejected these credentials (auth = {profile.auth})"


def admission(profile: Profile) -> httpx.Auth | None:
    """Return the authentication for httpx, or None. Using that of sigv4 raises UsageError if something is missing."""
    if profile.auth == "bearer" and profile.token:
        return _Bearer(profile.token)
    if profile.auth == "sigv4":
        return _SigV4(profile)
    if profile.auth in ("basic", "digest") and profile.user:
        kind = httpx.BasicAuth if profile.auth == "basic" else httpx.DigestAuth
        return kind(profile.user, profile.password or "")
    return None


def admitted(
    profile: Profile, request: Request, send: Callable[[Request], Any]
) -> Any:  # urllib's response has no public type
    """Send a urllib request with the authentication of the profile, and again if the server answers with a challenge.

    Raises the errors of `send`, UsageError as described for `admission`, and those in STRANGE_CHALLENGE.
    """
    body = request.data if isinstance(request.data, bytes) else b""
    bare = httpx.Request(request.get_method(), request.full_url, content=body)
    flow = (admission(profile) or httpx.Auth()).sync_auth_flow(bare)
    wanted = next(flow)
    while True:
        for name in wanted.headers.keys() - httpx.Request(bare.method, bare.url, content=body).headers.keys():
            request.add_header(name, wanted.headers[name])
        try:
            return send(request)
        except urllib.error.HTTPError as error:
            # After a 401, the Digest flow continues with an answer to the challenge; all others end.
            try:
                wanted = flow.send(_response(error, bare))
            except StopIteration:
                raise error from None


def _response(error: urllib.error.HTTPError, request: httpx.Request) -> httpx.Response:
    """Return the head of a urllib response; urllib decodes headers as Latin-1, so this encodes them the same way."""
    headers = [
        (name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in error.headers.items()
    ]
    return httpx.Response(error.code, headers=headers, request=request)


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._value = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._value
        yield request


class _SigV4(httpx.Auth):
    requires_request_body = True

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers.update(_signed_headers(self._profile, request.method, str(request.url), request.content))
        yield request


def _signed_headers(profile: Profile, method: str, url: str, body: bytes) -> dict[str, str]:
    """Return the headers of AWS Signature Version 4 for a request, with the credentials that botocore finds.

    Raises UsageError if botocore is not installed, or if there are no credentials or no region.
    """
    try:
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.session import Session
    except ImportError:
        raise UsageError("auth = sigv4 needs botocore", hint="pip install botocore") from None
    session = Session()
    credentials = session.get_credentials()
    region = profile.region or session.get_config_variable("region")
    if credentials is None or not region:
        raise UsageError(f"{profile.name}: no AWS credentials or no region", hint="set AWS_PROFILE and AWS_REGION")
    request = AWSRequest(method=method, url=url, data=body)
    SigV4Auth(credentials, profile.service, region).add_auth(request)
    return dict(request.headers.items())
