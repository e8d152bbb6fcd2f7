"""Arrow, Table Schema and frames derived from the declarations; bulk files; engines."""
