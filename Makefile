# Two commands do everything on a fresh Debian or Ubuntu: `make site` and `make test`. `make help` lists the rest.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
EXAMPLE := build/example
PEERS := build/peers
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input install --no-deps --require-hashes --prefer-binary

export NO_MKDOCS_2_WARNING := 1

.PHONY: help
help: ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed: apt-get install python3" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { \
	  rm -rf $(VENV); \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv && "$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }; \
	  else echo "Python's venv is missing: apt-get install python3-venv" >&2; exit 1; fi; }

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(BIN)/python
	@echo "installing what aubette needs ..."
	@$(PIP) -r requirements/runtime.txt
	@$(BIN)/python -m compileall -q generator/aubette || true
	@site=$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))'); \
	  echo "$(CURDIR)/generator" > "$$site/aubette.pth"; \
	  printf '%s\n' '#!$(CURDIR)/$(BIN)/python' 'from aubette.cli.main import main' 'main()' > $(BIN)/aubette; chmod +x $(BIN)/aubette
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.runtime
	@echo "installing what the tests need ..."
	@$(PIP) -r requirements/test.txt
	@touch $@

.PHONY: install
install: $(VENV)/.runtime ## the tool in its own environment, .venv

.PHONY: example
example: $(EXAMPLE)/.git/example-life ## replay the example city's life into build/example

$(EXAMPLE)/.git/example-life: $(VENV)/.runtime mkdocs.yml $(shell find projects votes site_config generator/example schema -type f 2>/dev/null | sed 's/ /\\ /g')
	@command -v git >/dev/null || { echo "git is needed to replay the example's history: apt-get install git" >&2; exit 1; }
	@mkdir -p build
	@$(BIN)/python generator/example/life.py $(EXAMPLE)

# The example is looked at on the day of its last commit, so that its calendar tells the same story in ten years.
WHEN = SOURCE_DATE_EPOCH=$$(git -C $(EXAMPLE) log -1 --format=%ct)

.PHONY: check
check: example ## check the example city
	@$(WHEN) $(BIN)/aubette -C $(EXAMPLE) check

.PHONY: count
count: example ## count the example city's votes
	@for edition in 2024 2026; do $(WHEN) $(BIN)/aubette -C $(EXAMPLE) count $$edition; done

.PHONY: build
build: example ## build the example city's site into site/
	@$(WHEN) $(BIN)/aubette -C $(EXAMPLE) build --site-dir $(CURDIR)/site

.PHONY: site
site: check count build ## everything from nothing: install, example, check, count, build
	@echo
	@echo "The site is in $(CURDIR)/site"
	@echo "Look at it:    make look    (then open http://127.0.0.1:8000/)"
	@echo "Change files:  make serve   (the page follows what you save)"

.PHONY: look
look: ## look at the site that make site built
	@[ -f site/index.html ] || { echo "There is no site yet: make site" >&2; exit 1; }
	@echo "Open http://127.0.0.1:8000/ (Ctrl-C to stop)."
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory site 8000 >/dev/null 2>&1 || [ $$? = 130 ]

.PHONY: serve
serve: example ## look at the site while you change projects/, votes/, site_config/
	@$(WHEN) $(BIN)/aubette -C . serve

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing Chromium for the browser tests ..."; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else \
	    echo "The browser tests need Chromium: sudo apt-get install chromium" >&2; \
	    [ -z "$${CI:-}" ] || exit 1; \
	  fi; }

.PHONY: lint
lint: $(VENV)/.test ## style, types, layers, workflows
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@PYTHONPATH=generator $(BIN)/lint-imports --no-cache
	@if [ -d .github/workflows ]; then $(BIN)/zizmor --offline --no-progress --quiet --persona=auditor .github/workflows; fi

.PHONY: test
# Tests write many small files: in memory where three gigabytes are free there, since some disks take minutes for them.
MEMORY = $$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 3000000 { print $$6 }')

test: $(VENV)/.test chromium lint example ## everything, browser included
	@in_memory="$(MEMORY)"; export TMPDIR="$${TMPDIR:-$${in_memory:-/tmp}}"; $(BIN)/python -m pytest -n 2 --dist=worksteal $(ARGS)

.PHONY: golden
golden: $(VENV)/.test ## write the golden files anew; read the difference before you commit it
	@$(BIN)/python -m pytest -n 2 --golden -k golden || true
	@git status --short tests

.PHONY: locale
locale: $(VENV)/.test ## compile the sentences of the command line's library
	@$(BIN)/pybabel -q compile -d generator/aubette/words/locale

.PHONY: bench
bench: $(VENV)/.test $(PEERS)/.ready ## ours and the peers in turn, as ratios
	@PATH="$$PATH:$(CURDIR)/$(PEERS)/bin" $(BIN)/python tests/bench/run.py $(ARGS)

$(PEERS)/.ready: requirements/peers.txt | $(BIN)/python
	@$(BIN)/python -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check --quiet --no-input install -r $<
	@command -v hugo >/dev/null || [ "$$(id -u)" != 0 ] || apt-get install -y -qq hugo >/dev/null || true
	@touch $@

.PHONY: lock
lock: $(VENV)/.test ## write the locks anew from pyproject.toml
	@$(BIN)/python -m pip --quiet install pip-tools
	@requirements/lock.sh

.PHONY: clean
clean: ## remove what was built; .venv stays
	@rm -rf build site dist
