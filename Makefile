# `make run` and `make test` work on a fresh machine with Python 3.11 (with venv) and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEV := $(VENV)/.dev

.PHONY: run install test check soak format gate evaluate corpus fit lock clean

run: $(READY)  ## set everything up and run the bundled example
	$(BIN)/advert-monitor demo

install: $(READY)  ## set everything up, for a server; what is made of the rules is kept beside them
	echo . | $(BIN)/advert-monitor assess - >/dev/null

test: $(DEV)  ## the quick tests
	$(BIN)/pytest -q -n auto --dist loadfile -m "not slow and not soak"

check: $(DEV)  ## everything that must hold before a change lands
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test
	$(BIN)/pytest -q -m "slow and not soak"
	$(BIN)/python tests/gate.py

soak: $(DEV)  ## what takes hours
	$(BIN)/pytest -q -m soak

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

gate: $(DEV)  ## quality floors on the labelled texts
	$(BIN)/python tests/gate.py

evaluate: $(DEV)  ## quality by language and class, tuned and kept-aside texts apart
	$(BIN)/advert-monitor evaluate

corpus: $(DEV)  ## how well each single shortcut tells offers from the rest
	$(BIN)/python tools/shortcuts.py

fit: $(DEV)  ## fit the weights anew (DATA=folder of measuring data, if you have one)
	$(BIN)/python tools/fit_weights.py $(if $(DATA),--data $(DATA))

lock: $(DEV)  ## write the hashed requirements anew
	$(BIN)/python tools/lock.py

clean:
	rm -rf $(VENV) .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "advert-monitor needs Python 3.11 or newer, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@

$(DEV): $(READY) requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
