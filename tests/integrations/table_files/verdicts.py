"""Say what a test expects to have got, so that a wrong verdict shows itself and not an attribute error."""

from huikuan.integrations.sandbox import Reply, SandboxFault
from huikuan.integrations.table_files.fast import ColumnTable
from huikuan.integrations.table_files.faults import FileFault
from huikuan.integrations.table_files.table import TextTable


def refused(found: TextTable | ColumnTable | FileFault) -> FileFault:
    assert isinstance(found, FileFault), found
    return found


def answered(found: Reply | SandboxFault) -> Reply:
    assert isinstance(found, Reply), found
    return found


def died(found: Reply | SandboxFault) -> SandboxFault:
    assert isinstance(found, SandboxFault), found
    return found
