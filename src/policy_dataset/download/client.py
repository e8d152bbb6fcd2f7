"""Asking a server: one request with its redirects, under the rules of `address`; what passes by itself is told apart.

No cookies, no ``.netrc``, no decompression. The proxies of the environment are honoured, but never for this machine.
"""

from __future__ import annotations

import os
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote
from urllib.request import getproxies, proxy_bypass

import certifi
import urllib3
from urllib3.util import Timeout, parse_url

from policy_dataset.download.address import Address, check_allowed, is_loopback, redirected
from policy_dataset.download.faults import RefusedByServerError, UnreachableError
from policy_dataset.download.head import bounded_pools
from policy_dataset.download.patience import Patience, retry_after
from policy_dataset.version import __version__

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
ANSWERS = frozenset({200, 206, 304, 416})
_GONE = frozenset({404, 410})
_CLOSED = frozenset({401, 403, 407})

Answer = urllib3.BaseHTTPResponse


class Passing(Exception):  # noqa: N818 - a reason to try again, which nobody outside this room sees
    """What may be over at the next attempt.

    Attributes
    ----------
    wait
        Seconds that the server asks to wait.
    """

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


@dataclass
class Client:
    """Asks servers."""

    patience: Patience = field(default_factory=Patience)
    trusted: ssl.SSLContext | None = None
    _pools: dict[str | None, urllib3.PoolManager] = field(default_factory=dict, repr=False)

    @contextmanager
    def asked(self, address: Address, headers: Mapping[str, str]) -> Iterator[Answer]:
        """Ask for an address, follow where it leads, and hold the answer open; its body has not been read.

        Raises
        ------
        Passing
            The same question may be answered later.
        DownloadError
            It will not.
        """
        with _told(address):
            answer = self._final(address, headers)
        try:
            with _told(address):
                yield answer
        finally:
            # Not given back to the pool: what is left of a body is not waited for.
            answer.close()

    def _final(self, address: Address, headers: Mapping[str, str]) -> Answer:
        check_allowed(address)
        here, seen = address, {address.url}
        for _ in range(self.patience.redirects + 1):
            answer = self._once(here, headers)
            location = answer.headers.get("Location")
            if answer.status not in REDIRECTS or location is None:
                _check_status(here, answer)
                return answer
            answer.close()
            here = redirected(here, location)
            if here.url in seen:
                raise UnreachableError(f"{address.place} leads in a circle, over {here.place}")
            seen.add(here.url)
        raise UnreachableError(f"{address.place} leads on more than {self.patience.redirects} times")

    def _once(self, address: Address, headers: Mapping[str, str]) -> Answer:
        own = {
            "User-Agent": f"policy-dataset/{__version__}",
            "Accept": "*/*",
            "Accept-Encoding": "identity",
        }
        if address.userinfo:
            own["Authorization"] = _basic(address.userinfo)
        return self._pool(address).request(
            "GET",
            address.url,
            headers=own | dict(headers),
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
            timeout=Timeout(connect=self.patience.connect, read=self.patience.silence),
        )

    def _pool(self, address: Address) -> urllib3.PoolManager:
        proxy = _proxy_of(address)
        if proxy not in self._pools:
            options: dict[str, Any] = {"ssl_context": self.trusted or self._context}
            if proxy is None:
                pool = urllib3.PoolManager(**options)
            else:
                auth = parse_url(proxy).auth
                own = {"Proxy-Authorization": _basic(auth)} if auth else None
                pool = urllib3.ProxyManager(proxy, proxy_headers=own, **options)
            bounded_pools(pool, self.patience.silence)
            self._pools[proxy] = pool
        return self._pools[proxy]

    @cached_property
    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if not {"SSL_CERT_FILE", "SSL_CERT_DIR"} & set(os.environ):
            # Some systems keep no certificates where Python looks for them; those of Mozilla are added to theirs.
            context.load_verify_locations(certifi.where())
        return context


def _basic(userinfo: str) -> str:
    return f"Basic {b64encode(unquote(userinfo).encode()).decode()}"


def _proxy_of(address: Address) -> str | None:
    url = parse_url(address.url)
    if is_loopback(url) or not url.host or proxy_bypass(url.host):
        return None
    proxies = getproxies()
    proxy = proxies.get(url.scheme or "") or proxies.get("all")
    if not proxy:
        return None
    scheme, sign, _ = proxy.partition("://")
    if sign and scheme.lower() not in {"http", "https"}:
        raise UnreachableError(
            f"{address.place} cannot be downloaded: the proxy of the environment speaks {scheme}, and only http and https "
            "proxies are used; see HTTPS_PROXY and NO_PROXY"
        )
    return proxy if sign else f"http://{proxy}"


def _check_status(address: Address, answer: Answer) -> None:
    # The words are the server's: nothing that a terminal obeys, and no speech.
    status, reason = answer.status, "".join(c for c in answer.reason or "" if c.isprintable())[:40]
    said = f"{status} {reason}".strip()
    if status in ANSWERS:
        return
    answer.close()
    if status in PASSING:
        raise Passing(f"it answers {said}", retry_after(answer.headers))
    if status in _GONE:
        raise RefusedByServerError(f"{address.place} is not there ({said}); look at the address again")
    if status in _CLOSED:
        raise RefusedByServerError(
            f"{address.place} is not open to everybody ({said}); fetch it with your browser, and load the file"
        )
    raise RefusedByServerError(f"{address.place} gives no file, but answers {said}")


@contextmanager
def _told(address: Address) -> Iterator[None]:
    """Turn what the client says into what this room says."""
    try:
        yield
    except urllib3.exceptions.SSLError as fault:
        raise _of_tls(address, fault) from None
    except urllib3.exceptions.ProxyError as fault:
        inner = fault.original_error
        if isinstance(inner, urllib3.exceptions.SSLError):
            raise _of_tls(address, inner) from None
        raise Passing("the proxy of the environment cannot be used") from None
    except urllib3.exceptions.HTTPError as fault:
        raise Passing(_reason(fault)) from None


def _of_tls(address: Address, fault: Exception) -> Exception:
    cause = fault.args[0] if fault.args else fault
    if isinstance(cause, ssl.SSLCertVerificationError):
        host = parse_url(address.url).host
        return UnreachableError(
            f"{address.place}: the certificate is not one to trust ({cause.verify_message}), so that it may not be "
            f"{host} that answers; it is never passed over. For a certificate of your own organisation, set "
            "SSL_CERT_FILE"
        )
    return Passing("no encrypted connection can be made with it")


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (urllib3.exceptions.NameResolutionError, "its name is not known"),
    # Before what it is a kind of.
    (urllib3.exceptions.NewConnectionError, "no connection can be made"),
    (urllib3.exceptions.ConnectTimeoutError, "no connection was made in time"),
    (urllib3.exceptions.ReadTimeoutError, "it fell silent"),
    (urllib3.exceptions.IncompleteRead, "it stopped before the end"),
    (urllib3.exceptions.ProtocolError, "the connection broke"),
)


def _reason(fault: Exception) -> str:
    return next(
        (words for kind, words in _REASONS if isinstance(fault, kind)), "it does not answer as a server does"
    )
