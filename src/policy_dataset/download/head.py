"""A bound on a whole answer's head, and on any stretch without a byte of its body.

A socket's timeout begins anew with every byte that trickles in, also inside a line of a header or of a chunk's length.
Whoever sends one byte a second would hold a reader for ever.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Watch:
    """When something was heard last.

    Attributes
    ----------
    silent
        Whether that was too long ago, and the connection was ended.
    """

    def __init__(self) -> None:
        self.silent = False
        self._last = time.monotonic()

    def heard(self) -> None:
        """Take note that something came."""
        self._last = time.monotonic()

    def waited(self) -> float:
        """Return the seconds since."""
        return time.monotonic() - self._last


@contextmanager
def watched(stop: Callable[[], object], seconds: float) -> Iterator[Watch]:
    """Call `stop` from another thread when nothing was heard for so many seconds."""
    watch, over = Watch(), threading.Event()

    def look() -> None:
        while not over.wait(min(1.0, seconds / 4)):
            if watch.waited() > seconds:
                watch.silent = True
                with suppress(OSError, ValueError, RuntimeError, urllib3.exceptions.HTTPError):
                    stop()
                return

    thread = threading.Thread(target=look, daemon=True, name="policy-dataset download")
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()


def bounded_pools(pools: urllib3.PoolManager, seconds: float) -> None:
    """Let the connections of `pools` give up on a head that is not there after so many seconds."""

    def bounded(kind: type[HTTPConnection]) -> type[Any]:
        class Bounded(kind):  # type: ignore[misc, valid-type]  # either of two classes
            def getresponse(self) -> Any:
                sock, made = self.sock, []

                def response(*given: Any, **named: Any) -> HTTPResponse:
                    made.append(HTTPResponse(*given, **named))
                    return made[-1]

                self.response_class = response
                with watched(lambda: sock.shutdown(socket.SHUT_RDWR), seconds) as watch:
                    try:
                        found = super().getresponse()
                    except BaseException:
                        # A head that urllib3 refuses leaves what it was read from open.
                        for one in made:
                            one.close()
                        raise
                if watch.silent:
                    # Cut in the middle of its lines, a head looks like a short one.
                    raise urllib3.exceptions.ProtocolError("the head of the answer did not come in time")
                return found

        return Bounded

    class Plain(HTTPConnectionPool):
        ConnectionCls = bounded(HTTPConnection)

    class Encrypted(HTTPSConnectionPool):
        ConnectionCls = bounded(HTTPSConnection)

    pools.pool_classes_by_scheme = {"http": Plain, "https": Encrypted}
