"""Import: a table of indicators published elsewhere becomes a directory, a rulebook, a cycle and its reported values.

What the table's columns mean, and by which rules it is scored, stands in a profile; nothing here knows any data set.
`profile` is the profile's form, `table` reads the file, `rows` and `grouping` make sense of it, `indicators`,
`reports` and `plan` make documents and commands of that, and `importer` sends them, once `rehearsal` has shown that all
of them will be accepted.
"""

from api.importing.importer import Importer, Tell, Written
from api.importing.plan import Plan, draw_up
from api.importing.profile import Profile
from api.importing.rehearsal import rehearse_dry
from api.importing.table import Table

__all__ = ["Importer", "Plan", "Profile", "Table", "Tell", "Written", "draw_up", "rehearse_dry"]
