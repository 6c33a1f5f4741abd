"""An edition for programs, as files. Order: record (JSON and its schema), oscal (a catalogue), table (CSV)."""
