# Everything is in run.py, for those who have no make.
PYTHON ?= python3

.PHONY: run test test-scale lint bench setup lock messages
run test test-scale lint bench setup lock messages:
	@$(PYTHON) run.py $@ $(ARGS)
