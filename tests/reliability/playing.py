"""Two acts on two connections of one PostgreSQL: the second begins when the first has written but not committed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

Act = Callable[[], object]


def played(first: Act, second: Act) -> dict[str, object]:
    """Commit the first when the second waits for it or is through: did it wait, and what became of it."""
    from django.db import transaction

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            answer = pool.submit(_on_its_own_connection, second)
            waited = False
            while not waited and not answer.done():
                waited = _somebody_waits()
        return {"waited": waited, "second": answer.result(timeout=60)}


def _on_its_own_connection(act: Act) -> str:
    from django.db import DatabaseError, connection

    from huikuan.kernel.refusal import Refused

    try:
        act()
    except Refused as refusal:
        return refusal.code
    except DatabaseError as error:
        return type(error).__name__
    finally:
        connection.close()
    return "done"


def _somebody_waits() -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])
