"""Copies of a whole database in one file, and how they are put back: all of it or nothing."""

from data_access.backup.copies import back_up, is_current, restore
from data_access.backup.errors import BackupError
from data_access.backup.manifest import Manifest

__all__ = ["BackupError", "Manifest", "back_up", "is_current", "restore"]
