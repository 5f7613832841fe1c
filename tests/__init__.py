"""The tests; a package, so that another one called `tests` in an installed library does not hide it."""
