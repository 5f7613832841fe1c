"""Remember the newest of many things, in a bounded amount of memory."""

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar, overload

Thing = TypeVar("Thing")


class Newest(Sequence[Thing], Generic[Thing]):
    """A list that only grows at its end and forgets its oldest things.

    Numbers stay true: the length counts all there ever were, `things[7]` is always the eighth, and a slice holds
    those that are still there. Going through it gives what is kept. At most `most` things are kept, and only so many
    that their weights (bytes, say) stay under `heaviest`.
    """

    def __init__(self, most: int, heaviest: int) -> None:
        self._most = most
        self._heaviest = heaviest
        self._kept: deque[tuple[Thing, int]] = deque()
        self._weight = 0
        self._made = 0

    @property
    def first(self) -> int:
        """The number of the oldest thing that is kept."""
        return self._made - len(self._kept)

    def append(self, thing: Thing, weight: int = 1) -> None:
        """Add a thing; the oldest make room for it."""
        self._kept.append((thing, weight))
        self._weight += weight
        self._made += 1
        while len(self._kept) > self._most or (self._weight > self._heaviest and len(self._kept) > 1):
            self._weight -= self._kept.popleft()[1]

    def __len__(self) -> int:
        return self._made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # it changes, as a list does

    def __iter__(self) -> Iterator[Thing]:
        return iter([thing for thing, _ in self._kept])

    @overload
    def __getitem__(self, which: int) -> Thing: ...

    @overload
    def __getitem__(self, which: slice) -> list[Thing]: ...

    def __getitem__(self, which: Any) -> Any:
        if isinstance(which, slice):
            start, stop, step = which.indices(self._made)
            if step != 1:
                return [self[number] for number in range(start, stop, step) if number >= self.first]
            there = islice(self._kept, max(0, start - self.first), max(0, stop - self.first))
            return [thing for thing, _ in there]
        number = which + self._made if which < 0 else which
        if not self.first <= number < self._made:
            raise IndexError(f"Number {which} is not kept: there are {self.first} to {self._made - 1}.")
        return self._kept[number - self.first][0]
