# Everything there is to type. Needs Python 3.11 and make; the rest comes from the lock files.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install

.PHONY: help demo run test lint pictures bench faults mutants lock clean
.DEFAULT_GOAL := help

help: ## Show this
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: .venv/ready ## Try it here, without a Slack account
	@$(BIN)/cairn demo

run: .venv/ready ## Run it for your Slack workspace, with the settings of .env
	@$(BIN)/cairn run

test: .venv/ready-for-tests ## Run all tests, on SQLite and on a real PostgreSQL
	@$(BIN)/python -m pytest --numprocesses 3 --dist worksteal

lint: .venv/ready-for-tests ## Check style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

pictures: .venv/ready-for-tests ## Take the pictures of docs/pictures.md anew (needs Chromium)
	@PYTHONPATH=tests $(BIN)/python -m pictures

bench: .venv/ready-for-tests ## Measure speed and memory, into build/bench.json
	@$(BIN)/python -m tests.benchmarks

faults: .venv/ready-for-tests ## Try for an hour and a half to make it ask twice, miss or lose something; into docs/reliability.md
	@PYTHONPATH=tests $(BIN)/python -m faults

mutants: .venv/ready-for-tests ## Change what speaks first in small ways, and list the changes no test notices (half an hour)
	@$(BIN)/mutmut run --max-children 2
	@$(BIN)/mutmut results

lock: .venv/ready-for-tests ## Choose newer dependencies (needs uv) and write the lock files
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --quiet --upgrade --output-file requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --quiet --upgrade --constraint requirements.lock --output-file requirements-dev.lock

clean: ## Remove what was built
	rm -rf .venv build mutants *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The project itself is installed without its dependencies (the lock has them) and without fetching a build tool.
.venv/ready: requirements.lock pyproject.toml
	@echo "Preparing .venv, once ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-for-tests: .venv/ready requirements-dev.lock
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@
