"""Text as the rules compare it: folding, numbers, money, contacts, language. Pure."""
