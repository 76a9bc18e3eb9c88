# Everything a newcomer types. Needs Python 3.11 or newer and make; brings the rest itself, into .venv and .bouw.
SHELL := /bin/sh
BIN := .venv/bin
PYTHONS := $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python
STAMP := .venv/geinstalleerd
CODE := bpv_app tests benchmarks rxconfig.py .ci/smoke.py
# Demo mode is what a newcomer wants; a school sets BPV_DEMO=false (README, settings).
BPV_DEMO ?= true
export BPV_DEMO

.DEFAULT_GOAL := help
.PHONY: help run setup test check fix bench demo groot build install chromium lock lock-frontend

help:  ## what can be done here
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)$$/\1\t\2/p' Makefile | while IFS="	" read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

run: install  ## show the demo school on http://localhost:3000 (PORT and HOST override)
	@exec $(BIN)/bpv serve

setup: build  ## only install everything and build the frontend

test: setup chromium  ## run every test; what cannot run here is named with its reason
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: install  ## format, lint, types, who may import whom, missing migration
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@folder=$$(mktemp -d) && $(BIN)/python -c "import sys; from bpv_app.migrate import check_migraties, migrate; \
	  url = f'sqlite:///{sys.argv[1]}/check.db'; migrate(url); check_migraties(url)" "$$folder"; status=$$?; rm -rf "$$folder"; exit $$status

fix: install  ## format, and repair what ruff can repair
	@$(BIN)/ruff check --fix $(CODE)
	@$(BIN)/ruff format $(CODE)

bench: setup chromium  ## measure, as ratios against a reference (ONLY=name for one)
	@$(BIN)/python -m benchmarks $(ONLY)

demo: install  ## throw the demo data away and make them anew
	@$(BIN)/bpv demo --opnieuw

groot: install  ## a demo school of 35,000 students instead (STUDENTEN=3500 for a smaller one); takes minutes
	@$(BIN)/bpv demo --opnieuw --groot $(if $(STUDENTEN),--studenten $(STUDENTEN))

build: install  ## build the frontend when its sources changed
	@$(BIN)/python -m bpv_app.build

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml bpv_app/install.py
	@for python in $(PYTHONS); do \
	  if "$$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then exec "$$python" -I bpv_app/install.py; fi; \
	done; echo 'BPV-app needs Python 3.11 or newer on the PATH (or: make PYTHON=/path/to/python …).' >&2; exit 1

chromium: install  ## get a Chromium for the browser tests when there is none
	@$(BIN)/python -m tests.browser.chromium

lock:  ## write requirements.lock anew from requirements.in and requirements-dev.in (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url requirements.in requirements-dev.in -o requirements.lock

lock-frontend: install  ## take over the npm packages Reflex wants into reflex.lock/
	@$(BIN)/python -m bpv_app.build --lock
