"""`kaohe demo`: a term of a municipality that does not exist, played through the public commands."""
