"""Tests of the portal: the compiled catalogue and a stopped clock, as for the pages of our own people."""

from tests.web.conftest import built, office, stopped_clock

__all__ = ["built", "office", "stopped_clock"]
