"""How articles look in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from datetime import date

    from rich.console import RenderableType

_WIDEST = 100  # columns: longer lines are hard to read


def console(*, errors: bool = False) -> Console:
    """Standard output (or standard error), plain where it is no terminal."""
    made = Console(stderr=errors, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if made.width > _WIDEST:
        made.width = _WIDEST
    return made


def article(
    title: str,
    origin: tuple[str | date | None, ...],
    summary: tuple[str, ...],
    *,
    about: str = "",
    lack: str = "",
) -> RenderableType:
    """A title, where it is from, and its summary; ``about`` is a line above them, ``lack`` why there is no summary."""
    lines: list[RenderableType] = [Text(about, style="dim")] if about else []
    lines.append(Text(title, style="bold"))
    known = [str(part) for part in origin if part]
    if known:
        lines.append(Text(" · ".join(known), style="cyan"))
    sentences = Table.grid(padding=(0, 1))
    sentences.add_column()
    sentences.add_column(overflow="fold")  # scripts without spaces break anywhere
    for sentence in summary:
        sentences.add_row(" •", Text(sentence))
    if lack:
        sentences.add_row("", Text(lack, style="yellow"))
    return Group(*lines, sentences, Text(""))


def failure(name: str, sentence: str) -> RenderableType:
    """A file that gave no article, and why."""
    return Group(Text(name, style="dim"), Text(sentence, style="red"), Text(""))


def progress(what: str, total: int | None, out: Console) -> Progress:
    """A progress bar below what is printed to ``out``, or on standard error where ``out`` is no terminal; it shows
    nothing where that is none either."""
    shared = out if out.is_terminal else console(errors=True)
    bar = Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=shared,
        transient=True,
        redirect_stdout=False,  # what goes to a file or a pipe is not for the bar's terminal
        redirect_stderr=False,
        disable=not shared.is_terminal,
    )
    bar.add_task(what, total=total)
    return bar
