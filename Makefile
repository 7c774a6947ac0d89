# Everything runs in .venv, which `make` sets up by itself; see README.md.
PYTHON ?= python3
PORT ?=
BASE ?= main
HEAD ?= HEAD
ALLOWED ?=
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help site serve test lint check-pr preview format schema forms clean

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: pyproject.toml uv.lock .ci/uv.txt .ci/setup.py
	@echo "setting up .venv ..."
	@$(PYTHON) .ci/setup.py
	@touch $@

.venv/.browser: .venv/.ready .ci/browser
	@.ci/browser > $@.new && mv $@.new $@

site: .venv/.ready ## build the site into build/site
	@$(BIN)/taxonomy build

serve: .venv/.ready ## build the site and serve it on localhost; PORT=8123 chooses the port
	@$(BIN)/taxonomy serve $(if $(PORT),--port $(PORT))

lint: .venv/.ready ## check format, style, types and layers
	@$(BIN)/ruff format --check --quiet || { echo "make format mends this" >&2; exit 1; }
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy --no-error-summary
	@layers=$$($(BIN)/lint-imports --no-logo) || { echo "$$layers"; exit 1; }

test: .venv/.browser lint site ## check everything, run all tests, the browser's included
	@CHROMIUM="$$(cat .venv/.browser)" $(BIN)/pytest -n auto --dist loadfile

check-pr: .venv/.ready ## review what HEAD changes since it left BASE, as the workflow does: make check-pr BASE=main
	@rm -rf build/joined build/review && mkdir -p build/review
	@$(BIN)/taxonomy review "$(BASE)" "$(HEAD)" --to build/joined --annotate $(ALLOWED) > build/review/review.txt; code=$$?; cat build/review/review.txt; exit $$code

preview: ## build the site of what `make check-pr` joined into build/preview
	@cd build/joined && "$(CURDIR)/$(BIN)/taxonomy" build --to "$(CURDIR)/build/preview"

format: .venv/.ready ## write the code as the formatter wants it
	@$(BIN)/ruff format --quiet
	@$(BIN)/ruff check --fix --quiet

schema: .venv/.ready ## write taxonomy/schema.json anew after a change of the model
	@$(BIN)/taxonomy schema > schema.json.new && mv schema.json.new taxonomy/schema.json

forms: .venv/.ready ## write the issue forms anew after a change of what they ask
	@$(BIN)/python .ci/forms.py

clean: ## remove what was built and set up
	rm -rf build dist .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
