"""Draws docs/terminal.svg, the README's picture: the first screen that the README's first command prints.

    python docs/picture.py

Each character has the position of its terminal cell, so that Chinese and Latin are aligned with any font.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from rich.cells import cell_len

import checkrules

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "terminal.svg"
ROWS, COLUMNS, CELL, LINE, TOP = 42, 82, 8.4, 20, 44
STYLE = "font:14px 'Noto Sans Mono CJK SC','Sarasa Mono SC','Microsoft YaHei','PingFang SC',monospace"
COLOURS = {"●": "#ff6b6b", "▲": "#ffb454", "█": "#7fd1b9", "×": "#ff6b6b", "√": "#7fd1b9"}


def line_of(text: str, y: float) -> str:
    """One line of the screen as SVG, each character in its cell, some in a colour."""
    parts, column = [], 0
    for sign in text:
        if sign != " ":
            fill = f' fill="{COLOURS[sign]}"' if sign in COLOURS else ""
            parts.append(f'<tspan x="{12 + column * CELL:.1f}"{fill}>{escape(sign)}</tspan>')
        column += cell_len(sign)
    return f'<text y="{y:.0f}">{"".join(parts)}</text>'


def picture() -> str:
    """Judge one form of the examples and draw the first screen."""
    checklist = checkrules.load_checklist("mental-health")
    form = ROOT / "examples" / "forms" / "C02.docx"
    reports = checkrules.check([form], checklist, roster=ROOT / "examples" / "forms" / "roster.csv")
    printed = str(checkrules.render(reports, "terminal", registry=checklist.registry))
    lines = printed.strip("\n").splitlines()[:ROWS]
    width, height = 24 + COLUMNS * CELL, TOP + len(lines) * LINE + 12
    body = "\n".join(line_of(line, TOP + LINE * number) for number, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}">\n'
        f'<title>checkrules check C02.docx --roster roster.csv</title>\n<rect width="100%" height="100%" rx="8" fill="#1b1f27"/>\n'
        f'<g fill="#e6e6e6" style="{STYLE}">\n{body}\n</g>\n</svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
