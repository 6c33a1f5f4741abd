"""`python -m lceval_docs` is the `lceval` command."""

from lceval_docs.cli import main

main()
