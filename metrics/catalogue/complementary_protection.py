"""Complementary protection: requests since the procedure exists."""

from functools import partial

from metrics.model.expectations import Ref, SumOf
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, Periodicity, published
from metrics.model.norms import LEY_21325
from metrics.model.units import count

_STATES = ("resolved", "before_commission", "under_analysis")
_SEXES = ("women", "men")
_OPEN_END = "Cuenta desde la resolución de noviembre de 2024; no se indica hasta qué fecha."

_published = partial(published, periodicity=Periodicity.IRREGULAR)

METRICS: tuple[Metric, ...] = (
    _published(
        id="complementary_protection.requests_total",
        label="Solicitudes de protección complementaria",
        definition=f"Solicitudes de protección complementaria registradas. {_OPEN_END}",
        unit=count("solicitudes"),
        formula=Observed(behaves_as=ObservationKind.FLOW),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
        expected=(
            SumOf(tuple(Ref(metric="complementary_protection.requests_by_state", member=state) for state in _STATES)),
            SumOf(tuple(Ref(metric="complementary_protection.requests_by_sex", member=sex) for sex in _SEXES)),
        ),
    ),
    _published(
        id="complementary_protection.requests_by_state",
        label="Solicitudes de protección complementaria según estado",
        definition=f"Estado en que está cada solicitud de protección complementaria registrada. {_OPEN_END}",
        unit=count("solicitudes"),
        formula=Observed(behaves_as=ObservationKind.STOCK, by="request_state"),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
    _published(
        id="complementary_protection.requests_by_sex",
        label="Solicitudes de protección complementaria según sexo",
        definition=(
            f"Solicitudes de protección complementaria registradas, según el sexo de quien la pide. {_OPEN_END}"
        ),
        unit=count("solicitudes"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="sex"),
        direction=Direction.NEUTRAL,
        legal_basis=LEY_21325,
    ),
)
