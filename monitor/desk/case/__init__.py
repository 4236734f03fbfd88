"""A hit laid out for who decides on it: its words marked, its sums compared, its edits shown. Pure."""
