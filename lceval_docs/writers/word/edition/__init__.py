"""The Word edition of a standard, built from its text and its typesetting.

Order: style (styles.xml), numbering (numbering.xml), line (runs, fields, bookmarks), table, block (clauses and what
they hold), frame (cover, sections, headers, package parts), whole (the file).
The whole order stands in tests/test_architecture.py.
"""
