"""Arrays by what they hold and in which numbers; the last axis of nearly all is the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
    Rows = NDArray[np.intp]
    Leaders = NDArray[np.int8 | np.intp]
    Lots = NDArray[np.uint16]
    Heads = NDArray[np.int16 | np.int32 | np.int64]
    Days = NDArray[np.int16 | np.int32 | np.int64]
    Floats = NDArray[np.float32 | np.float64]
    Figure = Floats | np.float32 | np.float64 | float
    Drawn = NDArray[np.generic]
    Fractions = NDArray[np.object_]
    Votes = Heads | Floats | Fractions
else:
    # Types only: whoever asks what a book says imports no arrays.
    Bools = Rows = Leaders = Lots = Heads = Days = Floats = Figure = Drawn = Fractions = Votes = object
