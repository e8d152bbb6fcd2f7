"""What the pages promise about bounds is what the code holds to."""

from __future__ import annotations

import pytest

from policy_dataset.download.cache import FORGOTTEN, SMALL
from policy_dataset.download.fetch import LARGEST
from policy_dataset.download.patience import Patience
from policy_dataset.release.files import LARGEST_DESCRIPTOR
from policy_dataset.release.zip_files import LARGEST_PACKAGE, MOST_MEMBERS, MOST_SHRUNK

GIB, MIB, KIB = 1 << 30, 1 << 20, 1 << 10
P = Patience()


@pytest.mark.parametrize(
    "promise",
    [
        f"{P.connect} seconds for a connection",
        f"{P.silence} without a byte or slower than {P.slowest // KIB} KiB a second",
        f"less than {P.worth // MIB} MiB",
        f"from half a second to {P.longest_wait}",
        f"`Retry-After` is obeyed up to {P.longest_wait} seconds",
        f"at most {LARGEST // GIB} GiB",
        f"Contents up to {SMALL // MIB} MiB are hashed at every use",
    ],
)
def test_the_page_on_downloads_says_the_bounds(promise, root):
    assert promise in (root / "docs/downloads.md").read_text(encoding="utf-8")


def test_numbers_that_are_written_as_words():
    assert (P.attempts, P.redirects, P.first_wait, FORGOTTEN) == (5, 10, 0.5, 7 * 24 * 3600)


@pytest.mark.parametrize(
    "promise",
    [
        f"more than {MOST_SHRUNK} times its packed size",
        f"more than {LARGEST_PACKAGE // GIB} GiB in all",
        f"more than {MOST_MEMBERS:,} members",
        f"above {LARGEST_DESCRIPTOR // MIB} MiB is too large",
    ],
)
def test_the_page_on_security_says_the_bounds(promise, root):
    assert promise in (root / "SECURITY.md").read_text(encoding="utf-8")
