"""The hidden values of a page's lines in the line model, and the steps of a layer on them.

A page is small: its arithmetic takes no longer than fetching fresh memory for each step's outcome would, so all steps
write into room that is made once a page and serves every member and layer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

TAPS = 5
DILATIONS = (1, 2, 4, 8, 16)
_REACH = max(DILATIONS) * (TAPS // 2)
_FOLD = 8  # lines: a wide row takes the processor less time a value than a narrow one


class Hidden:
    """One row of ``width`` values for each of a page's ``lines``.

    Attributes:
        values: the rows, none of whose values is below zero.
        pooled: the mean and then the maximum of each column, as of the last call of ``pool``.
    """

    def __init__(self, lines: int, width: int) -> None:
        padded = np.zeros((lines + 2 * _REACH, width), np.float32)
        self.values = padded[_REACH : _REACH + lines]
        self.pooled = np.empty(2 * width, np.float32)
        self._taps = [_neighbours(padded, lines, dilation) for dilation in DILATIONS]
        self._beside = np.empty((lines, TAPS, width), np.float32)
        self._beside_flat = self._beside.reshape(lines, -1)
        self._mixed, self._zeros = np.empty((lines, width), np.float32), np.zeros((lines, width), np.float32)
        self._share = np.full(lines, 1.0 / lines, np.float32)
        # The zeros below the last line are never above a column's maximum.
        folds = -(-lines // _FOLD)
        self._folded = padded[_REACH : _REACH + folds * _FOLD].reshape(folds, -1)
        self._highest = np.empty(_FOLD * width, np.float32)

    def enter(self, inputs: Rows, weights: Rows, bias: Rows) -> None:
        """Set the values from the model's inputs, one row a line."""
        np.matmul(inputs, weights, out=self._mixed)
        self._mixed += bias
        np.maximum(self._mixed, self._zeros, out=self.values)

    def pool(self) -> Rows:
        """Renew and return ``pooled``."""
        width = self.values.shape[1]
        np.matmul(self._share, self.values, out=self.pooled[:width])
        np.maximum.reduce(self._folded, axis=0, out=self._highest)
        np.maximum.reduce(self._highest.reshape(_FOLD, width), axis=0, out=self.pooled[width:])
        return self.pooled

    def mix(self, layer: int, near: Rows, page: Rows, bias: Rows) -> None:
        """Add to each row what a layer makes of its neighbours at the taps and of the page as a whole."""
        np.copyto(self._beside, self._taps[layer])
        np.matmul(self._beside_flat, near, out=self._mixed)
        self._mixed += self.pool() @ page + bias
        np.maximum(self._mixed, self._zeros, out=self._mixed)
        np.add(self.values, self._mixed, out=self.values)


def _neighbours(padded: Rows, lines: int, dilation: int) -> Rows:
    """A view, one entry a line, of its neighbours at the taps of a dilated convolution, zeros beyond the page."""
    row, value = padded.strides
    first = _REACH - TAPS // 2 * dilation
    shape, strides = (lines, TAPS, padded.shape[1]), (row, dilation * row, value)
    return np.ndarray(shape, padded.dtype, padded, first * row, strides)
