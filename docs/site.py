"""The hook of `mkdocs build`: adds the pages that are made from the code, and the rules to the navigation."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parents[1]))  # as long as this hook is loaded, so that `docs.pages` is found

from checkrules.plugin import bundled
from docs.pages.index import generated, rule_navigation

log = logging.getLogger("mkdocs.plugins.checkrules")


def on_config(config: Any) -> Any:
    """The pages of the rules come last in the navigation, by key point."""
    config.nav.append({"Rules 规则": rule_navigation()})
    return config


def on_files(files: Files, config: Any) -> Files:
    """Pages that are made, not written, and the JSON Schemas."""
    for path, text in generated().items():
        files.append(File.generated(config, path, content=text))
    for schema in sorted(bundled("schemas").glob("*.json")):
        files.append(File.generated(config, f"schemas/{schema.name}", abs_src_path=str(schema)))
    return files


def on_post_build(config: Any) -> None:
    """Mend Material's search: it cuts a Chinese query into words, but never looks at the query's last character, so that
    心理教师 finds 心理 alone and 名册 finds 名."""
    worker = next(Path(config.site_dir, "assets", "javascripts", "workers").glob("search.*.js"))
    text = worker.read_text(encoding="utf-8")
    loop = r"for\(let (\w)=(\w)\+1;\1<(\w)\.length;\1\+\+\)\3\.slice\(\2,\1\)"
    mended, count = re.subn(loop, r"for(let \1=\2+1;\1<=\3.length;\1++)\3.slice(\2,\1)", text)
    if count != 1:
        log.warning("Material's search has changed: see whether 心理教师 still needs this hook, and remove it if not")
    worker.write_text(mended, encoding="utf-8")
