"""What all readers of files from outside share: decoding of text, guards of zips and workbooks, cells of sheets.

The folders here stand alone and never import each other; what two of them need is offered at this level, as the sandbox is.
The code itself is kept and tested in `table_files`.
"""

from huikuan.integrations.table_files.encodings import DecodedText, decode_text
from huikuan.integrations.table_files.faults import FileFault, FileFaultCode, WarningCode
from huikuan.integrations.table_files.formats import FileFormat, format_of
from huikuan.integrations.table_files.sheets import SheetRecords, read_sheet
from huikuan.integrations.table_files.zip_check import check_zip, unpacked

__all__ = [
    "DecodedText",
    "FileFault",
    "FileFaultCode",
    "FileFormat",
    "SheetRecords",
    "WarningCode",
    "check_zip",
    "decode_text",
    "format_of",
    "read_sheet",
    "unpacked",
]
