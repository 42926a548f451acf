# Latchkey. `make serve` and `make test` are all one needs; both install what is missing (into .tools/, and
# Chromium and a C compiler by apt-get). Linux is tried; macOS is written with the same care, and untried.

SHELL := bash
PORT ?= 8080
BUILD := tests/tools/build.sh

# What the site is made of, and the commit that it names.
SOURCES := $(shell find src style public tests/answers -type f -not -name '.*' 2>/dev/null) \
	index.html Cargo.toml Cargo.lock Trunk.toml build.rs rust-toolchain.toml \
	$(BUILD) $(wildcard tests/tools/bin/* tests/tools/*.mjs) tests/tools/package-lock.json $(wildcard .git/logs/HEAD)

.PHONY: help serve dist dist-test test lint fmt readme readme-check native browser bench clean

help:
	@echo 'make serve      build, and serve on http://127.0.0.1:$(PORT)'
	@echo 'make test       everything, browsers included'
	@echo 'make dist       the static site, in dist/'
	@echo 'make bench      what the first load weighs; how fast keys are checked; how fast and how well text is recognised'
	@echo 'make lint, fmt  what the lints say; format, and the README'"'"'s table'

serve: dist/index.html
	@node tests/tools/serve.mjs dist --port=$(PORT)

# ---- the site ------------------------------------------------------------------------------------------

dist: dist/index.html

dist/index.html: $(SOURCES)
	@echo 'building dist/'
	@$(BUILD) dist dist

# The same page with a short deadline (and whatever else the code gives to tests alone), for the browser tests.
dist-test: dist-test/index.html

dist-test/index.html: $(SOURCES)
	@echo 'building dist-test/'
	@LATCHKEY_DEADLINE_MS=1500 $(BUILD) dist dist-test

# ---- the tests -----------------------------------------------------------------------------------------

# One after another: each says in its last lines how it went.
test:
	@$(BUILD) tools
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory native
	@$(MAKE) --no-print-directory dist-test
	@$(MAKE) --no-print-directory dist
	@$(MAKE) --no-print-directory browser

lint:
	cargo fmt --check
	cargo clippy --locked --quiet --all-targets -- -D warnings
	cargo clippy --locked --quiet --target wasm32-unknown-unknown -- -D warnings

native: readme-check
	cargo test --locked --quiet

browser: dist-test dist
	@$(BUILD) browser
	cd tests/browser && npm ci --no-audit --no-fund --loglevel=error
	@mac='/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; \
	if [ -z "$$CHROMIUM" ] && [ -x "$$mac" ]; then export CHROMIUM="$$mac"; fi; \
	cd tests/browser && node --test

# What the first load weighs, how fast many keys are checked, and how recognising does beside other scanners, which it
# installs into .tools/bench.
bench: dist/index.html
	@node tests/bench/sizes.mjs dist
	@$(BUILD) browser
	@cd tests/browser && npm ci --no-audit --no-fund --loglevel=error
	@node tests/bench/bulk.mjs dist
	@node tests/bench/bench.mjs dist

# ---- by hand -------------------------------------------------------------------------------------------

fmt: readme
	cargo fmt

readme:
	cargo run --locked --quiet --bin publish readme

readme-check:
	@cargo run --locked --quiet --bin publish readme --check

clean:
	rm -rf dist dist-test target tests/browser/node_modules tests/browser/output
