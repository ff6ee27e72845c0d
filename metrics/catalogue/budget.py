"""Budget and revenue. Enacted, current, accrued and paid are four amounts, never mixed."""

from __future__ import annotations

from functools import partial

from metrics.model.expectations import PartOf, Ref, SumOf
from metrics.model.formulas import Difference, Ratio, Sum
from metrics.model.metric import Direction, Disclosure, Metric, Periodicity
from metrics.model.norms import DECRETO_LEY_1263, LEY_21325
from metrics.model.units import CLP, PERCENT_2
from metrics.registers import budget

_ENACTED = Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.ENACTED, year_to_date=True)
_CURRENT = Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.CURRENT, year_to_date=True)
_ACCRUED = Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.ACCRUED)
_ACCRUED_TO_DATE = Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.ACCRUED, year_to_date=True)

_PAID = Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.PAID)
_PAID_TO_DATE = Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.PAID, year_to_date=True)

_metric = partial(
    Metric,
    unit=CLP,
    source=budget.SOURCE,
    periodicity=Periodicity.MONTH,
    direction=Direction.NEUTRAL,
    disclosure=Disclosure.PUBLIC,
    legal_basis=DECRETO_LEY_1263,
)
_revenue = partial(_metric, legal_basis=LEY_21325)
_PART_OF_BUDGET = (PartOf(Ref(metric="budget.current")),)

METRICS = (
    _metric(
        id="budget.enacted",
        label="Presupuesto ley",
        definition="Presupuesto aprobado por la Ley de Presupuestos del año.",
        formula=_ENACTED,
    ),
    _metric(
        id="budget.current",
        label="Presupuesto vigente",
        definition="Presupuesto ley más las modificaciones del año hasta la fecha.",
        formula=_CURRENT,
    ),
    _metric(
        id="budget.accrued",
        label="Gasto devengado",
        definition="Obligaciones de gasto reconocidas en el período, se hayan pagado o no.",
        formula=_ACCRUED,
    ),
    _metric(
        id="budget.paid",
        label="Gasto pagado",
        definition="Desembolsos del período.",
        formula=_PAID,
    ),
    _metric(
        id="budget.accrued_to_date",
        label="Devengado acumulado del año",
        definition="Obligaciones de gasto reconocidas desde el 1 de enero hasta el fin del período, pagadas o no.",
        formula=_ACCRUED_TO_DATE,
    ),
    _metric(
        id="budget.paid_to_date",
        label="Pagado acumulado del año",
        definition="Desembolsos desde el 1 de enero hasta el fin del período.",
        formula=_PAID_TO_DATE,
    ),
    _metric(
        id="budget.modified",
        label="Modificaciones del presupuesto",
        definition="Lo que las modificaciones del año agregaron al presupuesto ley hasta la fecha, menos lo que quitaron.",
        formula=Difference(minuend=_CURRENT, subtrahend=_ENACTED),
    ),
    _metric(
        id="budget.left",
        label="Saldo por devengar",
        definition="Presupuesto vigente menos el gasto devengado en el año hasta la fecha.",
        formula=Difference(minuend=_CURRENT, subtrahend=_ACCRUED_TO_DATE),
    ),
    _metric(
        id="budget.execution_share",
        label="Ejecución del presupuesto vigente",
        definition="Gasto devengado en el año hasta la fecha, sobre el presupuesto vigente a esa fecha.",
        unit=PERCENT_2,
        formula=Ratio(numerator=_ACCRUED_TO_DATE, denominator=_CURRENT),
        direction=Direction.HIGHER_IS_BETTER,
    ),
    _metric(
        id="budget.execution_of_enacted_share",
        label="Ejecución del presupuesto ley",
        definition="Gasto devengado en el año hasta la fecha, sobre el presupuesto aprobado por la ley.",
        unit=PERCENT_2,
        formula=Ratio(numerator=_ACCRUED_TO_DATE, denominator=_ENACTED),
    ),
    _metric(
        id="budget.accrued_by_subtitle",
        label="Gasto devengado por subtítulo",
        definition="Gasto devengado en cada subtítulo del clasificador presupuestario.",
        formula=_ACCRUED,
        requires=("subtitle",),
    ),
    _metric(
        id="budget.payroll",
        label="Gasto en remuneraciones",
        definition="Gasto devengado en remuneraciones de la dotación.",
        formula=Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.PAYROLL),
        expected=_PART_OF_BUDGET,
    ),
    _metric(
        id="budget.expulsions",
        label="Gasto en expulsiones",
        definition="Gasto devengado en pasajes y otros gastos asociados a expulsiones.",
        formula=Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.EXPULSIONS),
        expected=_PART_OF_BUDGET,
    ),
    _metric(
        id="budget.backlog_plan",
        label="Gasto del Plan Rezago",
        definition="Gasto devengado en el Plan Rezago, que terminó el 31-12-2024.",
        formula=Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.BACKLOG_PLAN),
        expected=_PART_OF_BUDGET,
    ),
    _metric(
        id="budget.equipment",
        label="Gasto en mobiliario, programas y equipos",
        definition="Gasto devengado en mobiliario, programas y equipos informáticos.",
        formula=Sum(dataset=budget.ENTRIES, column=budget.AMOUNT, where=budget.EQUIPMENT),
        expected=_PART_OF_BUDGET,
    ),
    _revenue(
        id="revenue.total",
        label="Ingresos totales",
        definition="Ingresos por pago de derechos y por multas.",
        formula=Sum(dataset=budget.REVENUE, column=budget.REVENUE_AMOUNT),
        expected=(SumOf((Ref(metric="revenue.fees"), Ref(metric="revenue.fines"))),),
    ),
    _revenue(
        id="revenue.fees",
        label="Ingresos por derechos",
        definition="Ingresos por pago de derechos de trámites.",
        formula=Sum(dataset=budget.REVENUE, column=budget.REVENUE_AMOUNT, where=budget.FEES),
    ),
    _revenue(
        id="revenue.fines",
        label="Ingresos por multas",
        definition="Recaudación por multas: de regularidad migratoria y a aerolíneas.",
        formula=Sum(
            dataset=budget.REVENUE, column=budget.REVENUE_AMOUNT, where=budget.FINES_REGULARITY | budget.FINES_AIRLINES
        ),
        expected=(SumOf((Ref(metric="revenue.fines_regularity"), Ref(metric="revenue.fines_airlines"))),),
    ),
    _revenue(
        id="revenue.fines_regularity",
        label="Multas de regularidad migratoria",
        definition="Recaudación por multas asociadas a infracciones de regularidad migratoria.",
        formula=Sum(dataset=budget.REVENUE, column=budget.REVENUE_AMOUNT, where=budget.FINES_REGULARITY),
    ),
    _revenue(
        id="revenue.fines_airlines",
        label="Multas a aerolíneas",
        definition="Recaudación por multas aplicadas a aerolíneas.",
        formula=Sum(dataset=budget.REVENUE, column=budget.REVENUE_AMOUNT, where=budget.FINES_AIRLINES),
    ),
)
