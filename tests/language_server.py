"""A small client of language servers: what an editor asks for, over standard input and output."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

PATIENCE = 60


class Server:
    """The YAML language server as an editor runs it, without a network."""

    def __init__(self, command: list[str], root: Path) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._number = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        self._root = root
        threading.Thread(target=self._listen, daemon=True).start()
        capabilities = {
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
            "textDocument": {
                "hover": {"contentFormat": ["markdown"]},
                "completion": {
                    "completionItem": {"snippetSupport": False, "documentationFormat": ["markdown"]}
                },
            },
        }
        self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri(),
                "capabilities": capabilities,
                "workspaceFolders": [{"uri": root.as_uri(), "name": "x"}],
            },
        )
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": _SETTINGS}})

    def close(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def open(self, name: str, text: str) -> str:
        """Open a file in the editor with this text; it need not be on the disk."""
        uri = (self._root / name).as_uri()
        self._diagnostics.pop(uri, None)
        self._tell(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}},
        )
        return uri

    def complete(self, uri: str, line: int, column: int) -> list[dict[str, Any]]:
        """Return what is offered at a place, from 0."""
        found = self.ask(
            "textDocument/completion",
            {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}},
        )
        return found["items"] if isinstance(found, dict) else found or []

    def hover(self, uri: str, line: int, column: int) -> str:
        """Return what is told about a place, from 0."""
        found = self.ask(
            "textDocument/hover",
            {"textDocument": {"uri": uri}, "position": {"line": line, "character": column}},
        )
        return found["contents"]["value"] if found else ""

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """Return what is marked in a file, once the server has judged it."""
        until = time.monotonic() + PATIENCE
        while uri not in self._diagnostics and time.monotonic() < until:
            self._take(until)
        return self._diagnostics[uri]

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        """Ask and wait for the answer."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": parameters})
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            said = self._take(until)
            if said.get("id") == number and "method" not in said:
                assert "error" not in said, said
                return said["result"]
        raise TimeoutError(method)

    def _take(self, until: float) -> dict[str, Any]:
        said = self._said.get(timeout=max(until - time.monotonic(), 0.01))
        if said.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[said["params"]["uri"]] = said["params"]["diagnostics"]
        elif said.get("method") == "workspace/configuration":
            # One answer for each section that is asked for.
            answer = [_SETTINGS if item.get("section") == "yaml" else {} for item in said["params"]["items"]]
            self._send({"id": said["id"], "result": answer})
        elif "method" in said and "id" in said:
            self._send({"id": said["id"], "result": None})
        return said

    def _tell(self, method: str, parameters: dict[str, Any]) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        out = self._process.stdout
        assert out is not None
        while True:
            length = 0
            try:
                while line := out.readline().strip():
                    name, _, value = line.partition(b":")
                    length = int(value) if name.lower() == b"content-length" else length
                body = out.read(length)
            except ValueError:
                return  # closed
            if not body:
                return
            self._said.put(json.loads(body))


_SETTINGS = {
    "validate": True,
    "hover": True,
    "completion": True,
    "format": {"enable": False},
    "schemaStore": {"enable": False, "url": ""},  # nothing is fetched
}
