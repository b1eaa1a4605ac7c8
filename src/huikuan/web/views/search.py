"""The search box: a page of what was found, or the list below the box while one types."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from huikuan.web.pages.search import found
from huikuan.web.requests import PageRequest, page

LONGEST = 100
LEAST = 2


@page()
def search(request: PageRequest) -> HttpResponse:
    """What the words in the box match; a single hit opens at once."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    currency = request.company.currency if request.company else "CNY"
    enough = len(text) >= LEAST or any("\u3400" <= character <= "\u9fff" for character in text)
    groups = found(actor=request.actor, today=request.today, text=text, currency=currency) if enough else ()
    shown = {"searched": text, "groups": groups}
    if request.htmx.target == "found":
        return render(request, "web/search/found.html", shown)
    hits = [hit for group in groups for hit in group.hits]
    if len({hit.address for hit in hits}) == 1:
        return HttpResponseRedirect(hits[0].address)
    return render(request, "web/search/page.html", shown)
