"""The hook of `mkdocs build`: adds the pages that are made from the code, and the rules to the navigation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parents[1]))  # as long as this hook is loaded, so that `docs.pages` is found

from docs.pages.index import generated, rule_navigation


def on_config(config: Any) -> Any:
    """The pages of the rules come last in the navigation, by key point."""
    config.nav.append({"Rules 规则": rule_navigation()})
    return config


def on_files(files: Files, config: Any) -> Files:
    """Pages that are made, not written."""
    for path, text in generated().items():
        files.append(File.generated(config, path, content=text))
    return files
