"""Starts a process of the delivery tests: `python -m tests.reliability.deliverer COMMAND …`, see `delivery_work`."""

from __future__ import annotations

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "huikuan.config.settings"
    django.setup()
    from tests.reliability.delivery_work import main

    main(*sys.argv[1:])
