"""Judges a coding: what of a source is accounted for, verification, drafts, agreement."""
