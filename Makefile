# `make run` and `make test` are all that a newcomer needs. Each makes .venv by itself, and again when the pins have changed.
# What they install is pinned with hashes in requirements/, one resolution for every supported Python: the set that was tested.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LATEST := .venv-latest
UV := $(shell command -v uv 2>/dev/null)
PIP_INSTALL = $(BIN)/python -m pip install -q --disable-pip-version-check
UV_INSTALL = $(UV) pip install -q --compile-bytecode --python $(BIN)/python

.PHONY: run dev test soak lint docs pin upgrade test-latest clean

run: $(VENV)/run.stamp
	@$(BIN)/botfeed run

# The environment with the pinned development set, for those who call its tools by hand. HOOKS=1 adds the hooks of pre-commit.
dev: $(VENV)/dev.stamp
ifdef HOOKS
ifdef UV
	@$(UV_INSTALL) pre-commit
else
	@$(PIP_INSTALL) pre-commit
endif
	@$(BIN)/pre-commit install
endif
	@echo "The tools are in $(BIN): export PATH=\$$PWD/$(BIN):\$$PATH"

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 2 --dist worksteal

soak: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 2 --dist worksteal --soak

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/mypy --strict botfeed sketch/botfeed_sketch
	$(BIN)/lint-imports

# The docs site. Its tools are not pinned: they are the newest that the ranges of the group `docs` allow.
docs: $(VENV)/docs.stamp
	$(BIN)/python -m tools.docs

# Pin what pyproject.toml newly names; the other pins stay.
pin: $(VENV)/uv.stamp
	$(BIN)/python -m tools.pins

# Pin the newest versions that pyproject.toml allows. Run the tests before you commit it.
upgrade: $(VENV)/uv.stamp
	$(BIN)/python -m tools.pins --upgrade

# The tests on the newest versions that pyproject.toml allows, pinned or not, in an environment of its own. By hand.
test-latest:
	rm -rf $(LATEST)
ifdef UV
	$(UV) venv -q --python $(PYTHON) $(LATEST)
	$(UV) pip install -q --upgrade --refresh --python $(LATEST)/bin/python -e . --group dev
else
	$(PYTHON) -m venv $(LATEST)
	$(LATEST)/bin/python -m pip install -q --upgrade 'pip>=25.1'
	$(LATEST)/bin/python -m pip install -q --upgrade -e . --group dev
endif
	$(LATEST)/bin/python -m pytest -n 2

$(VENV)/run.stamp: pyproject.toml requirements/run.txt
ifdef UV
	@$(UV) venv -q --allow-existing --python $(PYTHON) $(VENV)
	@$(UV_INSTALL) --require-hashes -r requirements/run.txt
	@$(UV_INSTALL) --no-deps --no-build-isolation -e .
else
	@echo "Making the environment in $(VENV). The first time takes about half a minute."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP_INSTALL) --require-hashes --no-deps -r requirements/run.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation -e .
endif
	@$(BIN)/python -m compileall -q botfeed sketch/botfeed_sketch
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
ifdef UV
	@$(UV_INSTALL) --require-hashes -r requirements/dev.txt
else
	@$(PIP_INSTALL) --require-hashes --no-deps -r requirements/dev.txt
endif
	@touch $@

$(VENV)/uv.stamp: $(VENV)/run.stamp
ifndef UV
	@$(PIP_INSTALL) uv
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
	rm -rf $(VENV) $(LATEST) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
