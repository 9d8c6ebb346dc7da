# The two commands are `make run` and `make test`; each installs what is missing.

.DEFAULT_GOAL := help
.PHONY: help run desk menu test test-fast test-long test-anywhere install install-dev check check-types check-types-windows \
        check-types-mac check-rules read-tests format screenshots architecture lock bench soak random-events attract powercuts syncfaults \
        messages mutants freeze merge-speed bundle try-bundle try-boot deb deb-stick try-deb try-deb-stick live try-live windows wine clean

# More for the command behind a target, e.g. make run ARGS="--windowed 1366x768"
ARGS ?=
# Twice as many processes for tests as there are cores: a test waits now and then
PLAYERS ?= $(shell expr $$(nproc) \* 2)

# A test starts the program a thousand times: what was compiled once is kept
unexport PYTHONDONTWRITEBYTECODE

CHECKS = check-types check-types-windows check-types-mac check-rules
CORE_TESTS = tests/signing tests/campaign tests/exchange tests/stall tests/coordinator tests/vectors

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo '  ARGS="..."      more for the command, e.g. make run ARGS="--windowed 1366x768"'
	@echo '  PYTHON=...      the Python to install with (3.11 or newer)'
	@echo '  SYSTEM=skip     leave Debian packages alone'

run: install ## Open the kiosk (before any set-up: training mode)
	@.venv/bin/kiosk run $(ARGS)

desk: install ## Open the coordinator's window
	@.venv/bin/kiosk desk $(ARGS)

menu: install ## Put the coordinator's window among your programs, to open it without a terminal
	@packaging/menu/install-menu.sh

test: install-dev ## Run the checks, then all tests
	@$(MAKE) --no-print-directory --output-sync --jobs=$$(nproc) $(CHECKS) read-tests
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n $(PLAYERS) --dist loadfile $(ARGS)

test-fast: install-dev ## Run the tests of the core: no window, no process, no server
	.venv/bin/python -m pytest -n $(PLAYERS) --dist loadfile -m "not slow and not whole and not long" $(CORE_TESTS) $(ARGS)

test-long: install-dev ## Run the tests that `make test` leaves out: endurance, every language at every size
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n $(PLAYERS) --dist loadfile -m long $(ARGS)

test-anywhere: install-dev ## Run the tests on another day, in another zone and language, under load, not as root
	@packaging/linux/debian-packages.sh packaging/linux/debian-packages-anywhere.txt
	PLAYERS=$(PLAYERS) tests/anywhere.sh $(ARGS)

install: ## Install what running needs: Debian packages, and .venv
	@packaging/linux/install.sh

install-dev: # what checks and tests need, too
	@packaging/linux/install.sh dev

check: install-dev ## Check style, types and the import rule
	@$(MAKE) --no-print-directory --output-sync --jobs=$$(nproc) $(CHECKS)

# What pytest makes of the tests' files is kept: else each of its processes would make it anew
read-tests:
	-@.venv/bin/python -m pytest --collect-only -qq >/dev/null 2>&1

check-types:
	.venv/bin/mypy

check-types-windows:
	.venv/bin/mypy --platform win32 --cache-dir .mypy_cache/win32

check-types-mac:
	.venv/bin/mypy --platform darwin --cache-dir .mypy_cache/darwin

check-rules:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/vulture

format: install-dev ## Bring the code into the one format
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

screenshots: install-dev ## Render every screen into docs/screenshots, which the tests compare against
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.screens.render

architecture: install-dev ## Draw docs/architecture.svg, the rooms of the program, from the code
	.venv/bin/python -m tests.architecture

lock: ## Lock the dependencies anew after a change (ARGS=--upgrade: newest versions)
	@packaging/lock.sh $(ARGS)

messages: install-dev ## Bring the catalogues to what the code says, and tell what lacks words (ARGS=nl: begin one)
	.venv/bin/python -m tests.messages $(ARGS)

bench: install-dev ## Measure what the program costs, each beside what it cannot do without (ARGS="start merge": these)
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.benchmarks $(ARGS)

soak: install-dev ## Play three busy hours at a stall (ARGS=200: so many visits) and watch the memory
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.benchmarks.soak $(ARGS)

random-events: install-dev ## Do anything at the keyboard and the mouse for 15 minutes (ARGS=1: one) and watch the memory
	.venv/bin/python -m tests.benchmarks.random_events $(ARGS)

