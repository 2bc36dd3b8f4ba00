"""Pages under many readers: 32 browsers that stay connected, each in a role of its own, each page timed apart.

A browser asks for a page, its reader looks at it for a while (a second on average, drawn by chance from a fixed seed),
and asks for the next; so nobody waits for a machine that a benchmark keeps busy by itself. How many pages a second
come out when nobody ever looks is told beside it. Against a server that runs already:

    python -m bench.pages --port 8000 --data DIR [--readers 32] [--think 1.0] [--seconds 60] [--only MEMBER]
"""

import argparse
import json
import secrets
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import psycopg

from bench.measure import Taken, at_share, load, middle
from bench.report import POLITY, Contender, Row
from bench.stage import Stage
from bench.web import BUDGET, BUDGET_KIB, Visitor, found, plain_django, served
from polity.access.sessions import digest
from polity.postgres import reached
from polity.postgres.database import Database
from polity.readings.desks import desks
from polity.readings.house import House, Scope

READERS, THINK = 32, 1.0
LONGEST = 4  # times as long as usual that a page is looked at, at most
SECONDS, FLAT_OUT = 60.0, 15.0  # how long readers look; how long they do nothing but ask
SHARES = (("p50_s", 0.5), ("p95_s", 0.95), ("p99_s", 0.99))
VISITOR = "visitor"
# What each role opens besides what its own links lead to: the desks, which a crawl may come upon too late.
OPEN = ("/", "/statutes/", "/census/", "/sources/", "/journal/")
OWN = ("/inbox/", "/me/", "/notices/", "/transfers/", "/meetings/", "/requests/", "/search/?q=iva")
DESKS = ("/units/", "/people/", "/admission/", "/admission/many/promotions/", "/waiting/may/", "/imports/", "/exports/",
         "/expiry/", "/contacts/", "/reregistration/", "/balance/", "/changes/", "/duplicates/")  # fmt: skip


@dataclass
class Looked:
    """What became of one page for one role."""

    seconds: list[float] = field(default_factory=list)
    bytes: int = 0
    statuses: set[int] = field(default_factory=set)
    whole: bool = True

    def note(self, answer: Mapping[str, object]) -> None:
        """Add one answer."""
        self.seconds.append(float(str(answer["seconds"])))
        self.bytes = max(self.bytes, int(str(answer["bytes"])))
        self.statuses.add(int(str(answer["status"])))
        self.whole &= bool(answer["packed"]) and b"</html>" in bytes(answer["text"])  # type: ignore[call-overload]


type Pages = dict[tuple[str, str], Looked]  # by role and address


def rows(stage: Stage) -> list[Row]:
    """Every kind of page, in every role, by 32 readers who look at what they asked for."""
    row = Row("pages", f"every page in every role, {READERS} readers who look, p95; {stage.people} people", BUDGET)
    with served(stage) as (port, watch):
        keys = sessions(stage.dsn)
        lists = {role: pages_for(port, key, 6 if stage.quick else 40) for role, key in keys.items()}
        once = visit(port, keys, lists, readers=len(lists), think=0, seconds=None)
        others = Taken()
        looking = visit(port, keys, lists, readers=READERS, think=THINK, seconds=3 if stage.quick else SECONDS)
        taken = others.per_cent()
        began = time.perf_counter()
        flat_out = visit(port, keys, lists, readers=READERS, think=0, seconds=2 if stage.quick else FLAT_OUT)
        busy = time.perf_counter() - began
        alone = visit(port, keys, lists, readers=1, think=0, seconds=2 if stage.quick else FLAT_OUT)
    wrong = {key: sorted(page.statuses) for key, page in (once | looking).items() if page.statuses != {200}}
    row.check(not wrong, f"all of {len(once)} pages answered 200 each time" + (f"; not {wrong}" * bool(wrong)))
    row.check(all(page.whole for page in once.values()), "each came whole and compressed, as a page of HTML")
    heaviest = max(once, key=lambda key: once[key].bytes)
    seconds, flat = every(looking), every(flat_out)
    by_role = {role: round(at_share(every(looking, role), 0.95), 4) for role in lists if every(looking, role)}
    more = {
        **{name: at_share(seconds, share) for name, share in SHARES}, "worst_s": seconds[-1],
        "taken_by_others_per_cent": taken,
        "readers": READERS, "think_s": THINK, "pages": len(once), "asked": len(seconds),
        "p95_by_role": by_role, "slowest": slowest(looking),
        "flat_out_pages_per_second": round(len(flat) / busy, 1), "flat_out_p95_s": at_share(flat, 0.95),
        "one_reader_p50_s": middle(every(alone)), "one_reader_p95_s": at_share(every(alone), 0.95),
        "bytes_most": once[heaviest].bytes, "heaviest": " ".join(heaviest),
        "within_bytes": once[heaviest].bytes <= BUDGET_KIB * 1024,
    }  # fmt: skip
    how = f"polity serve, {', '.join(lists)}; gzip; p95 of all"
    row.contenders = [
        Contender("Polity", POLITY, how, [more["p95_s"]], watch.peak_mib, more=more),
        plain_django(stage),
    ]
    return [row]


