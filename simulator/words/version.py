"""The version of the product."""

__version__ = "0.4.0"
