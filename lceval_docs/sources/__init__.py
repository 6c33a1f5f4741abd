"""The only readers of author files: YAML, Markdown, workbooks, filled forms, Word files → model + problems.

Order: document and plain (bytes to text, YAML to nodes), scalar (one text, read as its field asks), record (nodes to
frozen records), root (where the edition is), standard and case (folders to whole models).
The whole order stands in tests/test_architecture.py.
"""
