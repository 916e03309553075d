"""A small discord.py bot, only to see whether the stand-in behaves: one of each thing Newsdrop does."""

from __future__ import annotations

import io

import discord
from discord import app_commands


class SmallBot(discord.Client):
    """Commands ``/say``, ``/ask``, ``/desk slow``, ``/desk file``; a button, a select and a form."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.01,
        )
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(say)
        self.tree.add_command(ask)
        self.tree.add_command(Desk())

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits 5 s here; the stand-in does not mind."""

    async def setup_hook(self) -> None:
        await self.tree.sync()


class Panel(discord.ui.View):
    @discord.ui.button(label="Turn", custom_id="turn")
    async def turn(self, interaction: discord.Interaction, button: discord.ui.Button[Panel]) -> None:
        await interaction.response.edit_message(content="turned")

    @discord.ui.button(label="Ask", custom_id="form")
    async def form(self, interaction: discord.Interaction, button: discord.ui.Button[Panel]) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.select(
        custom_id="pick", options=[discord.SelectOption(label=one.title(), value=one) for one in ("red", "blue")]
    )
    async def pick(self, interaction: discord.Interaction, select: discord.ui.Select[Panel]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"picked {select.values[0]}")


class Form(discord.ui.Modal, title="A form"):
    answer: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Answer", custom_id="answer")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"noted: {self.answer.value}", ephemeral=True)


@app_commands.command(description="Say it in an embed, with buttons")
@app_commands.describe(word="what to say", times="how often")
async def say(interaction: discord.Interaction, word: str, times: app_commands.Range[int, 1, 3] = 1) -> None:
    embed = discord.Embed(title=word * times, description="said", url="https://example.org/said")
    await interaction.response.send_message(embed=embed, view=Panel(timeout=None))


@say.autocomplete("word")
async def words(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{typed}{end}", value=f"{typed}{end}") for end in ("a", "b")]


@app_commands.command(description="Answers nothing")
async def ask(interaction: discord.Interaction) -> None:
    return


@app_commands.default_permissions(manage_guild=True)
class Desk(app_commands.Group):
    """For those who may."""

    @app_commands.command(description="Thinks first")
    async def slow(self, interaction: discord.Interaction, channel: discord.TextChannel) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        may = channel.permissions_for(interaction.guild.me)
        await interaction.followup.send(f"{channel.name}: send={may.send_messages}")
        await interaction.followup.send("and more", ephemeral=True)

    @app_commands.command(description="Sends a file")
    async def file(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(file=discord.File(io.BytesIO(b"hello"), "hello.txt"))
