"""What a long command is doing, on standard error: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

LONG_SECONDS = 2
"""A step that took longer is said even where no terminal shows the moving line."""


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """Say each step by calling the function given; the time each took is said when it is over."""
    with _on_terminal() if sys.stderr.isatty() else _in_lines() as step:
        yield step


@contextmanager
def _in_lines() -> Iterator[Callable[[str], None]]:
    began: list[tuple[str, float]] = []

    def end() -> None:
        if began:
            text, start = began.pop()
            seconds = time.monotonic() - start
            if seconds >= LONG_SECONDS:
                click.echo(f"{text}: {seconds:.1f} s", err=True)

    def step(text: str) -> None:
        end()
        began.append((text, time.monotonic()))

    yield step
    end()


@contextmanager
def _on_terminal() -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        running: list[TaskID] = []

        def step(text: str) -> None:
            for task in running:
                progress.update(task, total=1, completed=1)
            running.append(progress.add_task(text, total=None))

        yield step
        for task in running:
            progress.update(task, total=1, completed=1)
