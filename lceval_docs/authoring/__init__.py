"""What this tool writes into the files of authors, factories and evaluators: plans {file name: bytes}.

Order: imported (what an import gives), factory (forms and workbooks into a factory file), review (evaluators' parts into
one), importing (either), beginning (new indicators and cases), confirmation (what was read and confirmed).
The whole order stands in tests/test_architecture.py.
"""
