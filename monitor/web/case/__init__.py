"""What the page of one hit shows and does."""
