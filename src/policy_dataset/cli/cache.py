"""``policy-dataset cache``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from policy_dataset.cli.app import INVALID
from policy_dataset.cli.output import say_given, tell


class Act(StrEnum):
    """What is done to the cache."""

    LIST = "list"
    VERIFY = "verify"
    CLEAR = "clear"


def command(
    act: Annotated[
        Act, typer.Argument(help="list what is there, verify it by its hashes, or clear it.")
    ] = Act.LIST,
) -> None:
    """Look after what was downloaded: list it, compare it with its hashes, remove it."""
    from policy_dataset.download.cache import Cache  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.download.tending import clear, listed, verify  # noqa: PLC0415 - keeps --help quick

    cache = Cache.standard()
    if act is Act.LIST:
        held = listed(cache)
        say_given("".join(f"{r.what}  {r.size:,} bytes  {r.place}\n" for r in held))
        if not held:
            tell(f"nothing in {cache.folder}")
    elif act is Act.CLEAR:
        tell(f"{clear(cache):,} bytes removed from {cache.folder}")
    else:
        found = verify(cache)
        for digest in found.damaged:
            tell(f"{digest} is damaged and was removed; the next use fetches it again")
        tell(f"{found.whole} whole, {len(found.damaged)} damaged, {len(found.stray)} leading nowhere")
        if found.damaged:
            raise typer.Exit(INVALID)
