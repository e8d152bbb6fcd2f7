"""What the library says, in other languages than English: one folder of catalogues a language."""
