"""Starts: the first of an empty folder, the second, and a census asked at the prompt."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.measure import timed, watched
from bench.report import POLITY, USUAL, Contender, Row
from bench.stage import ROOT, Stage, environment

WHERE = ("--on", "1923-04-15", "--where", "standing=member", "--by", "social_category", "--format", "json")


def rows(stage: Stage) -> list[Row]:
    """PostgreSQL made ready in an empty folder and again; the command census, with the server up and from nothing."""
    return [_first(stage), _second(stage), _census(stage)]


def _first(stage: Stage) -> Row:
    row = Row("first start", "an empty folder: PostgreSQL made, started, tables laid down")
    started = [
        stage.run("bench.start:starts", folder=str(stage.scratch / f"start-{at}"), times=1)
        for at in range(stage.times(3))
    ]
    row.check(all(one["answer"] == [True] for one in started), "the tables are there")
    row.contenders = [
        Contender("Polity", POLITY, "Cluster.start, migrate", [one["seconds"][0] for one in started]),
        Contender("initdb and pg_ctl", USUAL, "the same programs by hand, no tables", [_by_hand(stage)]),
    ]
    return row


def _second(stage: Stage) -> Row:
    row = Row("second start", "a folder that is there: PostgreSQL started, tables found in their newest form", 1)
    found = stage.run("bench.start:starts", folder=str(stage.scratch / "start-0"), times=stage.times(7))
    row.check(set(found["answer"]) == {True}, "the tables are there each time")
    row.contenders = [Contender("Polity", POLITY, "Cluster.start, migrate", found["seconds"])]
    return row


def starts(folder: str, times: int) -> dict[str, Any]:
    """Start the server of a folder and bring its tables to their newest form, some times."""
    import psycopg

    from polity.postgres import Cluster
    from polity.postgres.migrate import migrate

    seconds, answers = [], []
    for _ in range(times):
        cluster = Cluster(Path(folder))

        def begin(cluster: Cluster = cluster) -> str:
            address = cluster.start()
            migrate(address)
            return address

        address, took = timed(begin)
        seconds += took
        with psycopg.connect(address) as connection:
            found = connection.execute("SELECT to_regclass('standing') IS NOT NULL").fetchone()
        answers.append(bool(found and found[0]))
        cluster.stop()
    return {"seconds": seconds, "answer": answers}


def _by_hand(stage: Stage) -> float:
    """Seconds for initdb and pg_ctl start with the programs that Polity found, under the account that may run them."""
    from polity.postgres.accounts import account_for
    from polity.postgres.binaries import find, within_reach

    folder = stage.scratch / "by-hand"
    folder.mkdir(mode=0o700)
    account = account_for(folder, folder)
    programs = within_reach(find(), account)
    os.chown(folder, account.uid, account.gid)
    cluster = str(folder / "cluster")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = {"cwd": "/", "check": True, **quiet, **account.popen_options()}
    settings = f"-c listen_addresses= -c unix_socket_directories={folder}"
    control = [programs.program("pg_ctl"), "-D", cluster, "-w"]
    began = time.perf_counter()
    subprocess.run([programs.program("initdb"), "-D", cluster, "-U", "polity", "--data-checksums"], **options)
    subprocess.run([*control, "-l", str(folder / "log"), "-o", settings, "start"], **options)
    seconds = time.perf_counter() - began
    subprocess.run([*control, "-m", "immediate", "stop"], **options)
    return seconds


def _census(stage: Stage) -> Row:
    row = Row("census command", "members by social category, asked at the prompt: the whole process, the server up")
    ours = [str(ROOT / "script" / "polity"), "--data", str(stage.data), "census", *WHERE]
    theirs = [sys.executable, "-P", "-m", "bench.contender", "bench.start:django", json.dumps({"dsn": stage.dsn})]
    runs = [watched(ours, cwd=stage.scratch, env=environment()) for _ in range(stage.times(5))]
    plain = [watched(theirs, cwd=stage.scratch, env=environment()) for _ in range(stage.times(5))]
    row.check(len({said for *_, said in runs}) == 1, "it says the same each time")
    told = json.loads(runs[0][2])
    counts = sorted([one["social_category"], one["count"]] for one in told["rows"])
    row.check(all(json.loads(said.split(": ", 1)[1])["answer"] == counts for *_, said in plain), "Django counts alike")
    for who, role, how, found in (
        ("Polity", POLITY, "script/polity census", runs),
        ("Django ORM", USUAL, "a process that sets Django up and counts", plain),
    ):
        row.contenders.append(Contender(who, role, how, [one[0] for one in found], max(one[1] for one in found)))
    return row


def django(dsn: str) -> dict[str, Any]:
    """Count with plain Django."""
    from datetime import date

    from bench.plain import connected, counted

    models = connected(dsn)
    answer, seconds = timed(lambda: counted(models, date(1923, 4, 15), {"standing": "member"}, ("social_category",)))
    return {"seconds": seconds, "answer": answer}
