"""`kaohe demo`: a whole annual cycle of a municipality that does not exist, played through the public commands."""
