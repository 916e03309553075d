"""The line model's arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.text.cleaning.hidden import DILATIONS, TAPS
from bot.text.cleaning.network import network, stored

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

INPUTS, WIDTH = 3, 4


def weights(*, whole: bool) -> dict[str, NDArray[np.float32]]:
    rng = np.random.default_rng(1)
    shapes = {"in": (INPUTS, WIDTH), "in_bias": (WIDTH,), "out": (WIDTH, 2), "out_bias": (2,)}
    for layer in range(len(DILATIONS)):
        shapes |= {f"near{layer}": (TAPS * WIDTH, WIDTH), f"page{layer}": (2 * WIDTH, WIDTH), f"bias{layer}": (WIDTH,)}
    if whole:
        shapes |= {"whole": (2 * WIDTH, 1), "whole_bias": (1,)}
    return {f"0/{name}": rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def write(path: Path, *, whole: bool) -> Path:
    arrays = {"mean": np.zeros(INPUTS, np.float32), "scale": np.ones(INPUTS, np.float32)}
    arrays |= {"wording/keys": np.zeros(1, np.uint32), "wording/scores": np.zeros(1), "wording/sites": np.zeros(1)}
    np.savez(path, **arrays, **weights(whole=whole))  # type: ignore[arg-type]
    return path


def test_a_model_that_has_not_learnt_whole_articles_calls_no_page_one(tmp_path: Path) -> None:
    reading = stored(write(tmp_path / "m.npz", whole=False)).read(np.ones((5, INPUTS), np.float32))
    assert reading.whole == pytest.approx(0, abs=1e-9)
    assert reading.body.shape == reading.title.shape == (5,)


def test_a_model_that_has_gives_one_probability_a_page(tmp_path: Path) -> None:
    reading = stored(write(tmp_path / "m.npz", whole=True)).read(np.ones((5, INPUTS), np.float32))
    assert 0 < reading.whole < 1


def test_a_line_beyond_the_reach_of_the_taps_is_seen_only_through_the_page(tmp_path: Path) -> None:
    model = stored(write(tmp_path / "m.npz", whole=True))
    rows = np.zeros((200, INPUTS), np.float32)
    reach = sum(DILATIONS) * (TAPS // 2)
    rows[100 - reach - 1] = 3
    assert np.ptp(model.read(rows).body[101:131]) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("kind", ["text", "html"])
def test_the_shipped_models_read_a_page_of_one_line(kind: str) -> None:
    model = network(kind)
    reading = model.read(np.zeros((1, len(model.mean)), np.float32))
    assert 0 <= float(reading.body[0]) <= 1
