"""Curated YAML as typed rows, with the place of every cell."""
