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

# The committed reports, after a change that they show: the sample, the pages of contests as known on the day, two pictures.
AS_KNOWN := 2007-may 2010-may 2015-june 2016-eve 2016-nominations 2016-court 2016-constituencies 2020-january 2025-september 2026-july
reports: .venv/installed
	for name in 2016-june 2015-june; do $(PY) -m simulator report scenarios/labour-$$name.yaml -o reports/labour-$$name || exit 1; done
	for name in $(AS_KNOWN); do $(PY) -m simulator report scenarios/labour-$$name.yaml -o reports/as-known/labour-$$name.html || exit 1; done
	$(PY) -m simulator rules labour --chart reports/labour-rules.svg
	$(PY) -m simulator backtest --chart reports/track-record.svg
	$(PY) -m simulator chart scenarios/labour-2016-june.yaml threshold -o reports/threshold.svg
	$(PY) -m simulator explore scenarios/labour-2016-june.yaml --save reports/explore-2016-june.html

# Two counting libraries pin an older numpy, so they get an environment of their own.
.venv-peers/installed: tests/peers/requirements.txt
	python3 -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r tests/peers/requirements.txt
	touch $@

test-peers: .venv/installed-dev .venv-peers/installed
	PARTY_RULES_PEERS=.venv-peers/bin/python $(PY) -m pytest -q tests/procedures/test_papers.py tests/procedures/test_rounds.py

.PHONY: run test test-peers lint types bench reports
