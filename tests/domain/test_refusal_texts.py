"""Refusals: every one of them can be said, tells what to do next, and knows its field."""

import importlib
import pkgutil

import pytest

import domain
from domain.refusals import NothingToShow, NotThere, Refusal, UnknownPerson


def everything() -> list[type[Refusal]]:
    for module in pkgutil.iter_modules(domain.__path__):
        importlib.import_module(f"domain.{module.name}")
    found, waiting = [], [Refusal]
    while waiting:
        children = waiting.pop().__subclasses__()
        found += children
        waiting += children
    return sorted((one for one in found if one.__module__.startswith("domain.")), key=lambda one: one.__name__)


class AnyFact(dict):
    """Facts for every refusal, so that its text can be said."""

    def __missing__(self, key: str) -> str:
        return key.capitalize()


@pytest.mark.parametrize("refusal", everything(), ids=lambda one: one.__name__)
def test_every_refusal_is_one_or_more_whole_sentences(refusal):
    said = refusal.text.format_map(AnyFact())

    assert said[0].isupper() or said[0] in "`“#"
    assert said.rstrip("`*}")[-1] in ".?!" or refusal.text.endswith("{hint}")
    assert len(said) < 300


def test_the_facts_stand_in_the_text():
    assert "I don't know Gil." in str(UnknownPerson(who="Gil"))


def test_a_refusal_knows_its_field_or_is_about_the_whole():
    assert NotThere().at() is None
    assert NotThere(field="goal").at() == "goal"


def test_a_forgotten_fact_is_a_bug_not_a_reply():
    with pytest.raises(KeyError):
        UnknownPerson()


def test_signs_of_a_template_in_a_fact_are_only_text():
    assert "{0.__class__}" in str(UnknownPerson(who="{0.__class__}"))
    assert str(NothingToShow(anything="x")) == NothingToShow.text
