"""A model whose conditional UPDATE has lost its condition: what negative controls put in the place of the real one."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from django.db.models import Model, QuerySet


class _Unconditional:
    """The rows of a model; asking for one row in one state gives it in any state."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def filter(self, *which: Any, **conditions: Any) -> QuerySet[Any]:
        if set(conditions) == {"pk", "state"}:
            conditions.pop("state")
        return self.rows.filter(*which, **conditions)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rows, name)


class _Unguarded:
    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.objects = _Unconditional(model._default_manager.all())

    def __call__(self, **values: Any) -> Model:
        return self.model(**values)


def move_whatever_the_state(module: ModuleType, name: str) -> None:
    """In `module`, moving a row of the model called `name` no longer asks which state it is in."""
    setattr(module, name, _Unguarded(getattr(module, name)))
