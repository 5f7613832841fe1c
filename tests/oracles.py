"""Slow and simple answers to compare with."""

from collections.abc import Mapping


def find_loop(above: Mapping[str, str | None]) -> tuple[str, ...] | None:
    """Return one loop of a line or tree as `(a, b, a)`, or None. `above` maps each id to the one above it."""
    cleared: set[str] = set()
    for start in above:
        path: list[str] = []
        at: str | None = start
        while at and at not in cleared:
            if at in path:
                return (*path[path.index(at) :], at)
            path.append(at)
            at = above.get(at)
        cleared.update(path)
    return None
