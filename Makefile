# Only Go and make are needed, but for the targets specs and interop, which need Node 20 or newer, and test-fleet and
# fleet, which need redis-server.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
REDOCLY     := @redocly/cli@2.77.0
FUZZTIME    ?= 60s
PAYMENTS    ?= 1000
SEED        ?= 1

# The race detector needs a C compiler. CI must not go without it.
CC_FOUND := $(shell command -v $$(go env CC) 2>/dev/null)
RACE     := $(if $(or $(CC_FOUND),$(CI)),-race)

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: demo
demo: ## send a first payment to the sandbox, step by step
	@go run ./cmd/wallex demo

.PHONY: test
test: ## run all tests
	@command -v redis-server >/dev/null || echo "redis-server is not installed: an in-process stand-in takes its place"
	go test $(RACE) ./...

.PHONY: test-fleet
test-fleet: ## run the tests of many replicas against a real Redis, which they start (needs redis-server)
	WALLEX_TEST_REDIS=server go test $(RACE) -count=1 ./pkg/fleet/... ./internal/fleet ./internal/redistest

PROCESSES  ?= 8
DURATION   ?= 30s
JITTER     ?= 0
LIMITER    ?= fleet
GOROUTINES ?= 1
OUTAGE     ?= 0s

.PHONY: fleet
fleet: ## measure how PROCESSES= share one quota for DURATION=, with JITTER= ms of delay (needs redis-server)
	@go run ./internal/fleet -processes $(PROCESSES) -duration $(DURATION) -jitter $(JITTER) \
		-limiter $(LIMITER) -goroutines $(GOROUTINES) -outage $(OUTAGE)

.PHONY: generate
generate: ## write everything that follows from the specifications in api/
	go run ./internal/generate

.PHONY: lint
lint: ## vet, staticcheck, formatting, and no import that points upwards
	test -z "$$(gofmt -l $$(git ls-files '*.go') | tee /dev/stderr)"
	go vet ./...
	go run $(STATICCHECK) ./...
	go test ./internal/lint

.PHONY: bench
bench: ## compare with plain net/http, and measure start-up, compilation and generated code
	go run ./internal/bench/measure

.PHONY: chaos
chaos: ## pay PAYMENTS orders while everything fails and processes are killed, and audit the ledger; SEED is another run
	@go run ./internal/chaos -payments $(PAYMENTS) -seed $(SEED)

.PHONY: fuzz
fuzz: ## run every fuzz target, for FUZZTIME each
	@for package in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package; \
		done; \
	done

.PHONY: specs
specs: ## lint the specifications and bundle one file per platform into dist/ (needs Node)
	npx --yes $(REDOCLY) lint
	npx --yes $(REDOCLY) bundle --component-renaming-conflicts-severity error

.PHONY: interop
interop: specs ## generate TypeScript clients from the bundles and run them against the sandbox (needs Node)
	npm --prefix internal/interop ci
	npm --prefix internal/interop run generate
	npm --prefix internal/interop run compile
	go build -o dist/wallex ./cmd/wallex
	node internal/interop/build/main.js dist/wallex
