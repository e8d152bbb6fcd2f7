"""The declarations as documents: JSON Schemas, codebook, pages of rules, and everything under ``schemas/``."""
