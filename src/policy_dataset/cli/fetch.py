"""``policy-dataset fetch``."""

from __future__ import annotations

from typing import Annotated

import typer

from policy_dataset.cli.output import say_given


def command(
    what: Annotated[
        str,
        typer.Argument(help="Address of a package (https://…, with #sha256=… if known), or NAME[@VERSION]."),
    ],
    index: Annotated[
        str | None, typer.Option(help="Address or folder of an index of releases, for NAME[@VERSION].")
    ] = None,
    offline: Annotated[  # noqa: FBT002 - typer reads the signature
        bool, typer.Option("--offline", help="Refuse the network; tell what is at hand.")
    ] = False,
) -> None:
    """Download a package into the cache, check it as a whole, and tell where it is; later it loads offline."""
    from policy_dataset.download.getting import get  # noqa: PLC0415 - keeps --help quick
    from policy_dataset.download.standard import standard_fetcher  # noqa: PLC0415 - keeps --help quick

    got = get(what, standard_fetcher(offline=offline), index=index)
    say_given(f"{got.stamp}  {got.size:,} bytes  sha256 {got.sha256}\n{got.path}\n")
