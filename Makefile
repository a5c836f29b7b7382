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

# Two counting libraries pin an older numpy, so they get an environment of their own.
.venv-peers/installed: tests/peers/requirements.txt
	python3 -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r tests/peers/requirements.txt
	touch $@

test-peers: .venv/installed-dev .venv-peers/installed
	PARTY_RULES_PEERS=.venv-peers/bin/python $(PY) -m pytest -q tests/procedures/test_papers.py

.PHONY: run test test-peers lint types bench
