"""Programs that work at once, as forks of one process in which Django is loaded: loading it for each takes longer than their work.

    python -m tests.crew MODULE COUNT ARGUMENT …

Each runs MODULE as a program whose first argument is its number (0 … COUNT - 1), before the others.
"""

from __future__ import annotations

import io
import os
import runpy
import sys
import traceback
from contextlib import redirect_stdout


def main(module: str, count: int, arguments: list[str]) -> int:
    """Let them all work; 1 if one of them failed."""
    import django

    django.setup()
    children = [_started(module, [str(number), *arguments]) for number in range(count)]
    ends = [os.waitpid(child, 0)[1] for child in children]
    return int(any(ends))


def _started(module: str, arguments: list[str]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    told = io.StringIO()
    try:
        sys.argv = [module, *arguments]
        with redirect_stdout(told):
            runpy.run_module(module, run_name="__main__")
        # All share the pipe, and `print` may write a line in parts.
        os.write(sys.stdout.fileno(), told.getvalue().encode())
        code = 0
    except BaseException:  # what went wrong is for the test to read, whatever it is
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], int(sys.argv[2]), sys.argv[3:]))
