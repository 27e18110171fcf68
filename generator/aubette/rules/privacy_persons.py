"""Private persons: their names and where they live.

A holder is a kind and a collective's name (R07), so nobody's name has to stand in a file. Names are found by what
people write before them, never guessed: « Mme Durand », « contact : Jeanne Durand », « je m'appelle Jeanne Durand ».
Elected officials, office holders, historic figures and what bears a person's name (a street, a school) stay silent, and
so does a name that the city itself gives in `city.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aubette.model.finding import Finding
from aubette.model.sheet import Sheet
from aubette.rules.privacy import CITY_FILE, compact, found, masked, public_contacts
from aubette.rules.sheets import Manner, SheetRule

SPACE = "[ \u00a0\u202f]"
UPPER = "A-ZÀ-ÖØ-ÞŒ"
WORD = rf"[{UPPER}][\w’'-]+"
NAME = rf"{WORD}(?:{SPACE}(?:(?:de|du|von|van|le|la){SPACE})?{WORD}){{0,2}}"
FULL_NAME = rf"{WORD}{SPACE}(?:(?:de|du|von|van|le|la){SPACE})?{WORD}"
CIVILITY = r"(?:Monsieur|Madame|Mademoiselle|Mme|Mlle|Mrs?\.?|Ms\.?|M\.|Herrn?|Frau)"
CIVIL = rf"(?<![\w.]){CIVILITY}{SPACE}(?:et{SPACE}Mme{SPACE})?({NAME})"
INTRODUCED = (
    r"(?i:\b(?:contact|contacter|personne à joindre|interlocut(?:eur|rice)|nom et prénom|prénom et nom|"
    r"ansprechpartner(?:in)?|je m['’]appelle|mein name ist|my name is))"
    rf"{SPACE}?:?{SPACE}?({FULL_NAME})(?!{SPACE}{WORD})"
)
GIVEN = """
Adrien Alain Alexandre Alice Amélie Ana André Angela Anna Anne Antoine Antonio Arnaud Arthur Aurélie Benjamin Benoît
Bernard Brigitte Bruno Camille Carole Caroline Catherine Cécile Céline Chantal Charles Charlotte Christelle Christian
Christine Christophe Claire Claude Clément Corinne Daniel David Delphine Denis Didier Dominique Élise Élodie Emma
Emmanuel Éric Erika Fabrice Fatima Florence Florian Franck François Françoise Frédéric Gabriel Georges Gérard Gilles
Guillaume Guy Hans Hélène Henri Hugo Isabelle Jacqueline Jacques Jean Jeanne Jennifer Jérôme Joëlle Josiane Julie Julien
Karim Karin Klaus Laetitia Laura Laurence Laurent Léa Louis Louise Luc Lucas Marc Marcel Marguerite Maria Marie Marine
Martine Mathieu Maurice Michel Michèle Mohamed Monique Nadia Nathalie Nicolas Nicole Olivier Pascal Patricia Patrick
Paul Peter Philippe Pierre Raymond René Robert Roger Romain Sabine Samuel Sandra Sandrine Sarah Sébastien Serge Sophie
Stéphane Stéphanie Sylvie Thierry Thomas Valérie Véronique Vincent Virginie Wolfgang Xavier Yann Yves Yvette
"""
"""Frequent given names in France and Germany: after « proposé par » a group often stands, so a name must be one."""

GIVEN_NAME = rf"(?:{'|'.join(GIVEN.split())})(?:-{WORD})?"
CARRIED = (
    r"(?i:\b(?:port(?:é|ée|eur|euse)(?: par)?|(?:propos|dépos|soumis|imagin|sign)(?:é|ée|e)?(?: par)?|"
    r"idée de|collective|auteure?|proposed by|submitted by|vorgeschlagen von|idee von))"
    rf"{SPACE}?:?{SPACE}?({GIVEN_NAME}{SPACE}{WORD})"
)
ACTS = (
    r"(?:propose|souhaite|demande|suggère|habite|réside|voudrait|aimerait|a (?:proposé|déposé|imaginé|eu l['’]idée)|"
    r"schlägt vor|wohnt|proposes|suggests|lives)"
)
ACTING = rf"({GIVEN_NAME}{SPACE}{WORD})(?={SPACE}{ACTS}\b)"
PERSON = re.compile(f"{CIVIL}|{INTRODUCED}|{CARRIED}|{ACTING}")
BEFORE_A_NAME = (
    "Monsieur", "Madame", "Mademoiselle", "Mme", "Mlle", "Mr", "Ms", "M.", "Herr", "Frau", "ontact", "CONTACT",
    "oindre", "nterlocut", "rénom", "RÉNOM", "nsprech", "\u2019appelle", "'appelle", "ame is",
)  # fmt: skip
"""What stands in every line in which a name is looked for; finding a word is faster than trying a pattern."""

MAY_CARRY = re.compile(rf"{GIVEN_NAME}{SPACE}[{UPPER}]")
OFFICE = re.compile(
    r"(?i)\b(?:maires?|mairesse|adjointe?s?|conseill[eè]re?s?|élue?s?|députée?s?|sénat(?:eur|rice)s?|préf[eè]te?|présidente?s?|"
    r"ministre|vice-présidente?|direct(?:eur|rice)|bürgermeister(?:in)?|stadtr[aä]t(?:in)?|mayor|councillor|minister|"
    r"officier|commissaire|architecte|artiste|sculpteur|sculptrice|peintre|auteure?|écrivaine?|poète)\b"
)
NAMED_PLACE = re.compile(
    r"(?i)\b(?:rue|avenue|av\.|place|boulevard|bd|quai|allée|square|école|collège|lycée|gymnase|parc|stade|salle|impasse|"
    r"pont|passage|chemin|médiathèque|bibliothèque|théâtre|statue|fresque|buste|centre|résidence|maison|hommage à|"
    r"mémoire de|straße|platz|schule|street|square|school)(?: (?:de|du|des|à|of))?(?: la| l['’])?[ \u00a0]?\Z"
)
COLLECTIVE = """
la le les l de du des maison maire mairie ville association service direction conseil quartier centre bureau office
président présidente département région métropole école collège lycée collectif comité club union amicale habitants
propreté monde nature propre rathaus stadt verein amt presse citoyen citoyenne participation
"""
NOT_A_NAME = frozenset(COLLECTIVE.split())
STREET = (
    r"(?:rue|avenue|av\.|boulevard|bd|place|allées?|quai|impasse|chemin|route|square|passage|cours)\b|"
    r"[\w-]{3,30}(?:straße|strasse|str\.|gasse|weg|platz)\b"
)
AT_HOME = (
    r"j['’]habite|nous habitons|(?:mon|son|leur|notre) (?:domicile|adresse|logement|appartement)|chez moi|"
    r"domiciliée?s?|demeurant|adresse (?:personnelle|privée|du porteur|de la porteuse)|"
    r"(?:résid(?:e|ant)|habit(?:e|ant)) (?:au|à|:)|je vis au|ich wohne|wohnhaft|i live at|my (?:home )?address"
)
DOOR = r"appt\.?|appartement|digicode|interphone|[0-9]+e étage|code porte"
GERMAN_STREET = r"[\w-]{3,30}(?:straße|strasse|str\.|gasse|weg|platz)"
NUMBER = r"[0-9]{1,4}(?:[ \u00a0]?(?:bis|ter|quater|[a-d]))?"
HOME = re.compile(
    rf"(?i)(?:\b(?:{AT_HOME})[^.!?\n]{{0,40}}?(?:\b{NUMBER},?[ \u00a0](?:{STREET})|{GERMAN_STREET}[ \u00a0][0-9])"
    rf"|\b{NUMBER},?[ \u00a0](?:{STREET})[^.!?\n]{{0,60}}?\b(?:{DOOR}))"
)
MAY_LIVE = re.compile(rf"(?i)\b(?:{AT_HOME}|{DOOR})")
ABOUT_A_HOME = (
    "abit", "omicil", "emeurant", "adresse", "Adresse", "ogement", "ppart", "ppt", "igicode", "nterphone", "étage",
    "ode porte", "hez moi", "ésid", "e vis", "wohn", "Wohn", "live at", "ddress",
)  # fmt: skip
BEFORE, AFTER = 48, 48


def public_words(city_text: str) -> frozenset[str]:
    """What a city published itself in its `city.yml`: contact data, and the names that stand there."""
    names = (compact(match[1]) for match in re.finditer(rf"(?<!\w)(?=({FULL_NAME}))", city_text))
    return public_contacts(city_text).union(names)


def names(sheet: Sheet, manner: Manner) -> Iterator[Finding]:
    """A private person's name."""
    if sheet.file == CITY_FILE:
        return
    for match in PERSON.finditer(sheet.text):
        name = match[match.lastindex or 0]
        before = sheet.text[max(0, match.start() - BEFORE) : match.start()].rpartition("\n")[2]
        after = sheet.text[match.end() : match.end() + AFTER].partition("\n")[0]
        words = [word.casefold() for word in re.split(r"[\s’']", name)]
        if (
            words[0] in NOT_A_NAME
            or (match[2] and words[-1] in NOT_A_NAME)
            or OFFICE.search(before)
            or OFFICE.search(after)
            or NAMED_PLACE.search(before)
            or compact(name) in manner.public
        ):
            continue
        yield Finding("privacy/person-name", sheet.at(match.start(match.lastindex or 0)), {"hint": masked(name)})


def homes(sheet: Sheet, _manner: Manner) -> Iterator[Finding]:
    """The address where a person lives; the address of a place or of a building that all may enter is none."""
    for text, index in found(sheet, HOME):
        yield Finding("privacy/private-address", sheet.at(index), {"hint": masked(text)})


def _may_name(text: str) -> object:
    return any(word in text for word in BEFORE_A_NAME) or MAY_CARRY.search(text)


person_names = SheetRule(_may_name, names)


def _may_live(text: str) -> object:
    return any(word in text for word in ABOUT_A_HOME) and MAY_LIVE.search(text)


private_addresses = SheetRule(_may_live, homes)
