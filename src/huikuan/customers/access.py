"""The only door to customers for the upper floors: which rows an actor sees."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from huikuan.customers.models import Customer
from huikuan.kernel.actor import Actor, RowScope, Verb, refuse_without_verb
from huikuan.kernel.once import once
from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import NotPermitted

Row = TypeVar("Row", bound=Model)
Place = tuple[int, int]
"""A customer and an own company."""


def customers_for(*, actor: Actor) -> QuerySet[Customer]:
    """The customers whose debts, money and letters `actor` may see: all, his departments', his own, none.

    A customer belongs to the department his salesperson is in today; one without a salesperson to none.
    """
    rows = Customer.objects.all()
    if not actor.may(Verb.VIEW):
        return rows.none()
    if actor.scope is RowScope.ALL:
        return rows
    if actor.scope is RowScope.DEPARTMENTS:
        of_departments = Q(salesperson__department_id__in=actor.department_ids)
        return rows.filter(of_departments | Q(salesperson_id=actor.user_id, salesperson_id__isnull=False))
    if actor.scope is RowScope.OWN and actor.user_id is not None:
        return rows.filter(salesperson_id=actor.user_id)
    return rows.none()


def watched(*, actors: Collection[Actor], places: Collection[Place]) -> frozenset[tuple[int, Place]]:
    """Who of these people sees which of these customers at which own company, by user; one query for any number.

    The same answer as `customers_for` gives each of them.
    """
    ids = {customer_id for customer_id, _ in places}
    columns = ("pk", "salesperson_id", "salesperson__department_id")
    owners = {
        pk: (owner, department)
        for some in portions(values=sorted(ids))
        for pk, owner, department in Customer.objects.filter(pk__in=some).values_list(*columns)
    }
    return frozenset(
        (actor.user_id, (customer_id, company_id))
        for actor in actors
        for customer_id, company_id in places
        if actor.user_id is not None
        and customer_id in owners
        and (actor.company_ids is None or company_id in actor.company_ids)
        and _sees(actor, *owners[customer_id])
    )


def _sees(actor: Actor, owner: int | None, department: int | None) -> bool:
    if not actor.may(Verb.VIEW):
        return False
    is_own = owner is not None and owner == actor.user_id
    if actor.scope is RowScope.DEPARTMENTS:
        return is_own or department in actor.department_ids
    return actor.scope is RowScope.ALL or (actor.scope is RowScope.OWN and is_own)


@once
def customer_for(*, actor: Actor, customer_id: int, need: Verb = Verb.VIEW) -> Customer:
    """One customer, if `actor` may see him and holds the verb. Raises NotPermitted (also for an unknown id)."""
    refuse_without_verb(actor=actor, verb=need)
    row = customers_for(actor=actor).filter(pk=customer_id).first()
    if row is None:
        raise NotPermitted("CUSTOMER_NOT_VISIBLE", customer=customer_id)
    return row


def locked_customer(*, customer_id: int) -> Customer:
    """A customer, held until the transaction ends: nobody changes him meanwhile. For the system inside an act of another room.

    Others may still write rows that point to him. Raises NotPermitted CUSTOMER_NOT_VISIBLE where there is none.
    """
    row = Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
    if row is None:
        raise NotPermitted("CUSTOMER_NOT_VISIBLE", customer=customer_id)
    return row


def locked_customers(*, customer_ids: Iterable[int]) -> None:
    """Hold customers as `locked_customer` does, in the order of their ids; one query a portion."""
    for some in portions(values=sorted(set(customer_ids))):
        len(Customer.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk"))


def of_visible(*, actor: Actor, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows of a table with `company_id` and `customer_id`, narrowed to the own companies and the customers `actor` may see."""
    if actor.company_ids is not None:
        rows = rows.filter(company_id__in=actor.company_ids)
    if not sees_everything(actor=actor):
        rows = rows.filter(customer_id__in=customers_for(actor=actor).values("pk"))
    return rows


def sees_everything(*, actor: Actor) -> bool:
    """Whether no row filter applies, so that totals may be read without naming customers."""
    return actor.may(Verb.VIEW) and actor.scope is RowScope.ALL
