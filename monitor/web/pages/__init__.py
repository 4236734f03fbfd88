"""The desk's pages: one module each, with its `ROUTES`."""
