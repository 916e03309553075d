"""Cleaning saved HTML: its printed lines judged by the model beside what trafilatura keeps."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

import numpy as np
from lxml import etree
from lxml import html as lxml_html

from bot.text.cleaning.head import Head
from bot.text.cleaning.html_columns import block_columns
from bot.text.cleaning.html_head import html_head
from bot.text.cleaning.html_lines import html_lines
from bot.text.cleaning.html_meta import read_claims
from bot.text.cleaning.page import take_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement
    from numpy.typing import NDArray

    from bot.text.cleaning.lines import PageLine
    from bot.text.cleaning.page import Page

# What SingleFile inlines: images, fonts and style sheets of megabytes that hold no text.
_INLINED = re.compile(r"data:[\w/+.;=-]{3,100},[A-Za-z0-9+/=%\s]{200,}")
_STYLES = re.compile(r"<style\b[^>]*>.*?</style\s*>", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"\w+")
# The parser's time grows with the square of a tag's attributes: beyond so many they are left out, in pages so long
# that they could hold enough of them to matter. Every tag is read once, as HTML's tokenizer does.
_MOST_ATTRIBUTES = 300
_LONG_PAGE = 100_000
_ATTRIBUTE = r"""(?:[\s/]++(?:[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+)?+)"""
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+{_ATTRIBUTE}{{0,{_MOST_ATTRIBUTES}}}+(?P<beyond>{_ATTRIBUTE}++)?+")
# Above these the second extractor, whose cost is not linear, is left out.
_MOST_NODES = 30_000
_DEEPEST = 200
_GRAM = 3


def parse(text: str) -> HtmlElement | None:
    """The tree of a page; None where there is no element in it."""
    slim = _with_few_attributes(_STYLES.sub("", _INLINED.sub("data:,", text)))
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = lxml_html.document_fromstring(slim.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None
    return root if len(root) else None


def _with_few_attributes(text: str) -> str:
    if len(text) < _LONG_PAGE:
        return text
    kept, end = [], 0
    for tag in _TAG.finditer(text):
        if tag["beyond"]:
            kept.append(text[end : tag.start("beyond")])
            end = tag.end()
    return "".join(kept) + text[end:]


def read_html(text: str) -> tuple[Page | None, Head]:
    """A saved page's judged lines, and the head that its markup and its lines tell together."""
    root = parse(text)
    if root is None:
        return None, Head()
    claims = read_claims(root)
    lines, columns = html_inputs(root)
    page = take_apart(lines, "html", columns)
    return page, html_head(claims, page)


def html_inputs(root: HtmlElement) -> tuple[list[PageLine], NDArray[np.float32]]:
    """The lines of a page and the further columns of the ``"html"`` model, one row a line.

    The first column is the share of the line that the second extractor keeps; the others tell where it stands.
    """
    lines, blocks = html_lines(root)
    if not lines:
        return [], np.zeros((0, 0), np.float32)
    shares = extracted_shares(lines, _second_opinion(root))
    return lines, np.concatenate([shares, block_columns(lines, blocks)], axis=1)


def _second_opinion(root: HtmlElement) -> str:
    """What trafilatura takes for the article; empty where it finds none or the page is too big for it."""
    if not _is_modest(root):
        return ""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    from trafilatura import extract

    try:
        return extract(root, favor_precision=True, include_comments=False, fast=True) or ""
    except (RecursionError, ValueError, AttributeError, TypeError):
        return ""


def _is_modest(root: HtmlElement) -> bool:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > _DEEPEST or count > _MOST_NODES:
            return False
    return True


def extracted_shares(lines: Sequence[PageLine], text: str) -> NDArray[np.float32]:
    """How much of each line stands in ``text`` (0 to 1, one column): shared word trigrams, or the whole short line."""
    words = _WORD.findall(text)
    grams = set(zip(words, words[1:], words[2:], strict=False))
    whole = {" ".join(_WORD.findall(line)) for line in text.split("\n")}
    shares = np.zeros((len(lines), 1), np.float32)
    for i, line in enumerate(lines):
        own = _WORD.findall(line.text)
        if len(own) < _GRAM:
            shares[i] = " ".join(own) in whole
        else:
            shares[i] = sum(g in grams for g in zip(own, own[1:], own[2:], strict=False)) / (len(own) - _GRAM + 1)
    return shares
