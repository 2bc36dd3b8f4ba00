"""Keys at the prompt: made, listed without themselves, and ended."""

from tests.cli.prompt import Prompt


def test_a_key_is_made_listed_and_revoked(own: Prompt) -> None:
    made = own("token", "make", "--label", "Nightly", "--operator", "--allow", "readings", "--format", "json").json
    before = own("token", "list", "--format", "json").json
    ended = own("token", "revoke", made["token"])
    after = own("token", "list", "--format", "json").json
    assert (len(made["key"]), before, ended.status) == (
        len("polity_") + 64,
        [{name: value for name, value in made.items() if name != "key"}],
        0,
    )
    assert [one["revoked"] is None for one in after] == [False]


def test_what_is_no_key_is_said_with_its_remedy(own: Prompt) -> None:
    asked = [
        ("make", "--label", "x", "--allow", "readings"),
        ("make", "--label", "x", "--operator", "--allow", "everything"),
        ("make", "--label", "x", "--operator", "--until", "2999-01-01"),
        ("make", "--label", "x", "--person", "0000-0000-0001"),
        ("revoke", "0000-0000-0001"),
    ]
    assert [own("token", *words).status for words in asked] == [2, 2, 2, 2, 2]
