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

.PHONY: help dependencies demo build test test-release measure server test-server interop crash load format lint docs man completions \
	clean

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

measure: dependencies ## hold the memory of reading big mail against its bounds
	$(SWIFT) build -c release --package-path Benchmarks --product mimewire-measure
	$(MEASURE) memory message --size 1G
	$(MEASURE) memory mbox --size 2G

server: ## build the mail server and client for release; the first time takes minutes
	@.ci/dependencies server
	$(SWIFT) build -c release --package-path Server --product mimewire-server

test-server: ## run the tests of the server, debug
	@.ci/dependencies server
	$(SWIFT) test --package-path Server

.PHONY: server-docs
server-docs: ## build MailNIO's documentation
	@.ci/dependencies server
	@.ci/server-documentation

interop: server ## exchange mail with Postfix, Exim, OpenSMTPD, Dovecot and clients, all on loopback; as root
	Tests/Interop/interop.py $(SERVER)

crash: server ## kill the server 200 times while mail comes in, and count the mail
	Server/Tests/crash.py $(SERVER) 200

load: server ## hold 2,000 connections for five minutes, a third of them slow
	Server/Tests/load.py $(SERVER) 2000 300

format: ## format the sources in place
	$(SWIFT) format format -i -r Package.swift Sources Tests Benchmarks Server/Package.swift Server/Sources \
		Server/Examples Server/Tests

lint: ## check the format
	$(SWIFT) format lint --strict -r Package.swift Sources Tests Benchmarks Server/Package.swift Server/Sources \
		Server/Examples Server/Tests

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
	rm -rf .build Benchmarks/.build Server/.build
