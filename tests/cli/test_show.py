"""``policy-dataset show`` and its like, of packages that strangers wrote."""

from __future__ import annotations

import json
import zipfile

import pytest

from policy_dataset.cli.app import VALID, run
from policy_dataset.release.embedded import embedded_releases


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """A package whose title would change the title of a terminal."""
    ((_, path),) = embedded_releases().items()
    folder = tmp_path_factory.mktemp("strange")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    (descriptor,) = folder.rglob("datapackage.json")
    said = json.loads(descriptor.read_text(encoding="utf-8"))
    said["title"] = "Measures\x1b]0;mine\x07\u202e"
    descriptor.write_text(json.dumps(said), encoding="utf-8")
    return descriptor.parent


@pytest.mark.parametrize("verb", [["show"], ["cite"], ["cite", "--style", "bibtex"]])
def test_what_strangers_wrote_does_not_command_the_terminal(strange, verb, capsys):
    assert run([verb[0], str(strange), *verb[1:]]) == VALID
    said = capsys.readouterr().out
    assert "\\x1b]0;mine\\x07\\u202e" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
