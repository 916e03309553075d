"""On how many of the sites that the cleaner was fitted on the words of a name stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from bot.text.cleaning.evidence.phrases import word_keys
from bot.text.cleaning.evidence.spelling import key_of
from bot.text.cleaning.network import network

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"\w+")


def rarities(names: Iterable[str]) -> dict[str, tuple[float, float]]:
    """For each name the logarithm of 1 and the sites that its rarest and its commonest word is known from.

    A word that hardly any site has is 0, as most words of publishers' names are; labels and places are common.
    """
    words = {name: _WORD.findall(name.lower()) for name in names}
    sites = _sites({word for found in words.values() for word in found})
    counts = {name: [sites.get(word, 0.0) for word in found] or [0.0] for name, found in words.items()}
    return {name: (min(found), max(found)) for name, found in counts.items()}


def _sites(words: Iterable[str]) -> dict[str, float]:
    wording, keys = network("text").wording, key_of(words)
    if wording is None or not keys:
        return {}
    told = wording.look_up(word_keys(np.array([*keys.values()], np.uint64)))
    return dict(zip(keys, np.log1p(told.sites).tolist(), strict=True))
