"""What the evidence page of a customer shows: items against kinds, what is missing and who can get it, pieces, bundles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huikuan.accounts.queries import person_names
from huikuan.customers.access import customer_for
from huikuan.customers.queries import CustomerRow, row_of
from huikuan.evidence.queries import OrderedRow, PieceRow, completeness, ordered_bundles_of, pieces_of
from huikuan.evidence.rules.kinds import Completeness, Getter, Kind, Paper, Standing, State
from huikuan.evidence.rules.ordering import OrderState, Stage, stage_number
from huikuan.evidence.rules.words import CHINESE, article_text
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.receivables.queries.items import owed_items_of
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.refusal_words import worded
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording import evidence as words

MEGABYTE = 1024 * 1024
TONES = {"MISSING": "risk", "NOT_NEEDED": "plain"}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper in words."""

    paper: Paper
    ground: Text
    articles: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of evidence for one item."""

    standing: Standing
    kind: Text
    chip: Chip
    ask: str
    who: str
    why: Text
    papers: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item with its cells in the order of the kinds."""

    row: ReceivableRow
    open: Money
    cells: tuple[Cell, ...]

    @property
    def missing(self) -> int:
        """How many kinds are missing."""
        return sum(cell.standing.state is State.MISSING for cell in self.cells)


@dataclass(frozen=True, slots=True)
class BundleLine:
    """An ordered bundle: how far it is, or why it could not be made."""

    row: OrderedRow
    state: Chip
    said: str
    megabytes: str


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """The page."""

    customer: CustomerRow
    kinds: tuple[Text, ...]
    lines: tuple[ItemLine, ...]
    chosen: ItemLine | None
    """The item whose papers are shown: the one asked for, else the first with something missing."""
    pieces: tuple[tuple[PieceRow, Text], ...]
    bundles: tuple[BundleLine, ...]
    may_add: bool
    may_bundle: bool

    @property
    def missing(self) -> int:
        """How many cells are missing."""
        return sum(line.missing for line in self.lines)


def evidence_shown(
    *, actor: Actor, customer_id: int, company_id: int | None, today: date, item_id: int | None = None
) -> EvidenceShown:
    """Every item a customer owes one own company with its evidence. Raises NotPermitted."""
    customer = row_of(customer=customer_for(actor=actor, customer_id=customer_id))
    items = items_of(actor=actor, customer_id=customer_id, company_id=company_id, today=today)
    zone = timezone.get_current_timezone()
    found = completeness(actor=actor, receivable_ids=[item.id for item in items], zone=zone)
    seller = customer.salesperson_id
    name = person_names(ids=frozenset({seller})).get(seller, "") if seller else ""
    lines = tuple(_line(item, found[item.id], name) for item in items)
    return EvidenceShown(
        customer=customer,
        kinds=tuple(words.KINDS[kind.value] for kind in Kind),
        lines=lines,
        chosen=_chosen(lines, item_id),
        pieces=tuple((one, words.KINDS[one.kind.value]) for one in pieces_of(actor=actor, customer_id=customer_id)),
        bundles=tuple(_bundle(row) for row in ordered_bundles_of(actor=actor, customer_id=customer_id)),
        may_add=actor.may(Verb.RECORD_ACTIVITY),
        may_bundle=actor.may(Verb.HANDLE_CASE),
    )


def items_of(*, actor: Actor, customer_id: int, company_id: int | None, today: date) -> tuple[ReceivableRow, ...]:
    """What a customer owes the own company that is chosen, open or only written off in our books (账销案存)."""
    rows = owed_items_of(actor=actor, customer_id=customer_id, as_of=today)
    return tuple(row for row in rows if company_id is None or row.company_id == company_id)


def item_choices(*, items: tuple[ReceivableRow, ...]) -> list[tuple[str, str]]:
    """Items to choose from, by number and due day; what was written off is owed still."""
    return [(str(item.id), _named(item)) for item in items]


def articles_text(*, articles: tuple[str, ...]) -> str:
    """Articles in the reader's language."""
    language = CHINESE if (get_language() or "").startswith("zh") else "en"
    return " · ".join(article_text(article=one, language=language) for one in articles)


def _named(item: ReceivableRow) -> str:
    text = f"{item.invoice_number} · {item.due_date.isoformat() if item.due_date else '–'}"
    return f"{text} · {_('written off, still owed')}" if item.parts.written_off else text


def _bundle(row: OrderedRow) -> BundleLine:
    said = ""
    if row.fault:
        said = worded(code=row.fault, parameters=row.fault_parameters)
    elif row.stage is not None:
        place = {"stage": stage_number(stage=row.stage), "stages": len(Stage)}
        said = _("%(stage)s of %(stages)s:") % place + f" {words.STAGES[row.stage.value]}"
    elif row.state is OrderState.WAITING:
        said = _("The worker makes it within a minute; this page need not stay open.")
    chip = Chip(words.BUNDLE_STATES[row.state.value], words.BUNDLE_TONES[row.state.value])
    return BundleLine(row, chip, said, f"{row.archive_bytes / MEGABYTE:.1f}")


def _chosen(lines: tuple[ItemLine, ...], item_id: int | None) -> ItemLine | None:
    asked = next((line for line in lines if line.row.id == item_id), None)
    return asked or next((line for line in lines if line.missing), next(iter(lines), None))


def _line(item: ReceivableRow, found: Completeness, salesperson: str) -> ItemLine:
    cells = tuple(_cell(standing, salesperson) for standing in found.standings)
    return ItemLine(item, Money(item.parts.owed, item.currency), cells)


def _cell(standing: Standing, salesperson: str) -> Cell:
    strength = standing.strength
    if strength is not None:
        chip = Chip(words.STRENGTHS[strength.value], words.STRENGTH_TONES[strength.value])
    else:
        chip = Chip(words.STATES[standing.state.value], TONES[standing.state.value])
    who = str(words.GETTERS[standing.getter.value]) if standing.getter else ""
    if standing.getter is Getter.SALESPERSON and salesperson:
        who = f"{who} {salesperson}"
    ask = str(words.ASKS[standing.ask]) % {"names": ", ".join(standing.names)} if standing.ask else ""
    papers = tuple(
        PaperLine(one, words.GROUNDS[one.ground.value], articles_text(articles=one.worth.articles))
        for one in standing.papers
    )
    why = words.WHYS[standing.why] if standing.why else ""
    return Cell(standing, words.KINDS[standing.kind.value], chip, ask, who, why, papers)
