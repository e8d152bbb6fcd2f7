"""What a downloaded file is, told from its content: servers and file names are not asked."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from policy_dataset.download.faults import WrongContentError
from policy_dataset.download.fetch import looks_like_page
from policy_dataset.release.files import LARGEST_DESCRIPTOR

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


class Kind(StrEnum):
    """Kinds of files that lead to a package."""

    ARCHIVE = "zip of a package"
    DESCRIPTOR = "datapackage.json"


def kind_of(path: Path, place: str) -> Kind:
    """Return what a file is.

    Raises
    ------
    WrongContentError
        It is nothing that can be loaded.
    """
    with path.open("rb") as file:
        head = file.read(512)
    if head.startswith(_ZIP):
        return Kind.ARCHIVE
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        size = path.stat().st_size
        if size > LARGEST_DESCRIPTOR:
            raise WrongContentError(f"{place} is a text of {size:,} bytes, and no descriptor is that long")
        return Kind.DESCRIPTOR
    if not head:
        raise WrongContentError(f"{place} is empty")
    if looks_like_page(head):
        raise WrongContentError(
            f"{place} is a web page and no package, perhaps one to log in; give the address of the zip itself"
        )
    raise WrongContentError(f"{place} is no package: neither a zip nor a datapackage.json")
