"""The README's picture: ``python -m tests.support.screenshot docs/preview.png``. Wants Chromium."""

import asyncio
import sys
from pathlib import Path

from tests.support.browser import Browser
from tests.test_preview import preview

SHOWN = "Orchid thought lost"


async def main() -> None:
    async with preview() as (_, lines), Browser.open(lines[-1], 1180, 960) as browser:
        await browser.until("(document.body?.innerText.match(/min read · #/g) || []).length >= 15", 60)
        await browser.run(
            "[...document.querySelectorAll('.embed-title')]"
            f".find(title => title.innerText.includes({SHOWN!r})).closest('.channel-message').scrollIntoView()"
        )
        await asyncio.sleep(1)
        await browser.screenshot(Path(sys.argv[1]))


asyncio.run(main())
