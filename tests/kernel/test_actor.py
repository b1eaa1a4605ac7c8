"""A verb is held or named in the refusal."""

from __future__ import annotations

import pytest

from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted

READER = Actor("甲", ActorKind.PERSON, 1, frozenset({Verb.VIEW}))


def test_who_holds_the_verb_is_let_through():
    refuse_without_verb(actor=READER, verb=Verb.VIEW)
    for verb in Verb:
        refuse_without_verb(actor=SYSTEM, verb=verb)


@pytest.mark.parametrize("verb", sorted(set(Verb) - {Verb.VIEW}))
def test_who_lacks_it_is_told_which(verb):
    with pytest.raises(NotPermitted) as refused:
        refuse_without_verb(actor=READER, verb=verb)
    assert (refused.value.code, refused.value.parameters) == ("VERB_MISSING", {"verb": verb.value})
