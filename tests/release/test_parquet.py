from __future__ import annotations

import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policy_dataset.release.parquet import ParquetBytes

CONTENT = pa.table({"id": ["a", "b"], "size": pa.array([1, None], pa.int64())})


@pytest.fixture
def content(tmp_path):
    path = tmp_path / "t.parquet"
    pq.write_table(CONTENT, path)
    return path.read_bytes()


def test_a_file_is_read_as_pyarrow_parquet_reads_it(content):
    file = ParquetBytes(content)
    assert (file.schema, file.rows) == (CONTENT.schema, 2)
    assert file.read() == CONTENT


def test_a_pyarrow_that_keeps_its_reader_elsewhere_is_asked_through_the_front_door(content, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow._parquet", None)
    assert ParquetBytes(content).read() == CONTENT


@pytest.mark.parametrize("cut", [0, 3, 40, -1, -9])
def test_a_cut_file_is_no_parquet(content, cut):
    with pytest.raises((pa.ArrowException, OSError)):
        ParquetBytes(content[:cut])
