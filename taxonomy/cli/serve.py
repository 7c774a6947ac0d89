"""`taxonomy serve`: build the site and serve it on this machine."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from taxonomy.cli.common import entries_option, speaks_plainly
from taxonomy.errors import SetupError
from taxonomy.messages import reason

_USUAL_PORT = 8000


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Port; default: 8000, or any free one where that is taken.")
@click.option(
    "--to", "site", type=click.Path(file_okay=False, path_type=Path), default=Path("build/site"), show_default=True, help="Where to build."
)
@entries_option
@speaks_plainly
def command(port: int | None, site: Path, entries: Path | None) -> None:
    """Build the site and serve it on localhost until interrupted."""
    from taxonomy.cli.build import build_site

    build_site(entries, site)
    server = _server(site, port)
    click.echo(f"serving {site} on http://localhost:{server.server_port}/ (Ctrl-C ends it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("stopped", err=True)
    finally:
        server.server_close()


def _server(site: Path, port: int | None) -> ThreadingHTTPServer:
    handler = partial(_Quiet, directory=str(site))
    try:
        return ThreadingHTTPServer(("127.0.0.1", _USUAL_PORT if port is None else port), handler)
    except OSError as error:
        if port is None:
            return ThreadingHTTPServer(("127.0.0.1", 0), handler)
        raise SetupError(f"port {port} cannot be used ({reason(error)}); choose another with --port, or 0 for any free one") from error


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
        pass
