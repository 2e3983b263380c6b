"""How the database came to be: frozen, numbered versions, run by `store.migrate`."""
