"""Parquet in a remote store, here a server on this machine: opened by the engine, or refused with what to do."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from on_engines import anew
from policy_dataset import load
from policy_dataset.errors import UsageError
from policy_dataset.pipeline import Library, build, validate_files
from policy_dataset.tables.engines.registry import ENGINES, open_engine
from policy_dataset.tables.engines.remote import cannot_open
from policy_dataset.tables.files import open_files
from policy_dataset.tables.inputs import shown_address
from tables.agreement import Call, write_parquet
from tables.breaking import Breaking


class Ranges(SimpleHTTPRequestHandler):
    """Serves files, and parts of them, as stores do."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self._answer(with_body=False)

    def do_GET(self):
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool):
        path = self.translate_path(self.path)
        try:
            whole = Path(path).read_bytes()
        except OSError:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        first, end = 0, len(whole)
        if asked:
            first = int(asked[1]) if asked[1] else max(0, len(whole) - int(asked[2]))
            end = min(int(asked[2]) + 1, len(whole)) if asked[1] and asked[2] else len(whole)
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{end - 1}/{len(whole)}")
        else:
            self.send_response(200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Last-Modified", "Mon, 26 Jan 2026 00:00:00 GMT")
        self.send_header("Content-Length", str(end - first))
        self.end_headers()
        if with_body:
            self.wfile.write(whole[first:end])

    def log_message(self, *_):
        pass


@pytest.fixture
def served(tmp_path):
    """A folder and its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield tmp_path, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


ROWS = [
    {"call_id": "a", "port_id": "riga", "kind": "sea"},
    {"call_id": "a", "port_id": "riga", "kind": "air"},
]


def opening(engine):
    """Skip where an engine needs more to open the store than is installed here."""
    if "http" not in ENGINES[engine.name].stores:
        pytest.skip(f"{engine.name} is declared to open no address of this kind")
    if engine.name == "duckdb":
        found = engine._base.execute(
            "select installed from duckdb_extensions() where extension_name = 'httpfs'"
        )
        if found.fetchall() != [(True,)]:
            pytest.skip("DuckDB's extension httpfs is not installed")


def test_a_remote_file_is_looked_into_and_read(engine, served):
    opening(engine)
    folder, address = served
    write_parquet(folder / "crew=7" / "calls.parquet", ROWS, "fewer")
    files, problems = open_files(
        [f"{address}/crew=7/calls.parquet?signature=secret"], Call, find_remote=engine.find_remote
    )
    assert list(problems) == []
    (file,) = files.files
    assert (file.rows, file.name) == (2, f"{address}/crew=7/calls.parquet")
    scanned = engine.scan(files, ["call_id", "kind"])
    assert engine.later_duplicates(scanned.table, ["call_id"]) == [(1, 0)]
    assert engine.cells(scanned.table, [1], ["kind", "port_id"]) == {1: {"kind": "air", "port_id": "riga"}}


def test_a_remote_table_is_validated(served, root):
    folder, address = served
    package = build(root / "datasets" / "livelihood-2026", folder).path
    given = f"{address}/{package.name}/data/statistics.parquet"
    report = validate_files([given], table="statistics", against=package)
    assert (list(report), report.faults) == ([], ())
    assert report.records["statistics"] > 10


@pytest.mark.parametrize("after", ["find_remote", "scan"])
def test_a_store_that_breaks_down_meanwhile_is_told_once_and_is_no_fault_of_rules(engine, served, after):
    folder, address = served
    rows = load("livelihood-2026")["statistics"].to_arrow()
    path = folder / "statistics.parquet"
    pq.write_table(rows, path)
    if engine.name == "spark":
        address = f"file://{folder}"
    else:
        opening(engine)
    library = Library.standard()
    if engine.name == "spark":  # each rule is jobs of its own
        few = ("missing_field", "duplicate_id")
        library = replace(library, rules={name: library.rules[name] for name in few})
    breaking = Breaking(anew(engine), after, lambda: path.write_bytes(b"PAR1 and no more"))
    with pytest.raises(UsageError, match=r"cannot open .*statistics\.parquet: .*: run again\."):
        validate_files(
            [f"{address}/statistics.parquet"], table="statistics", library=library, engine=breaking
        )


def test_an_address_that_does_not_open_is_misuse_and_tells_no_secret(engine):
    address = "http://me:word@127.0.0.1:9/calls.parquet?signature=secret"
    with pytest.raises(UsageError, match="cannot open http://127") as refused:
        engine.find_remote(address)
    assert not {"word", "secret"} & set(re.findall(r"\w+", str(refused.value)))


def test_duckdb_says_which_extension_opens_a_store():
    engine = open_engine("duckdb")
    engine._base.execute("set extension_directory = '/nowhere/at/all'")
    with pytest.raises(UsageError, match=r"INSTALL httpfs'\)"):
        engine.find_remote("s3://bucket/part-*.parquet")


def test_csv_in_a_store_is_refused_with_what_to_do():
    with pytest.raises(UsageError, match="Copy it to this machine, or give Parquet"):
        validate_files(["s3://bucket/statistics.csv"], table="statistics")


def test_a_store_that_an_engine_does_not_open_is_refused_with_the_engine_that_does():
    with pytest.raises(UsageError, match=r"polars cannot open hdfs:// paths.*Take the engine spark\."):
        validate_files(["hdfs://name/statistics"], table="statistics")
    with pytest.raises(UsageError, match="Copy it to this machine"):
        validate_files(["ftp://name/statistics"], table="statistics")


def test_an_address_is_shown_without_what_may_be_secret():
    assert shown_address("s3://bucket/part-*.parquet") == "s3://bucket/part-*.parquet"
    assert shown_address("https://a:b@host/x.parquet?k=v") == "https://host/x.parquet"
    told = str(cannot_open("X", "https://a:b@host/x?k", OSError("no https://a:b@host/x?k\nmore"), do="Wait."))
    assert told == "X cannot open https://host/x: no https://host/x Wait."
