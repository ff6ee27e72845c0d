"""Each rule over the claims of a document, on an invented one that agrees and on one that does not."""

from __future__ import annotations

import pytest

from data_access.published import PublishedFigure
from metrics.studies.reconciliation import Outcome
from metrics.studies.reconciliation.ledger import Ledger
from metrics.studies.reconciliation.statements import statement_checks
from tests.tables import claims_of, published_figure

AGREES, DIFFERS, UNDECIDABLE = Outcome.AGREES, Outcome.DIFFERS, Outcome.UNDECIDABLE


def _figures(**values):
    """Figures of that id and value, of one metric."""
    return [PublishedFigure(**published_figure(name, "inclusion.talks", value)) for name, value in values.items()]


def _checked(text, *figures):
    """What came of each check of the claims, in order: id, published, computed, outcome."""
    found = statement_checks(claims_of(text), Ledger(figures))
    return [(check.id, check.published, check.computed, check.outcome) for check in found]


@pytest.mark.parametrize(
    ("signed", "published", "outcome"),
    [
        ("2024-05", "2024-06-01", AGREES),
        ("2024-06", "2024-06-01", AGREES),  # a month may hold both, in their order
        ("2024-06-01", "2024-06-01", AGREES),
        ("2024-06-02", "2024-06-01", DIFFERS),
        ("2025", "2024-12", DIFFERS),
    ],
)
def test_an_act_is_signed_before_it_is_published(signed, published, outcome):
    text = f"""
    | id | kind  | subject | about     | when        |
    | a  | event | Acuerdo | published | {published} |
    | b  | event | Acuerdo | signed    | {signed}    |
    | c  | event | Otro    | signed    | 2030        |
    """
    assert _checked(text) == [("order:a:b", published, signed, outcome)]


def test_every_two_steps_of_an_act_are_held_against_each_other():
    text = """
    | id | kind  | subject | about       | when    |
    | a  | event | Norma   | in_force    | 2024-01 |
    | b  | event | Norma   | promulgated | 2024-02 |
    | c  | event | Norma   | published   | 2024-03 |
    """
    assert [(one[0], one[3]) for one in _checked(text)] == [
        ("order:c:b", AGREES),
        ("order:a:b", DIFFERS),
        ("order:a:c", DIFFERS),
    ]


@pytest.mark.parametrize(("when", "outcome"), [("2024-06", AGREES), ("2024-05-30", AGREES), ("2024-03", DIFFERS)])
def test_what_is_said_to_follow_comes_after(when, outcome):
    text = f"""
    | id | kind  | subject | about  | when       | of |
    | a  | event | Antiguo | ends   | 2024-05-30 |    |
    | b  | event | Nuevo   | starts | {when}     | a  |
    """
    assert _checked(text) == [("order:b:a", when, "2024-05-30", outcome)]


@pytest.mark.parametrize(("again", "outcome"), [("2024-09", AGREES), ("2024-09-12", AGREES), ("2025-01", DIFFERS)])
def test_an_event_has_one_date(again, outcome):
    text = f"""
    | id | kind  | subject | about     | when    |
    | a  | event | Unidad  | installed | 2024-09 |
    | b  | event | Unidad  | installed | {again} |
    """
    assert _checked(text) == [("date:b", again, "2024-09", outcome)]


@pytest.mark.parametrize(
    ("done", "when", "outcome"),
    [
        ("published", "2025-06", AGREES),  # as announced
        ("in_force", "2025-08", AGREES),
        ("published", "2024", DIFFERS),
        ("in_force", "2024", DIFFERS),  # what is in force was published
    ],
)
def test_what_is_to_be_done_was_not_done_before(done, when, outcome):
    text = f"""
    | id | kind  | subject | about           | when    |
    | a  | event | Reporte | to_be_published | 2025-06 |
    | b  | event | Reporte | {done}          | {when}  |
    """
    assert _checked(text) == [("order:a:b", "2025-06", when, outcome)]


def test_what_comes_before_may_be_done():
    text = """
    | kind  | subject | about           | when    |
    | event | Reporte | to_be_published | 2025-06 |
    | event | Reporte | approved        | 2024    |
    """
    assert _checked(text) == []


