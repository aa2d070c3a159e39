"""Discover plugins, let them register, look up what they registered. Nothing is global: a registry is made and passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import pluggy

from checkrules.hooks import specs as hookspecs
from checkrules.hooks.registrations import BundledChecklist, Engine, Function, Reader, ScoringModel, Writer
from checkrules.model.errors import PluginError, UsageError, did_you_mean
from checkrules.model.form import Form
from checkrules.model.text import Text

if TYPE_CHECKING:
    import click


GROUP = "checkrules"
Item = TypeVar("Item", BundledChecklist, Reader, Writer, Function, ScoringModel, Engine)


@attrs.frozen(kw_only=True)
class PluginInfo:
    """One plugin, as `checkrules plugins` shows it. `problem`: why it was left out."""

    name: str
    distribution: str
    hooks: tuple[str, ...] = ()
    registered: tuple[str, ...] = ()
    problem: str | None = None


@attrs.frozen(kw_only=True)
class Registry:
    """What all plugins registered, by name. Immutable; may be shared by threads."""

    checklists: Mapping[str, BundledChecklist]
    readers: Mapping[str, Reader]
    writers: Mapping[str, Writer]
    functions: Mapping[str, Function]
    scoring_models: Mapping[str, ScoringModel]
    engines: Mapping[str, Engine]
    plugins: tuple[PluginInfo, ...]
    extra: tuple[str, ...] = ()
    """The names of the modules that were passed in."""
    _manager: pluggy.PluginManager = attrs.field(repr=False)

    def find(self, kind: str, name: str) -> Any:
        """What is registered under a name; UsageError, with what there is, when nothing is."""
        known: Mapping[str, object] = getattr(self, kind)
        if name in known:
            return known[name]
        what = _KINDS[kind]
        listed = ", ".join(sorted(known)) or "-"
        hint = did_you_mean(name, known)
        raise UsageError(
            Text(
                f"没有名为“{name}”的{what.zh}；已有：{listed}", f"there is no {what.en} '{name}'; there are: {listed}"
            ),
            hint=hint,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return load_plugins_again, (self.extra,)

    def normalise(self, facts: dict[str, object], form: Form) -> dict[str, object]:
        """Let plugins normalise the facts of one submission, in place."""
        self._call("normalise_facts", facts=facts, form=form)
        return facts

    def notify(self, report: Any) -> None:
        """Tell plugins of a report."""
        self._call("after_report", report=report)

    def commands(self) -> Mapping[str, click.Command]:
        """The commands that plugins bring."""
        found: dict[str, tuple[str, click.Command]] = {}
        for plugin, implementation in self._implementations("register_commands"):
            _run(
                plugin, implementation, register=lambda command, plugin=plugin: _add(found, command, plugin, "command")
            )
        return {name: command for name, (_, command) in found.items()}

    def _implementations(self, hook: str) -> list[tuple[str, Callable[..., object]]]:
        caller = getattr(self._manager.hook, hook)
        return [(impl.plugin_name, _with_arguments(impl)) for impl in caller.get_hookimpls()]

    def _call(self, hook: str, **arguments: object) -> None:
        for plugin, implementation in self._implementations(hook):
            _run(plugin, implementation, **arguments)


_KINDS = {
    "checklists": Text("检查清单", "checklist"),
    "readers": Text("输入格式", "reader"),
    "writers": Text("输出格式", "format"),
    "functions": Text("函数", "function"),
    "scoring_models": Text("计分方法", "scoring model"),
    "engines": Text("批量引擎", "engine"),
}


def _with_arguments(impl: pluggy.HookImpl) -> Callable[..., object]:
    wanted = impl.argnames
    return lambda **arguments: impl.function(*(arguments[name] for name in wanted))


def _run(plugin: str, implementation: Callable[..., object], **arguments: object) -> None:
    try:
        implementation(**arguments)
    except PluginError:
        raise
    except Exception as error:  # a plugin's code: whatever it raises is that plugin's fault, and is said so
        raise PluginError(
            Text(f"插件 {plugin} 出错：{error!r}", f"plugin {plugin} failed: {error!r}"),
            hint=Text("更新或卸载该插件", "update or uninstall the plugin"),
        ) from error


def _add(found: dict[str, tuple[str, Any]], item: Any, plugin: str, what: str) -> None:
    if item.name in found:
        raise PluginError(f"{what} '{item.name}' is registered by two plugins: {found[item.name][0]} and {plugin}")
    found[item.name] = (plugin, item)


def load_plugins(extra: Iterable[ModuleType] = ()) -> Registry:
    """The registry of all installed plugins, and of modules passed in (for tests and programs that bring their own).

    A plugin that cannot be imported is left out and listed with its problem. Raises PluginError when one implements a
    hook that does not exist, fails while it registers, or registers a name that another one has registered.
    """
    manager = pluggy.PluginManager("checkrules")
    manager.add_hookspecs(hookspecs)
    infos: list[PluginInfo] = []
    modules = tuple(extra)
    for name, distribution, load in _found(modules):
        try:
            module = load()
        except Exception as error:  # noqa: BLE001 - a plugin's code, while it is imported
            problem = f"{type(error).__name__}: {error}"
            infos.append(PluginInfo(name=name, distribution=distribution, problem=problem))
            continue
        if not manager.is_registered(module):
            manager.register(module, name=name)
            hooks = tuple(hook for hook in hookspecs.HOOKS if hasattr(module, hook))
            infos.append(PluginInfo(name=name, distribution=distribution, hooks=hooks))
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(f"a plugin implements a hook that does not exist: {error}") from error
    return _registered(manager, infos, tuple(module.__name__ for module in modules))


def load_plugins_again(extra: tuple[str, ...]) -> Registry:
    """The registry that `load_plugins` gives for modules of these names, as `Registry.extra` has them."""
    return load_plugins([import_module(name) for name in extra])


def _found(extra: Iterable[ModuleType]) -> list[tuple[str, str, Callable[[], Any]]]:
    from importlib.metadata import entry_points

    found = {
        (point.name, point.value): (point.name, point.dist.name if point.dist else "", point.load)
        for point in entry_points(group=GROUP)
    }
    given = [(module.__name__, "", lambda module=module: module) for module in extra]
    return [*sorted(found.values(), key=lambda item: item[:2]), *given]


def _registered(manager: pluggy.PluginManager, infos: list[PluginInfo], extra: tuple[str, ...]) -> Registry:
    kinds = {kind: _collect(manager, f"register_{kind}", what.en) for kind, what in _KINDS.items()}
    plugins = tuple(
        attrs.evolve(
            info,
            registered=tuple(
                f"{_KINDS[kind].en} {name}"
                for kind, found in kinds.items()
                for name, (plugin, _) in found.items()
                if plugin == info.name
            ),
        )
        for info in infos
    )
    tables: Any = {
        kind: MappingProxyType({name: item for name, (_, item) in found.items()}) for kind, found in kinds.items()
    }
    return Registry(**tables, plugins=plugins, extra=extra, manager=manager)


def _collect(manager: pluggy.PluginManager, hook: str, what: str) -> dict[str, tuple[str, Any]]:
    found: dict[str, tuple[str, Any]] = {}
    for impl in getattr(manager.hook, hook).get_hookimpls():

        def register(item: Any, plugin: str = impl.plugin_name) -> None:
            _add(found, item, plugin, what)

        _run(impl.plugin_name, _with_arguments(impl), register=register)
    return found
