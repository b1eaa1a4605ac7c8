"""PURE: a fact that several rooms read for one page is read once, and is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

Asked = ParamSpec("Asked")
Found = TypeVar("Found")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Reads marked `once` keep what they found until the end. For pages and lists that write nothing; one within another is one."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(read: Callable[Asked, Found]) -> Callable[Asked, Found]:
    """Within `reading_once` a read with the same arguments gives the same answer, which nobody changes; elsewhere it reads anew."""

    @wraps(read)
    def found(*args: Asked.args, **kwargs: Asked.kwargs) -> Found:
        kept = _kept.get()
        if kept is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        try:
            hash(key)
        except TypeError:
            return read(*args, **kwargs)
        if key not in kept:
            kept[key] = read(*args, **kwargs)
        return cast("Found", kept[key])

    return found
