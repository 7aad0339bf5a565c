# Two commands: `make run` and `make test`. Each makes .venv by itself when pyproject.toml is newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

.PHONY: run test lint docs clean

run: $(VENV)/run.stamp
	@$(BIN)/botfeed run

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/mypy --strict botfeed sketch/botfeed_sketch
	$(BIN)/lint-imports

docs: $(VENV)/docs.stamp
	$(BIN)/python -m tools.docs

$(VENV)/run.stamp: pyproject.toml
ifdef UV
	@$(UV) venv -q --allow-existing --python $(PYTHON) $(VENV)
	@$(UV) pip install -q --compile-bytecode --python $(BIN)/python -e .
else
	@echo "Making the environment in $(VENV). The first time takes about half a minute."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e .
endif
	@$(BIN)/python -m compileall -q botfeed sketch/botfeed_sketch
	@touch $@

$(VENV)/dev.stamp: pyproject.toml $(VENV)/run.stamp
ifdef UV
	@$(UV) pip install -q --compile-bytecode --python $(BIN)/python -e '.[postgres]' --group dev
else
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'pip>=25.1'
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[postgres]' --group dev
endif
	@touch $@

$(VENV)/docs.stamp: pyproject.toml $(VENV)/run.stamp
ifdef UV
	@$(UV) pip install -q --python $(BIN)/python -e . --group docs
else
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'pip>=25.1'
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e . --group docs
endif
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