@pytest.mark.parametrize(("months", "outcome"), [("12", AGREES), ("11", DIFFERS)])
def test_a_duration_is_that_of_its_months(months, outcome):
    text = f"""
    | id | kind     | subject  | when             | value    |
    | a  | duration | Programa | 2024-07..2025-06 | {months} |
    """
    assert _checked(text) == [("duration:a", int(months), 12, outcome)]


@pytest.mark.parametrize(("again", "outcome"), [("29", AGREES), ("30", DIFFERS)])
def test_a_quantity_has_one_number(again, outcome):
    text = f"""
    | id | kind     | subject | about          | when | value   |
    | a  | quantity | Comité  | subsecretarías | 2024 | 29      |
    | b  | quantity | Comité  | subsecretarías | 2024 | {again} |
    | c  | quantity | Comité  | subsecretarías | 2023 | 7       |
    | d  | quantity | Comité  | ministerios    | 2024 | 16      |
    | e  | quantity | Comité  | subsecretarías |      | 8       |
    """
    assert _checked(text) == [("number:b", int(again), 29, outcome)]


@pytest.mark.parametrize(("number", "computed", "outcome"), [("151", 151, AGREES), ("152", 144, DIFFERS)])
def test_a_quantity_of_a_longer_period_is_that_of_a_part_of_it(number, computed, outcome):
    text = f"""
    | id | kind     | subject | about           | when       | value    |
    | a  | quantity | Sello   | municipalidades | 2024..2025 | {number} |
    | b  | quantity | Sello   | municipalidades | 2024       | 144      |
    | c  | quantity | Sello   | municipalidades | 2025       | 151      |
    """
    assert _checked(text) == [("number:a", int(number), computed, outcome)]


@pytest.mark.parametrize(("mean", "outcome"), [("88", AGREES), ("88,4", AGREES), ("88,3", DIFFERS), ("100", DIFFERS)])
def test_an_average_is_its_total_by_its_number(mean, outcome):
    text = f"""
    | id | kind    | subject   | value                    | raw    | of           |
    | a  | average | Revisadas | {mean.replace(",", ".")} | {mean} | total number |
    """
    ((_, _, computed, found),) = _checked(text, *_figures(total="972", number="11"))
    assert (computed, found) == (pytest.approx(88.3636, abs=1e-4), outcome)


def test_an_average_of_what_is_not_printed_is_undecidable():
    assert _checked("| id | kind | value |\n| a | average | 19000 |") == [("average:a", 19000, None, UNDECIDABLE)]


@pytest.mark.parametrize(("rest", "outcome"), [("28", AGREES), ("27", AGREES), ("26", DIFFERS)])
def test_a_share_and_the_rest_make_a_hundred_within_their_rounding(rest, outcome):
    text = """
    | id | kind       | subject | when | figure |
    | a  | complement | Medidas | 2024 | share  |
    | b  | complement | Medidas | 2024 | rest   |
    """
    share, other = (PublishedFigure(**published_figure(name, "inclusion.talks", value, unit="%")) for name, value in (("share", "72"), ("rest", rest)))  # fmt: skip
    assert _checked(text, share, other) == [("total:a:complement", 100, 72 + int(rest), outcome)]


@pytest.mark.parametrize(
    ("answered", "rate", "computed", "outcome"),
    [("50", "50", 50, AGREES), ("100", "100", 100, AGREES), ("50", "51", 50, DIFFERS), ("182", "100", 182, DIFFERS), ("182", "182", 182, DIFFERS)],
)  # fmt: skip
def test_a_rate_is_of_its_base_and_no_more_than_all_of_it(answered, rate, computed, outcome):
    text = f"""
    | id | kind | subject     | value  | of                |
    | a  | rate | Respondidas | {rate} | answered received |
    """
    figures = _figures(answered=answered, received="100")
    assert _checked(text, *figures) == [("percentage:a", int(rate), computed, outcome)]


