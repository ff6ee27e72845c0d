"""Units and sources that declarations share."""

from metrics.model import LegalBasis, Source, Unit

PERCENT = Unit(id="percent", label="porcentaje", symbol="%", multiplier=100, decimals=1)
PERCENT_2 = Unit(id="percent", label="porcentaje", symbol="%", multiplier=100, decimals=2)
CLP = Unit(id="clp", label="pesos", symbol="$")
UTM = Unit(id="utm", label="UTM", symbol="UTM")
POINTS = Unit(id="points", label="puntos", symbol="puntos", decimals=2)
BUSINESS_DAYS = Unit(id="business_days", label="días hábiles", symbol="días hábiles")
MEAN_BUSINESS_DAYS = Unit(id="business_days", label="días hábiles", symbol="días hábiles", decimals=1)


def count(noun: str) -> Unit:
    """A whole number of `noun` (Spanish plural, as a reader sees it)."""
    return Unit(id="count", label=noun, symbol=noun)


CUENTA_PUBLICA_2024 = Source(
    id="cuenta_publica_2024",
    label="Cuenta Pública Participativa 2024",
    institution="Servicio Nacional de Migraciones",
)

LEY_18834 = LegalBasis(norm="Ley 18.834")
LEY_19880 = LegalBasis(norm="Ley 19.880")
LEY_19882 = LegalBasis(norm="Ley 19.882")
LEY_20285 = LegalBasis(norm="Ley 20.285")
LEY_20430 = LegalBasis(norm="Ley 20.430")
LEY_20500 = LegalBasis(norm="Ley 20.500")
LEY_20507 = LegalBasis(norm="Ley 20.507")
LEY_21325 = LegalBasis(norm="Ley 21.325")
LEY_21655 = LegalBasis(norm="Ley 21.655")
DECRETO_LEY_1263 = LegalBasis(norm="Decreto Ley 1.263 de 1975")
DECRETO_5142 = LegalBasis(norm="Decreto 5.142 de 1960, Ministerio del Interior")
DECRETO_78 = LegalBasis(norm="Decreto 78 de 2024, Ministerio del Interior")
DECRETO_181 = LegalBasis(norm="Decreto 181 de 2023, Ministerio del Interior")
