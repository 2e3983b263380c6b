"""One machine's runtime."""
