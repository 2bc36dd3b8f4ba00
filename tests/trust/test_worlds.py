"""How the two worlds are asked: forms are filled in as they stand, and few ways are kept of many alike."""

from polity.trust.blanks import Page
from polity.trust.ways import Unknown, Way, thinned

FORM = b"""<!doctype html><a href="/people/?take=people.csv">file</a><a href="?on=2026-06-01">earlier</a>
<form method="post" action="/transfers/ask/"><input type="hidden" name="key" value="k7">
<input name="sponsor"><input name="votes_for" type="number"><input name="on" value="2026-06-15">
<select name="kind"><option value="">-</option><option value="visit">Visit</option></select>
<textarea name="grounds">because</textarea><button>Ask</button></form>"""


def test_a_form_is_filled_in_as_it_stands_and_names_whom_one_wants():
    page = Page(FORM, "/own/")

    assert [one.filled({"person": "NHN8-KG0P-BYMT"}) for one in page.forms] == [
        {"key": "k7", "sponsor": "NHN8-KG0P-BYMT", "votes_for": "1", "on": "2026-06-15", "kind": "visit",
         "grounds": "because"}
    ]  # fmt: skip
    assert (page.forms[0].method, page.forms[0].action) == ("post", "/transfers/ask/")


def test_a_page_leads_on_by_its_links():
    assert Page(FORM, "/own/").links == ["/people/?take=people.csv", "/own/?on=2026-06-01"]


def test_of_many_ways_alike_few_are_kept_and_nothing_unknown_is_dropped():
    inside = [Way("person", f"/people/{number}/", ("inside",), "/people/0/") for number in range(5)]
    outside = [Way("person", f"/people/{number}/", ("outside",), "/people/0/") for number in range(5)]
    strange = Unknown("ballot", "ballot")

    assert list(thinned([*inside, strange, *outside], 1, 3)) == [*inside[:3], strange, outside[0]]
    assert str(strange) == "nothing says what stands for “ballot” in the address of ballot"
