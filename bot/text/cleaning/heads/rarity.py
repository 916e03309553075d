"""On how many of the sites that the cleaner was fitted on the words of a name stand."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bot.text.cleaning.evidence.phrases import word_keys
from bot.text.cleaning.evidence.spelling import key_of
from bot.text.cleaning.network import network

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WORD = re.compile(r"\w+")


class Rarity(NamedTuple):
    """The logarithm of 1 and the sites that a name's rarest and its commonest word are known from.

    A word that hardly any site has is 0, as most words of publishers' names are; labels and places are common.
    """

    rarest: float
    commonest: float


def rarities(names: Mapping[str, str]) -> dict[str, Rarity]:
    """How rare each of ``names`` is, by its key."""
    words = {key: _WORD.findall(name.lower()) for key, name in names.items()}
    sites = _sites({*chain.from_iterable(words.values())})
    counts = {key: [sites.get(word, 0.0) for word in found] or [0.0] for key, found in words.items()}
    return {key: Rarity(min(found), max(found)) for key, found in counts.items()}


def _sites(words: Iterable[str]) -> dict[str, float]:
    wording, keys = network("text").wording, key_of(words)
    if wording is None or not keys:
        return {}
    told = wording.look_up(word_keys(np.array([*keys.values()], np.uint64)))
    return dict(zip(keys, np.log1p(told.sites).tolist(), strict=True))
