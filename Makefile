# Huikuan: one verb a line. `make` alone says what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# A file's tests stay together; files are handed out in their order, so the long ones are not left to the end.
# One worker more than cores: the browser and the outbox wait a third of their time.
WORKERS := $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
IN_PARALLEL := $(if $(filter 1,$(WORKERS)),,-n $(WORKERS) --dist loadfile --no-loadscope-reorder)

# Compiled once, not by each of the many processes that tests start.
unexport PYTHONDONTWRITEBYTECODE

help: ## say what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## Python packages, the project and its front end into .venv (quick when nothing changed)
	@scripts/setup.sh

demo: setup ## the demo company in a data folder of its own, opened on a local port (SERVE=0: all but serving)
	@$(BIN)/huikuan demo $(if $(filter 0,$(SERVE)),--no-serve)

serve: setup ## the installation of HUIKUAN_HOME on a local port
	@$(BIN)/huikuan serve

setup-dev: ## setup, and what checks and tests need
	@scripts/setup.sh dev

# The settings make a data folder and a secret: not the user's own.
check: export HUIKUAN_HOME := $(CURDIR)/.setup/home
check: export DATABASE_URL :=
check: setup-dev ## the gate: format, lint, types, floors, sizes, migrations, translations
	@$(MAKE) --no-print-directory --keep-going $(if $(filter output-sync,$(.FEATURES)),--output-sync) --jobs check-types check-source check-tables

check-source:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(PYTEST) -p no:django tests/test_architecture.py
	$(BIN)/python scripts/translations.py check

check-types:
	$(BIN)/mypy

# Seeds: a condition built from a set changes its order with them.
check-tables:
	for seed in 1 2 3; do PYTHONHASHSEED=$$seed $(BIN)/python -m django makemigrations --check --dry-run --settings huikuan.config.settings || exit 1; done

test: setup-dev ## every test on SQLite, then on PostgreSQL all that hangs on it (ARGS="tests/ledger -x" narrows; ALL=1: every one on both)
	@scripts/system_packages.sh
	@status=0; for run in "sqlite $(if $(ALL),,--first)" "postgresql $(if $(ALL),,--second)"; do $(PYTEST) --database=$$run $(IN_PARALLEL) $(ARGS) || status=1; done; exit $$status

soak: setup-dev ## the SMTP fault programme at 2,000 dialogues (some fifteen minutes; SMTP_SEED=… another order)
	SMTP_DIALOGUES=2000 $(PYTEST) tests/reliability/test_smtp_faults.py -s -o faulthandler_timeout=0

translations: setup-dev ## add new texts to the Chinese catalogue and drop unused ones
	$(BIN)/python scripts/translations.py update

bench: setup-dev ## measure the product beside its floor (see bench/README.md)
	$(BIN)/python -m bench

screenshots: setup-dev ## the pictures of docs/images, both languages, light and dark, wide and narrow
	@scripts/system_packages.sh
	$(BIN)/python scripts/screenshots.py

lock: ## write the locks anew from pyproject.toml (UPGRADE=1: newest allowed versions)
	@scripts/lock.sh

clean: ## remove what was built; data folders stay
	rm -rf .venv .setup node_modules src/huikuan/web/static/dist src/huikuan/documents/fonts .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.PHONY: help setup demo serve setup-dev check check-source check-types check-tables test soak translations bench screenshots lock clean
