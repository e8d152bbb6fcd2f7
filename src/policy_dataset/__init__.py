"""Structured public-policy data: typed records, provable figures, Parquet and CSV data packages."""
