"""Records only: what the standard says, what a factory reported, what an evaluation concluded.

Frozen dataclasses over the standard library. Field names are the keys of the author's files; a field's type says how
its text is read. Order: origin, text, factor, data, indicator, grading, form, standard; then case, evaluation.
The whole order stands in tests/test_architecture.py.
"""
