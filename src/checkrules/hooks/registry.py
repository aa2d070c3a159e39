"""Discover plugins, let them register, look up what they registered. Nothing is global: a registry is made and passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from checkrules.hooks import local
from checkrules.hooks.calls import Hooks
from checkrules.hooks.plugins import PluginInfo
from checkrules.hooks.registrations import (
    BlankForm,
    BundledChecklist,
    Engine,
    Function,
    Reader,
    ReviewFormat,
    ScoringModel,
    Writer,
)
from checkrules.model.errors import CheckrulesError, PluginError, UsageError, did_you_mean
from checkrules.model.form import Form
from checkrules.model.log import LOG
from checkrules.model.privacy import shown
from checkrules.model.text import Text

if TYPE_CHECKING:
    import click

    from checkrules.evaluation.report import Report


GROUP = "checkrules"
Item = TypeVar("Item")


@attrs.frozen(eq=False)
class Registered(Mapping[str, Item]):
    """What plugins registered of one kind, by name, in the order in which they did."""

    title: Text
    """What one of the kind is called."""
    _entries: Mapping[str, tuple[PluginInfo, Item]]

    def __getitem__(self, name: str) -> Item:
        return self._entries[name][1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, name: str) -> Item:
        """What is registered under a name. Raises UsageError, with what there is, when nothing is."""
        if name in self:
            return self[name]
        known = ", ".join(sorted(self)) or "-"
        problem = Text(
            f"没有名为“{name}”的{self.title.zh}；已有：{known}",
            f"there is no {self.title.en} '{name}'; there are: {known}",
        )
        raise UsageError(problem, hint=did_you_mean(name, self))

    def only(self) -> Item:
        """The one that is registered. Raises UsageError, with what there is, when there are several, or none."""
        if len(self) == 1:
            return next(iter(self.values()))
        known = ", ".join(sorted(self)) or "-"
        raise UsageError(
            Text(
                f"请写明用哪个{self.title.zh}；已有：{known}",
                f"which {self.title.en} is to be used? there are: {known}",
            )
        )

    def plugin_of(self, name: str) -> PluginInfo:
        """The plugin that registered a name."""
        return self._entries[name][0]


@attrs.frozen(kw_only=True)
class Registry:
    """What all plugins registered, by name. Immutable; may be shared by threads."""

    checklists: Registered[BundledChecklist]
    readers: Registered[Reader]
    writers: Registered[Writer]
    functions: Registered[Function]
    scoring_models: Registered[ScoringModel]
    engines: Registered[Engine]
    review_formats: Registered[ReviewFormat]
    blank_forms: Registered[BlankForm]
    plugins: tuple[PluginInfo, ...]
    extra: tuple[str, ...] = ()
    """The names of the modules that were passed in."""
    _hooks: Hooks = attrs.field(repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return load_plugins_again, (self.extra,)

    def normalise(self, facts: dict[str, object], form: Form) -> dict[str, object]:
        """Let plugins normalise the facts of one submission, in place. Raises PluginError for one that fails."""
        self._hooks.call("normalise_facts", facts=facts, form=form)
        return facts

    def notify(self, report: Report) -> tuple[CheckrulesError, ...]:
        """Call all plugins that want to know of a report. Gives the errors of those that fail, which name them."""
        return self._hooks.notify("after_report", report=report)

    def commands(self) -> Mapping[str, click.Command]:
        """The commands that plugins bring. Raises PluginError as `load_plugins` does."""
        import click

        from checkrules.hooks.commands import blamed_command

        found = self._hooks.registered("register_commands", click.Command, Text("命令", "command"))
        return {name: blamed_command(command, plugin) for name, (plugin, command) in found.items()}


def load_plugins(extra: Iterable[ModuleType] = ()) -> Registry:
    """The registry of all installed plugins, and of modules passed in (for tests and programs that bring their own).

    A plugin that cannot be imported is left out and listed with its problem. Raises PluginError when one implements a
    hook that does not exist, fails while it registers, or registers a name that another one has registered.
    """
    hooks = Hooks()
    infos: list[PluginInfo] = []
    modules = tuple(extra)
    for plugin, load in _found(modules):
        try:
            module = load()
        except Exception as error:  # noqa: BLE001 - a plugin's code, while it is imported
            problem = f"{type(error).__name__}: {error}"
            LOG.warning("plugin %s is left out: %s", shown(plugin.name), shown(problem, 200))
            infos.append(attrs.evolve(plugin, problem=problem))
            continue
        info = hooks.add(plugin, module)
        if info is not None:
            infos.append(info)

    def registered(kind: str, item: type[Item], title: Text) -> Registered[Item]:
        return Registered(title, hooks.registered(f"register_{kind}", item, title))

    kinds: dict[str, Registered[Any]] = {
        "checklists": registered("checklists", BundledChecklist, Text("检查清单", "checklist")),
        "readers": registered("readers", Reader, Text("输入格式", "reader")),
        "writers": registered("writers", Writer, Text("输出格式", "format")),
        "functions": registered("functions", Function, Text("函数", "function")),
        "scoring_models": registered("scoring_models", ScoringModel, Text("计分方法", "scoring model")),
        "engines": registered("engines", Engine, Text("批量引擎", "engine")),
        "review_formats": registered("review_formats", ReviewFormat, Text("确认单格式", "review format")),
        "blank_forms": registered("blank_forms", BlankForm, Text("空白表单", "blank form")),
    }
    plugins = tuple(attrs.evolve(info, registered=tuple(_names_of(info, kinds.values()))) for info in infos)
    return Registry(**kinds, plugins=plugins, extra=tuple(module.__name__ for module in modules), hooks=hooks)


def load_plugins_again(extra: tuple[str, ...]) -> Registry:
    """The registry that `load_plugins` gives for modules of these names, as `Registry.extra` has them. Raises PluginError for
    a module that cannot be imported."""
    return load_plugins([_imported(name) for name in extra])


def _imported(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        problem = Text(f"插件模块“{name}”无法再次导入", f"the plugin module '{name}' cannot be imported again")
        hint = Text("请传入 registry=checklist.registry", "pass registry=checklist.registry")
        raise PluginError(problem, hint=hint) from error


def _found(extra: Iterable[ModuleType]) -> list[tuple[PluginInfo, Callable[[], ModuleType]]]:
    """What the library itself brings, the installed plugins by name, then those that were passed in; each with what loads it."""
    from importlib.metadata import entry_points

    points = {(point.name, point.value): point for point in entry_points(group=GROUP)}
    found = [
        (PluginInfo(name=point.name, distribution=point.dist.name if point.dist else ""), point.load)
        for _, point in sorted(points.items())
    ]
    given = [(PluginInfo(name=module.__name__, distribution=""), lambda module=module: module) for module in extra]
    return [(PluginInfo(name="checkrules", distribution="checkrules"), lambda: local), *found, *given]


def _names_of(plugin: PluginInfo, kinds: Iterable[Registered[Any]]) -> Iterator[Text]:
    for kind in kinds:
        for name in kind:
            if kind.plugin_of(name).name == plugin.name:
                yield Text(f"{kind.title.zh} {name}", f"{kind.title.en} {name}")
