"""Personal data in any text are found where they stand; what only looks like them stays silent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aubette.load.root import presets_dir
from aubette.load.sheets import sheet, sheets
from aubette.load.worktree import WorkTree
from aubette.model.source import MemorySource
from aubette.rules.privacy import PHONE, contact_phone, iban_is_right, public_contacts, security_number_is_right
from aubette.rules.privacy_persons import public_words
from aubette.rules.registry import WORDS
from aubette.rules.sheets import Manner, judge_sheets

ROOT = Path(__file__).resolve().parents[3]
PRIVACY = {"privacy": WORDS["privacy"]}
PAGE = "site_config/pages/aide.md"
PROJECT = "projects/2027/banc-k7f3q9.yml"


def codes(text: str, file: str = PAGE, public: frozenset[str] = frozenset()) -> list[str]:
    return [f.code for f in judge_sheets([sheet(file, text)], Manner("fr", public), PRIVACY)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Écrire à jean.dupont@exemple.fr.", "privacy/contact-data"),
        ("jean (at) exemple (dot) fr", "privacy/contact-data"),
        ("jean.dupont at exemple.fr", "privacy/contact-data"),
        ("jean [at] exemple point fr", "privacy/contact-data"),
        ("jean arobase exemple point fr", "privacy/contact-data"),
        ("jean.dupont @ exemple.fr", "privacy/contact-data"),
        ("jean＠exemple.fr", "privacy/contact-data"),
        ("https://wa.me/33612345678", "privacy/contact-data"),
        ("0151 23456789 oder 0176/1234567", "privacy/contact-data"),
        ("Sécu : 1 84 03 67 482 123", "privacy/social-security-number"),
        ("NIR 184036748212345", "privacy/social-security-number"),
        ("Appeler le 06 12 34 56 78", "privacy/contact-data"),
        ("0612345678", "privacy/contact-data"),
        ("06.12.34.56.78 ou 06-12-34-56-78", "privacy/contact-data"),
        ("06\u00a012\u00a034\u00a056\u00a078", "privacy/contact-data"),
        ("+33 6 12 34 56 78", "privacy/contact-data"),
        ("+33 (0)6 12 34 56 78", "privacy/contact-data"),
        ("0049 151 23456789", "privacy/contact-data"),
        ("+49 7851 123456", "privacy/contact-data"),
        ("Tel. 07851 123456", "privacy/contact-data"),
        ("FR76 3000 6000 0112 3456 7890 189", "privacy/iban"),
        ("DE89370400440532013000", "privacy/iban"),
        ("Née le 3 mai 1980 à Colmar", "privacy/birth-date"),
        ("né le 03/05/1980", "privacy/birth-date"),
        ("NÉ LE 03/05/1980", "privacy/birth-date"),
        ("date de naissance : 1980-05-03", "privacy/birth-date"),
        ("geboren am 3. Mai 1980", "privacy/birth-date"),
        ("J'habite au 12 rue des Lilas.", "privacy/private-address"),
        ("Mon adresse est 3 bis, avenue des Vosges", "privacy/private-address"),
        ("12 rue des Lilas, appartement 4", "privacy/private-address"),
        ("Ich wohne in der Lindenstraße 12", "privacy/private-address"),
        ("Contact : Jeanne Durand", "privacy/person-name"),
        ("Visite avec Mme Durand.", "privacy/person-name"),
        ("Monsieur Jean-Pierre de La Tour propose un banc", "privacy/person-name"),
        ("Idée proposée par Jeanne Durand", "privacy/person-name"),
        ("porteur : Jean-Pierre Martin", "privacy/person-name"),
        ("collective: Jeanne Durand", "privacy/person-name"),
        ("Idee von Frau Schmidt", "privacy/person-name"),
    ],
)
def test_personal_data_are_found_in_pages_fields_and_comments(text: str, code: str) -> None:
    assert set(codes(text)) == {code}
    assert set(codes(f"schema_version: 1\n# {text}\n", PROJECT)) == {code}
    assert set(codes("description: '" + text.replace("'", "''") + "'\n", PROJECT)) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "Le numéro 2026-003, 36 500 € TTC, du 21/04/2026 au 30/06/2026.",
        "latitude: 48.59695",
        "1234567890123 ; 0,0612345678 ; 2026012345",
        "Appeler le 15, le 112 ou le 3939",
        "IBAN de travers : FR76 3000 6000 0112 3456 7890 180",
        "Gustave Doré, né le 6 janvier 1832",
        "Née d'une idée du 3 mai 2024",
        "12 rue des Lilas, devant l'école",
        "Les habitants du quartier au 12 place du Marché",
        "Contact : Maison de la participation citoyenne",
        "Contact : Bureau des élections",
        "Madame la Maire et Monsieur le président",
        "le maire, M. Durand, a inauguré",
        "Mme Durand, adjointe au maire",
        "école Monsieur Vincent",
        "porté par Vélo Cité, collective: Les Amis de Jean Moulin",
        "proposé par la rue Jean Jaurès, près du lycée Marie Curie",
        "rue de Monsieur Vincent",
        "Collège de la place M. Vincent",
        "@habitants et commande@",
        "La moyenne est de 3.5@10",
        "Details at exemple.fr, open at night",
        "Une fête chez Marie, un arobase géant à l'entrée",
        "Le code 0150 1234 et la parcelle 0151/12",
        "184036748212345 vélos, soit 1 84 03 67 482 123 45",
    ],
)
def test_what_only_looks_like_it_is_silent(text: str) -> None:
    assert codes(text) == []


def test_an_escaped_text_is_read_as_it_is_shown() -> None:
    assert codes('description: "jean\\x40exemple.fr"\n', PROJECT) == ["privacy/contact-data"]


def test_the_place_is_exact_and_the_finding_does_not_repeat_the_data() -> None:
    text = "schema_version: 1\ndescription: Appeler le 06 12 34 56 78\n"
    (finding,) = judge_sheets([sheet(PROJECT, text)], Manner(), PRIVACY)
    assert (finding.place.line, finding.place.column) == (2, 25)
    assert finding.params == {"hint": "06 1…"}


def test_the_citys_own_contacts_are_declared_in_city_yml() -> None:
    city = "contact:\n  - label: Maison\n    telephone: 03 88 12 34 56\n    url: mailto:budget@ville.example\n"
    public = public_contacts(city)
    assert codes("Appeler le 03.88.12.34.56 ou écrire à budget@ville.example", public=public) == []
    assert codes("Appeler le 03.88.12.34.57", public=public) == ["privacy/contact-data"]
    assert codes(city, "site_config/city.yml") == []
    named = public_words("legal:\n  dpo: Jeanne Durand, déléguée\n")
    assert codes("Contact : Jeanne Durand", public=named) == []
    assert codes("Contact : Jeanne Martin", public=named) == ["privacy/person-name"]


def test_a_line_that_was_harmless_before_is_not_why_another_is_missed() -> None:
    first = sheet(PROJECT, "a: b\nmail: x@exemple.fr\n")
    second = sheet("projects/2027/autre-k7f3q8.yml", "a: b\nmail: x@exemple.fr\n")
    assert [f.place.file for f in judge_sheets([first, second], Manner(), PRIVACY)] == [first.file, second.file]


def test_numbers_with_a_key_are_checked_by_it() -> None:
    body = "284058832102"
    thirteen = body + "5"
    key = 97 - int(thirteen) % 97
    assert security_number_is_right(f"{thirteen}{key:02}")
    assert not security_number_is_right(f"{thirteen}{(key + 1) % 97:02}")
    assert codes(f"Porteuse {thirteen[:1]} {thirteen[1:3]} {thirteen[3:5]} {thirteen[5:7]} {thirteen[7:10]} "
                 f"{thirteen[10:]} {key:02}") == ["privacy/social-security-number"]  # fmt: skip
    corsica = 97 - int("2840519321025") % 97
    assert security_number_is_right(f"284052A321025{corsica:02}")
    assert not iban_is_right("FR76")


def test_the_example_and_thirteen_editions_raise_no_alarm() -> None:
    assert list(judge_sheets(sheets(WorkTree(ROOT)), Manner(), PRIVACY)) == []
    cases = sorted((presets_dir() / "editions").glob("*.yml"))
    assert len(cases) == 13
    files = {f"site_config/editions/{p.stem}.yml": p.read_bytes() for p in cases}
    assert list(judge_sheets(sheets(MemorySource(files)), Manner(), PRIVACY)) == []


def test_a_text_made_to_be_slow_is_not() -> None:
    for piece in ("06 12 ", "a.", "FR76 ", "Mme A ", "j'habite au 1 ", "A-", "né le ", "1 85 "):
        assert isinstance(codes(piece * 4000), list)


@given(
    st.sampled_from(["", "\n", "Le 2026-04-01.\n", "tél "]),
    st.sampled_from(["0", "+33", "+33 (0)", "0049 (0) ", "(03) ", ""]),
    st.lists(st.sampled_from("0123456789()"), min_size=5, max_size=12),
    st.sampled_from(["", " ", ".", "\u00a0", "-"]),
    st.sampled_from(["", "\n12", " fin"]),
)
def test_no_number_escapes_the_cheap_first_look(
    before: str, start: str, signs: list[str], gap: str, after: str
) -> None:
    text = before + start + gap.join(signs) + after
    assert bool(contact_phone.wary(text)) == bool(PHONE.search(text))
