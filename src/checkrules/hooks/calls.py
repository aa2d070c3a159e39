"""Hooks, called through pluggy: its order, its wrappers; errors name the plugin, and so does what is registered."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Generator, Mapping
from types import ModuleType
from typing import Any, Generic, TypeVar

import attrs
import pluggy

from checkrules.hooks import specs
from checkrules.hooks.plugins import PluginInfo, blamed, guarded
from checkrules.model.errors import CheckrulesError, PluginError, did_you_mean
from checkrules.model.text import Text

Item = TypeVar("Item")


class Hooks:
    """The hooks as pluggy calls them, with errors that name the plugin."""

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager("checkrules")
        self._manager.add_hookspecs(specs)
        self._seen: list[ModuleType] = []

    def add(self, plugin: PluginInfo, module: ModuleType) -> PluginInfo | None:
        """Add a plugin; None when it is there already. Raises PluginError for a hook that does not exist, an implementation that
        does not fit its hook, and a second plugin of a name."""
        if module in self._seen:
            return None
        if self._manager.has_plugin(plugin.name):
            problem = Text(f"有两个插件都叫“{plugin.name}”", f"there are two plugins named '{plugin.name}'")
            raise PluginError(problem, hint=Text("请卸载其中一个", "uninstall one of them"))
        self._seen.append(module)
        proxy = ModuleType(plugin.name)
        for name in dir(module):
            options = self._manager.parse_hookimpl_opts(module, name)
            if options is not None:
                hook = options.get("specname") or name
                if hook not in specs.HOOKS and not options.get("optionalhook"):
                    raise _unknown(hook, plugin)
                notifies = hook in specs.NOTIFICATIONS
                setattr(proxy, name, (_notified if notifies else _named)(getattr(module, name), plugin))
        try:
            self._manager.register(proxy, name=plugin.name)
        except pluggy.PluginValidationError as error:
            problem = Text(
                f"插件{plugin.title.zh}的钩子写法不对", f"plugin {plugin.title.en} implements a hook wrongly"
            )
            hint = Text("请按文档“钩子”一页核对参数", str(error))
            raise PluginError(problem, hint=hint) from error
        implemented = {caller.name for caller in self._manager.get_hookcallers(proxy) or ()}
        return attrs.evolve(plugin, hooks=tuple(hook for hook in specs.HOOKS if hook in implemented))

    def call(self, hook: str, **arguments: object) -> None:
        """Call a hook of all plugins, in pluggy's order. Raises PluginError, and calls no other, where one fails."""
        getattr(self._manager.hook, hook)(**arguments)

    def notify(self, hook: str, **arguments: object) -> tuple[CheckrulesError, ...]:
        """Call a hook that only notifies. A plugin that fails keeps no other from being called; gives what failed."""
        results = getattr(self._manager.hook, hook)(**arguments)
        return tuple(item for item in results if isinstance(item, CheckrulesError))

    def registered(self, hook: str, kind: type[Item], title: Text) -> Mapping[str, tuple[PluginInfo, Item]]:
        """What plugins register at one hook, by name, each with its plugin. `title` is what one of the kind is called."""
        registrar = Registrar(kind, title)
        self.call(hook, register=registrar)
        return registrar.entries


def _unknown(hook: str, plugin: PluginInfo) -> PluginError:
    return PluginError(
        Text(
            f"插件{plugin.title.zh}实现了不存在的钩子“{hook}”",
            f"plugin {plugin.title.en} implements the hook '{hook}', which does not exist",
        ),
        hint=did_you_mean(hook, specs.HOOKS),
    )


class Registrar(Generic[Item]):
    """Takes what plugins register at one hook."""

    def __init__(self, kind: type[Item], title: Text) -> None:
        self.kind = kind
        self.title = title
        self.entries: dict[str, tuple[PluginInfo, Item]] = {}

    def register(self, plugin: PluginInfo, item: Any) -> None:
        """Take what a plugin registers. Raises PluginError for another kind of thing, and for a name that is taken."""
        if not isinstance(item, self.kind):
            raise TypeError(f"it registers {type(item).__name__}, not {self.kind.__name__}")
        name = getattr(item, "name", None) or ""
        if name in self.entries:
            other = self.entries[name][0].title
            raise PluginError(
                Text(
                    f"两个插件都登记了{self.title.zh}“{name}”：{other.zh}和{plugin.title.zh}",
                    f"{self.title.en} '{name}' is registered by two plugins: {other.en} and {plugin.title.en}",
                ),
                hint=Text("请卸载其中一个", "uninstall one of them"),
            )
        self.entries[name] = (plugin, guarded(item, plugin))


def _named(implementation: Callable[..., Any], plugin: PluginInfo) -> Callable[..., Any]:
    """A plugin's implementation of a hook, as pluggy calls it: errors name the plugin, and `register` knows who calls it."""

    def bound(argument: object) -> object:
        return functools.partial(argument.register, plugin) if isinstance(argument, Registrar) else argument

    @functools.wraps(implementation)
    def run(*arguments: object) -> object:
        with blamed(plugin):
            return implementation(*map(bound, arguments))

    @functools.wraps(implementation)
    def wrap(*arguments: object) -> Generator[None, object, object]:
        with blamed(plugin):
            return (yield from implementation(*map(bound, arguments)))

    return wrap if inspect.isgeneratorfunction(implementation) else run


def _notified(implementation: Callable[..., Any], plugin: PluginInfo) -> Callable[..., Any]:
    """The same for a hook that only notifies: pluggy stops at what is raised, so an error is given as the result."""

    @functools.wraps(implementation)
    def run(*arguments: object) -> object:
        try:
            with blamed(plugin):
                implementation(*arguments)
        except CheckrulesError as error:
            return error
        return None

    @functools.wraps(implementation)
    def wrap(*arguments: object) -> Generator[None, object, object]:
        wrapper = implementation(*arguments)
        failed = run_next(lambda: next(wrapper))
        results = yield
        failed = failed or run_next(lambda: wrapper.send(results))
        if isinstance(results, pluggy.Result):  # a wrapper of the older kind, whose own result does not count
            results.force_result([*_listed(results.get_result()), *([failed] if failed is not None else [])])
            return None
        return [*_listed(results), *([failed] if failed is not None else [])]

    def run_next(step: Callable[[], object]) -> CheckrulesError | None:
        try:
            with blamed(plugin), contextlib.suppress(StopIteration):
                step()
        except CheckrulesError as error:
            return error
        return None

    return wrap if inspect.isgeneratorfunction(implementation) else run


def _listed(results: object) -> list[object]:
    return results if isinstance(results, list) else []
