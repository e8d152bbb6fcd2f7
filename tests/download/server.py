"""A server on this machine that does what a test tells it, right or wrong."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Act = Callable[["Handler", int], None]
"""Answers a request; the number says the how manyth it is to its path, from 1."""


class Site:
    """What a server has and does.

    Attributes
    ----------
    files
        Path to content.
    act
        How requests are answered; `right` where it is None.
    asked
        Path and ``Range`` of each request.
    """

    def __init__(self) -> None:
        self.url = ""
        self.files: dict[str, bytes] = {}
        self.act: Act | None = None
        self.asked: list[tuple[str, str | None]] = []

    def forget(self) -> None:
        self.act = None
        self.asked.clear()

    def times(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def do_GET(self):
        self.site.asked.append((self.path, self.headers.get("Range")))
        self.close_connection = True
        with contextlib.suppress(OSError):
            (self.site.act or right)(self, self.site.times(self.path))

    def log_message(self, *_):
        pass

    @property
    def content(self) -> bytes:
        return self.site.files.get(self.path, b"")

    def head(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.flush()

    def send(self, data: bytes):
        self.wfile.write(data)
        self.wfile.flush()

    def cut(self):
        """End the connection now."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(2)


def etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:12]}"'


def right(handler: Handler, _: int = 0) -> None:
    """Answer as a good server does, with ranges and conditions."""
    content = handler.content
    if handler.path not in handler.site.files:
        handler.head(404, Content_Length=0)
        return
    tag, span = etag(content), handler.headers.get("Range")
    if handler.headers.get("If-None-Match") == tag:
        handler.head(304)
        return
    if span and handler.headers.get("If-Range", tag) == tag:
        start = int(span.removeprefix("bytes=").rstrip("-"))
        handler.head(
            206,
            Content_Length=len(content) - start,
            Content_Range=f"bytes {start}-{len(content) - 1}/{len(content)}",
            ETag=tag,
        )
        handler.send(content[start:])
        return
    handler.head(200, Content_Length=len(content), ETag=tag, Accept_Ranges="bytes")
    handler.send(content)


@contextlib.contextmanager
def serving(*, context=None) -> Iterator[Site]:
    """Serve on a free port of this machine until the end."""
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"site": site}))
    server.daemon_threads = True
    server.block_on_close = False
    server.handle_error = lambda *_: None
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    site.url = f"http{'s' if context else ''}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
