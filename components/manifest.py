"""An object of Kubernetes, or a part of one, as its API reads it."""

from typing import Any

Manifest = Any
"""JSON. Every object of a plan is checked against the API's own schema by a test."""
