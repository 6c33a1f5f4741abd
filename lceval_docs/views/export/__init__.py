"""An edition for programs: its files, the whole of it as records, tables of it, a catalogue of its controls.

Order: file (names of the files), text (plain text of chapters and clauses), record (what the whole holds), whole,
table (one row an indicator, one row a factor value), catalog.
"""
