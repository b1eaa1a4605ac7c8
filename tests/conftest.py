"""How every test session begins."""

import importlib.util
import os


def pytest_configure() -> None:
    if importlib.util.find_spec("huikuan.config") and importlib.util.find_spec("huikuan.config.settings"):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
