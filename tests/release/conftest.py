"""Packages that many tests look at, published once."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_dataset.model.standard import standard_schema
from policy_dataset.release.dataset import Dataset
from policy_dataset.release.load import load_package
from policy_dataset.release.publish import Published, publish
from release.samples import META, OWN_META, own_schema, own_tables, standard_tables


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The sample of the standard schema; not to be changed."""
    done = publish(standard_schema(), META, standard_tables(), tmp_path_factory.mktemp("standard"))
    assert isinstance(done, Published), done
    return done


@pytest.fixture(scope="session")
def own(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The sample of a schema that a user declares; not to be changed."""
    done = publish(own_schema(), OWN_META, own_tables(), tmp_path_factory.mktemp("own"))
    assert isinstance(done, Published), done
    return done


@pytest.fixture
def ds(published: Published) -> Dataset:
    return load_package(published.path)


@pytest.fixture
def harbours(own: Published) -> Dataset:
    return load_package(own.path, schema=own_schema())


@pytest.fixture
def package(own: Published, tmp_path: Path) -> Path:
    """A small package to damage."""
    import shutil  # noqa: PLC0415

    return Path(shutil.copytree(own.path, tmp_path / own.path.name))