def sessions(dsn: str) -> dict[str, dict[str, str]]:
    """Sign one reader of each role in, by sessions put where the pages keep them. Gives cookies by role."""
    database = Database(dsn, most=2)
    house = House(database)
    try:
        with house.register(scope=Scope(day=date.min)) as register:
            told = (register.organisation() or ("", {}))[1]
        today = date.fromisoformat(str(told["today"])) if told.get("today") else date.today()
        people = desks(house, scope=Scope(day=today, whole=True))
    finally:
        house.close()
        database.close()
    found: dict[str, dict[str, str]] = {VISITOR: {}}
    with psycopg.connect(dsn) as connection:
        for desk in people:
            role = f"{desk.tier} {desk.office}".strip() if desk.office else "member"
            held = {"person": desk.person, "office": desk.office, "unit": desk.unit, "title": role, "where": desk.where}
            key = secrets.token_urlsafe(24)
            connection.execute(
                "INSERT INTO page_session (person, held, until, digest, since, seen)"
                " VALUES (%s, %s, now() + interval '2 hours', %s, now(), now())",
                [desk.person, json.dumps(held), digest(key)],
            )
            found[role] = {"polity_session": key}
    return found


def pages_for(port: int, key: dict[str, str], most: int) -> list[str]:
    """The pages of a role: those that it always opens, as far as they are open to it, and what links lead to."""
    visitor = Visitor(port, key)
    always = [*OPEN, *(OWN + DESKS if key else ())]
    there = [address for address in always if _is_page(visitor, address)]
    linked, _others = found(port, key, most)
    return list(dict.fromkeys([*there, *linked]))


def _is_page(visitor: Visitor, address: str) -> bool:
    answer = visitor.get(address)
    return answer["status"] == 200 and answer["kind"] == "text/html"


