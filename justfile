setup:
    pip install -e '.[dev]'

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
