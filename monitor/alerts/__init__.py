"""One module a channel that takes alerts out of the house."""
