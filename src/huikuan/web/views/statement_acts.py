"""What our people do with a statement: send it, post it, enter the answer, ask again, prove it, replace or withdraw it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.kernel.actor import Verb
from huikuan.statements.operations.following import prove_otherwise
from huikuan.statements.operations.replying import record_reply
from huikuan.statements.operations.running import replace_statement, withdraw_statement
from huikuan.statements.operations.sending import note_arrival, post_statement, send_run, send_statement
from huikuan.statements.queries.statements import StatementFilter, items_of_statement, statement_page, statement_row
from huikuan.web.acts import Done, act, key_of
from huikuan.web.forms.customer_statements import PostForm, ProofForm, ReasonForm, ReplyForm
from huikuan.web.requests import PageRequest, page
from huikuan.web.views.customer_statements import statement_list, statement_with

Call = Callable[[], Mapping[str, Any]]
_MOST_SENT = 1_000


@page(need=Verb.SEND_STATEMENT, methods=("POST",))
def send(request: PageRequest, statement_id: int) -> HttpResponse:
    """Send it, or ask a second time."""
    call = lambda: send_statement(**_who(request), statement_id=statement_id, today=request.today)  # noqa: E731
    return _acted(request, statement_id, Form(request.POST), call, _("Queued. It goes out with the next delivery."))


@page(need=Verb.SEND_STATEMENT, methods=("POST",))
def send_all(request: PageRequest) -> HttpResponse:
    """Send every statement of a run that is still to be sent."""
    form = Form(request.POST)
    run_id = int(request.POST.get("run") or 0)

    def call() -> Mapping[str, Any]:
        narrowed = StatementFilter(states=("ISSUED",), run_id=run_id)
        rows = statement_page(actor=request.actor, narrowed=narrowed, size=_MOST_SENT).rows
        return send_run(**_who(request), statement_ids=[row.id for row in rows], today=request.today)

    def done(result: Mapping[str, Any]) -> Done:
        left = len(result["left"])
        said = ngettext("%(count)s statement is queued.", "%(count)s statements are queued.", result["sent"])
        said = said % {"count": result["sent"]}
        if left:
            rest = ngettext("%(count)s could not go.", "%(count)s could not go.", left) % {"count": left}
            where = _("The list “To send” has them: print and post them.")
            said = f"{said} {rest} {where}"
        return Done(said, f"{reverse('statements')}?run={run_id}")

    return act(request=request, form=form, call=call, done=done, again=lambda: statement_list(request))


@page(need=Verb.SEND_STATEMENT, methods=("POST",))
def post(request: PageRequest, statement_id: int) -> HttpResponse:
    """Say how the paper left."""
    form = PostForm(request.POST)

    def call() -> Mapping[str, Any]:
        return post_statement(**_who(request), statement_id=statement_id, posted=form.posted(), today=request.today)

    return _acted(request, statement_id, form, call, _("Noted."), name="post")


@page(need=Verb.SEND_STATEMENT, methods=("POST",))
def arrived(request: PageRequest, statement_id: int) -> HttpResponse:
    """Say that a posted statement arrived."""
    call = lambda: note_arrival(**_who(request), statement_id=statement_id)  # noqa: E731
    return _acted(request, statement_id, Form(request.POST), call, _("Noted."))


@page(need=Verb.SEND_STATEMENT, methods=("POST",), takes_file=True)
def answer(request: PageRequest, statement_id: int) -> HttpResponse:
    """Enter an answer that came on paper or by e-mail."""
    row = statement_row(actor=request.actor, statement_id=statement_id)
    items = items_of_statement(statement_id=row.id)
    form = ReplyForm(request.POST, request.FILES, items=items, currency=row.currency, sent=request.POST)
    call = lambda: record_reply(**_who(request), statement_id=statement_id, reply=form.reply())  # noqa: E731
    return _acted(request, statement_id, form, call, _("The answer is kept with its paper."), name="answer")


@page(need=Verb.SEND_STATEMENT, methods=("POST",), takes_file=True)
def prove(request: PageRequest, statement_id: int) -> HttpResponse:
    """Keep what proves the balance without an answer."""
    form = ProofForm(request.POST, request.FILES)

    def call() -> Mapping[str, Any]:
        typed = form.cleaned_data
        file = (typed["file"].name, typed["file"].read()) if typed["file"] else None
        return prove_otherwise(**_who(request), statement_id=statement_id, text=typed["text"], file=file)

    return _acted(request, statement_id, form, call, _("Kept."), name="proof")


@page(need=Verb.SEND_STATEMENT, methods=("POST",))
def replace(request: PageRequest, statement_id: int) -> HttpResponse:
    """Make a newer version from the books as they are."""
    form = Form(request.POST)
    call = lambda: replace_statement(**_who(request), statement_id=statement_id, today=request.today)  # noqa: E731

    def done(result: Mapping[str, Any]) -> Done:
        return Done(_("This is the newer version; send it."), reverse("statement", args=[result["statement_id"]]))

    again = lambda: statement_with(request=request, statement_id=statement_id, refused=form)  # noqa: E731
    return act(request=request, form=form, call=call, done=done, again=again)


@page(need=Verb.SEND_STATEMENT, methods=("POST",))
def withdraw(request: PageRequest, statement_id: int) -> HttpResponse:
    """Take it out of use."""
    form = ReasonForm(request.POST, auto_id="withdraw_%s")

    def call() -> Mapping[str, Any]:
        reason = form.cleaned_data["reason"]
        return withdraw_statement(**_who(request), statement_id=statement_id, reason=reason)

    return _acted(request, statement_id, form, call, _("Withdrawn."), name="withdraw")


def _acted(
    request: PageRequest, statement_id: int, form: Form, call: Call, said: str, name: str = "refused"
) -> HttpResponse:
    done = Done(said, reverse("statement", args=[statement_id]))
    again = lambda: statement_with(request=request, statement_id=statement_id, **{name: form})  # noqa: E731
    return act(request=request, form=form, call=call, done=lambda _: done, again=again)


def _who(request: PageRequest) -> dict[str, Any]:
    return {"actor": request.actor, "now": request.now, "key": key_of(request=request)}
