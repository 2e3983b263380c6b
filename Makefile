# The one door: `make` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help install demo up test lint format bench lock schemas

help: ## Lists these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

install: $(VENV)/.installed ## Installs everything into .venv, pinned by hash

$(VENV)/.installed: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install ## Plays a term of two years in a sample city, from rulebooks to results
	$(BIN)/kaohe demo

up: install ## Starts PostgreSQL, Temporal, API, worker and log services in this terminal
	$(BIN)/kaohe up

test: install ## Runs every test
	$(BIN)/pytest -n 2 --dist loadgroup

lint: install ## Checks style, types and the rooms' imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install ## Formats the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: install ## Measures speed against the bare thing, as ratios
	$(BIN)/python -m tests.bench

schemas: install ## Writes the JSON Schemas in docs/reference anew from the models
	$(BIN)/kaohe rulebook schema > docs/reference/rulebook.schema.json
	$(BIN)/kaohe rulebook schema --scheme > docs/reference/scheme.schema.json

lock: install ## Makes requirements/*.txt anew from pyproject.toml
	$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade --extra dev pyproject.toml requirements/build.in -c requirements/runtime.txt -o requirements/dev.txt
