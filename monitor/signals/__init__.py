"""One module a finder: reasons found in a text, each with the words that prove it. Pure."""
