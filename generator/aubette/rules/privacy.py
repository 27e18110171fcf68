"""Personal data never enter git: contact data, account, social security and birth data, in any text of any file.

What git has once recorded stays in every copy for ever (GDPR article 17), so a finding comes before the file is taken
in. The same words are looked for in fields, in pages and in comments. The city's own contact data are no secret: what
stands in `city.yml` (contact, accessibility, legal) may be repeated everywhere. Findings never repeat what they found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from aubette.model.finding import Finding
from aubette.model.sheet import Sheet
from aubette.rules.context import Context
from aubette.rules.sheets import Manner, SheetRule

CITY_FILE = "site_config/city.yml"
GAP = r"[ .\-/\u00a0\u202f\u2011]"
AT = r" ?[@＠﹫] ?| ?[\[({<](?:at|à|arobase|arrobase|chez|@)[\])}>] ?| (?:arobase|arrobase) "
DOT = r"\.| ?[\[({<](?:dot|point|punkt|\.)[\])}>] ?| (?:dot|point|punkt) "
MAIL = re.compile(
    rf"(?<![\w.+%-])(?:[\w.+%-]{{1,64}}(?:{AT})"
    r"|\w{1,30}(?:[._+-]\w{1,30}){1,3}(?: at | AT |_at_))"  # « at » is also a word: the name before it has two parts
    rf"(?:[\w-]{{1,63}}(?:{DOT})){{1,4}}"
    r"[^\W\d_]{2,24}(?![\w@])"
)
FRENCH_PHONE = rf"(?<![\w.,+-])0[1-9](?:{GAP}?[0-9]{{2}}){{4}}(?!{GAP}?[0-9]|\w)"
FOREIGN_PHONE = rf"(?<![\w.,+])(?:\+|00)[1-9][0-9]{{0,2}}{GAP}?(?:\(0\){GAP}?)?[0-9](?:{GAP}?[0-9]){{6,11}}(?!\w)"
NAMED_PHONE = (
    r"(?i:\b(?:t[ée]l(?:[ée]phone|efon)?|portable|mobile?|handy|phone))\b\.?[ \u00a0]?:?[ \u00a0]?"
    rf"[0-9(](?:{GAP}?[0-9()]){{7,14}}(?!\w)"
)
GERMAN_PHONE = rf"(?<![\w.,+/-])0(?:15[0-9]|16[0-9]|17[0-9]){GAP}?[0-9](?:{GAP}?[0-9]){{6,7}}(?!{GAP}?[0-9]|\w)"
LINKED_PHONE = r"(?:wa\.me/|tel:|whatsapp\.com/send\?phone=)\+?[0-9][0-9.-]{7,16}(?!\w)"
PHONE = re.compile(f"{LINKED_PHONE}|{FRENCH_PHONE}|{GERMAN_PHONE}|{FOREIGN_PHONE}|{NAMED_PHONE}")
DIGITS = re.compile(rf"[0-9(](?:{GAP}?[0-9()]){{7}}")
"""What every such number holds; it stands on one line."""

IBAN = re.compile(
    r"(?<!\w)[A-Za-z]{2}[0-9]{2}(?:[ \u00a0\u202f-]?[A-Za-z0-9]{4}){2,7}(?:[ \u00a0\u202f-]?[A-Za-z0-9]{1,3})?(?!\w)"
)
CALLED = r"(?i:\b(?:nir|n[°ºo] ?ss|s[ée]cu(?:rit[ée] sociale)?))[ \u00a0]?:?[ \u00a0]?(?:est (?:le )?)?"
SECURITY_DIGITS = rf"[12]{GAP}?[0-9]{{2}}{GAP}?[0-9]{{2}}{GAP}?(?:[0-9]{{2}}|2[AB]){GAP}?[0-9]{{3}}{GAP}?[0-9]{{3}}"
SECURITY = re.compile(
    rf"{CALLED}{SECURITY_DIGITS}(?:{GAP}?[0-9]{{2}})?(?!\w)|(?<![\w.,+-]){SECURITY_DIGITS}{GAP}?[0-9]{{2}}(?!\w)"
)
MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "januar|februar|märz|april|juni|juli|august|oktober|dezember|"
    "january|february|march|may|june|july|september|october|november|december"
)
BORN = r"née?(?:\(e\)|·e)? le|né[·.]e le|(?:date|jour) de naissance|ddn|geboren am|geburtsdatum|born on|date of birth"
DAY = rf"[0-3]?[0-9](?:er|st|nd|rd|th|\.)?[ \u00a0]?(?:{MONTHS}),?|[0-3]?[0-9][./-][01]?[0-9]"
ISO_DAY = "(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]"
BIRTH_DATE = re.compile(
    rf"(?i)\b(?:{BORN})[ \u00a0]?:?[ \u00a0]?(?:the )?(?:(?:{DAY})[ ./-]?(?:19|20)[0-9]{{2}}\b|{ISO_DAY})"
)
AT_SIGNS = (" at ", " AT ", "_at_", "at)", "at]", "at}", "at>", "à)", "à]", "chez)", "chez]", "obase")
MAIL_SIGNS = ("@", "＠", "﹫", *AT_SIGNS, "\\")
BIRTH_WORDS = ("né", "Né", "NÉ", "naissance", "DDN", "ddn", "ebor", "eburtsdat", "born on", "Born on", "of birth", "\\")
"""What stands in every line in which these are looked for; finding a word is faster than trying a pattern."""

ESCAPED = '"'


def found(sheet: Sheet, pattern: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Each match of a pattern in a file, with its position; texts with escapes are read as they are shown."""
    for match in pattern.finditer(sheet.text):
        yield match.group(), match.start()
    if "\\" in sheet.text and sheet.file.endswith(".yml"):
        for passage in sheet.passages():
            if passage.style == ESCAPED and "\\" in sheet.text[passage.start : passage.end]:
                written = sheet.text[passage.start : passage.end]
                for match in pattern.finditer(passage.said):
                    if match.group() not in written:
                        yield match.group(), passage.start


