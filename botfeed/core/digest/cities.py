"""City names that the time zone database lacks or spells otherwise, in the languages of this program."""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = {
    "Europe/Rome": "roma milano milan torino turin napoli naples palermo bologna firenze florence venezia venice "
    "genova genoa bari catania verona trieste padova cagliari messina parma brescia italia italy cet cest",
    "Europe/London": "londra manchester edinburgh edimburgo liverpool birmingham glasgow cardiff bst uk england "
    "inghilterra regno_unito",
    "Europe/Dublin": "dublino irlanda ireland",
    "Europe/Paris": "parigi lyon lione marseille marsiglia nizza nice bordeaux toulouse tolosa lille francia france",
    "Europe/Berlin": "berlino hamburg amburgo munich münchen monaco_di_baviera frankfurt francoforte cologne colonia "
    "köln stoccarda stuttgart dresda dresden lipsia leipzig germania germany deutschland",
    "Europe/Zurich": "zurigo geneva ginevra genève lugano basilea basel berna bern losanna lausanne svizzera "
    "switzerland",
    "Europe/Madrid": "barcelona barcellona siviglia sevilla seville valencia bilbao spagna spain españa",
    "Europe/Lisbon": "lisbona lisboa porto portogallo portugal",
    "Europe/Brussels": "bruxelles anversa antwerp belgio belgium",
    "Europe/Amsterdam": "rotterdam olanda netherlands paesi_bassi",
    "Europe/Vienna": "wien salisburgo salzburg austria",
    "Europe/Copenhagen": "copenaghen danimarca denmark",
    "Europe/Stockholm": "stoccolma svezia sweden",
    "Europe/Oslo": "norvegia norway",
    "Europe/Helsinki": "finlandia finland",
    "Europe/Prague": "praga praha",
    "Europe/Warsaw": "varsavia kraków cracovia polonia poland",
    "Europe/Budapest": "ungheria hungary",
    "Europe/Athens": "atene grecia greece salonicco",
    "Europe/Bucharest": "bucarest romania",
    "Europe/Sofia": "bulgaria",
    "Europe/Belgrade": "belgrado serbia",
    "Europe/Zagreb": "zagabria croazia croatia",
    "Europe/Ljubljana": "lubiana slovenia",
    "Europe/Kyiv": "kiev ucraina ukraine odessa",
    "Europe/Moscow": "mosca san_pietroburgo saint_petersburg",
    "Europe/Istanbul": "ankara turchia turkey",
    "Europe/San_Marino": "san_marino",
    "Europe/Malta": "la_valletta valletta",
    "Asia/Jerusalem": "gerusalemme tel_aviv israele israel",
    "Asia/Dubai": "abu_dhabi emirati",
    "Asia/Kolkata": "mumbai bombay delhi new_delhi nuova_delhi bangalore bengaluru chennai hyderabad calcutta "
    "india ist",
    "Asia/Kathmandu": "nepal",
    "Asia/Karachi": "pakistan lahore islamabad",
    "Asia/Shanghai": "beijing pechino shenzhen guangzhou cina china",
    "Asia/Tokyo": "osaka kyoto giappone japan jst",
    "Asia/Seoul": "seul corea korea",
    "Asia/Ho_Chi_Minh": "hanoi saigon vietnam",
    "Asia/Bangkok": "thailandia thailand",
    "Asia/Manila": "filippine philippines",
    "America/New_York": "new_york_city nyc nuova_york boston washington miami philadelphia filadelfia atlanta orlando "
    "est edt et",
    "America/Chicago": "houston dallas austin new_orleans nashville cst cdt",
    "America/Denver": "mst mdt salt_lake_city",
    "America/Los_Angeles": "san_francisco seattle san_diego las_vegas portland la pst pdt",
    "America/Toronto": "ottawa montreal québec",
    "America/Vancouver": "victoria",
    "America/Sao_Paulo": "rio_de_janeiro rio san_paolo brasilia brasile brazil",
    "America/Argentina/Buenos_Aires": "argentina",
    "America/Mexico_City": "città_del_messico messico ciudad_de_méxico",
    "America/Bogota": "colombia medellín",
    "America/Lima": "perù",
    "America/Santiago": "santiago_del_cile cile chile",
    "America/Havana": "lavana cuba",
    "Africa/Cairo": "il_cairo egitto egypt",
    "Africa/Johannesburg": "cape_town città_del_capo sudafrica south_africa",
    "Africa/Casablanca": "marocco morocco marrakech rabat",
    "Africa/Tunis": "tunisi tunisia",
    "Australia/Sydney": "canberra",
    "Pacific/Auckland": "wellington nuova_zelanda new_zealand",
    "UTC": "gmt greenwich",
}


def zones() -> Mapping[str, str]:
    """Return the time zone of each city by its folded name."""
    return {city: zone for zone, cities in _NAMES.items() for city in cities.split()}
