"""Bringing the columns of the figures up to the ledger before anybody waits for them."""

from __future__ import annotations

import subprocess
import sys

from huikuan.portfolio.operations import postings_behind

_PROGRAM = """
import django
django.setup()
from huikuan.portfolio.operations import refresh_mirror
refresh_mirror()
"""


def figures_behind() -> int:
    """Postings that the figures do not show yet without reading them first."""
    return postings_behind()


def bring_figures_up_to_date() -> None:
    """Append what is missing, in a process of its own: a server that forks must not have computed with columns before.

    Reads do the same, so a failure is no fault of the start; it is told by the child on standard error.
    """
    subprocess.run([sys.executable, "-c", _PROGRAM], check=False)
