"""What a gate answers in words: allowed on which article, or which facts are missing for each ground."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huikuan.sanctions.rules.gates import Gate, Missing
from huikuan.web.pages.calculators import Answer, Said
from huikuan.wording import sanctions as words
from huikuan.wording.names import name_of
from huikuan.wording.sentences import sentence


def gate_answer(*, found: Gate) -> Answer:
    """Allowed, or refused with each missing fact and its article; what the articles say stands below."""
    warned = tuple(_said(one) for one in (*found.missing, *found.warnings))
    articles = [found.stands_on] if found.is_open else [way.article for way in found.ways]
    quoted = tuple(
        Said(str(words.QUOTES[one]), name_of(names=words.ARTICLES, code=one), is_warning=False)
        for one in articles
        if one in words.QUOTES
    )
    if found.is_open:
        text = _("The law allows it: %(article)s") % {"article": name_of(names=words.ARTICLES, code=found.stands_on)}
        return Answer(text, "soon" if warned else "done", (), (*warned, *quoted))
    more = " " + _("One of these grounds must be complete.") if len(found.ways) > 1 else ""
    return Answer(_("The law does not allow it yet.") + more, "risk", (), (*warned, *quoted))


def _said(one: Missing) -> Said:
    text = sentence(code=one.code, parameters=one.parameters)
    return Said(text, name_of(names=words.ARTICLES, code=one.article), is_warning=True)
