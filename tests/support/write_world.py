"""Writes the packages `world` and `leaders` from openly licensed data.

    python tests/support/write_world.py RIGOUR COUNTRYINFO UN_VOTES PHOENIX STATES OUT

RIGOUR is the unpacked wheel of rigour 1.3.0 (MIT), COUNTRYINFO that of countryinfo 1.0.1 (MIT), UN_VOTES the table
`country,country_code,min,max` of first and last recorded votes of the R package unvotes (MIT), PHOENIX the file
Phoenix.Countries.actors.txt of the Open Event Data Alliance (MIT), and STATES the folder of the tables that
`independence.py` reads. What they do not say is left out. Heads of state and government are in `world_leaders.yaml`
beside this file, as they were found in editions of the World Factbook and reviewed; the NOTICE of `leaders` says how.
Whom `world` has as a member of a government has the title there, under the same slug; the others are in `leaders`,
the folder beside OUT.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from pathlib import Path

from independence import independence, recognised
from ruamel.yaml import YAML

from kg.namespaces import BASE, slugify
from kg.reference.packages import write_description
from kg.reference.shared import compile_package

#: Of the package: a new one where the content changes.
VERSION = "2026.12.1"
#: Slugs under which the sample knows a state, where the label gives another.
SLUGS = {
    "us": "united-states",
    "gb": "united-kingdom",
    "ci": "ivory-coast",
    "cz": "czech-republic",
    "tr": "turkey",
    "ps": "palestine",
    "cd": "democratic-republic-of-the-congo",
    "cg": "republic-of-the-congo",
    "x-so": "south-ossetia",
    "ge-ab": "abkhazia",
    "md-pmr": "transnistria",
    "so-som": "somaliland",
    "cy-trnc": "northern-cyprus",
}
LABELS = {
    "us": "United States",
    "x-so": "South Ossetia",
    "ge-ab": "Abkhazia",
    "md-pmr": "Transnistria",
    "ps": "Palestine",
    "suhh": "Soviet Union",
}
OBSERVERS = {"va", "ps"}
DISPUTED = ("tw", "xk", "eh", "x-so", "ge-ab", "md-pmr", "so-som", "cy-trnc")
ASSOCIATED = ("ck", "nu")
CEASED = ("suhh", "cshh", "dd", "yucs", "csxx")
#: What became of states, in words of our own; the years are those that rigour gives, and the recorded votes.
NOTES = {
    "suhh": "The Union of Soviet Socialist Republics, dissolved in 1991; Russia has its seat in the United Nations.",
    "cshh": "Split into the Czech Republic and Slovakia at the end of 1992.",
    "dd": "The German Democratic Republic, from 7 October 1949 to 3 October 1990.",
    "yucs": "The Socialist Federal Republic of Yugoslavia, from 1945 to 1992.",
    "csxx": "Until 2003 the Federal Republic of Yugoslavia; succeeded by Serbia and Montenegro as two states.",
    "cd": "Called Zaire from 1971 to 1997.",
}
#: Former members of the United Nations that rigour does not have: label, aliases, and what became of them.
FORMER = {
    "south-yemen": (
        "South Yemen",
        ["People's Democratic Republic of Yemen", "Democratic Yemen", "Southern Yemen", "Yemen People's Republic"],
        "Merged with the Yemen Arab Republic into Yemen in May 1990.",
    ),
    "tanganyika": ("Tanganyika", [], "United with Zanzibar in April 1964; today's Tanzania has its seat."),
    "yemen-arab-republic": (
        "Yemen Arab Republic",
        ["North Yemen"],
        "Merged with South Yemen into Yemen in May 1990, which has its seat.",
    ),
    "zanzibar": ("Zanzibar", [], "United with Tanganyika in April 1964, and since then a part of Tanzania."),
}
#: First and last day of membership in the United Nations, from the notes to its own list of members. Yugoslavia
#: is not here: the list gives no day on which its membership ended.
MEMBERSHIPS = {
    "czechoslovakia": ("1945-10-24", "1992-12-31"),
    "east-germany": ("1973-09-18", "1990-10-03"),
    "south-yemen": ("1967-12-14", "1990-05-22"),
    "soviet-union": ("1945-10-24", "1991-12-24"),
    "tanganyika": ("1961-12-14", "1964-04-26"),
    "yemen-arab-republic": ("1947-09-30", "1990-05-22"),
    "zanzibar": ("1963-12-16", "1964-04-26"),
}
#: Names that rigour has wrongly: of another state (that republic was Serbia and Montenegro), or cut short.
WRONG = {("yucs", "Federal Republic of Yugoslavia"), ("fr", "French Republi")}
#: Capitals on which there is no agreement are left out.
NO_CAPITAL = {"ps", "il", "eh"}
#: Organisations that Phoenix.International.actors.txt of the same project lists, others of this project's choice, and
#: those of the sample.
ORGANISATIONS = {
    "african-development-bank": ("African Development Bank", ["AfDB"], None),
    "african-union": ("African Union", ["AU"], None),
    "andean-community": ("Andean Community", [], None),
    "apec": ("Asia-Pacific Economic Cooperation", ["APEC"], None),
    "arab-maghreb-union": ("Arab Maghreb Union", [], None),
    "asean": ("ASEAN", ["Association of Southeast Asian Nations"], None),
    "asian-development-bank": ("Asian Development Bank", ["ADB"], None),
    "brics": ("BRICS", [], None),
    "caribbean-community": ("Caribbean Community", ["CARICOM"], None),
    "collective-security-treaty-organization": ("Collective Security Treaty Organization", ["CSTO"], None),
    "commonwealth-of-independent-states": ("Commonwealth of Independent States", ["CIS"], None),
    "commonwealth-of-nations": ("Commonwealth of Nations", [], None),
    "council-of-europe": ("Council of Europe", [], None),
    "east-african-community": ("East African Community", ["EAC"], None),
    "eccas": ("Economic Community of Central African States", ["ECCAS"], None),
    "ecowas": ("ECOWAS", ["Economic Community of West African States"], None),
    "eurasian-economic-union": ("Eurasian Economic Union", ["EAEU"], None),
    "european-commission": ("European Commission", [], "european-union"),
    "european-parliament": ("European Parliament", [], "european-union"),
    "food-and-agriculture-organization": ("Food and Agriculture Organization", ["FAO"], "united-nations"),
    "group-of-eight": ("Group of Eight", ["G8", "G-8"], None),
    "group-of-seven": ("Group of Seven", ["G7", "G-7"], None),
    "group-of-seventy-seven": ("Group of Seventy-Seven", ["G77", "G-77"], None),
    "group-of-twenty": ("Group of Twenty", ["G20", "G-20"], None),
    "gulf-cooperation-council": ("Gulf Cooperation Council", ["GCC"], None),
    "icrc": ("International Committee of the Red Cross", ["ICRC"], None),
    "igad": ("Intergovernmental Authority on Development", ["IGAD"], None),
    "international-atomic-energy-agency": ("International Atomic Energy Agency", ["IAEA"], None),
    "international-court-of-justice": ("International Court of Justice", ["ICJ"], "united-nations"),
    "international-criminal-court": ("International Criminal Court", ["ICC"], None),
    "international-energy-agency": ("International Energy Agency", ["IEA"], None),
    "international-labour-organization": (
        "International Labour Organization",
        ["ILO", "International Labor Organization"],
        "united-nations",
    ),
    "international-monetary-fund": ("International Monetary Fund", ["IMF"], None),
    "international-organization-for-migration": ("International Organization for Migration", ["IOM"], "united-nations"),
    "interpol": ("INTERPOL", ["Interpol", "International Criminal Police Organization"], None),
    "mercosur": ("Mercosur", ["Mercosul", "Southern Common Market"], None),
    "non-aligned-movement": ("Non-Aligned Movement", [], None),
    "oecd": ("OECD", ["Organisation for Economic Co-operation and Development"], None),
    "opcw": ("OPCW", ["Organisation for the Prohibition of Chemical Weapons"], None),
    "opec": ("OPEC", ["Organization of the Petroleum Exporting Countries"], None),
    "organisation-of-african-unity": ("Organisation of African Unity", ["OAU", "Organization of African Unity"], None),
    "organisation-of-eastern-caribbean-states": ("Organisation of Eastern Caribbean States", ["OECS"], None),
    "organisation-of-islamic-cooperation": (
        "Organisation of Islamic Cooperation",
        ["OIC", "Organization of the Islamic Conference"],
        None,
    ),
    "organization-of-american-states": ("Organization of American States", ["OAS"], None),
    "osce": (
        "OSCE",
        ["Organization for Security and Co-operation in Europe", "Organization for Security and Cooperation in Europe"],
        None,
    ),
    "pacific-islands-forum": ("Pacific Islands Forum", [], None),
    "saarc": ("SAARC", ["South Asian Association for Regional Cooperation"], None),
    "shanghai-cooperation-organisation": (
        "Shanghai Cooperation Organisation",
        ["SCO", "Shanghai Cooperation Organization"],
        None,
    ),
    "southern-african-development-community": ("Southern African Development Community", ["SADC"], None),
    "un-human-rights-council": ("UN Human Rights Council", ["United Nations Human Rights Council"], "united-nations"),
    "undp": ("United Nations Development Programme", ["UNDP"], "united-nations"),
    "unhcr": ("UNHCR", ["United Nations High Commissioner for Refugees"], "united-nations"),
    "unicef": ("UNICEF", ["United Nations Children's Fund"], "united-nations"),
    "unrwa": ("UNRWA", ["United Nations Relief and Works Agency"], "united-nations"),
    "world-bank": ("World Bank", [], None),
    "world-food-programme": ("World Food Programme", ["WFP", "World Food Program"], "united-nations"),
    "world-health-organization": ("World Health Organization", ["WHO"], "united-nations"),
    "world-trade-organization": ("World Trade Organization", ["WTO"], None),
}
#: Of the sample's organisations, those that are international.
SAMPLE = (
    "united-nations",
    "un-security-council",
    "un-general-assembly",
    "unesco",
    "arab-league",
    "european-union",
    "nato",
)
#: Tells what is an English name from the names in other languages that stand beside it.
_ENGLISH = re.compile(r"[A-Z][A-Za-z.' -]*")
#: What an official name begins with, in English.
_FORMAL = re.compile(
    r"\b(Republic|Kingdom|State|States|Union|Federation|Emirate|Sultanate|Principality|Commonwealth)\b"
)


def main() -> None:
    """Write states, places, organisations and officials."""
    rigour, countryinfo, votes, phoenix, lists, out = map(Path, sys.argv[1:])
    lines = (rigour / "rigour/data/territories/data.jsonl").read_text("utf-8").splitlines()
    territories = {row["code"]: row for row in map(json.loads, lines)}
    with votes.open(encoding="utf-8") as file:
        voted = {row["country_code"]: row for row in csv.DictReader(file)}
    facts = {}
    for path in (countryinfo / "countryinfo/data").glob("*.json"):
        row = json.loads(path.read_text("utf-8"))
        facts[row.get("ISO", {}).get("alpha2", "").lower()] = row
    members = {"rs" if code == "YU" else code.lower() for code, row in voted.items() if row["max"] >= "2019-09-01"}
    if len(members) != 193:
        raise SystemExit(f"{len(members)} members of the UN, not 193")
    root = Path(__file__).resolve().parents[2]
    known = YAML(typ="safe").load(Path(__file__).with_name("state_demonyms.yaml").read_text("utf-8"))
    sample = YAML(typ="safe").load((root / "seeds/reference/states.yaml").read_text("utf-8"))
    slugs = {row["wikidata"]: slug for slug, row in sample.items() if "wikidata" in row}
    more_names = YAML(typ="safe").load(Path(__file__).with_name("state_names.yaml").read_text("utf-8"))
    states, places, codes = {}, {}, {}
    for code in sorted({*members, *OBSERVERS, *DISPUTED, *ASSOCIATED, *CEASED}):
        row = territories[code]
        slug = slugs.get(row["qid"]) or SLUGS.get(code) or slugify(row["name"])
        codes[row.get("alpha3", "").upper()] = slug
        states[slug] = state(code, row, code in members, facts.get(code, {}))
        more = known.get(slug, {})
        if "demonym" in more:
            states[slug]["demonyms"] = [more["demonym"]] if isinstance(more["demonym"], str) else more["demonym"]
        if extra := [name for name in more.get("also", ()) if name not in states[slug].get("aliases", ())]:
            states[slug]["aliases"] = [*states[slug].get("aliases", ()), *extra]
        add_names(states[slug], [name for source in more_names.values() for name in source.get(slug, ())])
        if code not in NO_CAPITAL:
            capital(slug, {**facts.get(code, {}), **more}, states[slug], places)
    add_former(states)
    add_independence(states, lists, root)
    write(out / "states.yaml", states)
    write(out / "places.yaml", places)
    write(out / "organisations.yaml", organisations(root))
    leaders = YAML(typ="safe").load(Path(__file__).with_name("world_leaders.yaml").read_text("utf-8"))
    members = officials(phoenix, codes)
    write(out / "officials.yaml", members | {slug: row for slug, row in leaders.items() if slug in members})
    others = {slug: row for slug, row in leaders.items() if slug not in members}
    write(out.with_name("leaders") / "officials.yaml", others)
    describe(out, "MIT AND CC-BY-4.0")
    describe(out.with_name("leaders"), "CC-BY-4.0", out)
    sys.stdout.write(f"{len(states)} states, {len(places)} places\n")


def state(code: str, row: dict, member: bool, fact: dict) -> dict:
    """Return the entry of a state."""
    label = LABELS.get(code, row["name"])
    entry = {"label": label}
    names = [row["name"], row["full_name"], *row["names_strong"], *row["names_weak"]]
    formal = [name for name in names if _ENGLISH.fullmatch(name) and name != label]
    formal = [name for name in formal if (code, name) not in WRONG]
    kept = [name for name in formal if name in (row["name"], row["full_name"]) or _is_formal(name, label)]
    if kept := list(dict.fromkeys(kept))[:4]:
        entry["aliases"] = kept
    demonym = fact.get("demonym") or ""
    if re.fullmatch(r"[A-Z][a-z]+( [A-Z][a-z]+)*", demonym):
        entry["demonyms"] = [demonym]
    if len(code) == 2 and code not in CEASED and code != "xk":
        entry["iso"] = code.upper()
    entry["wikidata"] = row["qid"]
    if member:
        entry["member_of"] = ["united-nations"]
    if text := _status(code, member, {}):
        entry["description"] = text
    return entry


def add_names(entry: dict, names: list[str]) -> None:
    """Add aliases that are not there, however they are written in capitals."""
    known = {name.casefold() for name in (entry["label"], *entry.get("aliases", ()))}
    if new := [name for name in dict.fromkeys(names) if name.casefold() not in known]:
        entry["aliases"] = [*entry.get("aliases", ()), *new]


def add_former(states: dict) -> None:
    """Add the states that ceased to exist, and how long they were members of the United Nations."""
    for slug, (label, aliases, description) in FORMER.items():
        states[slug] = {"label": label, **({"aliases": aliases} if aliases else {}), "description": description}
    for slug, (since, until) in MEMBERSHIPS.items():
        states[slug]["memberships"] = [{"of": "united-nations", "since": since, "until": until}]


def add_independence(states: dict, lists: Path, root: Path) -> None:
    """Add when states were independent; of those of disputed status, who lists them as that."""
    numbers = YAML(typ="safe").load((root / "kg/bulk/un_names.yaml").read_text("utf-8"))["numbers"]
    for slug, times in independence(lists, numbers).items():
        states[slug]["independent"] = times
    for slug, since in recognised(lists).items():
        states[slug]["description"] += f" The list of Gleditsch and Ward has it as independent from {since} on."


def _is_formal(name: str, label: str) -> bool:
    return bool(_FORMAL.search(name)) and (label.split()[0] in name) and not re.search(r"\(|\bthe$", name)


def _status(code: str, member: bool, votes: dict) -> str:
    if code in NOTES:
        return NOTES[code]
    if code in OBSERVERS:
        return "Observer state at the United Nations."
    if code in DISPUTED:
        return "Its statehood is disputed; not a member of the United Nations."
    if code in ASSOCIATED:
        return "Self-governing in free association with New Zealand; not a member of the United Nations."
    return ""


def organisations(root: Path) -> dict:
    """Return the international organisations."""
    sample = YAML(typ="safe").load((root / "seeds/reference/organisations.yaml").read_text("utf-8"))
    found = {slug: sample[slug] for slug in SAMPLE}
    for slug, (label, aliases, part_of) in ORGANISATIONS.items():
        found[slug] = {"label": label, "type": "international-organisation"}
        found[slug].update({"aliases": aliases} if aliases else {})
        found[slug].update({"part_of": part_of} if part_of else {})
    return found


def capital(slug: str, fact: dict, entry: dict, places: dict) -> None:
    """Add the capital as a place."""
    name = (fact.get("capital") or "").strip()
    if not re.fullmatch(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*\.?", name):
        return
    place = slugify(name)
    if place == slug or place in places:
        place = f"{place}-city"
    places[place] = {"label": name, "country": slug}
    entry["capital"] = place


def officials(phoenix: Path, codes: dict[str, str]) -> dict:
    """Return persons in government: those whose one or more terms have both days, exactly."""
    found: dict[str, dict] = {}
    dropped = set()
    for name, states in _people(phoenix).items():
        label = _label(name)
        spells = sorted({(codes[code], *days) for code, *days in states if code in codes})
        if not label or not spells or len({state for state, _, _ in spells}) > 1:
            continue
        slug = slugify(label)
        if slug in found:
            dropped.add(slug)
        title = "Member of the government"
        posts = [{"title": title, "of": state, "since": a, "until": b} for state, a, b in _joined(spells)]
        found[slug] = {"label": label, "posts": posts}
    return {slug: entry for slug, entry in found.items() if slug not in dropped}


def describe(folder: Path, licence: str, *needed: Path) -> None:
    """Write the compiled form and the description of a package; `needed` has the entries that it refers to."""
    names = [path.name for path in folder.glob("*.yaml")]
    names += compile_package(folder, BASE, *needed)
    write_description(folder, names, name=folder.name, version=VERSION, base=BASE, licence=licence)


def _joined(spells: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return spells without those that lie within another one; overlapping ones are joined."""
    joined: list[tuple[str, str, str]] = []
    for state, since, until in spells:
        if joined and since <= joined[-1][2]:
            joined[-1] = (state, joined[-1][1], max(until, joined[-1][2]))
        else:
            joined.append((state, since, until))
    return joined


