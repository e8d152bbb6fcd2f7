"""Publish the sample of the standard schema: ``publish_sample.py FOLDER [reversed]``; a script for other processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pyarrow as pa

from policy_dataset.model.standard import standard_schema
from policy_dataset.release.publish import Published, publish
from release.samples import META, standard_tables

if __name__ == "__main__":
    os.umask(int(os.environ.get("SAMPLE_UMASK", "022"), 8))
    tables = standard_tables()
    if sys.argv[2:] == ["reversed"]:
        tables = {
            n: t.take(pa.array(range(t.num_rows)[::-1], pa.int64())) for n, t in reversed(tables.items())
        }
    done = publish(standard_schema(), META, tables, Path(sys.argv[1]))
    if not isinstance(done, Published):
        sys.exit(str(done))
