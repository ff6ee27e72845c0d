"""Communications: social networks, web sites, open data and studies."""

from metrics.model.expectations import PartOf, Ref
from metrics.model.formulas import ObservationKind, Observed
from metrics.model.metric import Direction, Metric, published
from metrics.model.units import PERCENT, count

_FLOW = Observed(behaves_as=ObservationKind.FLOW)
_RATE = Observed(behaves_as=ObservationKind.RATE)
_WINDOW = "El apartado declara la ventana mayo de 2024 a junio de 2025."
_TOP_CITIES = "Sólo se publican las tres ciudades principales, así que no suma 100 %."


METRICS: tuple[Metric, ...] = (
    published(
        id="communications.video_views",
        label="Reproducciones en YouTube y TikTok",
        definition=("Reproducciones sumadas en YouTube y TikTok, redondeadas; sin fecha explícita, se entiende 2024."),
        unit=count("reproducciones"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="communications.viral_video_views",
        label="Reproducciones del video más visto",
        definition=(
            "Reproducciones del video viral, «más de»; son parte de las de YouTube y TikTok. Sin fecha explícita."
        ),
        unit=count("reproducciones"),
        formula=_FLOW,
        direction=Direction.NEUTRAL,
        legal_basis=None,
        expected=(PartOf(Ref(metric="communications.video_views")),),
    ),
    published(
        id="communications.accounts_reached",
        label="Cuentas alcanzadas en redes sociales",
        definition=(
            "Cuentas distintas que vieron contenido del Servicio en cada red, redondeadas. Una misma cuenta o "
            f"persona puede estar en varias redes y años: no se suman. {_WINDOW}"
        ),
        unit=count("cuentas"),
        formula=Observed(behaves_as=ObservationKind.RATE, by="network", overlapping=True),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="communications.interactions",
        label="Interacciones en redes sociales",
        definition=f"Interacciones con el contenido del Servicio en cada red, redondeadas. {_WINDOW}",
        unit=count("interacciones"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="network"),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="communications.followers",
        label="Seguidores por red social",
        definition=f"Cuentas que siguen al Servicio en cada red, redondeadas y sin fecha propia. {_WINDOW}",
        unit=count("cuentas"),
        formula=Observed(behaves_as=ObservationKind.STOCK, by="network", overlapping=True),
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="communications.instagram_audience_by_sex",
        label="Audiencia de Instagram según sexo",
        definition=f"Composición por sexo de la audiencia de Instagram. {_WINDOW}",
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE, by="sex"),
        direction=Direction.NEUTRAL,
        legal_basis=None,
        members_add_up_to=1.0,
    ),
    published(
        id="communications.facebook_audience_by_sex",
        label="Audiencia de Facebook según sexo",
        definition=f"Composición por sexo de la audiencia de Facebook. {_WINDOW}",
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE, by="sex"),
        direction=Direction.NEUTRAL,
        legal_basis=None,
        members_add_up_to=1.0,
    ),
    published(
        id="communications.instagram_audience_by_city",
        label="Audiencia de Instagram según ciudad",
        definition=f"Parte de la audiencia de Instagram que está en cada ciudad. {_TOP_CITIES} {_WINDOW}",
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE, by="city"),
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="communications.facebook_audience_by_city",
        label="Audiencia de Facebook según ciudad",
        definition=f"Parte de la audiencia de Facebook que está en cada ciudad. {_TOP_CITIES} {_WINDOW}",
        unit=PERCENT,
        formula=Observed(behaves_as=ObservationKind.RATE, by="city"),
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="communications.web_visits",
        label="Visitas a los sitios del Servicio",
        definition="Visitas al sitio institucional y al Portal de Trámites Digitales en el período.",
        unit=count("visitas"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="site"),
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="communications.web_interactions",
        label="Interacciones en los sitios del Servicio",
        definition="Interacciones en el sitio institucional y en el Portal de Trámites Digitales en el período.",
        unit=count("interacciones"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="site"),
        direction=Direction.NEUTRAL,
        legal_basis=None,
    ),
    published(
        id="communications.website_users_by_age",
        label="Usuarios del sitio institucional según edad",
        definition=(
            "Usuarios del sitio institucional por tramo de edad, según Google Analytics 4 con umbrales de "
            "privacidad. Sólo se publican tres tramos. Un usuario puede volver en otro período: no se suman "
            "períodos."
        ),
        unit=count("usuarios"),
        formula=Observed(behaves_as=ObservationKind.RATE, by="age_group"),
        direction=Direction.NEUTRAL,
        legal_basis=None,
        expected=(PartOf(Ref(metric="communications.web_visits", member="website")),),
    ),
    published(
        id="communications.portal_visits_abroad",
        label="Visitas al Portal de Trámites desde el exterior",
        definition=(
            "Visitas al Portal de Trámites Digitales desde los tres países principales sin contar Chile. Son "
            "parte de las visitas al portal."
        ),
        unit=count("visitas"),
        formula=Observed(behaves_as=ObservationKind.FLOW, by="country"),
        direction=Direction.NEUTRAL,
        legal_basis=None,
        expected=(PartOf(Ref(metric="communications.web_visits", member="procedures_portal")),),
    ),
    published(
        id="communications.open_data_users_growth",
        label="Aumento de usuarios activos de Datos Abiertos",
        definition=(
            "Aumento respecto al año anterior, «desde mediados de 2024». No se publican la base ni la fecha de corte."
        ),
        unit=PERCENT,
        formula=_RATE,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
    published(
        id="communications.gender_gap_reports",
        label="Informes de brechas de género publicados",
        definition=(
            "Informes publicados sobre brechas de género en los permisos de residencia, según los logros. El "
            "listado de publicaciones de 2024 y 2025 muestra sólo uno."
        ),
        unit=count("informes"),
        formula=_FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        legal_basis=None,
    ),
)
