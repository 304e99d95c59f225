# make build and make test are all that a fresh machine needs: Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# PyPI's torch brings several GB of CUDA libraries, and the tests run on the CPU: PyTorch's own index has the small
# build. It is asked only if it answers, for pip tries long and for every package. On a GPU machine: TORCH_INDEX=
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
ask = import urllib.request; urllib.request.urlopen("$(TORCH_INDEX)/torch/", timeout=5)
torch_index = $(shell $(BIN)/python -c '$(ask)' 2>/dev/null && echo --extra-index-url $(TORCH_INDEX))
# What pytest is told: make test PYTEST="-k markers"
PYTEST ?= -n auto
# What the benchmark is told: make bench BENCH="--diffusers TREE"
BENCH ?=
# What the lock holds: all of development but the kernels' pinned torch and triton, which have their own index.
LOCKED := click griffelib jinja2 markdown-it-py msgspec platformdirs pygments rich mkdocs mkdocs-material docutils build hatchling hypothesis \
  import-linter jsonschema mypy numpy pre-commit pytest pytest-xdist pyyaml ruff sybil

# Directories of the scripts that eslint checks.
SCRIPTS := docgen/web/assets docs/javascripts tests/web/scripts .ci

.DEFAULT_GOAL := help
.PHONY: lock capabilities reference picture sbom help build test check lint lint-scripts docs bench clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: $(VENV)/.installed ## Set up the environment and write the documentation
	$(BIN)/docgen build

test: $(VENV)/.installed-test ## Run the tests; slow, network and GPU tests are run by their marks
	$(BIN)/python -m pytest $(PYTEST)

check: $(VENV)/.installed ## Compare the documentation with the code
	$(BIN)/docgen check

lint: $(VENV)/.installed-test lint-scripts ## Run ruff, mypy, the import contracts and, where there is npm, eslint
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Nobody needs node to work on docgen; a service that has it checks the scripts of the site as well.
lint-scripts:
	@if ! command -v npm >/dev/null; then echo "eslint is skipped: npm is not installed"; \
	elif ! test -d .ci/node_modules && ! npm ci --prefix .ci --silent --no-audit --no-fund --fetch-retries=0; then \
	  echo "eslint is skipped: npm cannot fetch it"; \
	else .ci/node_modules/.bin/eslint --config .ci/eslint.config.mjs $(SCRIPTS); fi

docs: $(VENV)/.installed-site ## Build the site into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

bench: $(VENV)/.installed ## Time docgen export beside an empty Python, and on the trees that BENCH names
	$(BIN)/python tests/speed.py $(BENCH)

lock: $(VENV)/.installed ## Write requirements-dev.lock: what development needs, with hashes
	$(BIN)/python -m pip install --quiet --dry-run --ignore-installed --report $(VENV)/report.json $(LOCKED)
	$(BIN)/python .ci/lock.py $(VENV)/report.json > requirements-dev.lock

capabilities: $(VENV)/.installed ## Write docgen's columns and parameters in pyproject.toml, from backends/requirements.py
	$(BIN)/python .ci/capabilities.py

reference: $(VENV)/.installed ## Write docs/reference: commands, keys of the configuration, profiles
	$(BIN)/python .ci/reference.py

picture: $(VENV)/.installed-test ## Write docs/table.png, the picture in the README; needs Chromium and the extra browser
	$(BIN)/python .ci/picture.py

sbom: $(VENV)/.installed ## Write dist/sbom.json: what docgen needs to run, in CycloneDX
	@mkdir -p dist
	$(BIN)/python .ci/sbom.py > dist/sbom.json

clean: ## Remove what the other targets made
	rm -rf $(VENV) site dist

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "docgen needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

# A stamp is younger than the metadata it was installed from, so a second run installs nothing.
$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[mkdocs]'
	@touch $@

$(VENV)/.installed-site: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --editable '.[site]'
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet $(torch_index) --editable '.[mkdocs,test]'
	@touch $@
