"""Packages from elsewhere: fetched by URL or through an index, checked before they are kept, kept by their hash."""
