"""A factory's own assessment, from what it typed to what it scores: the room that runs in the browser.

Nothing here or below needs more than the standard library and what the engine's wheel brings along.
The whole order stands in tests/test_architecture.py.
"""
