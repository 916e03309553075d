"""Cleaning saved HTML: its printed lines judged by the model beside what trafilatura keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
from lxml import etree
from lxml import html as lxml_html

from bot.text.cleaning.head import Head
from bot.text.cleaning.html_claimed import claimed_columns, headline_place
from bot.text.cleaning.html_columns import block_columns
from bot.text.cleaning.html_head import html_head
from bot.text.cleaning.html_lines import html_lines
from bot.text.cleaning.html_meta import read_claims
from bot.text.cleaning.html_opinion import extracted_shares, second_opinion
from bot.text.cleaning.page import take_apart

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from numpy.typing import NDArray

    from bot.text.cleaning.html_meta import Claims
    from bot.text.cleaning.lines import PageLine
    from bot.text.cleaning.page import Page

# What SingleFile inlines: images, fonts and style sheets of megabytes that hold no text.
_INLINED = re.compile(r"data:[\w/+.;=-]{3,100},[A-Za-z0-9+/=%\s]{200,}")
_STYLES = re.compile(r"<(?i:style)\b[^>]*>.*?</(?i:style)\s*>", re.DOTALL)
# The parser's time grows with the square of a tag's attributes: beyond so many they are left out, in pages so long
# that they could hold enough of them to matter. Every tag is read once, as HTML's tokenizer does.
_MOST_ATTRIBUTES = 300
_LONG_PAGE = 100_000
_ATTRIBUTE = r"""(?:[\s/]++(?:[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+)?+)"""
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
    slim = _with_few_attributes(_STYLES.sub("", _INLINED.sub("data:,", text)))
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_ELEMENTS)
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
    lines, columns = html_inputs(root, claims)
    page = take_apart(lines, "html", columns, headline_place(lines, claims))
    return page, html_head(claims, page)


def html_inputs(root: HtmlElement, claims: Claims) -> tuple[list[PageLine], NDArray[np.float32]]:
    """The lines of a page and the further columns of the ``"html"`` model, one row a line. The tree is used up.

    The first column is the share of the line that the second extractor keeps; the others tell where it stands.
    """
    lines, blocks = html_lines(root)
    if not lines:
        return [], np.zeros((0, 0), np.float32)
    shares = extracted_shares(lines, second_opinion(root))
    return lines, np.concatenate([shares, block_columns(lines, blocks), claimed_columns(lines, claims)], axis=1)
