"""Where a download comes from: an address that may be asked, its hash where one is known, and what may be said of it."""

from __future__ import annotations

import hashlib
import ipaddress
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import url2pathname

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from policy_dataset.download.faults import RefusedAddressError
from policy_dataset.errors import UsageError

_SHA256 = re.compile(r"[0-9a-f]{64}")
# What parsers of addresses disagree about, so that one may see another host than the next.
_DOUBTFUL = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class Address:
    """An address on the network.

    Attributes
    ----------
    url
        Without user and password, and without a fragment.
    sha256
        What its content must hash to, in lower-case hexadecimal; None where nobody has said.
    userinfo
        ``user:password``, for its own server alone; never printed and never stored.
    """

    url: str
    sha256: str | None = None
    userinfo: str | None = field(default=None, repr=False)

    @property
    def place(self) -> str:
        """The address as it may be said: queries often carry a key, and are left out."""
        url = parse_url(self.url)
        return str(url._replace(query="…" if url.query else None))

    @property
    def key(self) -> str:
        """Name of the address in the cache."""
        return hashlib.sha256(self.url.encode()).hexdigest()[:40]

    @property
    def name(self) -> str:
        """The last part of its path."""
        return unquote((parse_url(self.url).path or "").rpartition("/")[2])

    def beside(self, path: str, *, sha256: str | None = None) -> Address:
        """Return the address of a file by its path from this one; a query does not go with it."""
        return replace(self, url=urljoin(self.url, path), sha256=sha256)


def read_address(text: str) -> Address:
    """Read an address of the form ``https://host/path``, with ``#sha256=…`` where its hash is known.

    Raises
    ------
    UsageError
        It is no such address.
    """
    bare, _, fragment = text.partition("#")
    url = _parse(bare)
    if url is None or url.scheme not in {"https", "http"} or not url.host:
        raise UsageError(f"{_unsaid(bare)} is no address that can be fetched; give https://… or file://…")
    return Address(str(url._replace(auth=None)), read_hash(fragment, of=_unsaid(bare)), url.auth)


def read_hash(fragment: str, *, of: str) -> str | None:
    """Return the hash that a fragment gives; None where there is no fragment."""
    if not fragment:
        return None
    name, _, digest = fragment.partition("=")
    if name != "sha256" or not _SHA256.fullmatch(digest.lower()):
        raise UsageError(f"after '#' of {of} stands sha256= and 64 hexadecimal digits, or nothing")
    return digest.lower()


def local_file(url: str) -> tuple[Path, str | None]:
    """Return the path that a ``file://`` address means, and the hash it gives.

    Raises
    ------
    UsageError
        It names another machine.
    """
    parts = urlsplit(url)
    if parts.netloc not in {"", "localhost"}:
        raise UsageError(f"{url} names another machine; a file of this one is file:///path")
    return Path(url2pathname(parts.path)), read_hash(parts.fragment, of=url.partition("#")[0])


def check_allowed(address: Address) -> None:
    """Refuse plain http, but to this machine or where the hash is known.

    Raises
    ------
    RefusedAddressError
        Whoever is on the way could put another file in its place.
    """
    url = parse_url(address.url)
    if url.scheme == "http" and not _may_be_plain(url, address.sha256):
        raise RefusedAddressError(
            f"{address.place} is not encrypted, and anybody on the way can change what comes from it; give its https "
            "address, or its hash: http://…#sha256=…"
        )


def redirected(old: Address, location: str) -> Address:
    """Return where a server leads to, if it may.

    Another https host may be led to, since the first vouches for it as it would for the file itself. Credentials stay
    behind.

    Raises
    ------
    RefusedAddressError
        It leads from https to http, to another kind of address, or to another host within this machine or network.
    """
    start, url = parse_url(old.url), _joined(old.url, location)
    if url is None or url.scheme not in {"https", "http"} or not url.host:
        scheme = "" if url is None else url.scheme
        raise RefusedAddressError(
            f"{old.place} leads to {f'a {scheme}: address' if scheme else 'what is no address'}, which is not followed"
        )
    same = (start.scheme, start.host, start.port) == (url.scheme, url.host, url.port)
    new = Address(str(url._replace(auth=None)), old.sha256, old.userinfo if same else None)
    if url.host != start.host and _is_inside(url) and not (is_loopback(url) and is_loopback(start)):
        raise RefusedAddressError(
            f"{old.place} leads to {new.place}, into this machine or network, and is not followed"
        )
    if url.scheme == "http" and (start.scheme == "https" or not _may_be_plain(url, new.sha256)):
        raise RefusedAddressError(
            f"{old.place} leads to {new.place}, which is not encrypted and is not followed"
        )
    return new


def _may_be_plain(url: Url, sha256: str | None) -> bool:
    return is_loopback(url) or sha256 is not None


def _joined(base: str, location: str) -> Url | None:
    try:
        return _parse(urljoin(base, location.partition("#")[0]))
    except ValueError:
        return None


def _parse(text: str) -> Url | None:
    try:
        return None if _DOUBTFUL.search(text) else parse_url(text)
    except LocationParseError:
        return None


def _unsaid(text: str) -> str:
    """Return an address of whatever form without what may be a password or a key."""
    head, sign, rest = text.partition("://")
    # A password that was not escaped may hold a slash or a question mark.
    return repr(f"{head}{sign}{rest.rpartition('@')[2].partition('?')[0]}")


def is_loopback(url: Url) -> bool:
    """Whether an address is of this machine."""
    name = (url.host or "").rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    number = _number(url)
    return number is not None and number.is_loopback


def _is_inside(url: Url) -> bool:
    number = _number(url)
    return is_loopback(url) or (number is not None and not number.is_global)


def _number(url: Url) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        found = ipaddress.ip_address((url.host or "").strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
