"""An HTML page as lines: what a browser would print, and what the markup tells of each line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from bot.text.cleaning.html.blocks import Blocks
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
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "label", "picture", "source", "center", "br",
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
)
_FAVOUR = re.compile(
    r"article[-_]?(?:body|text|content)|(?:story|post|entry|main)[-_]?(?:body|text|content)|articlebody|(?:^|[\W_])(?:article|story|post|entry|content)(?:[\W_]|$)|text[-_]?body|body[-_]?text|detail",
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
    outer: list[_Outer] = field(default_factory=list)
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
        """Blanks that no words precede print nothing."""
        if text and (self.parts or not text.isspace()):
            self.parts.append(text)
            if self.in_link:
                self.linked += len(text.strip())
            if self.in_emphasis:
                self.emphasised += len(text.strip())

    def end(self, mark: str, gap: int, *, broken: bool = False) -> None:
        """Print what was collected; the next line stands under ``mark``, ``gap`` empty lines further down.

        ``broken`` says that a line break alone parts the two.
        """
        if self.parts:
            self._print()
        if gap > self.gap:
            self.gap = gap
        self.mark, self.broken = mark, broken

    def _print(self) -> None:
        text = fold("".join(self.parts))
        if text:
            share = min(1.0, self.linked / len(text))
            self.lines.append(PageLine(text, self.gap, self.mark, share, min(self.favour, 3), min(self.against, 3)))
            note = (min(1.0, self.emphasised / len(text)), self.links, self.pictures, self.broken)
            self.blocks.at.append(self.block)
            self.blocks.notes.append(note)
            self.gap = self.links = self.pictures = 0
        self.parts, self.linked, self.emphasised = [], 0, 0

    def open(self, node: HtmlElement, tag: str) -> None:
        """What stands in ``node`` comes next."""
        if tag not in _INLINE:
            self._open_block(node, tag)
        elif tag == "a":
            self.in_link += 1
            self.links += 1
        elif tag == "br":
            self.end(self.mark, 0, broken=True)
        elif tag == "img":
            self.pictures += 1
        elif tag in _EMPHASIS:
            self.in_emphasis += 1
        self.add(node.text)

    def close(self, node: HtmlElement, tag: str) -> None:
        """What stands behind ``node`` comes next."""
        if tag not in _INLINE:
            self._close_block()
        elif tag == "a":
            self.in_link -= 1
        elif tag in _EMPHASIS:
            self.in_emphasis -= 1
        self.add(node.tail)

    def _open_block(self, node: HtmlElement, tag: str) -> None:
        self.outer.append((self.mark, self.block, self.favour, self.against))
        self.end(_MARKS.get(tag, self.mark if tag in ("div", "section") else ""), 1)
        names = _names(node)
        favour, against = _named_hints(tag, names)
        self.favour += favour
        self.against += against
        self.block = self.blocks.open(self.block, tag, names)

    def _close_block(self) -> None:
        mark, block, favour, against = self.outer.pop()
        self.end(mark, 1)
        self.blocks.close(self.block)
        self.block, self.favour, self.against = block, favour, against


def html_lines(root: HtmlElement) -> tuple[list[PageLine], Blocks]:
    """The lines that the tree below ``root`` prints, and the blocks they stand in.

    Iterative, so that depth does not matter.
    """
    printer = _Printer()
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    silent = False
    for event, node in walk:
        if event == "start":
            tag = node.tag
            silent = tag in _SILENT or _is_hidden(node)
            if silent:
                walk.skip_subtree()
                continue
            printer.open(node, tag)
            if len(printer.lines) >= _MOST_LINES:
                break
        elif event == "end" and not silent:
            printer.close(node, node.tag)
        else:
            silent = False
            printer.add(node.tail)
    printer.end("", 0)
    printer.blocks.close_up(printer.block)
    return printer.lines, printer.blocks


def _is_hidden(node: HtmlElement) -> bool:
    style = node.get("style")
    return node.get("aria-hidden") == "true" or bool(style and _HIDDEN.search(style))


def _names(node: HtmlElement) -> str:
    get = node.get
    return f"{get('class') or ''} {get('id') or ''} {get('itemprop') or ''}"[:300]


@lru_cache(maxsize=4096)
def _named_hints(tag: str, names: str) -> tuple[int, int]:
    """Whether a block's tag and names speak for the article or for furniture (1 or 0 each)."""
    if tag in ("body", "html"):
        return 0, 0
    names = names.lower()
    favour = tag in _FAVOUR_TAGS or bool(_FAVOUR.search(names))
    against = tag in _AGAINST_TAGS or bool(_AGAINST.search(names))
    return int(favour), int(against)
