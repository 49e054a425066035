"""A real yaml-language-server, spoken to as an editor does: LSP over standard input and output."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

LONGEST = 300  # seconds that a server may live
PACKAGE = "yaml-language-server@2.0.0"


def installed(folder: Path) -> list[str]:
    """The command that starts the server, installed from npm into the folder. Skips the
    test where there is no node, no npm or no way to the registry."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("yaml-language-server needs node and npm, and this machine has them not")
    command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", PACKAGE]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
    if done.returncode:
        pytest.skip(f"npm could not install {PACKAGE}: {done.stderr[-300:]}")
    return [node, str(folder / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"), "--stdio"]


class Editor:
    """An editor with the server in it. `settings` are those of the section `yaml`."""

    def __init__(self, command: list[str], root: Path, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.process = subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.watch = threading.Timer(LONGEST, self.process.kill)  # a server that falls silent must not hang the tests
        self.watch.daemon = True
        self.watch.start()
        self.number = 0
        self.told: dict[str, list[dict[str, Any]]] = {}
        self.opened = 0
        folders = [{"uri": root.as_uri(), "name": "story"}]
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
        }
        self.ask(
            "initialize",
            {"processId": None, "rootUri": root.as_uri(), "workspaceFolders": folders, "capabilities": capabilities},
        )
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": settings}})

    def close(self) -> None:
        self.watch.cancel()
        self.process.kill()
        self.process.communicate()

    # ------------------------------------------------------------ messages

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            elif not line and self.process.poll() is not None:
                raise AssertionError("yaml-language-server ended")
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read on to the wanted message; what the server asks for meanwhile is answered."""
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                self.told[params["uri"]] = params["diagnostics"]
            elif message.get("method") == "workspace/configuration":
                items = message["params"]["items"]
                answer = [self.settings if item.get("section") == "yaml" else None for item in items]
                self.send({"id": message["id"], "result": answer})
            elif "method" in message and "id" in message:
                self.send({"id": message["id"], "result": None})
            if wanted(message):
                return message

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.number += 1
        number = self.number
        self.send({"id": number, "method": method, "params": params})
        answer = self.until(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer
        return answer["result"]

    # ------------------------------------------------------------ what a writer does

    def open(self, path: Path, text: str | None = None) -> str:
        """The address under which it is open: a text of one's own is a new file beside `path`."""
        self.opened += 1
        uri = path.as_uri() if text is None else path.with_name(f"{path.stem}_{self.opened}.yaml").as_uri()
        shown = path.read_text(encoding="utf-8") if text is None else text
        self.tell(
            "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": shown}}
        )
        return uri

    def looked_at(self, path: Path, text: str | None = None) -> str:
        """Open the file and wait until the server has looked at it."""
        uri = self.open(path, text)
        self.until(lambda message: message.get("params", {}).get("uri") == uri)
        return uri

    def faults(self, path: Path, text: str | None = None) -> list[str]:
        """What the server says against a file."""
        uri = self.looked_at(path, text)
        return [f"{told['range']['start']['line'] + 1}: {told['message']}" for told in self.told[uri]]

    def completions(self, path: Path, text: str) -> list[str]:
        """What it offers at the mark ‸ in the text."""
        at = self.position(text)
        uri = self.looked_at(path, text.replace("‸", ""))
        answer = self.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": at})
        items = answer["items"] if isinstance(answer, dict) else answer
        return [item["label"] for item in items]

    def hover(self, path: Path, text: str) -> str:
        at = self.position(text)
        uri = self.looked_at(path, text.replace("‸", ""))
        answer = self.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": at})
        return str(answer["contents"]["value"]) if answer else ""

    @staticmethod
    def position(text: str) -> dict[str, int]:
        before = text[: text.index("‸")]
        return {"line": before.count("\n"), "character": len(before) - (before.rfind("\n") + 1)}
