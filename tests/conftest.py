"""What the tests of all rooms share: the path of the checkout, the real page where it is at hand, `--update`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


# Time on shared machines is noise; what a property says does not depend on it.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite golden files; look at their diff like code"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marked = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "engine" in metafunc.fixturenames and not any("engine" in names for names in marked):
        from on_engines import engine_params  # noqa: PLC0415 - most tests run on no engine

        metafunc.parametrize("engine", engine_params(), indirect=True, scope="session")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Where processes share the tests by file, give all those on Spark to one of them, which starts it once."""
    if config.option.dist != "loadfile":
        return None
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - it need not be installed

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "spark" if "[spark" in nodeid or "test_spark" in file else file

    return ByFile(config, log)


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> object:
    """Every engine in turn."""
    from policy_dataset.tables.engines.registry import open_engine  # noqa: PLC0415 - as above

    return open_engine(request.param)


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def page() -> Path:
    """The folder with the real page; tests that need it skip where it is not at hand."""
    folder = SHARED / "sources"
    if not folder.is_dir():
        pytest.skip("the page is not at hand (../shared/sources)")
    return folder
