"""One page per rule, made from its YAML; an index by task; the parameters and definitions."""

from __future__ import annotations

from typing import Any

from checkrules.checklist import Checklist
from checkrules.facts.kinds import expected_of
from checkrules.model.rules import Definition, Parameter, Rule, Task
from checkrules.model.text import Language
from checkrules.model.tree import Node
from checkrules.words.codes import BASIS_WORDS, OUTCOME_WORDS, SEVERITY_WORDS
from checkrules.words.expressions import in_words
from checkrules.words.values import with_unit
from docs.pages.facts import facts
from docs.pages.markdown import cell, code, page, table

EXAMPLES = {
    "passing": OUTCOME_WORDS["pass"],
    "failing": OUTCOME_WORDS["fail"],
    "not_applicable": OUTCOME_WORDS["not_applicable"],
    "unknown": OUTCOME_WORDS["unknown"],
}


def pages(checklist: Checklist) -> dict[str, str]:
    """The pages of a checklist's rules."""
    made = RulePages(checklist)
    return {
        "rules/index.md": made.index(),
        "rules/parameters.md": made.parameters_page(),
        "rules/facts.md": facts(checklist),
        **{path_of(rule): made.rule(rule) for rule in checklist.content.rules},
    }


def navigation(checklist: Checklist) -> list[Any]:
    """The index, the parameters, then one group per key point."""
    content = checklist.content
    groups = [
        {
            f"{section.number} {section.title.zh}": [
                {f"{rule.id} {rule.title.zh}": path_of(rule)} for rule in content.rules if rule.section == section.id
            ]
        }
        for section in content.sections
    ]
    return ["rules/index.md", "rules/parameters.md", "rules/facts.md", *groups]


def path_of(rule: Rule) -> str:
    return f"rules/{rule.id}.md"


