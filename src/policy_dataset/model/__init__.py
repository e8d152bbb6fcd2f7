"""The declared tables, their codelists and the gazetteer."""
