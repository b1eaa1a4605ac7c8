"""`huikuan user add` and `huikuan company add`."""

from __future__ import annotations

import click

from huikuan.cli.companies import known_currency
from huikuan.cli.language import gettext as _
from huikuan.cli.option_types import EMAIL, NAME, SHORT_NAME, Text
from huikuan.cli.output import print_json
from huikuan.cli.starting import fresh_key, now

ROLES = (
    "SALESPERSON",
    "SALES_MANAGER",
    "AR_ACCOUNTANT",
    "COLLECTOR",
    "CREDIT_MANAGER",
    "FINANCE_DIRECTOR",
    "LEGAL",
    "AUDITOR",
    "ADMINISTRATOR",
)


@click.command("add", help=_("Take a person in; the link printed once lets him set his password."))
@click.argument("username", type=Text(60, least=1))
@click.option("--name", type=Text(100), help=_("Full name; the sign-in name if left out."))
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES, case_sensitive=False),
    help=_("Repeatable."),
)
@click.option("--email", type=EMAIL, default="", help=_("Address for messages."))
@click.option("--language", type=click.Choice(("zh-hans", "en")), default="zh-hans", help=_("Language of the pages."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def user_add_command(
    username: str, name: str | None, roles: tuple[str, ...], email: str, language: str, as_json: bool
) -> int:
    """Add a person; exit code 0."""
    from huikuan.accounts.operations.passwords import issue_link
    from huikuan.accounts.operations.people import PersonDraft, add_person
    from huikuan.kernel.actor import SYSTEM, Role
    from huikuan.web.links import one_time_address

    draft = PersonDraft(
        username=username,
        name=name or username,
        roles=tuple(Role(role.upper()) for role in roles),
        email=email,
        language=language,
    )
    user_id = add_person(actor=SYSTEM, now=now(), key=fresh_key(what="user"), person=draft)["user_id"]
    issued = issue_link(actor=SYSTEM, now=now(), key=fresh_key(what="link"), user_id=user_id)
    link = one_time_address(token=issued.token)
    if as_json:
        print_json(document={"user_id": user_id, "username": username, "link": link})
    else:
        click.echo(
            _("%(username)s was taken in. This link sets the password, once, within seven days:")
            % {"username": username}
        )
        click.echo(link)
    return 0


@click.command("add", help=_("Add an own company: a legal entity of ours with books of its own."))
@click.argument("name", type=NAME)
@click.option("--short-name", type=SHORT_NAME, help=_("Short name; the name if left out."))
@click.option("--currency", default="CNY", show_default=True, help=_("Currency of its books."))
@click.option("--tax-code", type=Text(30), default="", help=_("Unified social credit code or tax number."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def company_add_command(name: str, short_name: str | None, currency: str, tax_code: str, as_json: bool) -> int:
    """Add an own company; exit code 0."""
    from huikuan.accounts.operations.companies import CompanyDraft, add_company
    from huikuan.kernel.actor import SYSTEM

    draft = CompanyDraft(
        name=name, short_name=(short_name or name)[:60], currency=known_currency(text=currency), tax_code=tax_code
    )
    done = add_company(actor=SYSTEM, now=now(), key=fresh_key(what="company"), company=draft)
    if as_json:
        print_json(document={"company_id": done["company_id"], "name": name, "currency": draft.currency})
    else:
        click.echo(_("Own company %(name)s (%(currency)s) added.") % {"name": name, "currency": draft.currency})
    return 0
