"""Where the files of checklists are: those that checkrules brings (in a wheel or in a checkout), and those of a plugin."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Literal

import attrs


def bundled(kind: Literal["rules", "schemas"]) -> Path:
    """The folder of the files of one kind. Raises FileNotFoundError when the installation lacks them."""
    packaged = Path(str(files("checkrules"))) / "_bundled" / kind
    folder = packaged if packaged.is_dir() else Path(__file__).parents[3] / kind
    if not folder.is_dir():
        raise FileNotFoundError(f"this installation of checkrules lacks its folder {kind}/")
    return folder


@attrs.frozen(kw_only=True)
class BundledChecklist:
    """A checklist that a package brings: the folder with `checklist.yaml`, and the form's JSON Schema."""

    name: str
    folder: Path
    form: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the checklist: its form, its rules and all of its profiles."""
        return (self.form, *sorted(self.folder.glob("*.yaml")), *sorted(self.folder.glob("profiles/*.yaml")))