def _people(phoenix: Path) -> dict[str, list[tuple[str, str, str]]]:
    people: dict[str, list[tuple[str, str, str]]] = {}
    name, inexact = "", set()
    for line in phoenix.read_text("latin-1").splitlines():
        if line[:1] not in ("\t", " ", "+", "#", ""):
            name = line.partition("#")[0].strip() if "CountryInfo.txt" in line else ""
            if name in people:
                inexact.add(name)
        elif name and (spell := re.match(r"\s+\[([A-Z]{3})GOV (\d{6}|\d{8})-(\d{6}|\d{8})\]\s*(#.*)?$", line)):
            since, until = _day(spell[2]), _day(spell[3])
            if not since or not until or since >= until or until < "1990" or _is_monthly(since, until):
                continue
            people.setdefault(name, []).append((spell[1], since, until))
    return {name: spells for name, spells in people.items() if name not in inexact}


def _day(text: str) -> str:
    year = text[:4] if len(text) == 8 else ("20" if int(text[:2]) <= 14 else "19") + text[:2]
    month, day = text[-4:-2], text[-2:]
    return f"{year}-{month}-{day}" if "01" <= month <= "12" and "01" <= day <= "31" else ""


def _is_monthly(since: str, until: str) -> bool:
    """Tell whether the days are those of monthly lists, by which nobody took or left an office."""
    return since.endswith("-01") or until[-2:] in ("28", "29", "30", "31")


