"""One plugin: its name, and errors that name it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import attrs

from checkrules.model.errors import CheckrulesError, Location, PluginError
from checkrules.model.functions import Function
from checkrules.model.privacy import shown
from checkrules.model.scoring import Credits, Groups, Points, ScoringModel
from checkrules.model.text import Text

Item = TypeVar("Item")
MAX_SHOWN = 300
"""Characters of an error's message that are shown."""


@attrs.frozen(kw_only=True)
class PluginInfo:
    """One plugin, as `checkrules plugins` shows it. `problem`: why it was left out."""

    name: str
    distribution: str
    hooks: tuple[str, ...] = ()
    registered: tuple[Text, ...] = ()
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
        what = shown(f"{type(error).__name__}: {error}", MAX_SHOWN)
        raise PluginError(
            Text(f"插件{plugin.title.zh}出错：{what}", f"plugin {plugin.title.en} failed: {what}"),
            location=location,
            hint=Text(
                "请更新或卸载该插件，或告知其作者；CHECKRULES_DEBUG=1 显示细节",
                "update or uninstall the plugin, or tell its author; CHECKRULES_DEBUG=1 shows details",
            ),
        ) from error


def guarded(item: Item, plugin: PluginInfo) -> Item:
    """What a plugin registers, with functions whose errors name the plugin. Readers, writers and engines stay as they are:
    who calls them says which file or part it was; so does `Function.call`, whose errors are outcomes."""
    name = blamed(plugin)
    if isinstance(item, Function):
        return attrs.evolve(item, columns=item.columns and name(item.columns), bits=item.bits and name(item.bits))
    if isinstance(item, ScoringModel) and item.linear is None:
        return attrs.evolve(
            item,
            score=name(_number(item.score)),
            maximum=name(_number(item.maximum)),
            columns=item.columns and name(item.columns),
        )
    return item


def _number(score: Callable[[Points, Credits, Groups], float]) -> Callable[[Points, Credits, Groups], float]:
    return lambda points, credits, groups: float(score(points, credits, groups))
