"""What trafilatura takes for the article of an HTML page, and how much of each line stands there."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement
    from numpy.typing import NDArray
    from trafilatura.settings import Extractor

    from bot.text.cleaning.lines import PageLine

_WORD = re.compile(r"\w+")
_GRAM = 3
# Above these the second extractor, whose cost is not linear, is left out.
_MOST_NODES = 30_000
_DEEPEST = 200
_count = etree.XPath("count(/descendant::*)")
_goes_deeper = etree.XPath(f"boolean({'/*' * (_DEEPEST + 1)})")
# Trafilatura drops these whatever they hold, but only after it has copied them and searched them twice.
_DROPPED = (
    "head", "script", "style", "noscript", "link", "iframe", "object", "svg", "audio", "video", "picture", "source",
    "aside", "footer", "nav", "dialog", "button", "select", "option", "input", "textarea", "label", "fieldset", "time",
)  # fmt: skip


def second_opinion(root: HtmlElement) -> str:
    """What trafilatura takes for the article; empty where it finds none or the page is too big for it.

    The tree loses what trafilatura has no use for.
    """
    if not _is_modest(root):
        return ""
    from trafilatura import extract

    _lighten(root)
    try:
        return extract(root, options=_options()) or ""
    except (RecursionError, ValueError, AttributeError, TypeError):
        return ""


@cache
def _options() -> Extractor:
    """The stricter of trafilatura's ways, without its fallbacks; it is made to be silent."""
    from trafilatura.settings import Extractor

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return Extractor(precision=True, comments=False, fast=True)


def _lighten(root: HtmlElement) -> None:
    """Drop what trafilatura drops.

    Not where it would notice: it looks for headlines before, and of elements that hold one of their kind it drops some.
    """
    for node in root.iter("h1", *_DROPPED):
        inside = _DROPPED if node.tag == "h1" else (node.tag,)
        if next(node.iterancestors(*inside), None) is not None:
            return
    etree.strip_elements(root, *_DROPPED, with_tail=False)


def _is_modest(root: HtmlElement) -> bool:
    return bool(_count(root) <= _MOST_NODES) and not _goes_deeper(root)


def words_of(lines: Sequence[PageLine]) -> list[list[str]]:
    """The words of each line, as ``extracted_shares`` takes them."""
    return [_WORD.findall(line.text) for line in lines]


def extracted_shares(printed: Sequence[list[str]], text: str) -> NDArray[np.float32]:
    """How much of each printed line's words stands in ``text``, 0 to 1, in one column.

    Counted are shared word trigrams; a shorter line stands there where it is a line of ``text``.
    """
    shares = np.zeros((len(printed), 1), np.float32)
    if not text:
        return shares
    words = _WORD.findall(text)
    grams = set(zip(words, words[1:], words[2:], strict=False))
    whole = {" ".join(_WORD.findall(line)) for line in text.split("\n")}
    for i, own in enumerate(printed):
        if len(own) < _GRAM:
            shares[i] = " ".join(own) in whole
        else:
            shared = sum(map(grams.__contains__, zip(own, own[1:], own[2:], strict=False)))
            shares[i] = shared / (len(own) - _GRAM + 1)
    return shares
