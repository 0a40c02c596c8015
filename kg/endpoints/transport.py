"""What all requests to an endpoint share: admission, patience with a busy server, plain words for failures."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, TypeVar

import httpx

from kg.errors import RemoteError, UsageError
from kg.machine.network import proxy_of
from kg.redact import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from kg.endpoints.profiles import Profile

__all__ = ["BUSY", "NO_CHALLENGE", "BusyError", "Patience", "admission", "refusal", "signed_headers", "unreachable"]

T = TypeVar("T")

#: What is said of a malformed challenge (Digest).
NO_CHALLENGE = "the server asks for authentication in a way that is not understood"
#: HTTP statuses after which the same request may succeed.
BUSY = frozenset({429, 502, 503, 504})
#: What a store says when two of its transactions stood in each other's way (SQLSTATE 40001, Virtuoso's S1T00).
_DEADLOCK = ("40001", "s1t00", "deadlock")
_LONGEST_WAIT = 60.0


class BusyError(RemoteError):
    """A failure that may pass: a lost connection, or a server that says so; `after` is how long it asks to wait."""

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to go on trying: `seconds` in all, the pauses doubling from `first` to at most 4 s.

    What a server takes to say for the first time that it is busy does not count, for that can be a minute.
    """

    seconds: float = 60.0
    first: float = 0.1
    tell: Callable[[str], None] = lambda _: None

    def attempt(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, calling it again while it raises BusyError and time is left."""
        began = time.monotonic()
        for tries in count():
            try:
                return work()
            except BusyError as error:
                wait = self._pause(error, tries)
                if wait + (time.monotonic() - began if tries else 0) > self.seconds:
                    raise
                self.tell(f"{error.message}; trying again in {wait:.1f} s")
                time.sleep(wait)
        raise AssertionError("count() does not end")

    def _pause(self, error: BusyError, tries: int) -> float:
        """Return the seconds until the next try: as long as the server asks for, or twice the last, give or take."""
        pause = min(self.first * 2**tries, 4.0) * random.uniform(0.5, 1.5)  # noqa: S311  # no secret
        return min(error.after or pause, _LONGEST_WAIT)


def refusal(profile: Profile, doing: str, status: int, text: str, retry_after: str | None = None) -> RemoteError:
    """Return the error for an answer that is not a success; `doing` says what was asked for."""
    reason = clean(" ".join(text.split())[:300])
    because = f": {reason}" if reason else ""
    if status in BUSY or (status >= 500 and any(word in text.lower() for word in _DEADLOCK)):
        after = float(retry_after) if retry_after and retry_after.isdecimal() else None
        return BusyError(f"{profile.name}: {doing}: the server is busy (HTTP {status}){because}", after=after)
    message = f"{profile.name}: {doing}: HTTP {status}{because}"
    if status in (401, 403):
        return RemoteError(message, hint=_admission_hint(profile))
    if status in (301, 302, 307, 308):
        return RemoteError(message, hint="the server answers elsewhere: correct the profile's url")
    return RemoteError(message, hint="is the profile's url right?" if status in (404, 405) else None)


def unreachable(profile: Profile, reason: object) -> BusyError:
    """Return the error for a server that cannot be reached, which may be the fault of the proxy before it."""
    proxy = proxy_of(profile.url)
    through = f" through the proxy that {proxy[0]} names ({proxy[1]})" if proxy else ""
    return BusyError(f"{profile.name}: cannot be reached at {profile.url}{through}: {clean(str(reason))}")


def _admission_hint(profile: Profile) -> str:
    if profile.auth == "none" or not (profile.user or profile.token or profile.auth == "sigv4"):
        return "give a user and a password, or a token: see `Profiles` in docs/triplestores.md"
    return f"the server refuses these credentials (auth = {profile.auth})"


def admission(profile: Profile) -> httpx.Auth | None:
    """Return how httpx is to identify itself; raises UsageError where something for that is missing."""
    if profile.auth == "bearer" and profile.token:
        return _Bearer(profile.token)
    if profile.auth == "sigv4":
        return _SigV4(profile)
    if profile.auth in ("basic", "digest") and profile.user:
        kind = httpx.BasicAuth if profile.auth == "basic" else httpx.DigestAuth
        return kind(profile.user, profile.password or "")
    return None


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
        request.headers.update(signed_headers(self._profile, request.method, str(request.url), request.content))
        yield request


def signed_headers(profile: Profile, method: str, url: str, body: bytes) -> dict[str, str]:
    """Return the headers of AWS Signature Version 4 for a request, with the credentials that botocore finds.

    Raises UsageError when botocore is not installed, or finds no credentials.
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
