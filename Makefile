PY := .venv/bin/python
SCENARIO ?= scenarios/labour-2016-june.yaml

run: .venv/installed
	$(PY) -m simulator report $(SCENARIO) -o reports/latest

test: .venv/installed-dev
	$(PY) -m pytest -q -n auto --dist worksteal

# The long checks: everything that `make test` leaves out.
night: .venv/installed-dev
	$(PY) -m pytest -q -n auto --dist worksteal -m night

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

# The committed reports, after a change that they show: the sample, three pictures, the page to explore.
reports: .venv/installed
	$(PY) -m simulator report scenarios/labour-2016-june.yaml -o reports/labour-2016-june
	$(PY) -m simulator rules labour --chart reports/labour-rules.svg
	$(PY) -m simulator backtest --chart reports/track-record.svg
	$(PY) -m simulator chart scenarios/labour-2016-june.yaml threshold -o reports/threshold.svg
	$(PY) -m simulator explore scenarios/labour-2016-june.yaml --save reports/explore-2016-june.html

# A page for every scenario, not committed.
pages: .venv/installed
	$(PY) -m simulator report --all -o reports/pages

# Two counting libraries pin an older numpy, so they get an environment of their own.
.venv-peers/installed: tests/peers/requirements.txt
	python3 -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r tests/peers/requirements.txt
	touch $@

test-peers: .venv/installed-dev .venv-peers/installed
	PARTY_RULES_PEERS=.venv-peers/bin/python $(PY) -m pytest -q tests/procedures/test_papers.py tests/procedures/test_rounds.py

# The simulator of version 0.3, from the history of this repository, beside the present one: every scenario and reading, contest by
# contest. Its rows are written once; NAMES="labour-2016-june …" takes some scenarios only, FORMAT=--markdown prints a table.
SINCE := d1e021f
NAMES ?=
FORMAT ?=
AGAINST := .venv-0.3/source
.venv-0.3/installed: constraints.txt
	git cat-file -e $(SINCE)^{commit} 2>/dev/null || { echo "The history here lacks $(SINCE), which is version 0.3: run 'git fetch --unshallow', or clone the whole repository." >&2; exit 1; }
	rm -rf .venv-0.3 && python3 -m venv .venv-0.3 && mkdir $(AGAINST)
	git archive $(SINCE) | tar -x -C $(AGAINST)
	.venv-0.3/bin/python -m pip install --quiet --disable-pip-version-check -c $(AGAINST)/constraints.txt -e $(AGAINST)
	touch $@

.venv-0.3/rows/written: .venv-0.3/installed benchmarks/against/rows.py
	rm -rf .venv-0.3/rows
	cd $(AGAINST) && ../bin/python $(CURDIR)/benchmarks/against/rows.py $(CURDIR)/.venv-0.3/rows
	touch $@

against-0.3: .venv/installed .venv-0.3/rows/written
	rows=$$(mktemp -d) && trap 'rm -rf "$$rows"' EXIT && \
	$(PY) -m benchmarks.against.rows "$$rows" --like .venv-0.3/rows $(if $(NAMES),--only $(NAMES)) && \
	$(PY) -m benchmarks.against.compare .venv-0.3/rows "$$rows" $(FORMAT) $(if $(NAMES),--only $(NAMES))

.PHONY: run test night test-peers lint types bench reports pages against-0.3
