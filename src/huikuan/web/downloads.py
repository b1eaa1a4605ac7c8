"""Files that leave a page: one answer for what is kept, one for a sheet we made ourselves."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(*, name: str, kind: str, content: bytes | str) -> HttpResponse:
    """A file to keep, by its content type `kind`: never shown inside our pages, whatever it says it is (TRUST S25)."""
    said = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": said, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)


def sheet(*, name: str, content: bytes) -> HttpResponse:
    """A PDF of our own making, opened by the browser beside the page."""
    said = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": said})