@pytest.mark.parametrize(("rate", "outcome"), [("100", AGREES), ("101", DIFFERS)])
def test_a_rate_alone_is_no_more_than_all(rate, outcome):
    assert _checked(f"| id | kind | value |\n| a | rate | {rate} |") == [("bound:a", int(rate), 100, outcome)]


@pytest.mark.parametrize(("second", "outcome"), [("129", AGREES), ("280", AGREES), ("281", DIFFERS)])
def test_what_comes_after_in_an_order_of_size_is_no_larger(second, outcome):
    text = """
    | id | kind | subject    | value | figure |
    | a  | rank | Seguidores | 1     | first  |
    | b  | rank | Seguidores | 2     | second |
    """
    assert _checked(text, *_figures(first="280", second=second)) == [("rank:b", int(second), 280, outcome)]


def test_what_comes_third_may_be_in_any_order():
    text = """
    | id | kind | subject    | value | figure |
    | a  | rank | Seguidores | 1     | first  |
    | b  | rank | Seguidores | 2     | x      |
    | c  | rank | Seguidores | 2     | y      |
    """
    found = _checked(text, *_figures(first="280", x="10", y="15"))
    assert [(one[0], one[3]) for one in found] == [("rank:b", AGREES), ("rank:c", AGREES)]


@pytest.mark.parametrize(("other", "outcome"), [("200", AGREES), ("202", DIFFERS)])
def test_the_highest_of_its_periods(other, outcome):
    figures = [
        PublishedFigure(**published_figure("peak", "inclusion.talks", "201")),
        PublishedFigure(**published_figure("other", "inclusion.talks", other, period_from=None)),
    ]
    text = """
    | id | kind    | subject | about   | figure |
    | a  | highest | Charlas | periods | peak   |
    """
    assert _checked(text, *figures) == [("rank:a", 201, int(other), outcome)]


def test_the_highest_of_the_members():
    figures = [PublishedFigure(**published_figure(name, "plan.axis_share", value, member=name)) for name, value in (("1", "34.5"), ("2", "22.6"))]  # fmt: skip
    text = """
    | id | kind    | subject | about   | figure |
    | a  | highest | Eje     | members | 2      |
    """
    assert _checked(text, *figures) == [("rank:a", 22.6, 34.5, DIFFERS)]


@pytest.mark.parametrize(("again", "outcome"), [("equipos", AGREES), ("equipos viejos", DIFFERS)])
def test_a_number_is_of_one_base(again, outcome):
    text = f"""
    | id | kind | subject    | when | value | base    |
    | a  | base | Renovación | 2024 | 35    | equipos |
    | b  | base | Renovación | 2024 | 35    | {again} |
    | c  | base | Renovación | 2024 | 36    | otros   |
    """
    assert _checked(text) == [("base:b", again, "equipos", outcome)]


@pytest.mark.parametrize(("again", "outcome"), [("resolución", AGREES), ("Decreto", DIFFERS)])
def test_a_thing_has_one_name(again, outcome):
    text = f"""
    | id | kind | subject | about | value      |
    | a  | name | Acto 78 | clase | Resolución |
    | b  | name | Acto 78 | clase | {again}    |
    """
    assert _checked(text) == [("name:b", again, "Resolución", outcome)]


def test_a_claim_about_a_figure_that_is_not_there_says_nothing():
    text = """
    | kind     | subject | about | when | value | figure | of    |
    | quantity | Comité  | total | 2024 | 29    |        |       |
    | quantity | Comité  | total | 2024 |       | gone   |       |
    | average  | Comité  |       | 2024 | 29    |        | a gone |
    """
    assert _checked(text, *_figures(a="1")) == []


def test_a_check_says_every_line_that_it_compares():
    text = """
    | id | kind | subject     | value | of                |
    | a  | rate | Respondidas | 50    | answered received |
    """
    (check,) = statement_checks(claims_of(text), Ledger(_figures(answered="50", received="100")))
    row = check.as_row()
    assert (row["group"], row["claims"], row["figures"]) == ("arithmetic", ["a"], ["answered", "received"])
    assert row["lines"] == [1, 1, 1]
