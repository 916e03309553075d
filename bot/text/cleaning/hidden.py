"""The hidden values of a page's lines in the line model, and the steps of a layer on them.

A page is small: its arithmetic takes no longer than fetching fresh memory for each step's outcome would, or than
calling for so many steps. So all steps write into room that is made once a page, and most take all members of the
ensemble at once, whose values stand side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

TAPS = 5
DILATIONS = (1, 2, 4, 8, 16)
_REACH = max(DILATIONS) * (TAPS // 2)
_FOLD = 8  # lines: a wide row takes the processor less time a value than a narrow one


class Layer(NamedTuple):
    """A layer's weights.

    Attributes:
        near: each member's, from a line's neighbours; ``page``: all members', from the page as a whole; ``bias``.
    """

    near: tuple[Rows, ...]
    page: Rows
    bias: Rows


class Hidden:
    """One row of ``width`` values a member for each of a page's ``lines``.

    Attributes:
        values: the rows, none of whose values is below zero.
        pooled: the mean and then the maximum of each column, as of the last call of ``pool``.
    """

    def __init__(self, lines: int, members: int, width: int) -> None:
        columns = members * width
        padded = np.zeros((lines + 2 * _REACH, columns), np.float32)
        self.values = padded[_REACH : _REACH + lines]
        self.pooled = np.empty(2 * columns, np.float32)
        self._mean, self._most = self.pooled[:columns], self.pooled[columns:]
        self._taps = [_neighbours(padded, lines, members, dilation) for dilation in DILATIONS]
        self._beside = np.empty((lines, TAPS, width), np.float32)
        self._beside_flat = self._beside.reshape(lines, -1)
        self._mixed, self._zeros = np.empty((lines, columns), np.float32), np.zeros((lines, columns), np.float32)
        self._mixed_of = self._mixed.reshape(lines, members, width).swapaxes(0, 1)
        self._share = np.full(lines, 1.0 / lines, np.float32)
        # The zeros below the last line are never above a column's maximum.
        folds = -(-lines // _FOLD)
        self._folded = padded[_REACH : _REACH + folds * _FOLD].reshape(folds, -1)
        self._highest = np.empty((_FOLD, columns), np.float32)
        self._highest_flat = self._highest.reshape(-1)

    def enter(self, inputs: Rows, weights: Rows, bias: Rows) -> None:
        """Set the values from the model's inputs, one row a line."""
        np.matmul(inputs, weights, out=self._mixed)
        self._mixed += bias
        np.maximum(self._mixed, self._zeros, out=self.values)

    def pool(self) -> Rows:
        """Renew and return ``pooled``."""
        np.matmul(self._share, self.values, out=self._mean)
        np.maximum.reduce(self._folded, axis=0, out=self._highest_flat)
        np.maximum.reduce(self._highest, axis=0, out=self._most)
        return self.pooled

    def mix(self, number: int, layer: Layer) -> None:
        """Add to each row what a layer makes of its neighbours at the taps and of the page as a whole."""
        for near, taps, mixed in zip(layer.near, self._taps[number], self._mixed_of, strict=True):
            np.copyto(self._beside, taps)
            np.matmul(self._beside_flat, near, out=mixed)
        whole = self.pool() @ layer.page
        whole += layer.bias
        self._mixed += whole
        np.maximum(self._mixed, self._zeros, out=self._mixed)
        np.add(self.values, self._mixed, out=self.values)


def _neighbours(padded: Rows, lines: int, members: int, dilation: int) -> Rows:
    """A view, for each member one entry a line, of its neighbours at the taps of a dilated convolution, zeros beyond
    the page."""
    row, value = padded.strides
    first, width = _REACH - TAPS // 2 * dilation, padded.shape[1] // members
    shape, strides = (members, lines, TAPS, width), (width * value, row, dilation * row, value)
    return np.ndarray(shape, padded.dtype, padded, first * row, strides)
