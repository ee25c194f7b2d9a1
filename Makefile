# Needs Python 3.11 or newer and make; everything else comes from the hash-pinned lock files.
PYTHON ?= python3
STACK ?= prod
BIN := .venv/bin
RUNTIME := .venv/.runtime
TOOLS := .venv/.tools

.PHONY: review test check golden pictures engine rehearse rehearse-all benchmark lock

review: $(RUNTIME)  ## what STACK would build, what is wrong with it, what it costs
	@$(BIN)/groundplan review $(STACK) --output review/$(STACK) || [ $$? -eq 1 ]  # 1: findings, printed above

test: $(TOOLS)  ## every test; those of the real engine need `make engine` once
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(TOOLS)  ## format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/basedpyright

golden: $(TOOLS)  ## rewrite what is generated: reports, pages of the rules, pack levels, schema
	@$(BIN)/python -m pytest tests/test_golden.py tests/systems/test_requirements.py --rewrite-golden
	@$(BIN)/python -m policies.page
	@$(BIN)/python -m policies.engine_files
	@$(BIN)/groundplan schema > docs/stack.schema.json

pictures: $(TOOLS)  ## take the pictures of the README anew (needs Chromium)
	@$(BIN)/groundplan review $(STACK) --output review/$(STACK) >/dev/null || [ $$? -eq 1 ]
	@$(BIN)/python -m tests.browser.pictures $(STACK) review/$(STACK) docs/pictures

engine: $(RUNTIME)  ## build the Pulumi engine once (needs Go) and say where it lies
	@$(BIN)/python -m groundplan.rehearsal.engine

rehearse: $(RUNTIME)  ## deploy STACK with the real engine and stand-ins for the clouds
	@$(BIN)/groundplan rehearse $(STACK)

rehearse-all: $(TOOLS)  ## every setting, and every fault on every resource of every stack (docs/reliability.md)
	@REHEARSE_ALL=1 $(BIN)/python -m pytest tests/engine
	@$(BIN)/python -m groundplan.rehearsal.fault_campaign Pulumi.*.yaml systems/*/Pulumi.*.yaml --report docs/reliability.md

benchmark: $(TOOLS)  ## whole review against bare recording, up to 10,000 resources; CPU of pricing and judging; checkov beside it
	@$(BIN)/python benchmarks/review.py
	@$(BIN)/python benchmarks/scale.py
	@$(BIN)/python benchmarks/cost.py
	@$(BIN)/python benchmarks/judging.py

lock: $(TOOLS)  ## renew the lock files from pyproject.toml
	$(BIN)/pip-compile -q --upgrade --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --strip-extras pyproject.toml -o requirements.lock
	$(BIN)/pip-compile -q --upgrade --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --strip-extras --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

$(RUNTIME): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Groundplan needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	@echo "Preparing .venv from requirements.lock (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(TOOLS): $(RUNTIME) requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
