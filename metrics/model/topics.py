"""The topics that metrics belong to (the first word of their ids), as people read them."""

from __future__ import annotations

TOPICS = {
    "attention": "Atención de personas",
    "budget": "Presupuesto",
    "children": "Niñez y adolescencia",
    "communications": "Comunicaciones",
    "complementary_protection": "Protección complementaria",
    "expulsions": "Expulsiones",
    "field_operations": "Operativos en terreno",
    "foi": "Transparencia",
    "gender": "Género",
    "inclusion": "Inclusión",
    "institution": "Institución y política",
    "litigation": "Litigación",
    "participation": "Participación ciudadana",
    "people": "Gestión de personas",
    "permits": "Permisos de residencia",
    "population": "Población",
    "plan": "Plan Nacional de Acción",
    "reconductions": "Reconducciones",
    "refuge": "Refugio",
    "regional": "Gestión regional",
    "revenue": "Ingresos",
    "sanctions": "Sanciones y multas",
    "technology": "Tecnología",
    "trafficking": "Trata de personas y tráfico de migrantes",
}
