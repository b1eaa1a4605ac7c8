"""A business reason to refuse an act: a code with parameters, worded in the user's language by the top floor."""

from __future__ import annotations


class Refused(Exception):
    """The act was refused and nothing was written; `code` is stable, `parameters` fill the sentence."""

    def __init__(self, code: str, **parameters: str | int) -> None:
        self.code = code
        self.parameters = parameters
        super().__init__(f"{code} {parameters}" if parameters else code)


class Changed(Refused):
    """Somebody else changed the object first; look again and repeat."""


class NotPermitted(Refused):
    """The actor may not see or do this; says which verb is missing."""
