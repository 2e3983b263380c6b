"""The views themselves, one file each."""
