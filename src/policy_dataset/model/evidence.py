"""What proves a record: places in a source, with hashes of the words there and around them."""

from policy_dataset.model.vocabulary import Table, derived


class Evidence(Table, table="evidence", title="Evidence", derived=True):
    """One place in a source that supports a record or one field of it; the words themselves are not kept."""

    evidence_id: str = derived(
        "What it supports and where: table, record, field, place.",
        key=True,
        examples=("statistics/trade_in_cap/figure/5871,5879",),
    )
    source_id: str = derived("The source.", references="sources")
    char_start: int = derived(
        "Where the quote begins, in code points of the file (RFC 5147).", minimum=0, unit="code points"
    )
    char_end: int = derived("Where it ends, half-open.", minimum=0, unit="code points")
    quote_length: int = derived(
        "Length of the quote in canonical form (NFC, white space removed).", minimum=0, unit="code points"
    )
    quote_sha256: str = derived("SHA-256 of the quote in canonical form.", pattern="[0-9a-f]{64}")
    prefix_sha256: str = derived(
        "SHA-256 of the 32 canonical characters before it, cut at the source's spans.", pattern="[0-9a-f]{64}"
    )
    suffix_sha256: str = derived(
        "SHA-256 of the 32 canonical characters after it, cut at the source's spans.", pattern="[0-9a-f]{64}"
    )
    table: str = derived("Table of the record.")
    record_id: str = derived("Key of the record.")
    field: str | None = derived("Authored name of the field it supports; empty: the record as a whole.")
    correction_id: str | None = derived("The declared damage that it overlaps.", references="corrections")
