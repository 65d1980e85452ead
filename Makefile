# Every target works on a bare machine with Python 3.11 or newer and nothing installed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STORY  ?= seeds

.PHONY: run test smoke lint bench torture snapshots pictures docs dist try-dist clean

run: $(VENV)/run.stamp
	@$(BIN)/sidelight $(STORY)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sidelight needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Set PYTHON=..."; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Sidelight and what it needs to run (once; a few seconds)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@$(BIN)/python -m compileall -q store tui  # else the first start does that
	@touch $@

$(VENV)/test.stamp: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Sidelight with its development tools (once; a few seconds)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/run.stamp

lint: $(VENV)/test.stamp
	@echo "ruff: lint and format"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "mypy --strict"
	@$(BIN)/mypy
	@echo "import contracts"
	@$(BIN)/lint-imports

test: lint
	@echo "pytest"
	@$(BIN)/pytest -n auto

smoke: $(VENV)/test.stamp
	@SIDELIGHT_SMOKE=1 $(BIN)/pytest -n auto tests/smoke

bench: $(VENV)/test.stamp
	@$(BIN)/python -m bench

torture: $(VENV)/test.stamp
	@$(BIN)/python -m tests.torture

snapshots: $(VENV)/test.stamp
	@$(BIN)/pytest -n 0 tests/tui/test_snapshots.py --snapshot-update

pictures: $(VENV)/test.stamp
	@$(BIN)/python -m tools.pictures

docs: $(VENV)/test.stamp
	@mkdir -p build; NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict > build/docs.log 2>&1 || { cat build/docs.log; exit 1; }
	@echo "build/site/index.html"

dist: $(VENV)/test.stamp
	@$(BIN)/python -m tools.licences > /dev/null
	@$(BIN)/python -m tools.dist

try-dist: dist
	@$(BIN)/python -m tools.try_dist

clean:
	rm -rf $(VENV) build dist *.egg-info
