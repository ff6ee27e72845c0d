# make run   the dashboards on http://127.0.0.1:8501
# make test  every test;  make check  style, types and the direction of imports
# make attack random registers, 50.000 questions about them, and the answers of a naive reference (make attack QUESTIONS=5000 SEED=2)
# make bench BENCHMARKS.md: how fast it is, measured here (make bench SECTIONS="limit pages" for some of it;
#            make bench SECTIONS=versions BASE=HEAD~1: what an interaction costs in two commits)
# make soak  200 readers for 15 minutes, 400 at the door, and what a bystander notices of floods: the end of BENCHMARKS.md,
#            which make bench leaves as it is (make soak MINUTES=3 SESSIONS=100; python -m tests.soak --quick: no report)
# make sbom  build/sbom.json: what a release is made of, from requirements.lock (CycloneDX)
SHELL := /bin/sh
PYTHON ?= $(shell for one in python3.11 python3.12 python3.13 python3.14; do command -v $$one && break; done)
PORT ?= 8501
QUESTIONS ?= 50000
SEED ?= 1
SESSIONS ?= 200
MINUTES ?= 15
BIN := .venv/bin

.PHONY: run test check attack bench soak lock sbom clean
.DELETE_ON_ERROR:

run: .venv/.run
	@$(BIN)/pnme serve --init --port $(PORT)

test: .venv/.test build/.survival
	@sh tests/install_browser.sh
	@sh tests/install_deployment.sh
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --cov-report=term

check: .venv/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

attack: .venv/.test
	$(BIN)/python -m tests.attack --questions $(QUESTIONS) --seed $(SEED)

bench: .venv/.bench
	@sh tests/install_browser.sh
	BASE="$(BASE)" $(BIN)/python -m tests.bench $(SECTIONS)

soak: .venv/.test
	$(BIN)/python -m tests.soak --sessions $(SESSIONS) --minutes $(MINUTES)

# The first Python that is found of 3.11 to 3.14; pip from outside where the environment is made without it.
.venv/bin/python:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "Falta Python 3.11 a 3.14; indique cuál: make PYTHON=python3 …" >&2; exit 1; }
	@$(PYTHON) -m venv .venv 2>/dev/null || $(PYTHON) -m venv --without-pip .venv

# A lock is whole, so nothing is resolved: pip would else look at newer versions of what is asked for with an extra.
.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	$(PYTHON) -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(PYTHON) -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(PYTHON) -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	$(PYTHON) -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/.run

.venv/.bench: requirements-bench.lock pyproject.toml | .venv/bin/python
	$(PYTHON) -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	$(PYTHON) -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/.run .venv/.test

# Needs uv. The lock holds hashes and no index address.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
lock:
	$(LOCK) --group build pyproject.toml -o requirements.lock
	$(LOCK) --group build --group dev pyproject.toml -o requirements-dev.lock
	$(LOCK) --group build --group dev --group bench pyproject.toml -o requirements-bench.lock
	$(LOCK) --group pyproject.toml:sbom -o requirements-sbom.lock
	$(LOCK) --group pyproject.toml:survival -o requirements-survival.lock

# What the product is made of, from the lock alone, as CycloneDX. The tool is in an environment of its own.
sbom: build/.sbom
	build/sbom/bin/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --mc-type application \
		--sv 1.6 --output-reproducible --of JSON -o build/sbom.json

build/.sbom: requirements-sbom.lock
	@$(PYTHON) -m venv build/sbom 2>/dev/null || $(PYTHON) -m venv --without-pip build/sbom
	$(PYTHON) -m pip --python build/sbom/bin/python install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-sbom.lock
	@touch $@

# What another library makes of how long people wait, in an environment of its own: it needs an older pandas than ours.
build/.survival: requirements-survival.lock
	@$(PYTHON) -m venv build/survival 2>/dev/null || $(PYTHON) -m venv --without-pip build/survival
	$(PYTHON) -m pip --python build/survival/bin/python install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-survival.lock
	@touch $@

clean:
	rm -rf .venv var build *.egg-info
