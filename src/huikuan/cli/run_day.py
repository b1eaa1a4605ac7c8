"""`huikuan run-day`: the work of one business day, once."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click


@click.command("run-day")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The business day; today if not named.")
@click.option("--send/--no-send", default=False, help="Queue and deliver the reminders, or only show what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def run_day_command(*, day: datetime | None, send: bool, as_json: bool) -> None:
    """Plan the reminders of a day, tell salespeople what comes due, and with --send deliver. Repeating it adds nothing."""
    from huikuan.integrations.email.server_url import BadServerUrl
    from huikuan.jobs.day import configured_post, run_day

    try:
        post = configured_post()
    except BadServerUrl as fault:
        raise click.ClickException(str(fault)) from fault
    now = datetime.now(tz=UTC)
    today = day.date() if day else now.astimezone(post.zone).date()
    report = run_day(today=today, clock=lambda: datetime.now(tz=UTC), post=post, send=send)
    plain = _plain(asdict(report))
    click.echo(json.dumps(plain, ensure_ascii=False, indent=2) if as_json else _lines(plain))


def _plain(report: dict[str, Any]) -> dict[str, Any]:
    """JSON: days as text, every hold reason with its sentence."""
    report["today"] = report["today"].isoformat()
    report["hold_reasons"] = [
        {**reason, "sentence": _sentence(reason["code"], reason["parameters"])} for reason in report["hold_reasons"]
    ]
    return report


def _lines(report: dict[str, Any]) -> str:
    delivery = report["delivery"]
    lines = [
        f"{report['today']}: run {report['run_id']} {report['run_state']}",
        f"  {report['matched']} bank lines matched, {report['proposed']} proposed",
        f"  {report['items_seen']} open items looked at, {report['messages']} messages, {report['suppressed']} kept back",
        *(f"    {number} x {code}" for code, number in report["kept_back"].items()),
        *(f"  held: {reason['sentence']}" for reason in report["hold_reasons"]),
        f"  {report['forewarned']} items foretold to salespeople, {report['queued']} messages queued",
        *(f"  {state}: {number}" for state, number in delivery["states"].items()),
        f"  {delivery['waiting']} messages wait in the outbox, {report['sealed']} acts sealed",
    ]
    if delivery["problem"]:
        lines.append(f"  {_sentence(delivery['problem'], {})}")
    return "\n".join(lines)


def _sentence(code: str, parameters: dict[str, Any]) -> str:
    from huikuan.wording.sentences import sentence

    return sentence(code=code, parameters=parameters)