class RulePages:
    """Makes the pages: holds what all of them look up."""

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.content = checklist.content
        self.facts = {fact.name: fact for fact in self.content.form.facts}
        self.parameters = {parameter.name: parameter for parameter in self.content.parameters}
        self.definitions = {definition.name: definition for definition in self.content.definitions}
        self.tasks = {task.id: task for section in self.content.sections for task in section.tasks}
        self.sections = {section.id: section for section in self.content.sections}
        self.values = checklist.compiled.periods[-1].parameters

    def index(self) -> str:
        """All rules, task by task."""
        content = self.content
        parts = [
            f"# 全部规则 All {len(content.rules)} rules",
            f"{content.title.zh}（{content.document.number}），`{content.id}` {content.version}。"
            f"每条规则一页，由规则文件生成。\n\n*{content.title.en}. One page per rule, made from the rule files.* "
            "[参数与定义 Parameters and definitions](parameters.md)，[全部填写项 All facts](facts.md)",
        ]
        for section in content.sections:
            parts.append(f"## {section.number} {section.title.zh} {section.title.en}")
            rows = [
                (f"[{rule.id}]({rule.id}.md)", rule.title.zh, rule.title.en, self._severity(rule), self._points(rule))
                for rule in content.rules
                if rule.section == section.id
            ]
            parts.append(table(("条目", "要求", "Requirement", "程度 Severity", "分值 Points"), rows))
        return page(*parts)

    def rule(self, rule: Rule) -> str:
        """One rule's page."""
        return page(
            f"# {rule.id} {rule.title.zh}",
            f"*{rule.title.en}*",
            self._summary(rule),
            *self._condition("适用条件 Applies when", rule.when, rule.when_tree),
            *self._condition("要求 Requires", rule.require, rule.require_tree),
            *self._condition("部分得分 Partial credit", rule.degree, rule.degree_tree),
            "## 问题与整改 Issue and remedy",
            table(
                ("", "中文", "English"),
                [
                    ("问题 Issue", self._template(rule.message.zh, "zh"), self._template(rule.message.en, "en")),
                    ("整改 Remedy", self._template(rule.remedy.zh, "zh"), self._template(rule.remedy.en, "en")),
                ],
            ),
            *self._used(rule),
            *self._sources(rule),
            *self._interpretation(rule),
            *self._examples(rule),
            f"规则文件 File: `rules/{self.content.id}/{rule.file}`, 第 {rule.line} 行 line {rule.line}",
        )

    def parameters_page(self) -> str:
        """The parameters with their values and sources, the definitions, the sources."""
        content = self.content
        rows = [
            (
                f'<a id="{p.name}"></a>{code(p.name)}',
                f"{p.title.zh}<br>{p.title.en}",
                self._parameter_value(p),
                f"{BASIS_WORDS[p.basis].zh}<br>{BASIS_WORDS[p.basis].en}",
                " ".join(p.sources),
                f"{p.note.zh}<br>{p.note.en}" if p.note else "",
            )
            for p in content.parameters
        ]
        definitions = [
            (
                f'<a id="{d.name}"></a>{code(d.name)}',
                f"{d.title.zh}<br>{d.title.en}",
                f"{self._in_words(d.tree, 'zh')}<br>{self._in_words(d.tree, 'en')}",
            )
            for d in content.definitions
        ]
        sources = [(s.id, s.title, s.number, s.year, s.figure, s.read) for s in content.sources]
        return page(
            "# 参数与定义 Parameters and definitions",
            "`--set 名称=值` 改一个参数，`--profile` 用成套的调整。*`--set NAME=VALUE` sets a parameter, `--profile` a set of them.*",
            "## 参数 Parameters",
            table(("名称 Name", "参数 Parameter", "值 Value", "依据 Basis", "来源 Sources", "说明 Note"), rows),
            "## 定义 Definitions",
            table(("名称 Name", "定义 Definition", "内容 Meaning"), definitions),
            "## 来源 Sources",
            "最后一栏说明实际读到的范围。*The last column says what was really read.*",
            table(("", "文件 Document", "文号 Number", "年份 Year", "内容 Figure", "所读 Read"), sources),
        )

    def _summary(self, rule: Rule) -> str:
        task: Task = self.tasks[rule.task]
        section = self.sections[rule.section]
        document = self.content.document
        number = f"{task.number} " if task.number else ""
        evidence = "；".join(rule.evidence)
        clause = f"第{rule.source.clause}项" if rule.source.clause.isdigit() else rule.source.clause
        heading = ("考核要点 Key point", f"{section.number} {section.title.zh}<br>{section.title.en}")
        rows = [
            ("工作任务 Task", f"{number}{task.title.zh}<br>{task.title.en}"),
            ("条款 Clause", f"{document.number} {clause}：“{rule.source.quote}”"),
            *([("任务原文 Task in the notice", task.text)] if task.text else []),
            ("程度 Severity", self._severity(rule)),
            ("分值 Points", self._points(rule)),
            ("整改天数 Days to repair", rule.due_days),
            *([("督导方式 Evidence", evidence)] if evidence else []),
            ("代号 Name", code(rule.name)),
        ]
        return table(heading, rows)

    def _severity(self, rule: Rule) -> str:
        return f"{SEVERITY_WORDS[rule.severity].zh} {rule.severity}"

    def _points(self, rule: Rule) -> str:
        return f"{rule.points:g}" if rule.scored else "不计分 not scored"

    def _condition(self, heading: str, text: str | None, tree: Node | None) -> list[str]:
        if text is None or tree is None:
            return []
        words = table(("中文", "English"), [(self._in_words(tree, "zh"), self._in_words(tree, "en"))])
        return [f"## {heading}", words, f"```text\n{text}\n```"]

    def _template(self, text: str, language: str) -> str:
        named: dict[str, Any] = {**self.facts, **self.parameters, **self.definitions}
        for name, item in named.items():
            title = item.title.en if language == "en" else item.title.zh
            text = text.replace(f"{{{name}}}", f"〔{title}〕")
        return text

    def _used(self, rule: Rule) -> list[str]:
        index = self.content.rules.index(rule)
        rows = [self._named(name) for name in self.checklist.compiled.reached(index)]
        return ["## 用到的数据 What it uses", table(("名称 Name", "中文", "English", ""), rows)] if rows else []

    def _named(self, name: str) -> tuple[str, str, str, str]:
        if name in self.facts:
            fact = self.facts[name]
            return code(name), fact.title.zh, fact.title.en, f"[填写项 fact](facts.md): {expected_of(fact).zh}"
        if name in self.parameters:
            parameter = self.parameters[name]
            basis = f"{BASIS_WORDS[parameter.basis].zh} {BASIS_WORDS[parameter.basis].en}"
            cited = " ".join((basis, *parameter.sources))
            what = f"[参数 parameter](parameters.md#{name}): {self._parameter_value(parameter)}（{cited}）"
            return code(name), parameter.title.zh, parameter.title.en, what
        definition: Definition = self.definitions[name]
        return code(name), definition.title.zh, definition.title.en, f"[定义 definition](parameters.md#{name})"

    def _in_words(self, tree: Node, language: Language) -> str:
        return in_words(tree, self.checklist.compiled.names, language, "**{}**".format)

    def _parameter_value(self, parameter: Parameter) -> str:
        fact = self.checklist.compiled.labelled.get(parameter.name)
        return with_unit(self.values[parameter.name], fact, parameter.unit, "zh")

    def _sources(self, rule: Rule) -> list[str]:
        """Where the parameters of a rule come from, and what of each document was really read."""
        reached = self.checklist.compiled.reached(self.content.rules.index(rule))
        cited = {source for name in reached if name in self.parameters for source in self.parameters[name].sources}
        rows = [(s.id, s.title, s.number, s.year, s.figure) for s in self.content.sources if s.id in cited]
        headings = ("", "文件 Document", "文号 Number", "年份 Year", "内容 Figure")
        return ["## 参数的来源 Sources of the parameters", table(headings, rows)] if rows else []

    def _interpretation(self, rule: Rule) -> list[str]:
        if rule.interpretation is None:
            return []
        return [
            "## 理解 Interpretation",
            table(("中文", "English"), [(rule.interpretation.zh, rule.interpretation.en)]),
        ]

    def _examples(self, rule: Rule) -> list[str]:
        rows = [
            (f"{words.zh} {words.en}", "<br>".join(_facts_of(example) for example in getattr(rule.examples, name)))
            for name, words in EXAMPLES.items()
            if getattr(rule.examples, name)
        ]
        return ["## 例子 Examples", table(("结论 Outcome", "情况 Facts"), rows)]


def _facts_of(example: dict[str, object]) -> str:
    return (
        code(", ".join(f"{name}: {_plain(value)}" for name, value in example.items())) or "（都未说明 nothing stated）"
    )


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else cell(value)
