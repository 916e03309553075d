"""An HTML page as lines: what a browser would print, and what the markup tells of each line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from bot.text.cleaning.lines import PageLine, fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SILENT = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "head", "title", "select", "option",
    "datalist", "iframe", "object", "embed", "audio", "video", "canvas", "map", "textarea", "input",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "label", "picture", "source", "center",
))  # fmt: skip
_MARKS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "li": "item",
    "dd": "item",
    "td": "table",
    "th": "table",
    "blockquote": "quote",
    "figcaption": "caption",
    "p": "paragraph",
}
_AGAINST_TAGS = frozenset(("nav", "footer", "aside", "form", "button", "menu", "dialog", "header", "figure"))
_FAVOUR_TAGS = frozenset(("article", "main"))
_AGAINST = re.compile(
    r"comment|disqus|share|social|related|recommend|sidebar|side-bar|footer|(?:^|[\W_])nav|menu|breadcrumb|promo|sponsor|advert|(?:^|[\W_])ads?(?:[\W_]|$)|banner|cookie|consent|newsletter|subscri|signup|popup|modal|widget|teaser|outbrain|taboola|caption|byline|author|meta|tags?(?:[\W_]|$)|hidden|paywall|pagination|trending|popular|most-?read",
    re.IGNORECASE,
)
_FAVOUR = re.compile(
    r"article[-_]?(?:body|text|content)|(?:story|post|entry|main)[-_]?(?:body|text|content)|articlebody|(?:^|[\W_])(?:article|story|post|entry|content)(?:[\W_]|$)|text[-_]?body|body[-_]?text|detail",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class _Printer:
    """Collects text until a block ends, then prints it as a line."""

    lines: list[PageLine] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    gap: int = 0
    in_link: int = 0
    mark: str = ""
    favour: int = 0
    against: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            if self.in_link:
                self.linked += len(text.strip())

    def end(self, mark: str | None = None, gap: int = 0) -> None:
        """Print what was collected; the next line stands under ``mark``, ``gap`` empty lines further down."""
        text = fold("".join(self.parts)) if self.parts else ""
        if text:
            share = min(1.0, self.linked / len(text))
            self.lines.append(PageLine(text, self.gap, self.mark, share, min(self.favour, 3), min(self.against, 3)))
            self.gap = 0
        self.gap = max(self.gap, gap)
        self.parts, self.linked = [], 0
        if mark is not None:
            self.mark = mark


def html_lines(root: HtmlElement) -> list[PageLine]:
    """The lines that the tree below ``root`` prints; iterative, so that depth does not matter."""
    printer = _Printer()
    skipped: HtmlElement | None = None
    marks: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if skipped is None:
                printer.add(node.tail)
            continue
        tag = node.tag
        if event == "start":
            if skipped is not None:
                continue
            if tag in _SILENT or _is_hidden(node):
                skipped = node
                continue
            _open(printer, node, tag, marks)
        else:
            if skipped is not None:
                if skipped is node:
                    skipped = None
                    printer.add(node.tail)
                continue
            _close(printer, node, tag, marks)
    printer.end()
    return printer.lines


def _is_hidden(node: HtmlElement) -> bool:
    style = node.get("style")
    return node.get("aria-hidden") == "true" or bool(style and _HIDDEN.search(style))


def _open(printer: _Printer, node: HtmlElement, tag: str, marks: list[str]) -> None:
    if tag == "a":
        printer.in_link += 1
    elif tag == "br":
        printer.end()
    elif tag not in _INLINE:
        marks.append(printer.mark)
        printer.end(_MARKS.get(tag, printer.mark if tag in ("div", "section") else ""), 1)
        favour, against = _hints(node, tag)
        printer.favour += favour
        printer.against += against
    printer.add(node.text)


def _close(printer: _Printer, node: HtmlElement, tag: str, marks: list[str]) -> None:
    if tag == "a":
        printer.in_link -= 1
    elif tag != "br" and tag not in _INLINE:
        printer.end(marks.pop(), 1)
        favour, against = _hints(node, tag)
        printer.favour -= favour
        printer.against -= against
    printer.add(node.tail)


def _hints(node: HtmlElement, tag: str) -> tuple[int, int]:
    """Whether a block's tag and names speak for the article or for furniture (1 or 0 each)."""
    get = node.get
    return _named_hints(tag, f"{get('class') or ''} {get('id') or ''} {get('itemprop') or ''}"[:300])


@lru_cache(maxsize=4096)
def _named_hints(tag: str, names: str) -> tuple[int, int]:
    if tag in ("body", "html"):
        return 0, 0
    favour = tag in _FAVOUR_TAGS or bool(_FAVOUR.search(names))
    against = tag in _AGAINST_TAGS or bool(_AGAINST.search(names))
    return int(favour), int(against)
