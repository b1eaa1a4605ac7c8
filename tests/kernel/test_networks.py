"""The caller is who he is, not who he says he is; counted by the line he owns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.networks import caller_address, network_of

PROXIES = frozenset({"10.0.0.1", "10.0.0.2"})


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "198.51.100.9", "192.0.2.7"),
        ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "203.0.113.5, 198.51.100.9 ,10.0.0.2", "198.51.100.9"),
        ("10.0.0.1", " , ", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("", "", ""),
    ],
)
def test_the_caller(remote: str, forwarded: str, found: str) -> None:
    assert caller_address(remote=remote, forwarded=forwarded, trusted=PROXIES) == found


@given(remote=st.ip_addresses().map(str), forwarded=st.text())
def test_who_is_no_proxy_says_nothing_of_others(remote: str, forwarded: str) -> None:
    assert caller_address(remote=remote, forwarded=forwarded, trusted=frozenset()) == remote


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unknown", "unknown"),
        ("x" * 99, "x" * 60),
        ("", ""),
    ],
)
def test_the_network(address: str, network: str) -> None:
    assert network_of(address=address) == network


@given(st.ip_addresses(v=6))
def test_a_line_is_one_network_however_often_it_is_asked_for(address: object) -> None:
    assert network_of(address=network_of(address=str(address))) == network_of(address=str(address))
