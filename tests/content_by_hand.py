"""A checklist with the tasks of the official form, made by hand so that readers are tested apart from checklist files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checkrules import Text
from checkrules.model.form import Choice
from checkrules.model.rules import Document, Scoring, Section, Task
from checkrules.plugin import Content, Fact, Form

ROOT = Path(__file__).parents[1]
FORMS = ROOT / "examples" / "forms"
FILLED: dict[str, Any] = json.loads((ROOT / "tests" / "data" / "filled_forms.json").read_text(encoding="utf-8"))

TASKS = {
    "组织保障": ["成立心理健康工作领导小组，制定工作方案；每年至少召开一次专题会议；保障常规工作经费。"],
    "提升学生心理素质": [
        "开齐开足开好课程。每周1节《生命安全教育》，每两周1节《心理健康教育》，每月至少召开1次主题班会，开展“阳光5分钟”生命健康教育。",
        "开展心理健康教育专题活动。利用“全国心理健康日”“中小学生心理健康教育月”“开学礼”“青春礼”“毕业礼”“报告会”等"
        "开展形式多样的心理健康教育主题活动；落实五育并举促进学生心理健康。",
        "健全学生谈心谈话机制，做到“三个必谈”（每学期、每月、重大节假日返校）。",
    ],
    "加强学生心理健康管理": [
        "做好心理健康测评。面对小学高年级—高中阶段学生每学年一次，建立学生心理成长档案。",
        "加强学生心理压力疏导，针对特殊群体学生和家长开展心理团体辅导，重点关爱和心理干预。全员参与搭建“多帮一”帮扶平台。",
        "建好用好心理辅导室。按标准建好心理辅导室，配备好设施设备，健全心理辅导室规章制度，做好学生心理辅导和记录。",
    ],
    "加强心理健康教育队伍建设": [
        "借助社会力量和资源加强专业指导；强化班主任作用，开展班主任心理健康教育培训，提升开展心理健康教育工作的能力；"
        "完善“三全”育人机制；创建“心理健康教育名师”工作室，发挥示范带动作用。",
        "配齐心理健康教师。大规模学校至少配备1名专职心理健康教师，小规模学校需配备兼职心理健康教师。",
    ],
    "提升心理危机干预处置能力": [
        "健全学校教师发现处置机制和学生互助提醒机制；对疑似有心理问题或精神障碍的学生进行干预和帮助；妥善做好突发事件的处置工作，减少负面影响。"
    ],
    "建立完善家校协同育人机制": [
        "办好家长学校，每学期至少1次家庭教育指导和1次家庭教育实践活动，定期对家长进行心理健康教育培训；"
        "通过家访、家长会、“家长开放日”活动，完善协同育人机制。"
    ],
    "加强校园安全防范体系建设": [
        "校园重点场所视频监控全覆盖；做好校园公共场所安全设施的防护工作。",
        "学校安保人员对校园进行常态化巡护，加强保安夜间巡护；学校带班领导、值班人员做好值班巡查，及时发现隐患并妥善处置。",
    ],
}
STAGES = {
    "kindergarten": "幼儿园",
    "primary": "小学",
    "senior": "高中",
    "nine_year": "九年一贯制学校",
    "twelve_year": "十二年一贯制学校",
    "special_education": "特殊教育学校",
}
PEOPLE = Text("人", "people")


def fact(name: str, kind: Any, zh: str, task: str = "profile", en: str = "", **more: Any) -> Fact:
    return Fact(name=name, type=kind, title=Text(zh, en or name.replace("_", " ")), task=task, **more)


def choices(**titles: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=Text(zh, value.replace("_", " "))) for value, zh in titles.items())


FACTS = (
    fact("school_name", "string", "学校", "profile", "School", role="name", aliases=("学校名称",), max_length=100),
    fact("school_stage", "choice", "学段类型", choices=choices(**STAGES)),
    fact("administrative_level", "choice", "隶属", choices=choices(municipal="市直", district="区（开发区）属")),
    fact("ownership", "choice", "办学性质", choices=choices(public="公办", private="民办")),
    fact("location", "choice", "所在地类型", choices=choices(urban="城区", town="镇区", rural="乡村")),
    fact("district", "string", "所属区（开发区）"),
    fact("lowest_grade", "integer", "最低年级", minimum=0, maximum=12),
    fact("highest_grade", "integer", "最高年级", minimum=0, maximum=12),
    fact("student_count", "integer", "在校（园）学生数", unit=PEOPLE, minimum=0, maximum=100_000, aliases=("学生数",)),
    fact("class_count", "integer", "班级数", minimum=0),
    fact("boarding_student_count", "integer", "寄宿生数", unit=PEOPLE, minimum=0),
    fact("work_plan_exists", "boolean", "已制定工作方案", "T01"),
    fact(
        "theme_activity_count_past_year",
        "integer",
        "近一年心理健康主题活动次数",
        "T03",
        unit=Text("次", "times"),
        minimum=0,
    ),
    fact("talk_mechanism_established", "boolean", "学生谈心谈话机制已建立", "T04"),
    fact(
        "counselling_room_functional_areas",
        "choices",
        "心理辅导室功能区",
        "T07",
        choices=choices(individual="个别辅导室", group="团体活动室", office_reception="办公接待区"),
        unique=True,
    ),
    fact("video_coverage_percent", "number", "视频监控覆盖率", "T12", unit=Text("%", "%"), minimum=0, maximum=100),
    fact("inspection_date", "date", "督导时间", "visit", "Inspection date", role="date", aliases=("督导日期",)),
    fact("responsible_inspectors", "strings", "责任督学", "visit", "Responsible inspectors", max_items=20),
    fact("highlights", "strings", "工作成绩亮点", "visit", "Highlights", role="highlights"),
    fact("activities", "objects", "活动记录", "T03", fields=(fact("held_on", "date", "日期", "T03"),)),
)


def make_content() -> Content:
    sections, number = [], 0
    for index, (title, texts) in enumerate(TASKS.items(), start=1):
        tasks = []
        for text in texts:
            number += 1
            title_zh = text.split("。")[0].split("；")[0][:20]
            tasks.append(Task(id=f"T{number:02}", number=number, title=Text(title_zh, f"Task {number}"), text=text))
        sections.append(
            Section(id=f"S{index}", number="一二三四五六七"[index - 1], title=Text(title, title), tasks=tuple(tasks))
        )
    texts = {
        "narratives": Text("具体落实情况", "Findings"),
        "task_notes": Text("备注", "Remarks"),
        "problems": Text("存在的主要问题", "Main problems"),
    }
    return Content(
        id="test",
        version="1",
        title=Text("测试清单", "test checklist"),
        document=Document(id="d", title="", number="", issuer="", date=""),
        form=Form(id="form", title="form", facts=FACTS, required=("school_name",), texts=texts),
        sections=tuple(sections),
        rules=(),
        parameters=(),
        definitions=(),
        consistency=(),
        scoring=Scoring(model="points", least_completeness=0.8, bands=(), vetoes=()),
        sources=(),
        digest="",
    )
