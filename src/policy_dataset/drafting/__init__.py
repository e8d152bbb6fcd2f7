"""Drafts records from a text: the figures, dates, places and offices found in it, anchored; never invents."""
