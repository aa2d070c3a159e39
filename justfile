setup:
    pip install -e '.[dev,docs]' -c constraints.txt

# The releases that this environment has; `just lock --upgrade` takes the newest.
lock *options:
    uv pip compile --quiet --universal --python-version 3.11 --extra dev --extra docs --no-annotate --no-emit-index-url --custom-compile-command 'just lock' pyproject.toml -o constraints.txt {{options}}

test:
    python -m pytest -n auto

lint:
    ruff check . && ruff format --check . && mypy && PYTHONPATH=examples/checkrules-kitchen lint-imports

bench:
    python benchmarks/start.py && python benchmarks/prose.py && python benchmarks/readers.py && python benchmarks/everyone.py

docs:
    pip install -e '.[docs]' && mkdocs build --strict

golden:
    python -m pytest tests/plugins --update-golden

schemas:
    python -m checkrules.presentation.json_schema schemas
