"""People and their line upwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, MIA, OLU
from domain.people import Person, line_above
from properties import PROPERTY

LINE = {"UANA": "UMIA", "UMIA": "UOLU", "UOLU": None}
IDS = st.sampled_from([ANA.id, BO.id, MIA.id, OLU.id, "USAM"])


@pytest.mark.parametrize(
    ("person", "managers", "line"),
    [
        pytest.param("UANA", LINE, ("UMIA", "UOLU"), id="nearest first"),
        pytest.param("UOLU", LINE, (), id="the top"),
        pytest.param("UXXX", LINE, (), id="unknown"),
        pytest.param("UANA", {"UANA": "UGONE"}, ("UGONE",), id="a manager nobody knows"),
        pytest.param("UANA", {"UANA": "UANA"}, (), id="their own manager"),
        pytest.param("UANA", {"UANA": "UMIA", "UMIA": "UANA"}, ("UMIA",), id="two in a loop"),
        pytest.param("UANA", {"UANA": "UMIA", "UMIA": "UOLU", "UOLU": "UMIA"}, ("UMIA", "UOLU"), id="a loop above"),
    ],
)
def test_the_line_above_goes_up_and_never_round(person, managers, line):
    assert line_above(person, managers) == line


@PROPERTY
@given(IDS, st.dictionaries(IDS, st.none() | IDS))
def test_a_line_always_ends_and_names_nobody_twice_nor_the_person(person, managers):
    line = line_above(person, managers)

    assert len(set(line)) == len(line)
    assert person not in line
    assert all(managers[below] == above for below, above in zip((person, *line), line, strict=False))


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        pytest.param("Ana Ruiz", "Ana", id="first of two"),
        pytest.param("  Ana  ", "Ana", id="spaces around"),
        pytest.param("Ana", "Ana", id="one"),
        pytest.param("", "", id="none"),
    ],
)
def test_people_are_greeted_by_their_first_name(name, greeting):
    assert Person(id="U1", name=name).first_name == greeting


def test_a_person_is_a_value_nobody_changes():
    with pytest.raises(ValueError, match="frozen"):
        ANA.name = "Eve"
    with pytest.raises(ValueError, match="Extra inputs"):
        Person(id="U1", name="x", salary=1)


def test_an_error_about_a_value_does_not_tell_what_was_written():
    with pytest.raises(ValueError, match="1 validation error") as wrong:
        Person(id="U1", name=["a secret"])

    assert "a secret" not in str(wrong.value)
