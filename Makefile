# Kaitong: everything people do with the repository. `make` alone explains itself.
SHELL := bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help
help: ## Say what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z][a-z-]*:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(READY) ## Install what everything below needs into .venv (only the first time)

$(READY): requirements/dev.txt tools/workspace.py tools/install.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Kaitong needs Python 3.11 or newer; say which with: make PYTHON=python3.11" >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv \
	  || { echo "Python's venv module is missing (on Debian: the package python3-venv)" >&2; exit 1; }
	@$(BIN)/python tools/install.py requirements/dev.txt
	@$(BIN)/python tools/workspace.py
	@touch $@

.PHONY: run
run: $(READY) ## Start the whole operator on this machine and tell one customer's story; a second one with ARGS="--port 8081"
	@exec $(BIN)/python -m launch.run $(ARGS)

.PHONY: up
up: $(READY) ## Start the whole operator on Docker compose
	@deploy/compose/up.sh

.PHONY: down
down: ## End what `make up` started; VOLUMES=1 forgets its data
	@deploy/compose/up.sh down $(if $(VOLUMES),--volumes)

.PHONY: images
images: $(READY) ## Build the image of every service on python:3.11-slim; VERSION=0.2.0 names them, else git describe does
	@deploy/image/images.sh

.PHONY: images-airgapped
images-airgapped: $(READY) ## Build every image, bases, Kafka and PostgreSQL too, without a container registry; VERSION as above
	@deploy/image/images.sh --airgapped

.PHONY: sbom
sbom: ## Say what each image holds (SBOM: CycloneDX and SPDX), with syft: of VERSION=0.2.0, else of those tagged local
	@deploy/image/sbom.sh

.PHONY: pin-digests
pin-digests: $(READY) ## Pin pushed images by their digests: REGISTRY=registry.example/kaitong VERSION=0.2.0
	@$(BIN)/python tools/pin_digests.py "$(REGISTRY)" "$(VERSION)"

.PHONY: packages
packages: $(READY) ## Build a wheel of everything people install: build/packages/kaitong_*.whl
	@$(BIN)/python tools/build_packages.py

.PHONY: test
test: $(READY) ## Run the tests; ONLY="stories chain" runs some kinds, ARGS="-k name" goes to pytest
	@$(BIN)/python tools/run_tests.py $(ARGS)

.PHONY: bench
bench: $(READY) ## Measure orders, usage and charging beside their bare floors; ARGS="usage --rounds 1"
	@PYTHONPATH=tests exec $(BIN)/python -m bench $(ARGS)

.PHONY: crashes
crashes: $(READY) ## Kill processes of the operator while orders are carried out, with ten seeds; SEEDS="1 2" chooses them
	@set -e; for seed in $(or $(SEEDS),1 2 3 4 5 6 7 8 9 10); do \
	    KAITONG_CRASH_SEED=$$seed $(BIN)/python -m pytest -q -s tests/chaos/test_crash.py; done

.PHONY: outages
outages: $(READY) ## Kill database, broker and element at random instants 200 times; ARGS="--kills 20"
	@PYTHONPATH=tests GRPC_VERBOSITY=NONE exec $(BIN)/python -m outages $(ARGS)

.PHONY: cluster-test
cluster-test: $(READY) ## Make a real Kubernetes on this machine and try the operator in it; ONLY=control-plane needs no root
	@PYTHONPATH=tests:tools exec $(BIN)/python -m cluster $(ONLY) $(ARGS)

.PHONY: check
check: $(READY) ## Check style, types, arrows, promises, generated files and manifests
	@$(BIN)/python tools/check.py

.PHONY: format
format: $(READY) ## Lay out the text as `make check` wants it
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only --quiet .

.PHONY: proto
proto: $(READY) ## Generate code, constants, catalogues and manifests from proto/
	@tools/make_contracts.sh

.PHONY: proto-baseline
proto-baseline: $(READY) ## Keep today's promises as those that must not be broken
	@mkdir -p proto/.baseline
	@$(BIN)/buf build proto --exclude-source-info -o proto/.baseline/boss.binpb

.PHONY: docs
docs: $(READY) ## Generate docs/catalogue from the processes and the promises
	@tools/generate.sh

.PHONY: picture
picture: $(READY) ## Draw who imports whom into build/imports.md (Mermaid)
	@$(BIN)/python tools/make_picture.py

.PHONY: chart
chart: $(READY) ## Generate the Helm chart deploy/chart from deploy/k8s
	@$(BIN)/python tools/make_chart.py

.PHONY: sizing
sizing: $(READY) ## Reckon docs/operations/sizing.md anew; ARGS="--subscribers 1000000" prints values of the chart
	@$(BIN)/python tools/size.py $(ARGS)

.PHONY: new-process
new-process: $(READY) ## Begin a process that runs: make new-process name=number_change term=改号
	@$(BIN)/python tools/new_process.py "$(name)" "$(term)"

.PHONY: new-change
new-change: $(READY) ## Begin a network change that runs: make new-change name=set_roaming
	@$(BIN)/python tools/new_change.py "$(name)"

.PHONY: new-resource
new-resource: $(READY) ## Begin a REST resource that runs: make new-resource name=payment_plan
	@$(BIN)/python tools/new_resource.py "$(name)"

.PHONY: baseline
baseline: $(READY) ## Fold the revisions of a database into one, for a release: make baseline SERVICE=accounts [HEAD=…]
	@$(BIN)/python tools/make_baseline.py "$(SERVICE)" $(if $(HEAD),--head "$(HEAD)")

.PHONY: clean
clean: ## Remove what was built and what a run left behind; .venv stays
	rm -rf build run run-[0-9]* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find libs services tests tools -type d \( -name __pycache__ -o -name build -o -name '*.egg-info' \) -prune -exec rm -rf {} +
