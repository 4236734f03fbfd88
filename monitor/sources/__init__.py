"""One module a kind of public place: what to fetch next, and what its pages say. Pure."""
