"""`huikuan calc limitation` and `calc guarantee`: legal clocks, each event with why it counts or not; no books are opened."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import DAY
from huikuan.cli.output import print_json
from huikuan.cli.starting import load_words
from huikuan.clocks.rules.guarantees import guarantee
from huikuan.clocks.rules.kinds import EventKind
from huikuan.clocks.rules.limitation import Judged, LimitationClock, limitation_clock
from huikuan.clocks.rules.typed import TypedEvent, TypedFault, typed_event
from huikuan.kernel.calendar import BusinessCalendar

JSON = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))


class EventType(click.ParamType[TypedEvent]):
    """DAY:KIND or DAY:KIND:EVIDENCE; an obstacle has its first and last day: FIRST/LAST:suspension:EVIDENCE."""

    name = "DAY:KIND[:EVIDENCE]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> TypedEvent:
        """The event."""
        if isinstance(value, TypedEvent):
            return value
        found = typed_event(text=value)
        if isinstance(found, TypedFault):
            self.fail(_worded(found.code, **found.parameters), param, ctx)
        return found


_LIMITATION = _(
    "Compute when the limitation period of a debt ends (Civil Code arts. 188 to 204). Each event counts only with its "
    "evidence; several due days are instalments of one debt. Kinds of events: %(kinds)s."
) % {"kinds": ", ".join(one.value for one in EventKind)}


@click.command("limitation", help=_LIMITATION)
@click.option(
    "--due", "due_days", type=DAY, multiple=True, help=_("The day the debt, or an instalment of it, fell due.")
)
@click.option(
    "--event", "events", type=EventType(), multiple=True, help=_("Something that happened, with its evidence.")
)
@click.option("--as-of", type=DAY, help=_("The day through which an obstacle lasts that has not ended."))
@JSON
def limitation_command(
    *, due_days: tuple[date, ...], events: tuple[TypedEvent, ...], as_of: date | None, as_json: bool
) -> int:
    """Print the last day of the period and why each event counts or not; exit code 0, 2 where no day begins it."""
    words = {id(one.event): one.word for one in events}
    given = [one.event for one in events]
    clock = limitation_clock(due_days=due_days, events=given, calendar=BusinessCalendar(), as_of=as_of)
    if clock.expires is None or clock.counted_from is None:
        raise click.UsageError(_worded("CLOCK_NO_DUE"))
    if as_json:
        print_json(
            document={
                "expires": clock.expires.isoformat(),
                "counted_from": clock.counted_from.isoformat(),
                "events": [
                    {
                        "date": one.event.on.isoformat(),
                        "kind": words[id(one.event)],
                        "counted": one.counted,
                        "why": _why(one),
                    }
                    for one in clock.events
                ],
            }
        )
        return 0
    _print(clock)
    return 0


@click.command("guarantee", help=_("Compute until when a guarantor must be claimed (Civil Code arts. 692, 693)."))
@click.option(
    "--principal-due", type=DAY, required=True, help=_("The day the debt the guarantor answers for falls due.")
)
@click.option("--until", type=DAY, help=_("The agreed end of the guarantee; none means six months."))
@click.option("--until-paid", is_flag=True, help=_("The guarantee says until paid in full: six months."))
@JSON
def guarantee_command(*, principal_due: date, until: date | None, until_paid: bool, as_json: bool) -> int:
    """Print the last day of the guarantee and what each kind of guarantor's clock asks for; exit code 0."""
    calendar = BusinessCalendar()
    found = guarantee(principal_due=principal_due, calendar=calendar, until=until, until_paid=until_paid)
    article = _article(found.article)
    duties = {
        "ordinary": {"duty": found.ordinary.value.lower(), "article": _article("CC 693"), "text": _worded("CLOCK_SUE")},
        "joint": {"duty": found.joint.value.lower(), "article": _article("CC 693"), "text": _worded("CLOCK_DEMAND")},
    }
    if as_json:
        days = {"expires": found.expires, "act_by": found.act_by, "counted_from": found.counted_from}
        said = {name: day.isoformat() for name, day in days.items()}
        print_json(document={**said, "agreed": found.is_agreed, "article": article, **duties})
        return 0
    click.echo(_("The guarantee ends on %(day)s") % {"day": found.expires.isoformat()} + f" ({article})")
    if found.act_by != found.expires:
        click.echo(_worded("CLOCK_ACT_BY", day=found.act_by.isoformat()))
    for duty in duties.values():
        click.echo(f"- {duty['text']} ({duty['article']})")
    return 0


def _print(clock: LimitationClock) -> None:
    days = {"day": f"{clock.expires}", "first": f"{clock.counted_from}"}
    click.echo(_("The period ends on %(day)s, counted from %(first)s") % days)
    for one in clock.events:
        mark = "+" if one.counted else "-"
        click.echo(f"{mark} {one.event.on.isoformat()}  {one.event.kind.value}: {_why(one)}")
    for year in clock.unpublished:
        click.echo(_worded("DUE_CALENDAR_UNPUBLISHED", year=year))


def _why(one: Judged) -> str:
    load_words()
    from huikuan.wording.clocks import why_words

    return why_words(judged=one)


def _article(article: str) -> str:
    load_words()
    from huikuan.wording.calculators import article_words

    return article_words(article=article)


def _worded(code: str, **parameters: str | int) -> str:
    load_words()
    from huikuan.wording.sentences import sentence

    return sentence(code=code, parameters=parameters)
