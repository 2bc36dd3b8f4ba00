"""Every act has a name in words, and pages say it."""

import re

from polity.acts import ACTS
from tests.league import ANNA, CENTRE, League
from tests.pages.offices import appoint, pages_of, signed_in


def test_every_act_has_words_of_its_own() -> None:
    from polity.pages import acts_said  # the pages are set up by now

    assert sorted(acts_said.SAID) == sorted(ACTS)
    assert len({str(said) for said in acts_said.SAID.values()}) == len(ACTS)


def test_officers_and_statutes_say_in_words_what_an_office_may_do(league: League) -> None:
    appoint(league, ANNA, CENTRE)
    with pages_of(league):
        anna = signed_in(ANNA, "secretary", CENTRE)
        found = [anna.get(address).content.decode() for address in ("/units/C/officers/", "/statutes/")]
    coded = re.compile(rf">({'|'.join(re.escape(act) for act in ACTS)})<")
    assert [("Merge units" in text, coded.findall(text)) for text in found] == [(True, []), (True, [])]
