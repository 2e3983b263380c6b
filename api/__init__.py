"""Every door: what people and programs ask of Kaohe, and one set of operations behind all of it."""