attract: install-dev ## Let the start stand for ten minutes (ARGS=1: one) and see what it costs
	.venv/bin/python -m tests.benchmarks.attract $(ARGS)

powercuts: install-dev ## Cut the power 50 times (ARGS=5: so often) in mid-sync to a FAT stick, in an emulated computer
	@packaging/linux/debian-packages.sh packaging/linux/debian-packages-guest.txt
	.venv/bin/python -m tests.faults.guest $(ARGS)

syncfaults: install-dev ## Fail, or kill, a sync at every call that touches the stick or the vault
	.venv/bin/python -m tests.faults.sweep

mutants: install-dev ## Break the program in 60 small ways (ARGS="--seed 3 --count 200") and see whether a test notices
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.mutants $(ARGS)

freeze: install-dev # keep files of this version for later ones to open (see docs/releasing.md)
	.venv/bin/python -m tests.frozen.freeze

merge-speed: install-dev ## Merge 200,000 signatures (ARGS=20000: so many) and compare with opening alone
	.venv/bin/python -m tests.benchmarks.merge $(ARGS)

bundle: install-dev ## Make dist/kiosk, the program as a folder that needs no Python
	@packaging/linux/debian-packages.sh packaging/bundle/debian-packages-build.txt
	PYTHONHASHSEED=0 SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) .venv/bin/pyinstaller --noconfirm --clean --log-level ERROR packaging/bundle/kiosk.spec
	cp LICENSE packaging/bundle/README.md dist/kiosk/
	cp -r packaging/session dist/kiosk/

# What is tried is made where it is not there yet; `make bundle` and `make live` make it anew.
dist/kiosk/kiosk:
	$(MAKE) bundle

dist/signing-kiosk-live.img:
	$(MAKE) live

try-boot: install-dev dist/kiosk/kiosk # make a laptop's disk with dist/kiosk, boot it in QEMU, and play a stall's day on it (needs root)
	@packaging/linux/debian-packages.sh packaging/linux/debian-packages-boot.txt
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.boot $(ARGS)

try-bundle: dist/kiosk/kiosk # play a stall's day with dist/kiosk in a bare Debian (needs root)
	@packaging/linux/debian-packages.sh packaging/bundle/debian-packages-try.txt
	packaging/bundle/try.sh $(ARGS)

deb: bundle ## Make dist/deb, the Debian packages of the program, the desk's heavy parts, and the locked session
	@packaging/linux/debian-packages.sh packaging/debian/debian-packages-build.txt
	packaging/debian/build.sh dist/kiosk dist/deb
	packaging/debian/check.sh dist/deb

deb-stick: deb ## Make dist/deb-stick, for a stick: those packages with all that a Debian 12 or 13 needs (needs root)
	@packaging/linux/debian-packages.sh packaging/debian/debian-packages-try.txt
	packaging/debian/repository.sh $(ARGS)

try-deb-stick: deb-stick ## Install from that folder in bare Debians 12 and 13 that have no network (needs root)
	packaging/debian/try-stick.sh $(ARGS)

try-deb: deb ## Install, use, upgrade, remove and purge the packages in bare Debians 12 and 13 (needs root)
	@packaging/linux/debian-packages.sh packaging/debian/debian-packages-try.txt
	packaging/debian/try.sh $(ARGS)

live: bundle ## Make dist/signing-kiosk-live.img: a stick that boots into the kiosk (needs root)
	@packaging/linux/debian-packages.sh packaging/live/debian-packages-build.txt
	packaging/live/build.sh $(ARGS)

try-live: install-dev dist/signing-kiosk-live.img # boot dist/signing-kiosk-live.img in QEMU, by BIOS and UEFI, and play a stall's day on it
	@packaging/linux/debian-packages.sh packaging/linux/debian-packages-boot.txt packaging/live/debian-packages-try.txt
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m tests.boot.live $(ARGS)

windows: install-dev ## Make dist/windows/kiosk, the folder with kiosk.exe (under Wine)
	@packaging/linux/debian-packages.sh packaging/windows/debian-packages.txt
	@packaging/windows/assemble.sh
	packaging/windows/build.sh

wine: install-dev ## Play the Windows program under Wine: chain, rehearsal, windows (ARGS=tests/windows: these tests)
	@packaging/linux/debian-packages.sh packaging/windows/debian-packages.txt
	@packaging/windows/assemble.sh
	packaging/windows/try.sh $(ARGS)

clean: ## Remove .venv and caches
	rm -rf .venv build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
