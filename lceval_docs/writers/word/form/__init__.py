"""Forms as Word files. Order: picture, glossary, control, block, shell, whole."""

from lceval_docs.writers.word.form.whole import render_form as render_form
