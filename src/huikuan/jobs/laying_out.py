"""The tables of an empty database made at once, as the models stand, instead of by each release's steps one after the other.

The steps of all releases give the same tables (`tests/jobs/test_laying_out.py` compares them object by object), but take
longer with every table there is: an empty database has nothing to carry over.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from huikuan.audit.triggers import install_triggers


def is_empty() -> bool:
    """Whether the database has no table at all."""
    return not connection.introspection.table_names()


def lay_out() -> None:
    """Make every table with its constraints and triggers, and note all migrations as done; all or nothing."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    labels = {migration.app_label for migration, _ in plan}
    with connection.schema_editor(atomic=True) as editor:
        _make_tables(editor, labels)
    with connection.schema_editor(atomic=True) as editor:
        install_triggers(schema_editor=editor)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for migration, _ in plan:
        recorder.record_applied(migration.app_label, migration.name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _make_tables(editor: BaseDatabaseSchemaEditor, labels: set[str]) -> None:
    for app in apps.get_app_configs():
        if app.label in labels:
            for model in app.get_models():
                editor.create_model(model)
