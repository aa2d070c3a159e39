"""A view of reports as one HTML page: drawn from `templates/page.html`, everything escaped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checkrules.plugin import Text, View, labels, needs_extra

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}


def environment() -> Environment:
    """The templates, with everything escaped."""
    with needs_extra("checkrules[html]", Text("HTML 报告", "the HTML report")):
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["percent"] = _percent
    return made


def page(view: View) -> str:
    """The page: no script, no address of another resource, all styles inside."""
    template = environment().get_template("page.html")
    return template.render(view=view, w=labels(view.language), tag=LANGUAGE_TAGS[view.language])


def _percent(share: float) -> str:
    """A share of 1 as a length in the drawing."""
    return f"{100 * share:.4g}%"
