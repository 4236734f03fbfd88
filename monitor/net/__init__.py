"""The only importer of httpx: requests to public addresses only, capped in time and size."""
