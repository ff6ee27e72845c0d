"""The addresses of the pages, by topic: what the navigation builds and the server knows."""

HOME = "inicio"
PLAN, TERRITORY, TRANSPARENCY, BUDGET = "plan", "territorio", "transparencia", "presupuesto"
INDICATORS, RECONCILIATION, METHODS = "indicadores", "conciliacion", "metodos"
OUTLINES = "regiones.geojson"
ALL = frozenset({"", HOME, PLAN, TERRITORY, TRANSPARENCY, BUDGET, INDICATORS, RECONCILIATION, METHODS})
