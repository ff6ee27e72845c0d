"""What is known before anything is loaded: the law's terms, the calendar, territories, bodies and the shipped tables.

`law`, `territories` and `calendar` hold what stands once; the shipped tables are read as text and
put into a database here.
"""

from data_access.reference.packaged import load_reference, read_csv

__all__ = ["load_reference", "read_csv"]
