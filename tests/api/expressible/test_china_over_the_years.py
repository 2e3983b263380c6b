"""How the cap on excellent changed from 1994 to 2020, and what a result of an earlier version is then."""

from fractions import Fraction

import pytest

from domain.calendar import Duration
from domain.regulation import Rulebook, content_hash, parse, written
from domain.scoring import compute
from tests.api.expressible.given import grades, judged, rulebook, standings

CAPPED = """
id: civil-servants
title: Annual assessment of civil servants
legal_basis:
  - {{id: cap, law: "{law}", article: cap on excellent}}
  - {{id: review, law: "{law}", article: review}}
roles:
  - {{id: personnel, name: Personnel department, duties: [decides on reviews]}}
grades:
  - {{grade: excellent, from: "90"}}
  - {{grade: competent, from: "60"}}
  - {{grade: incompetent, from: "0"}}
quotas:
  - grades: [excellent]
    most: "{most}"
    with_approval: "{approved}"
    approved_by: the authority above
    of: assessed
    basis: cap
"""

REVIEW = """
clocks:
  - {id: ask, name: Request for review, after: notice of the result, within: P10D, asked_of: the person, basis: review}
  - {id: answer, name: Answer, after: the request, within: P10D, asked_of: personnel, basis: review}
remedies:
  - {id: review, name: Review, open_to: [person], to: personnel, clocks: [ask, answer], basis: review}
"""

OF_1994 = CAPPED.format(law="Interim regulation 1994", most="0.10", approved="0.15") + REVIEW
OF_2007 = CAPPED.format(law="Trial regulation 2007", most="0.15", approved="0.20")
OF_2020 = CAPPED.format(law="Regulation 2020", most="0.20", approved="0.25")
PUBLIC_INSTITUTIONS = CAPPED.format(law="Public institutions", most="0.15", approved="0.20")

TWENTY = [str(99 - place) for place in range(10)] + [str(80 - place) for place in range(10)]
"""Ten who have earned excellent, ahead of ten who have not."""


@pytest.mark.parametrize(
    ("text", "without", "approved"),
    [(OF_1994, 2, 3), (OF_2007, 3, 4), (OF_2020, 4, 5), (PUBLIC_INSTITUTIONS, 3, 4)],
    ids=["1994", "2007", "2020", "public institutions"],
)
def test_of_twenty_so_many_are_excellent_and_more_with_approval(text: str, without: int, approved: int) -> None:
    rules = rulebook(text)

    assert [one.earned for one in standings(rules, TWENTY).standings].count("excellent") == 10
    assert grades(standings(rules, TWENTY)).count("excellent") == without
    assert grades(standings(rules, TWENTY, approved=[1])).count("excellent") == approved


def test_a_review_of_1994_is_asked_for_and_answered_in_ten_days_each() -> None:
    rules = rulebook(OF_1994)
    (review,) = rules.remedies
    limits = {clock.id: clock.within for clock in rules.clocks}

    assert [limits[clock] for clock in review.clocks] == [Duration(days=10), Duration(days=10)]
    assert (review.open_to, review.to, review.stays, review.may_worsen) == (("person",), "personnel", False, False)


def test_the_versions_are_one_rulebook_with_other_numbers_and_other_names_by_content() -> None:
    versions = [rulebook(text) for text in (OF_1994, OF_2007, OF_2020)]

    assert {one.id for one in versions} == {"civil-servants"}
    assert len({content_hash(one) for one in versions}) == 3
    assert [one.quotas[0].most for one in versions] == [Fraction(1, 10), Fraction(15, 100), Fraction(1, 5)]


def test_a_result_by_the_earlier_version_stays_as_it_was_when_a_later_one_is_there() -> None:
    """The version of the day is read from what was stored of it, and gives the same digits and the same grades."""
    of_the_day, stored = rulebook(OF_1994), written(rulebook(OF_1994))
    before = (compute(of_the_day, "person", judged("91.005")), standings(of_the_day, TWENTY))
    later = rulebook(OF_2020)
    again: Rulebook = parse(stored)

    assert content_hash(again) == content_hash(of_the_day)
    assert (compute(again, "person", judged("91.005")), standings(again, TWENTY)) == before
    assert standings(later, TWENTY) != before[1]
