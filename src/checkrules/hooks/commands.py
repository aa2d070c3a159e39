"""Commands of plugins. What one raises while it runs names its plugin, as everything else of a plugin does."""

from __future__ import annotations

import copy
from typing import Any

import click

from checkrules.hooks.plugins import PluginInfo, blamed


def blamed_command(command: click.Command, plugin: PluginInfo) -> click.Command:
    """The command, with errors that name the plugin; those that click and the system raise stay as they are."""
    named = copy.copy(command)

    def invoke(context: click.Context) -> Any:
        try:
            return command.invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort, OSError):
            raise
        except Exception:
            with blamed(plugin):
                raise

    named.invoke = invoke  # type: ignore[method-assign, assignment]
    return named
