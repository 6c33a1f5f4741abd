"""One per output format, each ignorant of the others: word/, pages/, schema, data. They return bytes or text.

The whole order stands in tests/test_architecture.py.
"""
