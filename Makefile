# Everything runs in .venv, which `make` sets up by itself; see README.md.
PYTHON ?= python3
PORT ?=
BASE ?= main
HEAD ?= HEAD
ALLOWED ?=
EVENT ?=
TAG ?=
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help site serve test lint check-pr preview answer health workflows audit release format schema forms clean bench

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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
	@CHROMIUM="$$(cat .venv/.browser)" $(BIN)/pytest -n auto --dist worksteal

check-pr: .venv/.ready ## review what HEAD changes since it left BASE, as the workflow does: make check-pr BASE=main
	@rm -rf build/joined build/review && mkdir -p build/joined build/review
	@$(BIN)/taxonomy review "$(BASE)" "$(HEAD)" --to build/joined --annotate --summary build/review/review.md $(ALLOWED) \
		> build/review/review.txt; code=$$?; cat build/review/review.txt; exit $$code

preview: .venv/.ready ## build the site of what `make check-pr` joined into build/preview
	@cd build/joined && "$(CURDIR)/$(BIN)/taxonomy" build --to "$(CURDIR)/build/preview"

answer: .venv/.ready ## answer the issue form of a webhook's EVENT file into build/answer, as the workflow does
	@$(BIN)/python .ci/answer.py "$(EVENT)"

health: .venv/.ready ## look for dead links, new versions, venues and works into build/health; asks other hosts
	@$(BIN)/taxonomy health --to build/health

workflows: .venv/.ready ## read the workflows as an attacker and as a grammar would; fetches actionlint
	@$(BIN)/zizmor --offline --persona pedantic --no-progress --quiet .
	@$(BIN)/uv run --quiet --isolated --locked --only-group workflows actionlint

audit: .venv/.ready ## look for locked packages with known holes; asks PyPI
	@mkdir -p build && $(BIN)/uv export --quiet --locked --all-groups --no-emit-project --output-file build/locked.txt
	@$(BIN)/uv run --quiet --isolated --locked --only-group audit pip-audit --disable-pip --require-hashes --requirement build/locked.txt

release: .venv/.ready ## build packages, data archive and notes of TAG into build/release
	@$(BIN)/python .ci/release.py "$(TAG)"

format: .venv/.ready ## write the code as the formatter wants it
	@$(BIN)/ruff format --quiet
	@$(BIN)/ruff check --fix --quiet

schema: .venv/.ready ## write taxonomy/schema.json anew after a change of the model or the vocabulary
	@$(BIN)/taxonomy schema > schema.json.new && mv schema.json.new taxonomy/schema.json

forms: .venv/.ready ## write the issue forms anew after a change of what they ask
	@$(BIN)/python .ci/forms.py

bench: .venv/.ready ## measure time and memory beside other programs; takes an hour
	@$(BIN)/uv sync --locked --quiet --group bench
	@$(BIN)/python -m benchmarks

clean: ## remove what was built and set up
	rm -rf build dist .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
