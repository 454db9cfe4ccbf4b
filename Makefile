# Each target works on a fresh clone, alone. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: node help demo test check bench prove webkit pins chromium tokens
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
# Each process would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(VENV)/.base ## five furnished institutions on http://localhost:PORT (PORT=8000, PARVIS_DATABASE_URL are honoured)
	@PORT=$(PORT) exec $(VENV)/bin/parvis demo

test: $(VENV)/.dev chromium tokens node ## every test, on a real PostgreSQL and in a real browser
	$(VENV)/bin/python -m pytest -n $$(( ($$(nproc) * 3 + 1) / 2 )) --dist loadfile --no-loadscope-reorder $(ARGS)  # They wait a third of the time.

check: $(VENV)/.dev ## style, types, imports between parts, the institutions and their specs
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/parvis check institutions
	$(VENV)/bin/parvis specs institutions

bench: $(VENV)/.dev ## what is measured, and against what (bench/README.md)
	$(VENV)/bin/python -m bench

prove: $(VENV)/.dev ## races, crashes, hostile input… in their long forms (an hour); writes docs/proof.md
	$(VENV)/bin/python -m tests.proof.long $(ARGS)

webkit: $(VENV)/.dev ## the phone's own story in WebKit, which every browser of an iPhone is made of
	@command -v WebKitWebDriver >/dev/null && command -v xvfb-run >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends webkit2gtk-driver xvfb xauth; \
	  else echo "This needs WebKit: sudo apt-get install webkit2gtk-driver xvfb xauth" >&2; exit 1; fi; }
	xvfb-run --auto-servernum $(VENV)/bin/python -m pytest tests/journeys/webkit/stories.py $(ARGS)

pins: $(VENV)/.dev ## write requirements/*.txt anew from requirements/*.in
	cd requirements && for name in base dev; do \
	  ../$(VENV)/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file $$name.txt $$name.in; done

# Made again only when what they are made from has changed.
$(VENV)/.base: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Parvis needs Python 3.11 or later: make PYTHON=python3.12 …" >&2; exit 1; }
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV) \
	  || { echo "python3 -m venv does not work here: install it (Debian: apt-get install python3-venv)." >&2; exit 1; }
	$(PIP) --require-hashes -r requirements/base.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

chromium:
	@{ command -v chromium || command -v chromium-browser; } >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; \
	  else echo "The tests need Chromium: sudo apt-get install chromium" >&2; exit 1; fi; }
	@command -v chromium-headless-shell >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && timeout 120 sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell'; } \
	  || echo "The journeys would be faster with: sudo apt-get install chromium-headless-shell" >&2

# Certificates: nginx in front, and a USB token that is simulated behind PKCS#11.
TOKENS := nginx-light softhsm2 opensc libengine-pkcs11-openssl libnss3-tools openssl curl
tokens:
	@{ command -v nginx || test -x /usr/sbin/nginx; } >/dev/null && command -v softhsm2-util >/dev/null \
	  && command -v pkcs11-tool >/dev/null && command -v certutil >/dev/null && command -v openssl >/dev/null \
	  && command -v curl >/dev/null && ls /usr/lib/*/engines-3/pkcs11.so >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends $(TOKENS); \
	  else echo "The tests need: sudo apt-get install $(TOKENS)" >&2; exit 1; fi; }

# FranceConnect: a certified OpenID provider, which its tests fetch with npm and run.
node:
	@{ command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; } >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm; \
	  else echo "The tests need Node.js 20 or later, and npm: sudo apt-get install nodejs npm" >&2; exit 1; fi; }
