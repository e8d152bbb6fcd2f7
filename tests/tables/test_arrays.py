from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dataset.tables.arrays import array_of
from policy_dataset.tables.arrow import VALUE_TYPE

VALUES = {
    pa.string(): st.text(),
    pa.bool_(): st.booleans(),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.date32(): st.dates(),
    VALUE_TYPE: st.integers(-(10**38) + 1, 10**38 - 1).map(lambda n: Decimal(f"{n}E-9")),
}


@pytest.mark.parametrize("kind", VALUES, ids=str)
def test_an_array_holds_what_pyarrow_would_make_of_the_values(kind):
    @given(st.lists(st.none() | VALUES[kind]))
    def holds(values):
        made = array_of(values, kind)
        made.validate(full=True)
        assert made.equals(pa.array(values, type=kind))
        assert made.null_count == sum(v is None for v in values)

    holds()


@pytest.mark.parametrize("number", ["0.0000000001", "1E+30", "NaN", "Infinity"])
def test_a_number_that_does_not_fit_is_refused_not_rounded(number):
    with pytest.raises(OverflowError):
        array_of([Decimal(number)], VALUE_TYPE)


def test_a_whole_number_stands_in_a_decimal_column():
    assert array_of([3, None], VALUE_TYPE).to_pylist() == [Decimal(3), None]


def test_making_an_array_does_not_import_pandas():
    code = (
        "import sys, datetime, pyarrow as pa; from policy_dataset.tables.arrays import array_of;"
        "array_of(['a', None], pa.string()); array_of([datetime.date(2026, 1, 26)], pa.date32());"
        "sys.exit('pandas' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert date(2026, 1, 26) == array_of([date(2026, 1, 26)], pa.date32())[0].as_py()
