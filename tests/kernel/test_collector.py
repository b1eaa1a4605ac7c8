"""The collector rests inside and is as before afterwards, also after an error and where it rested already."""

import gc

import pytest

from huikuan.kernel.collector import collector_at_rest


def test_it_rests_inside_and_goes_on_after() -> None:
    assert gc.isenabled()
    with collector_at_rest():
        assert not gc.isenabled()
        with collector_at_rest():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), collector_at_rest():
        raise ZeroDivisionError
    assert gc.isenabled()
