"""What the pages of the field share: draws, what people bring in, what was learned."""
