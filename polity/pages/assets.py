"""Files that never change: style, script, vendored script. Each is served under its own hash and kept for a year."""

import gzip
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

ROOT = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class Asset(NamedTuple):
    """A file as it is sent."""

    plain: bytes
    packed: bytes
    kind: str
    digest: str


@cache
def assets() -> dict[str, Asset]:
    """Read every file that may be served, once. Anything of another type in the folder is not served."""
    found = {}
    for path in sorted(ROOT.rglob("*")):
        if kind := TYPES.get(path.suffix):
            plain = path.read_bytes()
            digest = blake2b(plain, digest_size=8).hexdigest()
            found[path.relative_to(ROOT).as_posix()] = Asset(plain, gzip.compress(plain, 9, mtime=0), kind, digest)
    return found


def address(name: str) -> str:
    """Give the address of a file, with its hash in it. A name that is not there is a fault of the template."""
    return f"/static/{assets()[name].digest}/{name}"


def serve_asset(request: HttpRequest, digest: str, name: str) -> HttpResponse:
    """Send a file, if it is there and is still the one that the page was written for."""
    asset = assets().get(name)
    if asset is None or asset.digest != digest or request.method not in {"GET", "HEAD"}:
        raise Http404
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(asset.packed if packed else asset.plain, content_type=asset.kind)
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
