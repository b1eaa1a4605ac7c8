"""PURE: where a request comes from, and the network that stands for one customer line (TRUST S20, S35)."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv6Address, ip_address

_LONGEST = 60


def caller_address(*, remote: str, forwarded: str, trusted: Collection[str]) -> str:
    """The address a request comes from: the nearest one in the chain of `forwarded` and `remote` that is no trusted proxy.

    `forwarded` is what X-Forwarded-For says; whoever is not trusted may write into it what he likes, so nothing before
    him counts.
    """
    chain = [*(part.strip() for part in forwarded.split(",") if part.strip()), remote]
    while len(chain) > 1 and chain[-1] in trusted:
        chain.pop()
    return chain[-1]


def network_of(*, address: str) -> str:
    """What an address is counted by: an IPv6 one by its /64, which one customer line owns; no address by its beginning."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:_LONGEST]
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)
