"""One file per version. A released version is never edited: a correction is the next version."""
