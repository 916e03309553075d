"""What other extractors keep of a page, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "li", "br", "tr", "blockquote", "section", "td")


def readability_text(page: str) -> str:
    """The text of readability's summary, a line a block; empty where it finds none."""
    import lxml.html
    from readability import Document

    try:
        summary = lxml.html.fromstring(Document(page).summary(html_partial=True))
    except Exception:  # noqa: BLE001 - it raises whatever a broken page provokes
        return ""
    return block_text(summary)


def block_text(root: HtmlElement) -> str:
    """The text below ``root``, a line a block; line breaks go into the tree itself."""
    for block in root.iter(*BLOCKS):
        block.tail = "\n" + (block.tail or "")
    return "\n".join(" ".join(line.split()) for line in root.text_content().split("\n") if line.strip())


def opinions(page: str) -> tuple[str, str, str]:
    """What trafilatura, careful and plain, and readability keep of a page."""
    import trafilatura

    careful = trafilatura.extract(page, favor_precision=True, include_comments=False) or ""
    plain = trafilatura.extract(page, include_comments=False) or ""
    return careful, plain, readability_text(page)
