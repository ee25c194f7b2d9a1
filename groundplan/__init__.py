"""Groundplan: what a Pulumi program will build, break and cost, before anything exists."""

__version__ = "0.1.0"
