# make demo   build the program and collide the sample month
# make test   all tests: go test ./..., then make optima
# make optima the scheduler against large proven optima
# make bench  speed and memory, as tables
# make ci     what .ci/run checks

GO      ?= go
OUTPUT  ?= demo-output
SAMPLE  := testdata/nanjing-2021-05
FUZZ    ?= 1000x
BENCH   ?= .
CROSS   := windows/amd64 linux/amd64 linux/arm64 linux/loong64

export CGO_ENABLED ?= 0

.PHONY: build demo test optima bench lint race cross fuzz ci clean

build:
	$(GO) build -o bin/liancha ./cmd/liancha

# The sample leaves rows for a person to decide, so that exit status 3 (done,
# with rows left out) is as good as 0 here.
demo: build
	./bin/liancha collide $(SAMPLE) --period 2021-05 --output $(OUTPUT) || test $$? -eq 3

test:
	$(GO) test ./...
	$(MAKE) optima

optima:
	$(GO) test -count=1 -run ProvenOptima ./schedule/verify -all

bench:
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchtime 1x -timeout 60m ./...

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

# The race detector needs cgo.
race:
	CGO_ENABLED=1 $(GO) test -race -short -timeout 40m ./...

cross:
	@for target in $(CROSS); do \
		echo "build $$target"; \
		CGO_ENABLED=0 GOOS=$${target%/*} GOARCH=$${target#*/} $(GO) build -o /dev/null ./cmd/liancha || exit 1; \
	done
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 $(GO) vet ./... # its own files and tests; lint has vetted Linux

# Every fuzz target for a moment, counted in runs: a target whose time is up in
# the middle of one is now and then reported as failed.
fuzz:
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "fuzz $$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZ) -fuzzminimizetime 1x $$package || exit 1; \
		done; \
	done

ci: lint test race cross fuzz

clean:
	rm -rf bin $(OUTPUT)