def compact(text: str) -> str:
    """A number, an address or a name without what people put between its parts, for comparing."""
    return re.sub(r"[\W_]+", "", text).casefold()


def alike(contact: str) -> str:
    """What two spellings of one contact share: an address's letters, the last nine digits of a number."""
    return compact(contact) if "@" in contact else re.sub(r"[^0-9]", "", contact)[-9:]


def public_contacts(city_text: str) -> frozenset[str]:
    """The contact data that a city published itself: addresses and numbers that stand in its `city.yml`."""
    return frozenset(alike(match.group()) for pattern in (MAIL, PHONE) for match in pattern.finditer(city_text))


def iban_is_right(text: str) -> bool:
    """Whether a text's letters and digits are an IBAN: 15 to 34 of them, remainder 1 modulo 97 (ISO 13616)."""
    sign = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not 15 <= len(sign) <= 34:
        return False
    return int("".join(str(int(c, 36)) for c in sign[4:] + sign[:4])) % 97 == 1


def security_number_is_right(text: str) -> bool:
    """Whether thirteen digits and their key are a French social security number; Corsica counts as 19 and 18.

    A number that is called one in so many words is taken for one, its key right or wrong.
    """
    if text[:1].isalpha():
        return True
    sign = re.sub(r"[^0-9AB]", "", text)
    digits = sign[:13].replace("2A", "19").replace("2B", "18")
    return digits.isdecimal() and 97 - int(digits) % 97 == int(sign[13:])


def _judge(
    code: str, pattern: re.Pattern[str], holds: Callable[[str], bool], sheet: Sheet, manner: Manner
) -> Iterator[Finding]:
    if sheet.file == CITY_FILE and code == "privacy/contact-data":
        return
    for text, index in found(sheet, pattern):
        if alike(text) not in manner.public and holds(text):
            yield Finding(code, sheet.at(index), {"hint": masked(text)})


def signatures(context: Context) -> Iterator[Finding]:
    """A service signs with a name: in `city.yml` an address would also be taken for one that the city gives out."""
    config = context.city.config
    given = public_contacts(repr((config.contact, config.accessibility, config.legal)))
    for position, service in enumerate(config.services):
        for n, author in enumerate(service.authors):
            match = MAIL.search(author) or PHONE.search(author)
            if match and alike(match.group()) not in given:
                place = config.origin.at("services", position, "authors", n)
                yield Finding("privacy/contact-data", place, {"hint": masked(match.group())})


def masked(text: str) -> str:
    """The beginning of what was found: enough to find it, not enough to use it."""
    kept = text[: min(4, len(text) // 3)]
    return f"{kept}…"


def _always(_text: str) -> bool:
    return True


def _rule(
    code: str,
    pattern: re.Pattern[str],
    wary: Callable[[str], object] | None = None,
    holds: Callable[[str], bool] = _always,
) -> SheetRule:
    return SheetRule(wary or pattern.search, partial(_judge, code, pattern, holds))


def _may_hold_mail(text: str) -> object:
    return any(sign in text for sign in MAIL_SIGNS) and ("\\" in text or MAIL.search(text))


def _may_hold_birth(text: str) -> object:
    return any(word in text for word in BIRTH_WORDS) and ("\\" in text or BIRTH_DATE.search(text))


def _may_hold_phone(text: str) -> object:
    return "\\" in text or (
        DIGITS.search(text) and any(DIGITS.search(line) and PHONE.search(line) for line in text.split("\n"))
    )


contact_mail = _rule("privacy/contact-data", MAIL, _may_hold_mail)
contact_phone = _rule("privacy/contact-data", PHONE, _may_hold_phone)
iban = _rule("privacy/iban", IBAN, holds=iban_is_right)
social_security_number = _rule("privacy/social-security-number", SECURITY, holds=security_number_is_right)
birth_date = _rule("privacy/birth-date", BIRTH_DATE, _may_hold_birth)
