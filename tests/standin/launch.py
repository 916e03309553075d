"""Run Newsdrop against the stand-in: ``python -m tests.standin.launch PORT run``.

The product has no setting for where Discord is, so discord.py's two addresses are set here before it starts. Nor has it
one for how long the minute of its limit is: ``STANDIN_MINUTE`` in the environment sets that, in seconds.
Imports wait until then: a spawned worker process loads this module too, and needs none of it.
"""

from __future__ import annotations

import os
import sys


def main(port: str, *arguments: str) -> int:
    import yarl
    from discord.gateway import DiscordWebSocket
    from discord.http import Route

    from bot import cli
    from bot.publisher import turns

    Route.BASE = f"http://127.0.0.1:{port}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://127.0.0.1:{port}/")
    if minute := os.environ.get("STANDIN_MINUTE"):
        turns._GATHER_SECONDS *= float(minute) / turns._MINUTE
        turns._MINUTE = float(minute)
    sys.argv = ["newsdrop", *arguments]
    return cli.main()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
