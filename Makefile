# Each target is one line a person would type. The stamps in .venv make a second run install nothing.
PYTHON ?= python3
BIN := .venv/bin
SPREAD := -n logical --dist loadfile # a file's tests stay together, because they share what they build

.PHONY: schemas site preview test test-all check bench lock clean
.DELETE_ON_ERROR:

site: .venv/site.stamp            ## analyse content/ and write the site to output/
	@$(BIN)/sayso build

preview: .venv/site.stamp         ## the same, live, while you edit
	@$(BIN)/sayso serve

test: .venv/dev.stamp             ## the fast tests
	@$(BIN)/python -m pytest $(SPREAD)

test-all: .venv/dev.stamp         ## every test
	@$(BIN)/python -m pytest $(SPREAD) -m "slow or not slow"

check: .venv/dev.stamp            ## lint, format, types, import layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/dev.stamp            ## speed and accuracy, as tables
	@$(BIN)/python -m benchmarks

schemas: .venv/dev.stamp          ## renew the published JSON Schema
	@$(BIN)/python -c 'from generator.export.analysis import export_schema; print(export_schema().decode(), end="")' > docs/schemas/analysis.schema.json

lock:                             ## renew the lock files (needs uv); no registry is named in them
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements/site.in -o requirements/site.txt
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements/dev.in -c requirements/site.txt -o requirements/dev.txt
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements/ci.in -o requirements/ci.txt

clean:                            ## remove what the other targets made (never content/)
	@rm -rf .venv output .sayso

# pip is the last thing that venv puts in, so a venv whose making was broken off is made again.
.venv/bin/pip:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here; install Python 3.11 to 3.13, or say where it is: make PYTHON=/path/to/python3 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "Sayso needs Python 3.11 to 3.13; say which with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv, then: make $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv --clear .venv

# Only the first install takes minutes, so it says what it is doing.
.venv/site.stamp: requirements/site.txt pyproject.toml | .venv/bin/pip
	@echo "Installing what Sayso needs into .venv (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/site.stamp
	@echo "Installing what the tests need into .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
