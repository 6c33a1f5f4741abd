"""The only readers of author files: YAML, Markdown, later workbook and filled form → model + problems.

Order: document and plain (bytes to text, YAML to nodes), scalar (one text, read as its field asks), record (nodes to
frozen records), root (where the edition is), standard and case (folders to whole models).
"""
