"""A set of tables as a versioned Data Package: published, loaded, and read as typed records."""
