"""Help pages in columns: a Chinese character is as wide as two others, and a line may end after any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import click

from checkrules.cli.language import language
from checkrules.model.text import width_of
from checkrules.presentation.lines import wrapped


class HelpFormatter(click.HelpFormatter):
    """click's help page, for texts in Chinese too."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line; a Chinese colon has its space in itself."""
        super().write_usage(prog, args, prefix or ("用法：" if language() == "zh" else None))

    def write_heading(self, heading: str) -> None:
        """A heading, with the language's colon."""
        self.write(f"{heading}{'：' if language() == 'zh' else ':'}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs. One that begins with a line `\\b` keeps its lines."""
        self.write("\n\n".join(self._indented(lines) for lines in self._paragraphs(text)) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 24, col_spacing: int = 2) -> None:
        """Terms with what they mean, in two columns. A term that is too wide has a line of its own."""
        rows = list(rows)
        widths = (width_of(term) for term, _ in rows)
        first = max((width for width in widths if width <= col_max), default=col_max) + col_spacing
        for term, meaning in rows:
            lines = wrapped(meaning, self.width - self.current_indent - first)
            if width_of(term) + col_spacing > first:
                self.write(self._indented([term]) + "\n")
                term = ""
            lines[0] = term + " " * (first - width_of(term)) + lines[0]
            self.write(self._indented([lines[0], *(" " * first + line for line in lines[1:])]) + "\n")

    def _paragraphs(self, text: str) -> Iterator[list[str]]:
        for paragraph in re.split(r"\n\s*\n", text.strip("\n")):
            first, *others = paragraph.splitlines()
            if first.strip() == "\b":
                yield others
            else:
                yield wrapped(" ".join((first, *others)), self.width - self.current_indent)

    def _indented(self, lines: Iterable[str]) -> str:
        return "\n".join((" " * self.current_indent + line).rstrip() for line in lines)
