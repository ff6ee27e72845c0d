"""What people type, and the metric that must come among the first three."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import TOPICS, FoundMember, catalogue, find, metric
from metrics.studies.search.index import indexed
from metrics.studies.search.splits import splits
from metrics.studies.search.synonyms import HEADLINES, SAID, SAID_OF
from metrics.studies.search.words import stems

ASKED = [
    # the vice-minister, before a session
    ("avance del plan", "plan.implemented_share"),
    ("medidas atrasadas", "plan.measures_late"),
    ("medidas implementadas", "plan.measures_implemented"),
    ("medidas en desarrollo", "plan.measures_in_progress"),
    ("medidas sin reporte", "plan.measures_not_reported"),
    ("cuántas medidas tiene el plan", "plan.measures"),
    ("plan nacional de acción", "plan.implemented_share"),
    ("PNME", "plan.implemented_share"),
    ("subsecretaría de educación", "plan.measures_late"),
    ("ministerio de salud", "plan.measures_late"),
    ("eje seguridad", "plan.axis_share"),
    ("expulsiones", "expulsions.total"),
    ("expulsiones 2024", "expulsions.total"),
    ("expuls", "expulsions.total"),
    ("deportaciones", "expulsions.total"),
    ("deportados", "expulsions.total"),
    ("expulsiones judiciales", "expulsions.judicial"),
    ("gasto en expulsiones", "budget.expulsions"),
    ("cuánto cuesta expulsar", "budget.expulsions"),
    ("reconducciones bolivia", "reconductions.bolivia_agreement_persons"),
    ("comité interministerial", "institution.committee_undersecretariats"),
    ("consejo de política migratoria", "institution.council_sessions"),
    # a regional director
    ("nuble", "attention.records"),
    ("Ñuble", "attention.records"),
    ("ÑUBLE", "attention.records"),
    ("región de ñuble", "attention.records"),
    ("biobio", "attention.records"),
    ("araucania", "attention.records"),
    ("o'higgins", "attention.records"),
    ("ohiggins", "attention.records"),
    ("magallanes", "field_operations.count"),
    ("RM", "attention.records"),
    ("atenciones ñuble", "attention.records"),
    ("operativos arica", "field_operations.count"),
    ("personas atendidas en operativos", "field_operations.people"),
    ("migraciones en tu barrio", "attention.neighbourhood_executed"),
    ("reserva de horas", "attention.booked"),
    ("derivaciones", "attention.referrals"),
    ("vinculación con el medio", "regional.outreach_executed"),
    ("mesas de gestion migratoria", "regional.migration_table_sessions"),
    # the head of transparency
    ("transparencia", "foi.requests_received"),
    ("SAI", "foi.requests_received"),
    ("solicitudes de acceso a la información", "foi.requests_received"),
    ("solicitud de acceso", "foi.requests_received"),
    ("tiempo de respuesta", "foi.response_days_median"),
    ("demora transparencia", "foi.response_days_median"),
    ("15 días", "foi.answered_within_15_days_share"),
    ("fuera de plazo", "foi.requests_overdue"),
    ("sin respuesta", "foi.requests_unanswered"),
    ("amparos", "foi.appeals_filed"),
    ("amparo", "foi.appeals_filed"),
    ("reclamos", "foi.appeals_filed"),
    ("consejo para la transparencia", "foi.appeals_filed"),
    ("transparencia activa", "foi.active_transparency_index"),
    ("ITA", "foi.active_transparency_index"),
    ("ranking", "foi.active_transparency_rank"),
    ("ley 20.285", "foi.requests_received"),
    ("ley n° 20285", "foi.requests_received"),
    ("copia de expediente", "foi.requests_received"),
    # a councillor of the COSOC
    ("presupuesto", "budget.current"),
    ("presupueto", "budget.current"),
    ("presup", "budget.current"),
    ("plata", "budget.current"),
    ("gasto", "budget.accrued"),
    ("ejecución presupuestaria", "budget.execution_share"),
    ("ejecucion presupuestaria", "budget.execution_share"),
    ("sueldos", "budget.payroll"),
    ("cosoc", "participation.cosoc_sessions"),
    ("consejeros", "participation.cosoc_councillors_elected"),
    ("organizaciones migrantes", "participation.cosoc_members"),
    ("visa", "permits.requested"),
    ("visas", "permits.requested"),
    ("residencia", "permits.requested"),
    ("residensia", "permits.requested"),
    ("residencia definitiva", "permits.requested"),
    ("residencias resueltas", "permits.resolved"),
    ("permisos", "permits.requested"),
    ("visa humanitaria", "permits.humanitarian_requested"),
    ("rezago", "permits.backlog_pending"),
    ("nacionalización", "permits.nationalisation_letters"),
    ("refugio", "refuge.formalised"),
    ("refugiados", "refuge.recognitions"),
    ("asilo", "refuge.recognitions"),
    ("venezuel", "refuge.recognised"),
    ("venezolanos", "refuge.recognised"),
    ("haitianos", "refuge.recognised"),
    ("bolivianos", "permits.bolivia_mercosur_requested"),
    ("niñez", "children.attentions"),
    ("niños", "children.attentions"),
    ("ninos", "children.attentions"),
    ("NNA", "children.attentions"),
    ("educación", "plan.measures_late"),
    ("educaci", "children.training_audience_share"),
    ("mujeres", "gender.support_participants"),
    ("género", "gender.support_participants"),
    ("apoya mujer migrante", "gender.support_participants"),
    ("sello migrante", "inclusion.seal_municipalities"),
    ("municipios", "inclusion.initiative_municipalities"),
    ("empresas", "inclusion.companies_adhered"),
    # an analyst
    ("permits.backlog_pending", "permits.backlog_pending"),
    ("foi.requests_received", "foi.requests_received"),
    ("tabla 13", "field_operations.count"),
    ("Tabla 18", "people.staff_trained"),
    ("tabla 1", "permits.requested"),
    ("capítulo 4.2", "foi.requests_received"),
    ("cuenta pública", "participation.regional_public_accounts"),
    ("registro nacional de atenciones", "attention.records"),
    ("devengado", "budget.accrued"),
    ("subtítulo", "budget.accrued_by_subtitle"),
    ("decreto 181", "plan.implemented_share"),
    ("funcionarios", "people.staff_trained"),
    ("dotación", "people.staff_trained"),
    ("derechos humanos", "people.staff_trained_by_topic"),
    ("inglés", "people.staff_trained_by_topic"),
    ("recursos de amparo", "litigation.appeals"),
    ("juicios", "litigation.appeals"),
    ("auditoría", "institution.audit_plan_executed_share"),
    ("ciberseguridad", "technology.security_bulletins"),
    # a journalist
    ("multas", "revenue.fines"),
    ("multas aerolíneas", "revenue.fines_airlines"),
    ("sanción", "revenue.fines"),
    ("trata de personas", "trafficking.cases_total"),
    ("tráfico de migrantes", "trafficking.cases_total"),
    ("cuántos migrantes hay en chile", "population.foreign_residents"),
    ("extranjeros", "population.foreign_residents"),
    ("denuncias PDI", "sanctions.police_reports"),
    ("instagram", "communications.instagram_audience_by_sex"),
    ("tiktok", "communications.video_views"),
    ("visitas sitio web", "communications.web_visits"),
    ("prohibición de ingreso", "expulsions.entry_bans"),
    ("ucrania", "refuge.recognised"),
    ("protección complementaria", "complementary_protection.requests_total"),
    ("frontera", "reconductions.carried_out"),
    ("control migratorio", "technology.control_app_checks"),
]
HOSTILE = [
    '"', "'", "\\", "'; DROP TABLE metrics; --", "<script>alert(1)</script>", "a" * 10_000, "á ñ " * 2_500, "(((", "label:visa AND",
    "+-*/~^", "🙂🙂", "\x00", "visa\x00", "  \t\n", "%s %d {0}", "[2024-01-01 TO *]", "·", "\u202e\u0301", "ﬁ½Ⅷ", "\ud800",
]  # fmt: skip


def _ids(query: str, limit: int | None = None) -> list[str]:
    return [found.metric.id for found in find(query, limit)]


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


@pytest.mark.parametrize(("query", "expected"), ASKED)
def test_what_people_type_finds_the_metric_among_the_first_three(query, expected):
    assert expected in _ids(query, 3)


@pytest.mark.parametrize(("query", "expected"), ASKED)
def test_accents_and_case_change_nothing(query, expected):
    del expected
    assert find(_without_accents(query).upper()) == find(query)
    assert find(unicodedata.normalize("NFD", query)) == find(query)


@pytest.mark.parametrize("asked", catalogue().values(), ids=lambda one: one.id)
def test_a_label_and_an_id_find_their_metric_first(asked):
    assert _ids(asked.label)[0] == asked.id
    assert _ids(asked.id)[0] == asked.id
    assert find(_without_accents(asked.label)) == find(asked.label)


def test_nothing_asked_is_everything_in_order_of_id():
    everything = list(catalogue())
    assert _ids("") == _ids(" \t\n") == everything == sorted(everything)
    assert _ids("", 3) == everything[:3]
    assert all(not found.members for found in find(""))


def test_a_limit_leaves_the_best():
    assert _ids("expulsiones", 2) == _ids("expulsiones")[:2]
    assert find("expulsiones", 0) == ()


@pytest.mark.parametrize("query", ["zzzz", "zzzz yyyy", "...", "🙂", "'", "\x00"])
def test_what_is_unknown_finds_nothing(query):
    assert find(query) == ()


def test_a_word_counts_once_however_often_it_is_typed():
    assert find("expulsiones " * 9 + "judiciales") == find("expulsiones judiciales")


def test_an_unknown_word_beside_known_ones_is_passed_over():
    assert _ids("zzzz expulsiones judiciales")[0] == "expulsions.judicial"


def test_words_that_no_metric_has_together_find_those_with_most_of_them():
    assert _ids("amparos reconducciones tabla 7")[0] == "foi.appeals_filed"


def test_what_is_exact_comes_before_what_is_completed():
    """'gasto' is written so; 'gastos' is found as well; 'plan' is a word, and the start of 'planificados'."""
    found = _ids("plan")
    planned = found.index("attention.neighbourhood_planned")
    assert all(found.index(one) < planned for one in catalogue() if one.startswith("plan."))


@pytest.mark.parametrize("query", HOSTILE)
def test_any_text_can_be_searched(query):
    assert all(found.metric.id in catalogue() for found in find(query))


@given(st.text(max_size=60))
def test_any_text_finds_the_same_twice_and_each_metric_once(query):
    found = _ids(query)
    assert found == _ids(query)
    assert len(found) == len(set(found))


@given(
    st.lists(
        st.sampled_from(["ñuble", "residencia", "expulsion", "2024", "de", "tabla 13", "zzz", "refugi"]), max_size=6
    )
)
def test_words_that_people_type_find_the_same_in_any_case(words):
    query = " ".join(words)
    assert find(query.title()) == find(query.upper()) == find(query)


def test_many_at_once_find_what_one_finds():
    queries = [query for query, _ in ASKED]
    alone = [find(query) for query in queries]
    indexed.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(find, queries)) == alone
        assert list(pool.map(find, queries)) == alone


@pytest.mark.parametrize(
    ("query", "metric_id", "members"),
    [
        ("nuble", "attention.records", [("region", "16", "Ñuble")]),
        ("atenciones en la región del biobío", "attention.records", [("region", "08", "Biobío")]),
        ("ohiggins", "foi.requests_received", [("region", "06", "O’Higgins")]),
        ("octava región", "field_operations.count", [("region", "08", "Biobío")]),
        ("los rios y los lagos", "attention.records", [("region", "14", "Los Ríos"), ("region", "10", "Los Lagos")]),
        ("residencia definitiva", "permits.requested", [("permit", "definitive", "Residencia Definitiva")]),
        ("residencia", "permits.requested", []),
        ("venezuel", "refuge.recognised", [("nationality", "venezuela", "Venezuela")]),
        ("venezolanos", "refuge.recognised", [("nationality", "venezuela", "Venezuela")]),
        ("ingles", "people.staff_trained_by_topic", [("training_topic", "languages", "Inglés y Lengua de Señas")]),
        ("idiomas", "people.staff_trained_by_topic", [("training_topic", "languages", "Inglés y Lengua de Señas")]),
        ("educacion", "plan.measures", [("lead_body", "educacion", "Subsecretaría de Educación")]),
        ("cambio climatico", "plan.measures", [("axis", "10", "Cambio Climático y Migración")]),
        ("recursos de amparo", "litigation.appeals", [("appeal_type", "amparo", "Recursos de amparo")]),
        ("presupuesto", "budget.current", []),
        ("expulsiones", "budget.expulsions", []),
        (
            "expulsiones",
            "budget.current",
            [("budget_line", "22.08.007", "Pasajes y otros gastos asociados a expulsiones")],
        ),
    ],
)
def test_members_that_the_query_names_are_told(query, metric_id, members):
    told = {found.metric.id: found.members for found in find(query)}[metric_id]
    assert told == tuple(FoundMember(dimension=name, code=code, label=label) for name, code, label in members)


def test_a_metric_that_was_published_for_the_country_alone_is_not_found_by_a_region():
    assert "region" in metric("permits.requested").dimensions
    assert "permits.requested" not in _ids("ñuble")


def test_a_published_metric_is_split_by_the_members_that_were_published():
    assert [one.found.code for one in splits(metric("litigation.appeals"))["region"]] == ["13"]
    assert splits(metric("communications.accounts_reached"))["network"]


def test_what_people_say_is_said_of_what_there_is():
    """No entry is dead: each stands for words of a label, a topic or a member, and names metrics that there are."""
    assert set(catalogue()) >= HEADLINES
    assert {key for key in SAID_OF if "." in key} <= set(catalogue())
    assert {key for key in SAID_OF if "." not in key} <= set(TOPICS)
    texts = [one.label for one in catalogue().values()] + list(TOPICS.values())
    texts += [one.found.label for of in indexed().splits for listed in of.values() for one in listed]
    held = [frozenset(stems(text)) for text in texts]
    assert [words for words in SAID if not any(frozenset(stems(words)) <= one for one in held)] == []


def test_every_topic_has_a_headline():
    topics = {one.topic for one in catalogue().values()}
    assert topics - {metric(one).topic for one in HEADLINES} == set()
