"""One page of plain Django with the ORM's census on it, asked for by several readers, to compare the pages with."""

import threading
import time
from datetime import date
from typing import Any

TEMPLATE = """<!doctype html><html lang="en"><title>Census</title><h1>Members by category and education</h1>
<table>{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table></html>"""


def many(dsn: str, looks: int, readers: int) -> dict[str, Any]:
    """Serve the page in this process and read it."""
    import uvicorn

    from bench.plain import connected, counted
    from bench.web import Visitor, free_port

    models = connected(dsn, ROOT_URLCONF="bench.page", ALLOWED_HOSTS=["127.0.0.1"], MIDDLEWARE=[GZIP])
    from django.core.handlers.asgi import ASGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Engine
    from django.urls import path

    page = Engine().from_string(TEMPLATE)

    def census(request: HttpRequest) -> HttpResponse:
        rows = counted(models, date(1923, 4, 15), {"standing": "member"}, ("social_category", "education"))
        return HttpResponse(page.render(Context({"rows": rows})))

    urlpatterns[:] = [path("", census)]
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(ASGIHandler(), host="127.0.0.1", port=port, log_level="warning"))
    worker = threading.Thread(target=server.run, daemon=True)
    worker.start()
    while not server.started:
        time.sleep(0.02)
    seconds: list[float] = []
    answers: set[bytes] = set()

    def read() -> None:
        visitor = Visitor(port)
        for _ in range(looks):
            answer = visitor.get("/")
            answers.add(answer["text"])
            seconds.append(answer["seconds"])

    read()
    seconds.clear()
    workers = [threading.Thread(target=read) for _ in range(readers)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    server.should_exit = True
    worker.join(10)
    return {"seconds": seconds, "answer": len(answers)}


GZIP = "django.middleware.gzip.GZipMiddleware"
urlpatterns: list[Any] = []  # filled once Django is set up
