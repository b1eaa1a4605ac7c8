"""A marked read is made once within `reading_once`, by its arguments, and anew everywhere else."""

from __future__ import annotations

import pytest

from huikuan.kernel.once import once, reading_once


def test_read_once_within_and_anew_without() -> None:
    read: list[tuple[int, object]] = []

    @once
    def found(*, day: int, who: object = None) -> int:
        read.append((day, who))
        return day

    assert [found(day=1), found(day=1)] == [1, 1]
    assert len(read) == 2
    with reading_once():
        assert [found(day=1), found(day=2), found(day=1)] == [1, 2, 1]
        with reading_once():
            assert found(day=2) == 2
        assert len(read) == 4
        found(day=1, who=[])  # what cannot be told apart is read anew
        found(day=1, who=[])
    assert len(read) == 6
    with pytest.raises(ZeroDivisionError), reading_once():
        _ = 1 // 0
    found(day=1)
    found(day=1)
    assert len(read) == 8
