from __future__ import annotations

import re

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from on_engines import on_engines
from policy_dataset.rules.patterns import SPACE, portable

texts = st.text(st.sampled_from("a1_é\u0661\uff11 \t\n\u0085\u00a0\u2009\u3000\u200b.[]-^"), max_size=6)


@pytest.mark.parametrize(
    ("pattern", "written_out"),
    [
        (r"\d+,\d+(;\d+,\d+)*", "[0-9]+,[0-9]+(;[0-9]+,[0-9]+)*"),
        (r"https?://\S+", f"https?://[^{SPACE}]+"),
        (r"[\d.]\.", r"[0-9.]\."),
        (r"[]\w]", "[]0-9A-Za-z_]"),
        (r"[^]\d].", r"[^]0-9][^" + "\n]"),
        (r"\\d[\]\d]", r"\\d[\]0-9]"),
        (r"\D\W", "[^0-9][^0-9A-Za-z_]"),
        ("[a-z]+", "[a-z]+"),
    ],
)
def test_classes_are_written_out(pattern, written_out):
    assert portable(pattern) == written_out


@given(pattern=st.sampled_from([r"[\d.]+", r"\w\W?", r"[^\s]*", r"a.\d", r"\S+\D"]), text=texts)
def test_what_is_written_out_means_what_it_meant_in_ascii(pattern, text):
    ascii_text = text.encode("ascii", "ignore").decode()
    assert bool(re.fullmatch(portable(pattern), ascii_text)) == bool(
        re.fullmatch(pattern, ascii_text, re.ASCII)
    )


PATTERNS = [r"\d+", r"\w+", r"\S+", r".+", r"\s", r"[\d\s]*", r"\D", r"[^\w]+"]


@on_engines(some=st.lists(texts, max_size=12))
def test_every_engine_reads_it_alike(engine, some):
    table = engine.open(pa.table({"x": pa.array(some, pa.string())}))
    masks = {p: nw.col("x").str.contains(rf"\A(?:{portable(p)})\z") for p in PATTERNS}
    found = engine.failing(table, masks)
    for pattern in PATTERNS:
        wanted = [n for n, text in enumerate(some) if re.fullmatch(portable(pattern), text)]
        assert found.get(pattern, []) == wanted
