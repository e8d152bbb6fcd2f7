"""Judges a coding against its sources: what is accounted for, and what the text itself gives."""
