"""Discover plugins, let them register, look up what they registered. Nothing is global: a registry is made and passed on."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs
import pluggy

from checkrules.hooks import local, specs
from checkrules.hooks.plugins import PluginInfo, blamed, guarded
from checkrules.hooks.registrations import BundledChecklist, Engine, Function, Reader, ScoringModel, Writer
from checkrules.model.errors import PluginError, UsageError, did_you_mean
from checkrules.model.form import Form
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
    plugins: tuple[PluginInfo, ...]
    extra: tuple[str, ...] = ()
    """The names of the modules that were passed in."""
    _hooks: _Hooks = attrs.field(repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return load_plugins_again, (self.extra,)

    def normalise(self, facts: dict[str, object], form: Form) -> dict[str, object]:
        """Let plugins normalise the facts of one submission, in place. Raises PluginError for one that fails."""
        self._hooks.call("normalise_facts", facts=facts, form=form)
        return facts

    def notify(self, report: Report) -> None:
        """Tell plugins of a report. Raises PluginError for one that fails."""
        self._hooks.call("after_report", report=report)

    def commands(self) -> Mapping[str, click.Command]:
        """The commands that plugins bring. Raises PluginError as `load_plugins` does."""
        import click

        return self._hooks.registered("register_commands", click.Command, Text("命令", "command"))


class _Hooks:
    """The hooks as pluggy calls them, with errors that name the plugin."""

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager("checkrules")
        self._manager.add_hookspecs(specs)
        self._seen: list[ModuleType] = []

    def add(self, plugin: PluginInfo, module: ModuleType) -> PluginInfo | None:
        """Add a plugin; None when it is there already. Raises PluginError for an implementation that does not fit its hook,
        and for a second plugin of a name."""
        if module in self._seen:
            return None
        if self._manager.has_plugin(plugin.name):
            problem = Text(f"有两个插件都叫“{plugin.name}”", f"there are two plugins named '{plugin.name}'")
            raise PluginError(problem, hint=Text("请卸载其中一个", "uninstall one of them"))
        self._seen.append(module)
        guarded = ModuleType(plugin.name)
        for name in dir(module):
            if self._manager.parse_hookimpl_opts(module, name) is not None:
                setattr(guarded, name, _guarded(getattr(module, name), plugin))
        try:
            self._manager.register(guarded, name=plugin.name)
        except pluggy.PluginValidationError as error:
            problem = Text(
                f"插件{plugin.title.zh}的钩子写法不对", f"plugin {plugin.title.en} implements a hook wrongly"
            )
            raise PluginError(problem, hint=str(error)) from error
        implemented = {caller.name for caller in self._manager.get_hookcallers(guarded) or ()}
        return attrs.evolve(plugin, hooks=tuple(hook for hook in specs.HOOKS if hook in implemented))

    def check(self) -> None:
        """Raise PluginError where a plugin implements a hook that does not exist."""
        try:
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginError(
                Text("有插件实现了不存在的钩子", f"a plugin implements a hook that does not exist: {error}")
            ) from error

    def call(self, hook: str, **arguments: object) -> None:
        """Call a hook of all plugins, in pluggy's order. Raises PluginError, and calls no other, where one fails."""
        getattr(self._manager.hook, hook)(**arguments)

    def registered(self, hook: str, kind: type[Item], title: Text) -> Registered[Item]:
        """What plugins register at one hook."""
        registrar = _Registrar(kind, title)
        self.call(hook, register=registrar)
        return Registered(title, registrar.entries)


class _Registrar(Generic[Item]):
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


def _guarded(implementation: Callable[..., Any], plugin: PluginInfo) -> Callable[..., Any]:
    """A plugin's implementation of a hook, as pluggy calls it: errors name the plugin, and `register` knows who calls it."""

    def bound(argument: object) -> object:
        return functools.partial(argument.register, plugin) if isinstance(argument, _Registrar) else argument

    @functools.wraps(implementation)
    def run(*arguments: object) -> object:
        with blamed(plugin):
            return implementation(*map(bound, arguments))

    @functools.wraps(implementation)
    def wrap(*arguments: object) -> Generator[None, object, object]:
        with blamed(plugin):
            return (yield from implementation(*map(bound, arguments)))

    return wrap if inspect.isgeneratorfunction(implementation) else run


def load_plugins(extra: Iterable[ModuleType] = ()) -> Registry:
    """The registry of all installed plugins, and of modules passed in (for tests and programs that bring their own).

    A plugin that cannot be imported is left out and listed with its problem. Raises PluginError when one implements a
    hook that does not exist, fails while it registers, or registers a name that another one has registered.
    """
    hooks = _Hooks()
    infos: list[PluginInfo] = []
    modules = tuple(extra)
    for plugin, load in _found(modules):
        try:
            module = load()
        except Exception as error:  # noqa: BLE001 - a plugin's code, while it is imported
            infos.append(attrs.evolve(plugin, problem=f"{type(error).__name__}: {error}"))
            continue
        info = hooks.add(plugin, module)
        if info is not None:
            infos.append(info)
    hooks.check()
    kinds: dict[str, Registered[Any]] = {
        "checklists": hooks.registered("register_checklists", BundledChecklist, Text("检查清单", "checklist")),
        "readers": hooks.registered("register_readers", Reader, Text("输入格式", "reader")),
        "writers": hooks.registered("register_writers", Writer, Text("输出格式", "format")),
        "functions": hooks.registered("register_functions", Function, Text("函数", "function")),
        "scoring_models": hooks.registered("register_scoring_models", ScoringModel, Text("计分方法", "scoring model")),
        "engines": hooks.registered("register_engines", Engine, Text("批量引擎", "engine")),
    }
    plugins = tuple(attrs.evolve(info, registered=tuple(_names_of(info, kinds.values()))) for info in infos)
    return Registry(**kinds, plugins=plugins, extra=tuple(module.__name__ for module in modules), hooks=hooks)


def load_plugins_again(extra: tuple[str, ...]) -> Registry:
    """The registry that `load_plugins` gives for modules of these names, as `Registry.extra` has them."""
    return load_plugins([import_module(name) for name in extra])


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
