"""What the dimensions are called that are of no register alone: of time, of territory, and of published figures."""

from __future__ import annotations

from collections.abc import Mapping

REGION = "region"

LABELS: Mapping[str, str] = {
    REGION: "Región o unidad",
    "year": "Año",
    "quarter": "Trimestre",
    "month": "Mes",
    "permit": "Tipo de residencia",
    "collection_scope": "Alcance de la cobranza",
    "police_document": "Documento policial",
    "organisation_type": "Tipo de organización",
    "session_type": "Tipo de sesión",
    "network": "Red social",
    "sex": "Sexo",
    "city": "Ciudad",
    "site": "Sitio",
    "age_group": "Tramo de edad",
    "country": "País",
    "training_audience": "Público",
    "response_type": "Tipo de respuesta",
    "crime": "Delito",
    "recommendation": "Recomendación",
    "nationality": "Nacionalidad",
    "request_state": "Estado de la solicitud",
    "appeal_type": "Tipo de recurso",
    "attention_type": "Tipo de atención",
    "commune": "Comuna",
    "training_topic": "Materia de capacitación",
    "challenge_area": "Ámbito",
}
"""Labels are data, as those of metrics are; a register names the dimensions of its own rows (`Dataset.labels`)."""
