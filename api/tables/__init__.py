"""Tables: workbooks and CSV files that people fill in, read without trusting or guessing anything, and written.

`read` opens a file: `reading` tells what it is, `delimited` reads CSV, `excel` a workbook with its `package`, `markup`,
`formats`, `worksheet` and `stored` values. A `form` declares what sheets are to hold: by it `lines` makes rows into
values, and `writing` makes the workbook that people fill in.
"""

from api.tables.form import Column, Form, Kind, Line, Value
from api.tables.reading import read
from api.tables.workbook import Cell, Flaw, Sheet, Workbook
from api.tables.writing import write

__all__ = ["Cell", "Column", "Flaw", "Form", "Kind", "Line", "Sheet", "Value", "Workbook", "read", "write"]
