"""Compares independent codings of one text: records matched by evidence, coefficients by field, spans by character."""
