"""Ports on loopback: one that is free, or the one asked for."""

import random
import socket

from domain.refusal import Reason, Refused

LOOPBACK = "127.0.0.1"

_BELOW_EPHEMERAL = range(20_000, 32_000)
"""Outgoing connections take theirs from 32768 up, so a port chosen here is not lost before its server binds it."""


def is_free(port: int) -> bool:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def choose(given: int, *, setting: str) -> int:
    """The given port, or a free one for 0.

    Raises:
        Refused: the given port is in use.
    """
    if given:
        if not is_free(given):
            raise Refused(
                Reason.CONFLICT,
                f"port {given}",
                "another program listens there",
                f"Give another port with {setting}, or 0 for one that is free",
            )
        return given
    numbers = random.SystemRandom()
    while True:
        port = numbers.choice(_BELOW_EPHEMERAL)
        if is_free(port):
            return port
