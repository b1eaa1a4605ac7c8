"""PURE: a reason as a stable code with parameters; the top floor words it in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not sent, not yet, or was skipped."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.parameters.items()))))

    @property
    def pair(self) -> tuple[str, Mapping[str, str | int]]:
        """The reason as it is kept in JSON."""
        return self.code, self.parameters
