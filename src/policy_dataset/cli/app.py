"""Puts the verbs together, and turns what goes wrong into exit codes and plain words."""

from __future__ import annotations

import pkgutil
import sys
import traceback
from importlib import import_module

import typer

from policy_dataset import cli
from policy_dataset.errors import PolicyDatasetError
from policy_dataset.version import __version__

VALID, INVALID, MISUSE, FAULT = 0, 1, 2, 3
"""Exit codes: valid, problems in the data, misuse, a fault of the library."""

# The base of all of typer's complaints about usage; releases of typer differ in whose class it is.
_USAGE_ERROR: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")

app = typer.Typer(
    name="policy-dataset",
    help="Validate, build and explain structured public-policy datasets.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:  # noqa: FBT001 - typer's callback
    if asked:
        typer.echo(f"policy-dataset {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: bool = typer.Option(  # noqa: FBT001 - typer reads the signature
        False, "--version", help="Print the version and stop.", callback=_version, is_eager=True
    ),
) -> None:
    """Validate, build and explain structured public-policy datasets."""


def verbs() -> list[str]:
    """Return the verbs: the modules beside this one that hold a `command`."""
    names = sorted(m.name for m in pkgutil.iter_modules(cli.__path__))
    return [n for n in names if hasattr(import_module(f"policy_dataset.cli.{n}"), "command")]


def _asked(arguments: list[str]) -> list[str]:
    """Return the verb that is asked for, alone where it is one: the others need not be imported."""
    asked = arguments[0] if arguments else ""
    modules = {m.name for m in pkgutil.iter_modules(cli.__path__)}
    known = asked in modules and hasattr(import_module(f"policy_dataset.cli.{asked}"), "command")
    return [asked] if known else verbs()


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code.

    Returns
    -------
    int
        0 valid, 1 problems in the data, 2 misuse, 3 a fault of the library, 130 stopped with Ctrl-C.
    """
    for name in _asked(arguments):
        module = import_module(f"policy_dataset.cli.{name}")
        app.command(name)(module.command)
    try:
        code = app(arguments, standalone_mode=False)
    except typer.Exit as leaving:
        return int(leaving.exit_code)
    except _USAGE_ERROR as error:
        error.show()  # type: ignore[attr-defined]  # every one of them can show itself
        return MISUSE
    except (typer.Abort, KeyboardInterrupt):
        return cli.INTERRUPTED
    except PolicyDatasetError as error:
        from policy_dataset.cli.language import misuse_in_words  # noqa: PLC0415 - imports every rule

        typer.echo(f"policy-dataset: {misuse_in_words(error)}", err=True)
        return MISUSE
    except BrokenPipeError:
        sys.stderr.close()
        return VALID
    except OSError as error:
        from policy_dataset.cli.refusals import refusal  # noqa: PLC0415 - imports every rule

        typer.echo(f"policy-dataset: {refusal(error)}", err=True)
        return MISUSE
    except Exception:  # noqa: BLE001 - whatever else is ours, and must say so
        typer.echo("policy-dataset: a fault of the library; please report it with the lines below", err=True)
        typer.echo(traceback.format_exc(), err=True)
        return FAULT
    return int(code or VALID)
