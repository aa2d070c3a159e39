"""Every code that results, remarks and origins carry for programs, with its words for people in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checkrules.model.comparison import Development
from checkrules.model.readings import DoubtCode, How, ReadingStatus
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

PROVISIONAL_WORDS: Mapping[Outcome, Text] = {
    "pass": Text("拟判达标", "provisional pass"),
    "fail": Text("拟判不达标", "provisional fail"),
    "not_applicable": Text("拟判不适用", "provisionally not applicable"),
}
"""Outcomes that only readings of prose would give: they wait to be confirmed."""

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
    "prose": Text("从文字叙述中读出，按设定采用", "read out of the narrative, accepted as set"),
    "roster": Text("名册", "joined from the roster"),
    "form": Text("由表格本身得出", "seen from the form itself"),
    "entry": Text("督学录入", "entered by an inspector"),
    "confirmed": Text("已由人确认", "confirmed by a person"),
}
"""Where a fact comes from."""

READING_STATUS_WORDS: Mapping[ReadingStatus, Text] = {
    "certain": Text("读得明确", "clear"),
    "candidate": Text("读出，有疑点", "read, with doubts"),
    "conflict": Text("前后不一", "read twice, differently"),
    "mention": Text("提到，未说结果", "named, nothing stated"),
    "guess": Text("推测", "a guess"),
    "unsaid": Text("原文说明不详", "the text says that it is not known"),
}
"""How sure a reading out of prose is."""

DOUBT_WORDS: Mapping[DoubtCode, Text] = {
    "unnamed": Text("没有点名，按上文理解", "it is not named; taken from what stands before"),
    "wording": Text("说法不在常见句式内", "not worded in one of the plain ways"),
    "unknown_word": Text("有不认识的词", "a word that is not known"),
    "narrowed": Text("名称旁的词可能改变所指", "a word beside the name may change what is named"),
    "some_grades": Text("只说了部分年级、班级或校区", "only some grades, classes or campuses are meant"),
    "more_numbers": Text("句中还有别的数字", "the clause has other numbers"),
    "second_figure": Text("近旁有同一单位的另一个数字", "another figure of the same unit stands near"),
    "said_again": Text("同一栏又说到这件事", "the same row speaks of it again"),
    "corrected": Text("后文有核实或更正", "a correction follows"),
    "turn_follows": Text("后文有转折", "a reserve follows"),
    "several_negations": Text("有几处否定", "several negations"),
    "no_period": Text("没有说明按多长时间计", "no period is given"),
    "no_unit": Text("数字没有单位", "a number without a unit"),
    "norm": Text("可能说的是要求，不是实际", "it may be a norm, not a finding"),
    "elsewhere": Text("可能说的是其他单位", "it may speak of another body"),
    "hedge": Text("措辞有保留", "the wording is guarded"),
    "only_part": Text("只说了一部分", "only a part is meant"),
    "looked_into": Text("只说检查了，没有说结果", "it says what was looked into, not what was found"),
    "topic": Text("像标题，不是结论", "a topic, not a statement"),
    "each": Text("“各”“每”后面的数字要相乘", "a number for each of several"),
    "total_of_several": Text("可能是几项的合计", "it may be the total of several things"),
    "open_list": Text("列举没有穷尽", "a list that is left open"),
    "approximate": Text("约数", "an approximate number"),
    "bound": Text("只给出上限或下限", "a bound, not a count"),
    "other_time": Text("可能说的是以前或计划中的事", "it may be over, or only planned"),
    "question": Text("是问句", "a question"),
    "part_exceeds_total": Text("部分大于总数", "a part is greater than its total"),
    "bare_mark": Text("整栏只有一个结论或记号", "the row holds only a mark or a phrase"),
    "long_sentence": Text("句子太长", "a sentence that is too long"),
}
"""What is doubtful about a reading out of prose."""

HOW_WORDS: Mapping[How, Text] = {
    "read": Text("另一处读出的", "read elsewhere"),
    "opposite": Text("相反", "the opposite"),
    "zero": Text("一个也没有", "none"),
    "sum": Text("相加", "the sum"),
    "difference": Text("相减", "the difference"),
    "product": Text("相乘", "the product"),
    "all": Text("全部", "all of the total"),
    "number": Text("句中的另一个数字", "another number of the clause"),
}
"""How another value that the words may state comes about."""

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

FILE_WORDS: Mapping[str, Text] = {
    "roster": Text("名册", "a roster"),
    "confirmed": Text("确认单", "review sheets"),
    "another_roster": Text("未采用的名册", "rosters that are not used"),
    "blank_form": Text("空白表", "blank forms"),
    "picture": Text("图片或扫描件", "pictures or scans"),
    "pdf": Text("PDF", "PDF files"),
    "recording": Text("录音录像", "recordings"),
    "empty": Text("空文件", "empty files"),
    "archive": Text("压缩包", "archives"),
    "unknown_format": Text("不能读的格式", "formats that are not read"),
    "unreadable": Text("读不出", "cannot be read"),
    "link": Text("链接的文件夹", "links to folders"),
    "closed_folder": Text("打不开的文件夹", "folders that cannot be opened"),
    "empty_folder": Text("没有可读文件的文件夹", "folders without a file that can be read"),
    "copy": Text("内容相同的副本", "copies of other files"),
    "own_output": Text("本程序写出的结果", "results of an earlier run"),
    "checklist_file": Text("检查清单的文件", "files of the checklist"),
    "lock_file": Text("Office 临时文件", "lock files of Office"),
    "system_file": Text("系统文件", "files of the system"),
    "hidden": Text("隐藏文件", "hidden files"),
}
"""Why a file was not judged."""

REMARK_WORDS: Mapping[str, Text] = {
    "invalid_value": Text("所填内容不符合要求", "a value does not fit the form"),
    "unknown_fact": Text("表单中没有的项目", "a fact that the form does not have"),
    "unknown_task": Text("清单中没有的任务", "a task that the checklist does not have"),
    "unknown_column": Text("表单中没有的列", "a column that the form does not have"),
    "coerced": Text("按所填文字或数字的意思采用", "taken as what its text or number means"),
    "time_cut": Text("时间按其日期采用", "a time that counts as its date"),
    "date_taken": Text("不写年份或写成一段时间的日期", "a day without its year, or several days"),
    "required_missing": Text("必填项未填写", "a required fact is not stated"),
    "skipped_row": Text("合计行或重复的表头", "a row of totals, or a heading that is repeated"),
    "unreadable_cell": Text("读不出值的单元格", "a cell whose value cannot be read"),
    "hidden_content": Text("没有读取的隐藏内容", "hidden content, which is not read"),
    "other_sheet": Text("没有读取的工作表", "a sheet that is not read"),
    "renamed": Text("后缀与内容不符的文件", "a file whose suffix does not say what it is"),
    "converted": Text("经转换读取的文件", "a file that was converted to be read"),
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
    "joined_by_other_name": Text(
        "按代码、曾用名或简称与名册核对上", "found in the roster by a code, a former or a short name"
    ),
    "rosters_disagree": Text("几份名册不一致", "rosters that disagree"),
    "roster_found": Text("文件夹里的名册已采用", "a roster that was found among the files"),
    "roster_possible": Text("可能是名册的表", "a table that may be a roster"),
    "roster_doubtful": Text("名册中的内容不一致，未采用", "entries of the roster disagree; none is used"),
    "unassigned_text": Text("未能归入任何任务的文字", "text that belongs to no task"),
    "text_in_other_column": Text("写在别的栏里的文字", "text that stands in another column"),
    "heading_taken": Text(
        "按相近的表头或原有次序识别的栏目", "a column that is known by its place, not by its heading"
    ),
    "both_ticked": Text("勾选了不止一项", "more than one box is ticked"),
    "text_outside": Text("表格之外像是落实情况的文字", "text outside of the table that reads like findings"),
    "not_read": Text("没有读取的图片、批注等", "pictures, comments and the like, which are not read"),
    "header_not_used": Text("没有采用的页眉页脚", "a header or footer that is not used"),
    "bare_narrative": Text("没有写明具体情况的叙述", "a narrative that says nothing of its own"),
    "assigned_by_order": Text("按次序归入任务的文字", "text that was assigned to tasks by its order"),
    "narrative_too_long": Text("过长、没有读取的叙述", "a narrative that is too long to be read"),
    "confirmation_unsigned": Text("确认单没有签认", "answers without who confirmed them, or when"),
    "confirmation_unmatched": Text("确认单上的对象没有文件", "answers about a subject that no file has"),
    "answer_outdated": Text("确认之后文字改过", "an answer about a text that has changed since"),
    "answers_differ": Text("答复不一致", "answers that differ"),
    "plugin_failed": Text("插件运行出错", "a plugin failed"),
}
"""What a remark is about. Plugins may add codes of their own."""


def word_of(code: str, words: Mapping[Any, Text], language: Language) -> str:
    """The words of a code of a document; a code of a later version stands for itself."""
    return words[code][language] if code in words else code