def _label(name: str) -> str:
    """Return a name in mixed case where that is certain."""
    words = name.strip("_ ").replace("_", " ").split()
    if not 2 <= len(words) <= 3 or not all(re.fullmatch(r"[A-Z]{3,}", word) for word in words):
        return ""
    if any(
        re.match(r"MC|MAC[^AEIOU]|VAN$|VON$|DEL$|DOS$|DER$|BIN$|IBN$|TEN$|KING$|QUEEN$|EMPEROR$|PRINCE$|SIR$", word)
        for word in words
    ):
        return ""
    return " ".join(word.capitalize() for word in words)


def write(path: Path, entries: dict) -> None:
    """Write the entries, sorted; posts one a line."""
    yaml = YAML()
    yaml.width = 100000
    yaml.default_flow_style = None
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.representer.add_representer(str, _plain)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(dict(sorted(entries.items())), file)


def _plain(representer: object, text: str) -> object:
    """Write days as sheets have them, without quotes: the reader takes YAML 1.2 core, in which they are text."""
    kinds = {r"\d{4}-\d\d-\d\d": "timestamp", r"\d{4}": "int"}
    kind = next((kind for pattern, kind in kinds.items() if re.fullmatch(pattern, text)), "str")
    return representer.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


if __name__ == "__main__":
    main()
