"""Forms, blank or filled, as plain data. Order: shape, control, asked, own, letter, whole, known."""

from lceval_docs.views.form.control import view_filling as view_filling
from lceval_docs.views.form.whole import view_form as view_form
