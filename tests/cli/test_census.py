"""The census and the balance at the prompt: figures, JSON keys, maps, what was known, and slips."""

import csv
import io

from tests.cli.prompt import Prompt

MEMBERS = ("census", "--on", "1923-04-15", "--where", "standing=member")
FLOWS_IN = ("admitted", "readmitted", "promoted", "moved_in")
FLOWS_OUT = ("moved_out", "promoted_out", "left", "excluded", "died", "lapsed", "other_out")


def test_the_social_composition_of_the_members(demo: Prompt) -> None:
    answer = demo.done(*MEMBERS, "--by", "social_category", "--per-mille", "--format", "json").json

    assert answer == {
        "on": "1923-04-15",
        "where": {"standing": "member"},
        "rows": [
            {"social_category": "worker", "count": 1820, "per_mille": 443.9},
            {"social_category": "peasant", "count": 1095, "per_mille": 267.1},
            {"social_category": "employee", "count": 910, "per_mille": 222.0},
            {"social_category": "unascertained", "count": 275, "per_mille": 67.1},
        ],
        "total": 4100,
    }


def test_a_table_shows_the_same_figures(demo: Prompt) -> None:
    assert demo.done(*MEMBERS, "--by", "social_category", "--per-mille").lines == [
        "social_category  count  per_mille",
        "---------------  -----  ---------",
        "worker           1\N{THIN SPACE}820  443.9",
        "peasant          1\N{THIN SPACE}095  267.1",
        "employee           910  222.0",
        "unascertained      275  67.1",
        "Total 4\N{THIN SPACE}100 on 1923-04-15.",
    ]


def test_csv_has_a_row_for_each_pair_of_values(demo: Prompt) -> None:
    plain = demo.done(*MEMBERS, "--by", "sex,place", "--format", "json").json
    rows = list(csv.DictReader(io.StringIO(demo.done(*MEMBERS, "--by", "sex,place", "--format", "csv").out)))

    assert [{**row, "count": int(row["count"])} for row in rows] == plain["rows"]
    assert sum(row["count"] for row in plain["rows"]) == 4100


def test_several_values_and_a_subtree(demo: Prompt) -> None:
    both = demo.done("census", "--where", "standing=member,candidate", "--under", "MOS", "--format", "json").json
    each = [
        demo.done("census", "--where", f"standing={one}", "--under", "MOS", "--format", "json").json["total"]
        for one in ("member", "candidate")
    ]
    by_guberniya = demo.done("census", "--where", "standing=member,candidate", "--by", "guberniya", "--format", "json")

    assert both["where"] == {"standing": ["member", "candidate"]}
    assert both["total"] == sum(each)
    assert [row["count"] for row in by_guberniya.json["rows"] if row["guberniya"] == "MOS"] == [both["total"]]


def test_the_map_of_another_day_loses_nobody(demo: Prompt) -> None:
    then = demo.done("census", "--on", "1922-01-01", "--where", "standing=member", "--format", "json").json
    later = demo.done(
        "census", "--on", "1922-01-01", "--where", "standing=member", "--by", "uezd", "--map-of", "1923-04-15",
        "--format", "json",
    ).json  # fmt: skip

    assert later["total"] == then["total"]


def test_as_known_before_anybody_was_entered_there_was_nobody(demo: Prompt) -> None:
    assert demo.done(*MEMBERS, "--as-known", "1", "--format", "json").json["total"] == 0
    assert demo.done(*MEMBERS, "--as-known", "1923-04-14", "--format", "json").json["total"] == 0
    assert demo.done(*MEMBERS, "--as-known", "1923-04-15", "--format", "json").json["total"] == 4100


def test_as_known_on_the_day_before_a_correction(party: Prompt) -> None:
    before = int(party.done("journal", "export", "--to", str(party.folder / "j")).out.split()[0])
    party.done(
        "act", "person.record", "--unit", "MOS", "--family", "New", "--given", "One", "--as", "secretary@MOS",
    )  # fmt: skip
    now = party.done("census", "--where", "standing=sympathiser", "--format", "json").json["total"]
    known = party.done(
        "census", "--where", "standing=sympathiser", "--as-known", str(before), "--format", "json"
    ).json["total"]  # fmt: skip

    assert now == known + 1


def test_slips_are_said_with_the_remedy(demo: Prompt) -> None:
    assert demo("census", "--where", "standing=membr").refused == [
        "standing is never “membr”.",
        "It is one of: sympathiser, candidate, member, former; or unknown.",
    ]
    assert demo("census", "--by", "hat").refused[0] == "People cannot be counted by “hat”."
    assert demo("census", "--under", "NOWHERE").refused == [
        "No unit is called NOWHERE on 1923-04-26.",
        "Give its code or its id; polity export units lists them.",
    ]
    assert demo("census", "--on", "15.4.1923").refused == [
        "--on: “15.4.1923” is not a day. Write it as 1923-04-15.",
        "See: polity census --help.",
    ]
    assert demo("census", "--as-known", "lately").refused == [
        "“lately” is neither a day nor a number of the journal.",
        "Write it as 1923-04-15, or as 120.",
    ]
    assert demo("census", "--where", "member").refused == [
        "“member” names no dimension. Write it as standing=member.",
        "See: polity census --help.",
    ]


def test_slips_end_with_status_2(demo: Prompt) -> None:
    slips = [
        ("census", "--where", "standing=membr"),
        ("census", "--by", "hat"),
        ("census", "--under", "NOWHERE"),
        ("census", "--under", ""),
        ("statutes", "count", "may_vote", "--standing", "membr"),
        ("serve", "--port", "99999"),
        ("census", "--on", "15.4.1923"),
        ("census", "--as-known", "lately"),
        ("census", "--where", "member"),
        ("census", "--format", "xml"),
        ("balance", "--since", "1923-02-01", "--until", "1923-01-01"),
        ("balance", "--since", "1923-01-01", "--until", "1923-02-01", "--standing", "friend"),
        ("balance", "--since", "1923-01-01", "--until", "1923-02-01", "--by", "hat"),
        ("balance", "--since", "1923-01-01"),
    ]

    assert [demo(*slip).status for slip in slips] == [2] * len(slips)


def test_the_balance_closes_for_every_guberniya(demo: Prompt) -> None:
    answer = demo.done(
        "balance", "--since", "1922-01-01", "--until", "1923-01-01", "--by", "guberniya", "--format", "json"
    ).json  # fmt: skip

    assert list(answer) == ["since", "until", "standing", "closes", "rows"]
    assert {tuple(row) for row in answer["rows"]} == {("guberniya", "start", *FLOWS_IN, *FLOWS_OUT, "end", "open")}
    assert answer["closes"] is True
    for row in answer["rows"]:
        came, went = sum(row[flow] for flow in FLOWS_IN), sum(row[flow] for flow in FLOWS_OUT)
        assert row["start"] + came - went == row["end"]


def test_the_balance_begins_and_ends_with_what_the_census_counts(demo: Prompt) -> None:
    (row,) = demo.done("balance", "--since", "1922-01-01", "--until", "1923-01-01", "--format", "json").json["rows"]
    counted = [
        demo.done("census", "--on", day, "--where", "standing=member", "--format", "json").json["total"]
        for day in ("1922-01-01", "1923-01-01")
    ]

    assert [row["start"], row["end"]] == counted
