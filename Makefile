# Each target sets up what it needs: a machine with Python 3.11 to 3.14 (with venv) and make is enough.
VENV := .venv
READY := $(VENV)/.ready
ARGS ?=
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null \
	&& { echo $$python; break; }; done)

.PHONY: help .venv preview test lint types fuzz check screenshot lock clean

help: ## this list
	@grep -hE '^[.a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

.venv: $(READY) ## the command alone, at .venv/bin/newsdrop

$(READY): requirements-dev.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Newsdrop needs Python 3.11, 3.12, 3.13 or 3.14 with its venv module (on Debian: apt install python3-venv). Found: $$(python3 --version 2>&1). Name another with 'make PYTHON=/path/to/python'."; exit 1; }
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

preview: $(READY) ## the whole bot in your browser, without a Discord account; ARGS="--no-browser --port 8123"
	$(VENV)/bin/newsdrop preview $(ARGS)

test: $(READY) ## the test suite
	$(VENV)/bin/python -m pytest $(ARGS)

lint: $(READY) ## style
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: $(READY) ## strict types
	$(VENV)/bin/mypy

fuzz: $(READY) ## a minute of mutilated files through the workers; ARGS="--seconds 600 --seed 7"
	$(VENV)/bin/python -m bench.fuzz $(ARGS)

check: lint types fuzz test ## all that CI runs

screenshot: $(READY) ## the README's picture anew; wants Chromium
	$(VENV)/bin/python -m tests.support.screenshot docs/preview.png

lock: ## new locks from pyproject.toml; wants uv
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-header --no-annotate --upgrade --quiet -o requirements.lock
	uv pip compile pyproject.toml --all-extras --group dev --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-header --no-annotate --upgrade --quiet -o requirements-dev.lock

clean: ## remove what the targets made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
