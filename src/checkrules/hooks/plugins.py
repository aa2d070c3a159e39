"""One plugin: what it is called, and errors that name it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from checkrules.model.errors import CheckrulesError, Location, PluginError
from checkrules.model.privacy import masked
from checkrules.model.text import Text

MAX_SHOWN = 300
"""Characters of an error's message that are shown."""


@attrs.frozen(kw_only=True)
class PluginInfo:
    """One plugin, as `checkrules plugins` shows it. `problem`: why it was left out."""

    name: str
    distribution: str
    hooks: tuple[str, ...] = ()
    registered: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def title(self) -> Text:
        """The name, and the distribution that brings the plugin."""
        brought_by = Text(f"（{self.distribution}）", f" ({self.distribution})") if self.distribution else Text("", "")
        return Text(f"“{self.name}”{brought_by.zh}", f"{self.name}{brought_by.en}")


@contextmanager
def blamed(plugin: PluginInfo, location: Location | None = None) -> Iterator[None]:
    """Run a plugin's code. What it raises becomes a PluginError that names it; errors of checkrules pass as they are.

    With CHECKRULES_DEBUG set, every error passes, with its traceback.
    """
    try:
        yield
    except CheckrulesError:
        raise
    except Exception as error:  # a plugin's code can raise anything
        if os.environ.get("CHECKRULES_DEBUG"):
            raise
        what = masked(f"{type(error).__name__}: {error}")[:MAX_SHOWN]
        raise PluginError(
            Text(f"插件{plugin.title.zh}出错：{what}", f"plugin {plugin.title.en} failed: {what}"),
            location=location,
            hint=Text(
                "请更新或卸载该插件，或告知其作者；CHECKRULES_DEBUG=1 显示细节",
                "update or uninstall the plugin, or tell its author; CHECKRULES_DEBUG=1 shows details",
            ),
        ) from error
