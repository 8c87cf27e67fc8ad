"""A small deterministic generator (SplitMix64): the same seed gives the same draws on every machine, for ever."""

_MASK = (1 << 64) - 1


class SplitMix:
    """A stream of whole numbers from a seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _MASK

    def next(self) -> int:
        """Return the next number of 64 bits."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def between(self, low: int, high: int) -> int:
        """Return a number from low to high, both included."""
        return low + self.next() % (high - low + 1)
