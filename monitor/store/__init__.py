"""What is kept: SQLite through sqlite-utils, every write one immediate transaction."""
