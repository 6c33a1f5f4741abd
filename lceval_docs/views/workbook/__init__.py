"""The data workbook: what stands in each cell, what may be chosen, what is said beside it.

Order: grid (records of sheets, rows and cells), filling (answers as cells), status (what is still missing), layout (columns
of a table), table (a table of the questionnaire as rows), summary (instructions, counts, subtotals), whole (all sheets).
"""

from lceval_docs.views.workbook.whole import view_workbook

__all__ = ["view_workbook"]
