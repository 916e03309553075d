"""``newsdrop backup`` and ``newsdrop check``: looking after the archive."""

from __future__ import annotations

from pathlib import Path

from bot import logs
from bot.cli import terminal
from bot.intake.check import check as look
from bot.settings import load, unknown_keys
from bot.store.backup import backup as copy


def backup(file: str) -> int:
    """Make a consistent copy of the database."""
    source, target = load().database, Path(file)
    copy(source, target)
    terminal.console().print(f"{source} was copied to {target} ({target.stat().st_size / 1_000_000:.1f} MB).")
    return 0


async def check(*, repair: bool) -> int:
    """Print what is wrong; 1 where anything stays so, else 0."""
    settings = load()
    logs.set_up("ERROR", None)
    out = terminal.console()
    for warning in unknown_keys():
        out.print(warning)
    checked = await look(settings, repair=repair)
    for sentence in checked.found:
        out.print(sentence if sentence in checked.left else f"Repaired: {sentence}")
    for sentence in checked.left:
        if sentence not in checked.found:
            out.print(sentence)
    if not checked.found:
        out.print("Settings, rules, folders, database, search index and archive agree.")
    elif checked.repairable and not repair:
        out.print("'newsdrop check --repair' makes right what can be; stop Newsdrop first.")
    return int(bool(checked.left))
