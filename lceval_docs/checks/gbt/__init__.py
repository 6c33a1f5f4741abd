"""The rules of GB/T 1.1—2020 for drafting: each with its id, severity, clause, message, and an example of either kind.

Order: rule (what a rule is), modality (kinds of clauses), passage (the text as sentences with their places), what
several subjects look at, then the rules by subject, lint (all of them, and what an author has silenced).
The whole order stands in tests/test_architecture.py.
"""
