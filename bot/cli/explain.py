"""``newsdrop digest --explain``: each line of a file, whether it is kept, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from bot.model import ExplainedLine, Explanation

_FACTS = ("title", "byline", "source", "published", "url")
_FACT_WIDTH = 10
_MARKS = {True: "+", False: "-"}
_NOTHING = "–"


def explained(path: str, found: Explanation, out: Console) -> RenderableType:
    """A file's lines, each with its mark (``+`` kept, ``-`` dropped), the model's likelihood and the reason; then the
    head's facts, or why the file is refused. Where ``out`` is no terminal each line of the file stays on one."""
    kept = sum(line.kept for line in found.lines)
    count = Text(f"{kept:,} of {len(found.lines):,} lines kept", style="dim")
    parts: list[RenderableType] = [Text(path, style="bold"), count, _lines(found, out)]
    if found.refusal is not None:
        parts.append(Text(f"Refused: {found.refusal}", style="red"))
    else:
        parts.append(_facts(found))
    return Group(*parts, Text(""))


def _lines(found: Explanation, out: Console) -> RenderableType:
    widest = max((cell_len(line.reason) for line in found.lines), default=0)
    if not out.is_terminal:
        rows = [
            f"{_MARKS[line.kept]} {line.likely:.2f} {line.reason:{widest}} {line.text}".rstrip() for line in found.lines
        ]
        return Text("".join(f"{row}\n" for row in rows), end="")
    table = Table.grid(padding=(0, 1))
    for _ in range(3):
        table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for line in found.lines:
        colour = "green" if line.kept else "red"
        style = "" if line.kept else "dim"
        table.add_row(
            Text(_MARKS[line.kept], style=colour),
            Text(f"{line.likely:.2f}", style="dim"),
            Text(line.reason, style=_reason_style(line)),
            Text(line.text, style=style),
        )
    return table


def _reason_style(line: ExplainedLine) -> str:
    return "yellow" if line.reason.startswith("house rule") else "dim" if line.kept else "cyan"


def _facts(found: Explanation) -> Text:
    told = {fact: getattr(found.article, fact) for fact in _FACTS}
    origins = dict(found.origins)
    if found.folder is not None:
        told["folder"], origins["folder"] = found.folder, "house rule"
    text = Text(end="")
    for fact, value in told.items():
        text.append(f"{fact:{_FACT_WIDTH}}", style="dim")
        text.append(_NOTHING if value is None else str(value), style="dim" if value is None else "bold")
        text.append(f" ({origins[fact]})\n" if fact in origins else "\n", style="dim")
    return text


def fields(path: str, found: Explanation) -> dict[str, object]:
    """The same as a JSON object's fields."""
    article = found.article
    head = {} if article is None else {fact: getattr(article, fact) for fact in _FACTS}
    if article is not None and article.published is not None:
        head["published"] = article.published.isoformat()
    return {
        "path": path,
        **({"error": found.refusal} if found.refusal is not None else {}),
        **head,
        **({"origins": dict(found.origins), "folder": found.folder} if article is not None else {}),
        "lines": [
            {"kept": line.kept, "likely": round(line.likely, 3), "reason": line.reason, "text": line.text}
            for line in found.lines
        ],
    }
