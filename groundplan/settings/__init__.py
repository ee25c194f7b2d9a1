"""The stack file: a typed schema, guards between its keys, and errors that say what to write."""

from groundplan.settings.problem import Problem, SettingsInvalid
from groundplan.settings.read import read
from groundplan.settings.settings import Settings

__all__ = ["Problem", "Settings", "SettingsInvalid", "read"]
