"""What of the engine's tests is run where."""

import os

import pytest

EVERYTHING = pytest.mark.skipif(
    os.environ.get("REHEARSE_ALL") != "1", reason="`make rehearse-all` runs everything"
)
