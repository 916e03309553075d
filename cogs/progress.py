"""Re-ingest of many articles as admins see it: asked once more, shown in one message, stopped at a press."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.store import StoreTrouble
from cogs.answers import say
from cogs.buttons import Press, row
from cogs.markdown import plain

if TYPE_CHECKING:
    from bot.client import Newsdrop
    from bot.intake.reingest import Reingester
    from bot.model import Job
    from bot.store import Store

log = logging.getLogger(__name__)

_EDIT_SECONDS = 2.0
_TOKEN_SECONDS = 14 * 60.0  # Discord takes an interaction's token for 15 minutes
_BAR = 20


def question(total: int, *, source: str | None, folder: str | None, failed_only: bool) -> str:
    """What the admin is asked to confirm."""
    what = "rejected file" if failed_only else "article"
    scope = (f" from “{plain(source, 80)}”" if source else "") + (f" in “{plain(folder, 80)}”" if folder else "")
    then = (
        "Each is tried again; one that gives an article now is posted as new."
        if failed_only
        else "Each goes through the current cleaner and summariser; posted cards that change are edited."
    )
    return f"Re-ingest **{total:,} {what}{'' if total == 1 else 's'}**{scope}? {then}"


def report(job: Job, rate: float | None) -> str:
    """How far a job is; ``rate`` in articles a second, where it is known yet."""
    what = "files" if job.failed_only else "articles"
    share = job.done / job.total if job.total else 1.0
    full = round(share * _BAR)
    counts = f"{job.done:,} of {job.total:,} {what} · {job.changed:,} changed · {job.failed:,} failed"
    if job.state == "running":
        left = f" · {rate:.1f} a second · {span((job.total - job.done) / rate)} left" if rate else ""
        return f"Re-ingesting: {counts}{left}\n`{'█' * full}{'░' * (_BAR - full)}` {share:.0%}"
    return f"Re-ingest {'done' if job.state == 'done' else 'stopped'}: {counts}."


class ProgressReporter:
    """Edits the one message that shows a running job. It goes on after a restart, while Discord takes the token."""

    def __init__(self, client: Newsdrop, store: Store, reingester: Reingester) -> None:
        self._client = client
        self._store = store
        self._reingester = reingester
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Report until :meth:`stop`."""
        await self._client.up.wait()
        while not self._stopping.is_set():
            try:
                await self._report()
            except StoreTrouble as error:
                log.info("The progress of a re-ingest could not be told: %s", error)
                await asyncio.sleep(_EDIT_SECONDS)

    async def _report(self) -> None:
        """Follow the job that runs, or wait for one."""
        job = await self._store.jobs.running()
        if job is not None:
            await self._follow(job)
        else:
            await self._wait(self._reingester.jobs_changed, None)
            self._reingester.jobs_changed.clear()

    def stop(self) -> None:
        """Ask :meth:`run` to return."""
        self._stopping.set()
        self._reingester.jobs_changed.set()
        self._client.up.set()

    async def _follow(self, job: Job) -> None:
        begun, done = time.monotonic(), job.done
        while job.state == "running" and not self._stopping.is_set():
            elapsed = time.monotonic() - begun
            rate = (job.done - done) / elapsed if elapsed > 0 and job.done > done else None
            await self._show(job, rate)
            self._reingester.jobs_changed.clear()
            await self._wait(self._reingester.jobs_changed, _EDIT_SECONDS)
            found = await self._store.jobs.get(job.id)
            assert found is not None
            job = found
        if not self._stopping.is_set():
            await self._show(job, None)

    @staticmethod
    async def _wait(event: asyncio.Event, seconds: float | None) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()

    async def _show(self, job: Job, rate: float | None) -> None:
        if job.reply_token is None or job.reply_until is None or time.time() > job.reply_until:
            return
        text = report(job, rate)
        if time.time() > job.reply_until - 2 * _EDIT_SECONDS and job.state == "running":
            text += "\nDiscord takes no more edits of this message; /admin status shows the rest."
        components = row(StopButton(job.id)).to_components() if job.state == "running" else []
        # The interaction itself may be of an earlier process: only its token is left of it.
        route = discord.http.Route(
            "PATCH",
            "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
            webhook_id=self._client.application_id,
            webhook_token=job.reply_token,
        )
        try:
            await self._client.http.request(route, json={"content": text, "components": components})
        except (discord.HTTPException, aiohttp.ClientError, OSError, RuntimeError) as error:
            log.info("The progress of re-ingest %d could not be shown: %s", job.id, error)


class StartButton(Press, template=r"newsdrop:reingest:(?P<question>\d+)"):
    """Confirms a re-ingest and begins it."""

    for_admins = True

    def __init__(self, question_id: int) -> None:
        super().__init__(
            discord.ui.Button(
                label="Re-ingest",
                style=discord.ButtonStyle.primary,
                custom_id=f"newsdrop:reingest:{question_id}",
            )
        )
        self._question_id = question_id

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        desk = interaction.client.desk
        asked = await desk.store.pages.get(self._question_id)
        if asked is None:
            await say(interaction, "That question is too old. Use /admin reingest-all again.")
            return
        await interaction.response.edit_message(content="Starting …", view=None)
        reply = (interaction.token, time.time() + _TOKEN_SECONDS)
        if await desk.reingester.start(**json.loads(asked), reply=reply) is None:
            await interaction.edit_original_response(content="A re-ingest is running already; /admin status shows it.")


class CancelButton(Press, template=r"newsdrop:cancel"):
    """Takes the question back."""

    for_admins = True

    def __init__(self) -> None:
        super().__init__(discord.ui.Button(label="Cancel", custom_id="newsdrop:cancel"))

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        await interaction.response.edit_message(content="Nothing was re-ingested.", view=None)


class StopButton(Press, template=r"newsdrop:stop:(?P<job>\d+)"):
    """Ends a running re-ingest."""

    for_admins = True

    def __init__(self, job_id: int) -> None:
        super().__init__(
            discord.ui.Button(label="Stop", style=discord.ButtonStyle.danger, custom_id=f"newsdrop:stop:{job_id}")
        )
        self._job_id = job_id

    async def press(self, interaction: discord.Interaction[Newsdrop]) -> None:
        await interaction.response.defer()
        desk = interaction.client.desk
        await desk.reingester.stop_job(self._job_id)
        job = await desk.store.jobs.get(self._job_id)
        if job is not None:
            await interaction.edit_original_response(content=report(job, None), view=None)


def confirmation(question_id: int) -> discord.ui.View:
    """The buttons under the question."""
    return row(StartButton(question_id), CancelButton())


def span(seconds: float) -> str:
    """A length of time in its largest unit or two."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
