"""Fails as programs do."""

sizes = {"small": 1}
print(sizes["large"])  # noqa: T201
