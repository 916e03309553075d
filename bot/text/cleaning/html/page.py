"""Cleaning saved HTML: its printed lines judged by the model beside what trafilatura keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from lxml import etree
from lxml import html as lxml_html

from bot.text.cleaning.heads.head import Head
from bot.text.cleaning.html.claimed import claimed_columns
from bot.text.cleaning.html.columns import block_columns
from bot.text.cleaning.html.head import html_head
from bot.text.cleaning.html.lines import html_lines
from bot.text.cleaning.html.meta import read_claims
from bot.text.cleaning.html.opinion import extracted_shares, second_opinion, words_of
from bot.text.cleaning.page import take_apart

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from numpy.typing import NDArray

    from bot.text.cleaning.html.meta import Claims
    from bot.text.cleaning.lines import PageLine
    from bot.text.cleaning.page import Page

# What SingleFile inlines: images, fonts and style sheets of megabytes that hold no text.
_INLINED = re.compile(r"data:[\w/+.;=-]{3,100},[A-Za-z0-9+/=%\s]{200,}")
_STYLE = re.compile(r"<(/?)style\b[^<>]*+>", re.IGNORECASE)
# The parser's time grows with the square of a tag's attributes: beyond so many they are left out, in pages so long
# that they could hold enough of them to matter. Every tag is read once, as HTML's tokenizer does.
_MOST_ATTRIBUTES = 300
_LONG_PAGE = 100_000
_ATTRIBUTE = r"""(?:[\s/]++(?:[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+)|)|))"""
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+{_ATTRIBUTE}{{0,{_MOST_ATTRIBUTES}}}+(?P<beyond>{_ATTRIBUTE}++)?+")
# One class for every element: lxml.html would choose one by the tag, in Python, each time that a tree is walked.
_ELEMENTS = etree.ElementDefaultClassLookup(
    element=lxml_html.HtmlElement,
    comment=lxml_html.HtmlComment,
    pi=lxml_html.HtmlProcessingInstruction,
    entity=lxml_html.HtmlEntity,
)


def parse(text: str) -> HtmlElement | None:
    """The tree of a page; None where there is no element in it."""
    slim = _with_few_attributes(_without_styles(_INLINED.sub("data:,", text)))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        root = lxml_html.document_fromstring(slim.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None
    return root if len(root) else None


def _without_styles(text: str) -> str:
    """``text`` without its style sheets; one that is never closed stays, as reading on for each would take too long."""
    kept, end, opened = [], 0, None
    for tag in _STYLE.finditer(text):
        if not tag[1] and opened is None:
            opened = tag.start()
        elif tag[1] and opened is not None:
            kept.append(text[end:opened])
            end, opened = tag.end(), None
    return "".join(kept) + text[end:]


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
    inputs = html_inputs(root, claims)
    page = take_apart(inputs.lines, "html", inputs.columns, inputs.headline_at)
    return page, html_head(claims, page)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the ``"html"`` model is given of a page.

    Attributes:
        lines: what it prints.
        columns: further columns of the model's input, one row a line: first the share of the line that the second
            extractor keeps, then where it stands in the tree and beside what the markup claims.
        headline_at: the position of the heading that prints the claimed headline, or None.
    """

    lines: list[PageLine]
    columns: NDArray[np.float32]
    headline_at: int | None = None


def html_inputs(root: HtmlElement, claims: Claims) -> Inputs:
    """The lines of a page and what is told of each. The tree is used up."""
    lines, blocks = html_lines(root)
    if not lines:
        return Inputs([], np.zeros((0, 0), np.float32))
    words = words_of(lines)
    shares = extracted_shares(words, second_opinion(root))
    claimed, headline_at = claimed_columns(lines, words, claims)
    return Inputs(lines, np.concatenate([shares, block_columns(lines, blocks), claimed], axis=1), headline_at)
