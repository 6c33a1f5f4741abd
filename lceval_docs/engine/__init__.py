"""Judgement: inventory, figures, scoring, grading. Pure: no files, no formatting, no clock; standard library only.

Order: total (what is added up), worksheet (one line being worked out), inventory (all lines), figures (names to amounts),
scoring (rules), grading (prerequisites, gates, grade), evaluation (all of it for one case); then what
follows from it: trend, sensitivity (by compiled formulas, influence of names, judgement made anew, trial of a case),
improvement, uncertainty.
The whole order stands in tests/test_architecture.py.
"""
