"""Every code that results, remarks and origins carry for programs, with its words for people in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checkrules.model.comparison import Development
from checkrules.model.results import NoGrade, ReasonCode
from checkrules.model.rules import Basis, Outcome, Severity
from checkrules.model.submission import OriginKind
from checkrules.model.text import Language, Text

OUTCOME_WORDS: Mapping[Outcome, Text] = {
    "pass": Text("达标", "pass"),
    "fail": Text("不达标", "fail"),
    "not_applicable": Text("不适用", "not applicable"),
    "unknown": Text("未说明", "unknown"),
    "error": Text("出错", "error"),
}

OUTCOME_SIGNS: Mapping[Outcome, str] = {"pass": "√", "fail": "×", "unknown": "?", "not_applicable": "-", "error": "!"}
"""Signs that a GBK console has too."""

SEVERITY_WORDS: Mapping[Severity, Text] = {
    "critical": Text("严重", "critical"),
    "major": Text("主要", "major"),
    "minor": Text("一般", "minor"),
    "advisory": Text("建议", "advisory"),
}

REASON_WORDS: Mapping[ReasonCode, Text] = {
    "requirement_not_met": Text("未达到要求", "the requirement is not met"),
    "condition_not_met": Text("不属于适用范围", "the rule does not apply"),
    "missing_facts": Text("所需情况未说明", "a needed fact is not stated"),
    "invalid_value": Text(
        "所填内容不符合要求，按未说明处理", "a stated value does not fit the form and counts as not stated"
    ),
    "division_by_zero": Text("除数为零", "a division by zero"),
    "number_out_of_range": Text("计算结果超出范围", "a number left the range that can be computed exactly"),
    "table_gap": Text("判定表没有适用的行", "no row of a decision table fits"),
    "table_overlap": Text("判定表有多行同时适用", "several rows of a decision table fit"),
    "overridden": Text("督学另行认定", "an inspector decided otherwise"),
    "failed_to_run": Text("规则运行出错", "the rule could not run"),
}
"""Why a result is not a pass."""

NO_GRADE_WORDS: Mapping[NoGrade, Text] = {
    "incomplete": Text("资料不全", "incomplete"),
    "nothing_decided": Text("无法评定", "not gradable"),
}
"""Why there is no grade: too little was decided, or nothing."""

ORIGIN_WORDS: Mapping[OriginKind, Text] = {
    "field": Text("填写项", "stated in a field"),
    "prose": Text("从文字叙述中读出，待确认", "read out of the narrative, to be confirmed"),
    "roster": Text("名册", "joined from the roster"),
    "form": Text("由表格本身得出", "seen from the form itself"),
    "entry": Text("督学录入", "entered by an inspector"),
}
"""Where a fact comes from."""

BASIS_WORDS: Mapping[Basis, Text] = {
    "notice": Text("通知原文", "the notice itself"),
    "external": Text("其他文件", "another source"),
    "interpretation": Text("对通知的理解", "a reading of the notice"),
    "proposal": Text("建议", "a proposal"),
}
"""What a parameter's value rests on."""

DEVELOPMENT_WORDS: Mapping[Development, Text] = {
    "new": Text("新增问题", "new"),
    "regressed": Text("原已达标，现不达标", "passed before, fails now"),
    "still_open": Text("仍未整改", "still open"),
    "repaired": Text("已整改", "repaired"),
    "unknown_now": Text("是否整改情况不明", "not known whether repaired"),
    "not_applicable_now": Text("不再适用", "does not apply any more"),
    "not_judged_now": Text("检查清单不再包含", "not in the checklist any more"),
    "no_issue": Text("前后均无问题", "no issue in either"),
}
"""What became of a rule between two reports."""

REMARK_WORDS: Mapping[str, Text] = {
    "invalid_value": Text("所填内容不符合要求", "a value does not fit the form"),
    "unknown_fact": Text("表单中没有的项目", "a fact that the form does not have"),
    "unknown_task": Text("清单中没有的任务", "a task that the checklist does not have"),
    "unknown_column": Text("表单中没有的列", "a column that the form does not have"),
    "coerced": Text("按所填文字或数字的意思采用", "taken as what its text or number means"),
    "time_cut": Text("时间按其日期采用", "a time that counts as its date"),
    "required_missing": Text("必填项未填写", "a required fact is not stated"),
    "skipped_row": Text("合计行或重复的表头", "a row of totals, or a heading that is repeated"),
    "short_row": Text("一行的单元格不足", "a row with too few cells"),
    "inconsistent": Text("所填内容互相矛盾", "facts that contradict one another"),
    "sources_disagree": Text("不同来源的内容不一致", "sources that disagree"),
    "same_subject_twice": Text("同一对象有两份", "two submissions of one subject"),
    "personal_data": Text(
        "含有身份证号、手机号等个人号码", "numbers of persons, such as identity-card or phone numbers"
    ),
    "personal_name": Text("疑似含有人名或住址", "what may be a person's name or a home address"),
    "duplicate_name": Text("名册中名称重复", "a name that is twice in the roster"),
    "not_in_roster": Text("名册中没有", "not in the roster"),
    "roster_doubtful": Text("名册中的内容不一致，未采用", "entries of the roster disagree; none is used"),
    "unassigned_text": Text("未能归入任何任务的文字", "text that belongs to no task"),
    "assigned_by_order": Text("按次序归入任务的文字", "text that was assigned to tasks by its order"),
    "narrative_too_long": Text("过长、没有读取的叙述", "a narrative that is too long to be read"),
    "plugin_failed": Text("插件运行出错", "a plugin failed"),
}
"""What a remark is about. Plugins may add codes of their own."""


def word_of(code: str, words: Mapping[Any, Text], language: Language) -> str:
    """The words of a code of a document; a code of a later version stands for itself."""
    return words[code][language] if code in words else code
