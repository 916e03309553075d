"""The command line: ``newsdrop run | preview | digest | ingest | backup | check``."""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import sys
from typing import TYPE_CHECKING

from bot import __version__
from bot.model import NewsdropError
from bot.settings import unknown_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130  # as shells count a process ended by SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. Errors that were foreseen are a sentence each, on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not speak every script
    options = parser().parse_args(argv)
    try:
        for warning in unknown_keys():
            print(f"newsdrop: {warning}", file=sys.stderr)  # noqa: T201
        return int(options.command(options))
    except NewsdropError as error:
        for line in str(error).splitlines():
            print(f"newsdrop: {line}", file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        _drop_output()
        return 0
    except OSError as error:
        print(f"newsdrop: {error.strerror or error}.", file=sys.stderr)  # noqa: T201
        _drop_output()
        return 1


def _drop_output() -> None:
    """Nothing more may be flushed to where it can't go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(_: argparse.Namespace) -> int:
    from bot import app, logs
    from bot.settings import HOW_TO_CONNECT, SettingsError, load

    settings = load()
    logs.set_up(settings.log_level, settings.token)
    if settings.token is None:
        raise SettingsError(HOW_TO_CONNECT)
    asyncio.run(app.serve(settings, app.discord_connection))
    return 0


def _preview(options: argparse.Namespace) -> int:
    from bot.preview import preview

    return asyncio.run(preview(options.port, browser=options.browser))


def _digest(options: argparse.Namespace) -> int:
    from bot.cli.digest import digest

    return asyncio.run(
        digest(
            options.paths,
            as_json=options.json,
            sentences=options.sentences,
            words=options.words,
            explain=options.explain,
        )
    )


def _ingest(options: argparse.Namespace) -> int:
    from bot.cli.ingest import ingest

    return asyncio.run(ingest(options.paths))


def _backup(options: argparse.Namespace) -> int:
    from bot.cli.care import backup

    return backup(options.file)


def _check(options: argparse.Namespace) -> int:
    from bot.cli.care import check

    return asyncio.run(check(repair=options.repair))


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(
        prog="newsdrop", description="Cleans, summarises, keeps and posts the articles dropped into a folder."
    )
    top.add_argument("--version", action="version", version=f"newsdrop {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    run = commands.add_parser("run", help="connect to Discord and work until stopped")
    run.set_defaults(command=_run)

    preview = commands.add_parser("preview", help="the same bot in the browser, without a Discord account")
    preview.add_argument("--port", type=_port, default=0, metavar="N", help="serve on this port (default: a free one)")
    preview.add_argument("--no-browser", dest="browser", action="store_false", help="only print the address")
    preview.set_defaults(command=_preview)

    digest = commands.add_parser("digest", help="clean and summarise files to the terminal; keeps nothing")
    digest.add_argument("paths", nargs="+", metavar="PATH", help="a file, or a folder with all below it")
    digest.add_argument("--explain", action="store_true", help="every line, kept or dropped, and why")
    digest.add_argument("--json", action="store_true", help="one JSON object a line")
    digest.add_argument("--sentences", type=_count, metavar="N", help="the most sentences in a summary")
    digest.add_argument(
        "--words", type=_count, metavar="N", help="the most words in a summary, even where that leaves none"
    )
    digest.set_defaults(command=_digest)

    ingest = commands.add_parser("ingest", help="take what is in the drop folder, once, without Discord")
    ingest.add_argument(
        "paths", nargs="*", metavar="PATH", help="take copies of these files instead; they are in no folder"
    )
    ingest.set_defaults(command=_ingest)

    backup = commands.add_parser("backup", help="copy the database, also while Newsdrop runs")
    backup.add_argument("file", metavar="FILE", help="the copy to make")
    backup.set_defaults(command=_backup)

    check = commands.add_parser("check", help="hold settings, rules, folders, database and archive against each other")
    check.add_argument("--repair", action="store_true", help="make right what can be; Newsdrop must not run")
    check.set_defaults(command=_check)
    return top


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"must be a port, 0 to 65535, not {text!r}")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 on, not {text!r}")
    return int(text)
