PY := .venv/bin/python
SCENARIO ?= scenarios/labour-2016-june.yaml

run: .venv/installed
	$(PY) -m simulator report $(SCENARIO) -o reports/latest

test: .venv/installed-dev
	$(PY) -m pytest -q

.venv/installed: pyproject.toml constraints.txt
	python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/installed-dev: .venv/installed
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@

lint: .venv/installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: .venv/installed-dev
	$(PY) -m mypy

bench: .venv/installed-dev
	$(PY) -m benchmarks.gates

.PHONY: run test lint types bench
