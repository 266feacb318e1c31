"""The version of this package; part of every dataset fingerprint."""

__version__ = "0.1.0"
