"""A click group that imports a command only when it is called, and answers our errors."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from monitor.cli._exits import INTERRUPTED, code_of
from monitor.errors import ConfigError, MonitorError


@dataclass(slots=True)
class Chosen:
    """The options that every command has; may stand before or after its name."""

    deployment: Path = Path()
    debug: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives and how the list of commands tells of it, known without importing it."""

    section: str
    module: str
    short: str


def shared_options(*, variable: str | None = None) -> list[click.Parameter]:
    """Make the options of `Chosen`, which write into the context's object.

    Only the group reads the environment `variable`: a command would let it win over the group's
    own `-C`.
    """
    return [
        click.Option(
            ["-C", "--config", "deployment"],
            type=click.Path(path_type=Path),
            envvar=variable,
            show_envvar=True,
            metavar="DIR",
            expose_value=False,
            callback=_choose,
            help="The deployment: a folder with monitor.toml, or one whose config/ has it. "
            "Default: this folder.",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_choose,
            help="Log more, and show the traceback of an error.",
        ),
    ]


def _choose(context: click.Context, option: click.Parameter, value: Any) -> None:
    chosen = context.ensure_object(Chosen)
    if value and option.name is not None:
        setattr(chosen, option.name, value)


class LazyGroup(click.Group):
    """A group whose commands are known by their `Entry` alone until one is called."""

    def __init__(self, *args: Any, entries: Mapping[str, Entry], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Keep the order in which the entries are written: the order of a newcomer's day."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command's module and give it the shared options."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        # Python keeps some words for itself; by its custom such a name gets an underscore.
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(importlib.import_module(entry.module), name)
        if not any("--config" in param.opts for param in command.params):
            command.params.extend(shared_options())
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands by section, without importing any."""
        for section in dict.fromkeys(entry.section for entry in self.entries.values()):
            with formatter.section(section):
                formatter.write_dl(
                    [
                        (name, entry.short)
                        for name, entry in self.entries.items()
                        if entry.section == section
                    ]
                )

    def invoke(self, ctx: click.Context) -> Any:
        """Turn an error of ours into its sentence and its exit code."""
        try:
            return super().invoke(ctx)
        except MonitorError as error:
            if ctx.ensure_object(Chosen).debug:
                raise
            _tell(error)
            ctx.exit(code_of(error))
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(INTERRUPTED)


def _tell(error: MonitorError) -> None:
    label = click.style("Error:", fg="red", bold=True)
    if isinstance(error, ConfigError) and len(error.faults) > 1:
        click.echo(f"{label} {len(error.faults)} faults in the settings", err=True)
        for fault in error.faults:
            click.echo(f"  {fault}", err=True)
    else:
        click.echo(f"{label} {error}", err=True)
