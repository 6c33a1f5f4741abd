"""Does everything fit together? One small function per invariant; each file ends with the tuple that lists them.

Order: formula, parameter, example, indicator, factor, grading, text, form (of the standard), then standard (all of
it), source (a case's inventory), case, template.
The whole order stands in tests/test_architecture.py.
"""
