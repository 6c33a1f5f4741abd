# Two commands on a fresh machine with Python, git and make: `make demo` and `make test`.
# The operating system's Python, where it will do, runs some 15 % faster than one built at home without
# --enable-optimizations (decision 0015). `make PYTHON=python3.13 …` takes another.
SYSTEM_PYTHON := /usr/bin/python3
WILL_DO := import ensurepip, sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell $(SYSTEM_PYTHON) -c '$(WILL_DO)' 2>/dev/null && echo $(SYSTEM_PYTHON) || echo python3)
VENV := .venv
BIN := $(VENV)/bin
SYNCED := $(VENV)/.synced

.PHONY: demo test test-quick lint bench bench-peers conformance serve clean

demo: $(SYNCED)
	$(BIN)/lceval demo
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "site: build/site/index.html"

test: $(SYNCED) lint
	$(PYTHON) tests/prepare_system.py
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile

test-quick: $(SYNCED) lint
	$(BIN)/python -m pytest -m "not browser and not office and not install"

lint: $(SYNCED)
	$(BIN)/ruff check lceval_docs tests
	$(BIN)/ruff format --check lceval_docs tests
	$(BIN)/mypy

bench: $(SYNCED)
	$(BIN)/python tests/bench/run.py
	$(BIN)/python tests/bench/word_edition.py
	$(BIN)/python tests/bench/rules.py
	$(BIN)/python tests/bench/forms.py
	$(BIN)/python tests/bench/batch.py
	$(BIN)/python tests/bench/verify.py
	$(BIN)/python tests/bench/site.py
	$(BIN)/python tests/bench/visit.py
	$(BIN)/python tests/bench/assessment.py

# Word templates filled by other engines beside ours; the first run installs them into build/peers, with pip and npm.
bench-peers: $(SYNCED)
	$(BIN)/python tests/bench/peers
	$(BIN)/python tests/bench/site_peers.py

# The whole site before the W3C's Nu checker; needs Java and npm, which installs it into build/nu the first time.
conformance: $(SYNCED)
	$(BIN)/python tests/bench/conformance.py

serve: $(SYNCED)
	$(BIN)/mkdocs serve

# The lock file says exactly what is installed; uv reads it.
$(SYNCED): pyproject.toml uv.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet "uv>=0.9,<1"
	$(BIN)/uv sync --frozen --quiet --all-extras --all-groups --inexact --compile-bytecode
	@touch $@

clean:
	rm -rf build $(VENV)
