# Everything is in run.py, for those who have no make.
PYTHON ?= python3

.PHONY: run test lint bench setup lock
run test lint bench setup lock:
	@$(PYTHON) run.py $@ $(ARGS)
