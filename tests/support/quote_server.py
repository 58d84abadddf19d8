"""A web server on loopback that answers as told, with every fault a real one could have."""

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

CERTIFICATE = Path(__file__).parents[1] / "data" / "tls" / "loopback.pem"
"""Certificate and key for 127.0.0.1 that nobody trusts by himself; made with openssl, valid until 2126."""

Answer = Callable[["Handler"], None]


def body(content: bytes, headers: Mapping[str, str] | None = None, status: int = 200) -> Answer:
    def send(handler: "Handler") -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return send


def versioned(content: bytes, etag: str = '"one"', modified: str = "Fri, 20 Nov 2026 20:00:00 GMT") -> Answer:
    """304 to whoever names this version."""

    def send(handler: "Handler") -> None:
        if handler.headers.get("If-None-Match") == etag:
            body(b"", status=304)(handler)
        else:
            body(content, {"ETag": etag, "Last-Modified": modified})(handler)

    return send


def packed(content: bytes) -> Answer:
    return body(gzip.compress(content), {"Content-Encoding": "gzip"})


def cut(content: bytes, announced: int) -> Answer:
    """Fewer bytes than the header says, then the connection ends."""

    def send(handler: "Handler") -> None:
        body(content, {"Content-Length": str(announced)})(handler)
        handler.close_connection = True

    return send


def silent(handler: "Handler") -> None:
    """No answer at all until the server ends."""
    handler.server.ended.wait(10)  # type: ignore[attr-defined]
    handler.close_connection = True


def dripping(handler: "Handler") -> None:
    """A byte every 20 ms, for ever."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.ended.wait(0.02):  # type: ignore[attr-defined]
        handler.wfile.write(b" ")
        handler.wfile.flush()


def dripping_headers(handler: "Handler") -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.server.ended.wait(0.02):  # type: ignore[attr-defined]
        handler.wfile.write(b"X-More: x\r\n")
        handler.wfile.flush()


def endless(handler: "Handler") -> None:
    """As many bytes as are taken, without a length."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.ended.is_set():  # type: ignore[attr-defined]
        handler.wfile.write(b" " * 65536)


def redirect(to: str, status: int = 302) -> Answer:
    return body(b"", {"Location": to}, status)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        answer = self.server.answers.get(self.path, body(b"", status=404))  # type: ignore[attr-defined]
        try:
            answer(self)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Tests read `asked` instead."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what is tested."""


class QuoteServer:
    """`answers` by path; `asked` holds the path and the headers of each request."""

    def __init__(self, is_secure: bool = False) -> None:
        self._server = _Server(("127.0.0.1", 0), Handler, bind_and_activate=True)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._server.answers, self._server.asked = self.answers, self.asked  # type: ignore[attr-defined]
        self._server.ended = threading.Event()  # type: ignore[attr-defined]
        scheme = "http"
        if is_secure:
            scheme, context = "https", ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self._server.server_address[1]
        self.address = f"{scheme}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.ended.set()  # type: ignore[attr-defined]
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
