# Everything a newcomer types. Needs Python 3.11 or newer and make; brings the rest itself, into .venv and .bouw.
SHELL := /bin/sh
BIN := .venv/bin
PYTHONS := $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14 python

.DEFAULT_GOAL := help
.PHONY: help install setup lock

help:  ## what can be done here
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)$$/\1\t\2/p' Makefile | while IFS="	" read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

install:
	@for python in $(PYTHONS); do \
	  if "$$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then exec "$$python" -I bpv_app/install.py; fi; \
	done; echo 'BPV-app needs Python 3.11 or newer on the PATH (or: make PYTHON=/path/to/python).' >&2; exit 1

setup: build  ## install everything and build the frontend

lock:  ## write requirements.lock anew from requirements.in and requirements-dev.in (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url requirements.in requirements-dev.in -o requirements.lock

build: install  ## build the frontend when its sources changed
	@$(BIN)/python -m bpv_app.build

lock-frontend: install  ## take over the npm packages Reflex wants into reflex.lock/
	@$(BIN)/python -m bpv_app.build --lock
