"""`aubette serve`: look at the site on this machine while the files change."""

from __future__ import annotations

import tempfile
import time
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import click

from aubette.cli.options import EXIT_CLEAN, Situation, colour_wanted, date_option, situation, verb
from aubette.model.finding import Severity
from aubette.model.report import Report
from aubette.publish.exchange import MARKER
from aubette.report.registry import write
from aubette.words.catalogue import Catalogue
from aubette.workflow.build import build

RELOAD = b"<script>new EventSource('/.aubette-reload').onmessage=()=>location.reload()</script>"
WATCHED = ("projects", "votes", "site_config", "mkdocs.yml")


BANNER = (
    '<aside role="alert" style="all:revert;background:#7a0016;color:#fff;padding:1rem;max-height:50vh;overflow:auto">'
    '<strong>{title}</strong><pre style="white-space:pre-wrap">{said}</pre></aside>'
)


class Reloads:
    """How many times a build ended, what open pages wait for, and what the last one refused, "" where nothing."""

    def __init__(self) -> None:
        self.built = 0
        self.trouble = ""

    def line(self) -> bytes:
        """What stands at the end of each page: the reloading line, and why the page is still the one before."""
        return self.trouble.encode() + RELOAD


class Handler(SimpleHTTPRequestHandler):
    """Files of the built site, with a line in each page that reloads it after the next build."""

    def __init__(self, *args: Any, reloads: Reloads, **kwargs: Any) -> None:
        self.reloads = reloads
        super().__init__(*args, **kwargs)

    def log_message(self, *_: Any) -> None:
        """Say nothing of each request."""

    def do_GET(self) -> None:
        """Serve a page with the reloading line, the stream of reloads, or a plain file."""
        if self.path == "/.aubette-reload":
            self._wait()
            return
        page = Path(self.translate_path(self.path))
        page = page / "index.html" if page.is_dir() else page
        if page.suffix != ".html" or not page.is_file():
            super().do_GET()
            return
        body = page.read_bytes().replace(b"</body>", self.reloads.line() + b"</body>", 1)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _wait(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        seen = self.reloads.built
        try:
            while self.reloads.built == seen:
                self.wfile.write(b": wait\n\n")
                self.wfile.flush()
                time.sleep(1)
            self.wfile.write(b"data: built\n\n")
        except OSError:
            return


def command(words: Catalogue) -> click.Command:
    """The verb in the words of one language."""

    def run(ctx: click.Context, port: int, date: str | None) -> int:
        try:
            from watchfiles import watch
        except ImportError:
            raise click.ClickException(words.say("cli.serve.no_watchfiles")) from None
        now = situation(ctx, words, date)
        with tempfile.TemporaryDirectory(prefix="aubette-serve-") as folder:
            target, reloads = Path(folder) / "site", Reloads()
            handler = partial(Handler, directory=str(target), reloads=reloads)
            try:
                server = ThreadingHTTPServer(("127.0.0.1", port), handler)
            except (OSError, OverflowError):
                raise click.ClickException(words.say("cli.serve.port_taken", port=str(port))) from None
            _make(now, target, reloads)
            Thread(target=server.serve_forever, daemon=True).start()
            click.echo(words.say("cli.serve.open", url=f"http://127.0.0.1:{server.server_port}/"))
            watched = [now.folder.root / name for name in WATCHED if (now.folder.root / name).exists()]
            for _ in watch(*watched, raise_interrupt=False):
                _make(now, target, reloads)
            server.shutdown()
        return EXIT_CLEAN

    port = click.Option(["--port"], type=int, default=8000, help=words.say("cli.serve.port"))
    return verb(words, "serve", run, port, date_option(words))


def _make(now: Situation, target: Path, reloads: Reloads) -> None:
    """Build, say what was found in the terminal, and what was refused in the pages too; the site before stays."""
    reader = Catalogue("fr", now.words.formats.currency, now.words.formats.time_zone)
    built = build(now.folder, now.day, reader, target)
    read = now.folder.source.read
    click.echo(write(built.report, "text", now.words, read, colour=colour_wanted()), nl=False, err=True)
    errors = tuple(finding for finding in built.report.findings if finding.severity is Severity.ERROR)
    said = write(Report(errors, built.report.files), "text", now.words, read, colour=False)
    title = escape(now.words.say("cli.serve.refused"))
    reloads.trouble = BANNER.format(title=title, said=escape(said)) if built.target is None else ""
    if built.target is None and not target.exists():
        target.mkdir()
        (target / MARKER).touch()
        (target / "index.html").write_text("<!doctype html><title>Aubette</title><body></body>", encoding="utf-8")
    reloads.built += 1
