"""An HTML page as lines: what a browser would print, and what the markup tells of each line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from bot.text.cleaning.html_blocks import Blocks
from bot.text.cleaning.lines import PageLine, fold

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SILENT = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "title", "meta", "link", "base", "select", "option",
    "datalist", "iframe", "object", "embed", "audio", "video", "canvas", "map", "textarea", "input",
))  # fmt: skip
# The head prints nothing of its own; where a page leaves out its body tag, the parser puts an article in there.
_INLINE = frozenset((
    "head",
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "ins", "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "label", "picture", "source", "center",
))  # fmt: skip
_EMPHASIS = frozenset(("b", "strong", "i", "em", "small"))
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
# As many as are judged; what a page has beyond is left out.
_MOST_LINES = 60_000
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


# Of the block around the current one: mark, position, favour and against.
_Outer = tuple[str, int, int, int]


@dataclass(slots=True)
class _Printer:
    """Collects text until a block ends, then prints it as a line, and notes the block and what stands about it."""

    lines: list[PageLine] = field(default_factory=list)
    blocks: Blocks = field(default_factory=Blocks)
    parts: list[str] = field(default_factory=list)
    block: int = 0
    linked: int = 0
    emphasised: int = 0
    links: int = 0
    pictures: int = 0
    broken: bool = False
    gap: int = 0
    in_link: int = 0
    in_emphasis: int = 0
    mark: str = ""
    favour: int = 0
    against: int = 0

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            if self.in_link:
                self.linked += len(text.strip())
            if self.in_emphasis:
                self.emphasised += len(text.strip())

    def end(self, mark: str | None = None, gap: int = 0, *, broken: bool = False) -> None:
        """Print what was collected; the next line stands under ``mark``, ``gap`` empty lines further down.

        ``broken`` says that a line break alone parts the two.
        """
        text = fold("".join(self.parts)) if self.parts else ""
        if text:
            share = min(1.0, self.linked / len(text))
            self.lines.append(PageLine(text, self.gap, self.mark, share, min(self.favour, 3), min(self.against, 3)))
            note = (min(1.0, self.emphasised / len(text)), self.links, self.pictures, self.broken)
            self.blocks.at.append(self.block)
            self.blocks.notes.append(note)
            self.gap = self.links = self.pictures = 0
        self.gap = max(self.gap, gap)
        self.parts, self.linked, self.emphasised, self.broken = [], 0, 0, broken
        if mark is not None:
            self.mark = mark


def html_lines(root: HtmlElement) -> tuple[list[PageLine], Blocks]:
    """The lines that the tree below ``root`` prints, and the blocks they stand in.

    Iterative, so that depth does not matter.
    """
    printer = _Printer()
    skipped: HtmlElement | None = None
    outer: list[_Outer] = []
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
            _open(printer, node, tag, outer)
            if len(printer.lines) >= _MOST_LINES:
                break
        else:
            if skipped is not None:
                if skipped is node:
                    skipped = None
                    printer.add(node.tail)
                continue
            _close(printer, node, tag, outer)
    printer.end()
    printer.blocks.close_up(printer.block)
    return printer.lines, printer.blocks


def _is_hidden(node: HtmlElement) -> bool:
    style = node.get("style")
    return node.get("aria-hidden") == "true" or bool(style and _HIDDEN.search(style))


def _open(printer: _Printer, node: HtmlElement, tag: str, outer: list[_Outer]) -> None:
    if tag == "a":
        printer.in_link += 1
        printer.links += 1
    elif tag == "br":
        printer.end(broken=True)
    elif tag == "img":
        printer.pictures += 1
    elif tag in _EMPHASIS:
        printer.in_emphasis += 1
    elif tag not in _INLINE:
        outer.append((printer.mark, printer.block, printer.favour, printer.against))
        printer.end(_MARKS.get(tag, printer.mark if tag in ("div", "section") else ""), 1)
        names = _names(node)
        favour, against = _named_hints(tag, names)
        printer.favour += favour
        printer.against += against
        printer.block = printer.blocks.open(printer.block, tag, names)
    printer.add(node.text)


def _close(printer: _Printer, node: HtmlElement, tag: str, outer: list[_Outer]) -> None:
    if tag == "a":
        printer.in_link -= 1
    elif tag in _EMPHASIS:
        printer.in_emphasis -= 1
    elif tag != "br" and tag not in _INLINE:
        mark, block, favour, against = outer.pop()
        printer.end(mark, 1)
        printer.blocks.close(printer.block)
        printer.block, printer.favour, printer.against = block, favour, against
    printer.add(node.tail)


def _names(node: HtmlElement) -> str:
    get = node.get
    return f"{get('class') or ''} {get('id') or ''} {get('itemprop') or ''}"[:300]


@lru_cache(maxsize=4096)
def _named_hints(tag: str, names: str) -> tuple[int, int]:
    """Whether a block's tag and names speak for the article or for furniture (1 or 0 each)."""
    if tag in ("body", "html"):
        return 0, 0
    favour = tag in _FAVOUR_TAGS or bool(_FAVOUR.search(names))
    against = tag in _AGAINST_TAGS or bool(_AGAINST.search(names))
    return int(favour), int(against)
