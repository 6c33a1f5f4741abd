"""What was filled in becomes values of the factory file.

Order: cell (choices, numbers, years, units), source (sources of the inventory), whole (everything).
"""

from lceval_docs.sources.answer.whole import understand

__all__ = ["understand"]
