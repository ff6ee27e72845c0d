"""Acerca: what this is, who answers for it, what may be done with its data, and for whom it still fails."""

from __future__ import annotations

from dashboards.blocks import block, markup, notices
from dashboards.blocks.block import Blocks, Text
from dashboards.display import words
from dashboards.display.markdown import markdown
from dashboards.serving.page import Audience, Page, Section
from dashboards.serving.session import cached
from dashboards.serving.settings import ServingSettings


def render() -> None:
    """Draw the page."""
    notices.title(
        "Acerca del monitor",
        "Qué es este sitio, de dónde vienen sus cifras, qué se puede hacer con ellas y qué falta para que sirva a todas las "
        "personas.",
    )
    block.show(_sections())


@cached
def _sections() -> Blocks:
    contact = ServingSettings().contact
    return (
        *notices.kinds_of_data(),
        markup.heading("Licencia y cómo citar"),
        Text(
            markdown(
                "Los datos de este sitio se pueden copiar, distribuir y usar, también con fines comerciales, citando la "
                "fuente: licencia {licence}. Cada figura tiene «Copiar cita», con su título, fecha, versión de los datos y "
                "dirección. La misma dirección muestra siempre la misma pregunta; la versión de los datos dice si la "
                "respuesta cambió desde entonces.",
                licence=words.LICENCE,
            )
        ),
        markup.heading("Contacto"),
        Text(
            markdown(
                "Responde el Servicio Nacional de Migraciones: {contact}. Si una cifra no calza con la que usted conoce, "
                "indique la dirección de la página y la versión de los datos, que está al pie.",
                contact=contact,
            )
        ),
        markup.heading("Accesibilidad"),
        Text(_ACCESSIBILITY),
    )


_ACCESSIBILITY = markdown(
    "Este sitio busca cumplir las WCAG 2.2 en su nivel AA. Una herramienta automática (axe) revisa todas sus páginas, en "
    "pantallas de teléfono y de escritorio, en claro y en oscuro, y no encuentra faltas; también se prueba con el teclado, al "
    "doble de tamaño, con los colores que fija cada equipo y en papel. Cada gráfico y cada mapa tiene al lado su tabla, con los mismos valores. Lo que se sabe que falla:\n"
    "- Ninguna persona que usa lector de pantalla lo ha revisado todavía.\n"
    "- Los gráficos no se recorren con el teclado: use la tabla.\n"
    "- El sitio necesita JavaScript y una conexión abierta; sin ellos sólo se ve un aviso.\n"
    "- Los archivos XLSX no tienen encabezados marcados para lectores de pantalla; los CSV sí se leen como texto.\n\n"
    "Si algo le impide leer una cifra, escríbanos: se la enviamos en otro formato."
)

PAGE = Page(
    address="acerca",
    title="Acerca del monitor",
    section=Section.DATA,
    audience=Audience.EVERYONE,
    render=render,
)
