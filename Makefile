# Two commands set everything up on a machine that has a Swift 6.3 toolchain and apt:
#
#   make demo     install what is missing, build for release, dissect a sample message
#   make test     the whole test suite
#
# `make help` lists the rest.

SWIFT ?= swift
RELEASE := .build/release/mimewire
SERVER := Server/.build/release/mimewire-server
MEASURE := Benchmarks/.build/release/mimewire-measure
BENCH_SMTP := Benchmarks/.build/release/mimewire-bench-smtp

.PHONY: help dependencies demo build test test-release differential measure bench bench-check bench-smtp fuzz-build \
	fuzz fuzz-corpus complexity-work complexity coverage nightly server test-server server-docs interop crash load format lint docs \
	man completions clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

dependencies: ## install ICU's and zlib's development files if they are missing
	@.ci/dependencies

demo: dependencies ## build for release and dissect a sample message
	$(SWIFT) build -c release --product mimewire
	@echo; echo '$$ mimewire show Fixtures/demo.eml'; $(RELEASE) show Fixtures/demo.eml
	@echo; echo '$$ mimewire tree Fixtures/demo.eml'; $(RELEASE) tree Fixtures/demo.eml

build: dependencies ## build the command for release
	$(SWIFT) build -c release --product mimewire

test: dependencies ## run the tests in debug mode
	$(SWIFT) test

test-release: dependencies ## run the same tests in release mode
	$(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build/testing

MUTANTS ?= 2000
differential: build ## compare with other parsers: MUTANTS=2000 more, ALL=1 for the slow parsers too
	@Tests/Differential/dependencies $(if $(ALL),all)
	python3 Tests/Differential/differential.py run --mutants $(MUTANTS) $(if $(ALL),--references all)

measure: dependencies ## hold the memory of reading big mail against its bounds
	$(SWIFT) build -c release --package-path Benchmarks --product mimewire-measure
	$(MEASURE) memory message --size 1G
	$(MEASURE) memory mbox --size 2G

bench-smtp: ## measure SMTP on the wire: command lines, DATA unstuffed and stuffed
	$(SWIFT) build -c release --package-path Benchmarks --product mimewire-bench-smtp
	$(BENCH_SMTP)

bench: dependencies ## measure beside the parsers that can be installed; see Benchmarks/README.md
	Benchmarks/bench all $(BENCH)

bench-check: dependencies ## hold instructions and allocations against their thresholds; test the suite
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "bench-check skipped: no Python 3.11"; exit 0; }; \
	Benchmarks/bench check && cd Benchmarks && python3 -m unittest discover -q -s tests -t .

# The fuzzer's build counts the edges that are taken twice: in eight bits for libFuzzer, and all of them as work.
FUZZ := Fuzz/.build/release/mimewire-fuzz
FUZZ_FLAGS := -c release --package-path Fuzz --product mimewire-fuzz \
  -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=fuzzer-no-link,address \
  -Xswiftc -sanitize-coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table,trace-pc-guard \
  -Xcc -fsanitize-coverage=trace-pc-guard \
  $(foreach name,__sanitizer_cov_trace_pc_guard __sanitizer_cov_trace_pc_guard_init memcpy memmove memset memcmp, \
    -Xlinker --wrap=$(name))

fuzz-build: dependencies ## build the fuzzer, with AddressSanitizer
	$(SWIFT) build $(FUZZ_FLAGS)

T ?= 60
fuzz: fuzz-build ## fuzz each target for T seconds (60)
	.ci/fuzz $(T)

N ?= 22
complexity-work: fuzz-build ## the steps that inputs made to exhaust a parser take, up to 2^N bytes (22)
	$(FUZZ) work $(N)

complexity: complexity-work ## and the time, heap and stack
	$(SWIFT) build -c release --package-path Fuzz --scratch-path Fuzz/.build/plain --product mimewire-complexity
	Fuzz/.build/plain/release/mimewire-complexity $(N)

fuzz-corpus: fuzz-build ## keep what fuzzing has found, as little of it as reaches every edge
	.ci/fuzz corpus

nightly: dependencies ## the long forms of the checks: property tests, sanitizers, coverage, complexity, fuzzing
	@.ci/nightly

coverage: dependencies ## how much of each library the tests run, measured in release
	@.ci/coverage

server: ## build the mail server and client for release; the first time takes minutes
	@.ci/dependencies server
	$(SWIFT) build -c release --package-path Server --product mimewire-server

test-server: ## run the tests of the server, debug
	@.ci/dependencies server
	$(SWIFT) test --package-path Server

server-docs: ## build MailNIO's documentation
	@.ci/dependencies server
	@.ci/server-documentation

interop: server ## exchange mail with Postfix, Exim, OpenSMTPD, Dovecot and clients, all on loopback; as root
	Tests/Interop/interop.py $(SERVER)

crash: server ## kill the server 200 times while mail comes in, and count the mail
	Server/Tests/crash.py $(SERVER) 200

load: server ## hold 2,000 connections for five minutes, a third of them slow
	Server/Tests/load.py $(SERVER) 2000 300

SOURCES := Package.swift Sources Tests Benchmarks Fuzz Server/Package.swift Server/Sources Server/Examples Server/Tests

format: ## format the sources in place
	$(SWIFT) format format -i -r $(SOURCES)

lint: ## check the format
	$(SWIFT) format lint --strict -r $(SOURCES)

docs: ## build the documentation of every library; a warning is an error
	@.ci/documentation

man: dependencies ## make the man page from the command's definitions: .build/man/mimewire.1
	$(SWIFT) package generate-manual --configuration release
	@mkdir -p .build/man && cp .build/plugins/GenerateManual/outputs/MimewireCLI/mimewire.1 .build/man/

completions: build ## make completions for bash, zsh and fish: .build/completions
	@mkdir -p .build/completions
	$(RELEASE) --generate-completion-script bash > .build/completions/mimewire.bash
	$(RELEASE) --generate-completion-script zsh > .build/completions/_mimewire
	$(RELEASE) --generate-completion-script fish > .build/completions/mimewire.fish

clean: ## remove what was built
	rm -rf .build Benchmarks/.build Fuzz/.build Server/.build