def visit(
    port: int,
    keys: Mapping[str, dict[str, str]],
    lists: Mapping[str, Sequence[str]],
    *,
    readers: int,
    think: float,
    seconds: float | None,
) -> Pages:
    """Let readers ask for pages, role by role in turn. With `seconds` None, each page of each role is asked for once.

    think  how long a reader looks at a page on average; 0 asks for the next at once
    """
    looked: Pages = {(role, address): Looked() for role, pages in lists.items() for address in pages}
    lock = threading.Lock()
    roles = list(lists)
    end = None if seconds is None else time.monotonic() + seconds

    def read(at: int) -> None:
        chance = Random(at)
        mine = [roles[at % len(roles)]] if readers >= len(roles) else roles
        trail = [(role, address) for role in mine for address in lists[role]]
        chance.shuffle(trail)
        visitors = {role: Visitor(port, keys[role]) for role in mine}
        time.sleep(chance.random() * think)
        step = 0
        while (step < len(trail)) if end is None else (time.monotonic() < end):
            key = trail[step % len(trail)]
            step += 1
            answer = _answered(visitors[key[0]], key[1])
            with lock:
                looked[key].note(answer)
            if think:
                time.sleep(min(chance.expovariate(1 / think), LONGEST * think))

    workers = [threading.Thread(target=read, args=(at,)) for at in range(readers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return {key: page for key, page in looked.items() if page.seconds}


def _answered(visitor: Visitor, address: str) -> Mapping[str, object]:
    """Ask, and once more where the server has let go of a connection meanwhile, as a browser does."""
    began = time.perf_counter()
    for _again in range(2):
        try:
            return {**visitor.get(address), "seconds": time.perf_counter() - began}
        except OSError:
            continue
    return {"status": 0, "seconds": time.perf_counter() - began, "bytes": 0, "packed": False, "text": b""}


def every(pages: Pages, role: str | None = None) -> list[float]:
    """All times, of one role or of all, in order."""
    return sorted(second for key, page in pages.items() if role in (None, key[0]) for second in page.seconds)


def slowest(pages: Pages, most: int = 8) -> dict[str, float]:
    """The pages with the highest medians, which one unlucky moment does not make."""
    ranked = sorted(pages, key=lambda key: -middle(pages[key].seconds))[:most]
    return {" ".join(key): round(middle(pages[key].seconds), 4) for key in ranked}


def main() -> None:
    """Look at a server that runs already, and print every page."""
    asked = argparse.ArgumentParser(description="Readers on the pages of a server that runs already.")
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("--data", type=Path, default=None, help="the data folder that the server serves")
    asked.add_argument("--dsn", default=None, help="instead of a folder: the server in which the sessions are kept")
    asked.add_argument("--readers", type=int, default=READERS)
    asked.add_argument("--think", type=float, default=THINK)
    asked.add_argument("--seconds", type=float, default=SECONDS)
    asked.add_argument("--most", type=int, default=40, help="pages that are found by links, for each role")
    asked.add_argument("--only", default="", help="only roles in whose names this stands")
    given = asked.parse_args()
    if given.data is None and given.dsn is None:
        asked.error("Say with --data DIR which folder the server serves, or with --dsn where its database answers.")
    with reached(given.data or Path(), given.dsn) as dsn:
        look(given, dsn)


def look(given: argparse.Namespace, dsn: str) -> None:
    """Let readers look, and print what each page took."""
    keys = {role: key for role, key in sessions(dsn).items() if given.only in role}
    lists = {role: pages_for(given.port, key, given.most) for role, key in keys.items()}
    visit(given.port, keys, lists, readers=len(lists), think=0, seconds=None)
    before, others = load(), Taken()
    pages = visit(given.port, keys, lists, readers=given.readers, think=given.think, seconds=given.seconds)
    print(f"{'p50':>7} {'p95':>7} {'max':>7} {'KiB':>6} {'n':>5}  page")
    for key in sorted(pages, key=lambda key: middle(pages[key].seconds)):
        page = pages[key]
        times = [middle(page.seconds), at_share(page.seconds, 0.95), max(page.seconds)]
        told = " ".join(f"{1000 * second:7.0f}" for second in times)
        strange = "" if page.statuses == {200} else f" {sorted(page.statuses)}"
        print(f"{told} {page.bytes / 1024:6.1f} {len(page.seconds):5}  {' '.join(key)}{strange}")
    for role in [None, *lists]:
        seconds = every(pages, role)
        if seconds:
            figures = ", ".join(f"{name} {1000 * at_share(seconds, share):.0f} ms" for name, share in SHARES)
            print(f"{role or 'all'}: {len(seconds)} pages, {figures}, max {1000 * seconds[-1]:.0f} ms")
    print(f"{len(every(pages)) / given.seconds:.1f} pages a second; load {before} before, {load()} after;", end=" ")
    print(f"of the processor time wanted, {others.per_cent()} % went to others on the host")


if __name__ == "__main__":
    sys.exit(main())
