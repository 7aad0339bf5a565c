"""City names that the time zone database lacks or spells otherwise, in the languages of this program."""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = {
    "Europe/Rome": "roma milano milan torino turin napoli naples palermo bologna firenze florence venezia venice "
    "genova bari catania italia italy cet cest",
    "Europe/London": "londra manchester edinburgh edimburgo",
    "Europe/Paris": "parigi lyon lione marseille marsiglia",
    "Europe/Berlin": "berlino hamburg amburgo munich münchen monaco_di_baviera frankfurt francoforte cologne colonia",
    "Europe/Zurich": "zurigo geneva ginevra lugano",
    "Europe/Madrid": "barcelona barcellona siviglia sevilla",
    "Europe/Lisbon": "lisbona porto",
    "Europe/Brussels": "bruxelles",
    "Europe/Vienna": "wien",
    "Europe/Prague": "praga praha",
    "Europe/Warsaw": "varsavia kraków cracovia",
    "Europe/Athens": "atene",
    "Europe/Bucharest": "bucarest",
    "Europe/Moscow": "mosca",
    "Asia/Kolkata": "mumbai delhi new_delhi nuova_delhi bangalore chennai india",
    "Asia/Shanghai": "beijing pechino",
    "Asia/Tokyo": "osaka kyoto giappone japan",
    "America/New_York": "boston washington miami philadelphia atlanta",
    "America/Chicago": "houston dallas austin",
    "America/Los_Angeles": "san_francisco seattle san_diego",
    "America/Toronto": "ottawa",
    "America/Sao_Paulo": "rio_de_janeiro san_paolo",
    "America/Mexico_City": "città_del_messico",
    "Africa/Cairo": "il_cairo",
}


def zones() -> Mapping[str, str]:
    """Return the time zone of each city by its folded name."""
    return {city: zone for zone, cities in _NAMES.items() for city in cities.split()}
