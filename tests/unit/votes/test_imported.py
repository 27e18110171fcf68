"""The unsigned door: the same checks but for signatures, and no way in for an edition that was sealed."""

from __future__ import annotations

from sealing import CITY, EDITION, TRUST, VOTES, House

from aubette.model.enums import Provenance
from aubette.model.evidence import Verified
from aubette.model.finding import Severity
from aubette.votes import imported
from aubette.votes.reading import MOST_OF_A_KIND


def bare(house: House) -> House:
    """The edition without anything that was signed or trusted."""
    for path in [path for path in house.files if path.endswith(".sig") or "PROCLAMATION" in path or TRUST in path]:
        del house.files[path]
    return house


def read(house: House) -> Verified:
    return imported.read_imported(house.source, EDITION, city_id=CITY)


def test_imported_figures_say_that_nobody_signed(house: House) -> None:
    verdict = read(bare(house))
    assert verdict.findings == ()
    assert verdict.evidence
    assert verdict.evidence.provenance is Provenance.IMPORTED
    assert {report.signers for report in verdict.evidence.returns} == {()}
    assert verdict.evidence.totals("ville") == {"2027-001": 38, "2027-002": 43, "2027-003": 28}
    assert verdict.evidence.tie_seed is None


def test_a_sealed_edition_does_not_pass_for_imported(house: House) -> None:
    verdict = read(house)
    assert verdict.evidence is None
    assert {one.code for one in verdict.findings} == {"votes/imported-with-seals"}
    assert len(verdict.findings) == sum(path.endswith(".sig") for path in house.files) + 1 + 3


def test_one_seal_left_behind_is_enough(house: House) -> None:
    seal = f"{VOTES}/ville/bv-01/MANIFEST.teller-1.sig"
    kept = house.files[seal]
    bare(house).files[seal] = kept
    assert [str(one.place) for one in read(house).findings] == [seal]


def test_an_imported_edition_does_not_pass_for_sealed(house: House) -> None:
    codes = {one.code for one in bare(house).verdict().findings}
    assert codes == {"votes/not-signed", "votes/trust-file-missing", "votes/not-proclaimed"}


def test_imported_figures_are_still_checked(house: House) -> None:
    tally = f"{VOTES}/ville/bv-01/tally.csv"
    bare(house).files[tally] = house.files[tally].replace(b"2027-003;3", b"2027-003;4")
    assert [one.code for one in read(house).findings] == ["votes/tally-changed"]


def test_small_units_may_be_imported_as_they_were_published(house: House) -> None:
    house.policy["small_unit_limit"] = 100
    assert read(bare(house)).findings == ()


def test_the_same_error_on_every_line_is_not_told_a_thousand_times(house: House) -> None:
    rows = "".join(f"2027-{at:03};many\n" for at in range(100, 300))
    house.reseal("ville/bv-01/tally.csv", lambda _: f"number;votes\n{rows}".encode())
    found = house.verdict().findings
    more = [one for one in found if one.code == "votes/more-of-the-same"]
    assert [(one.params["code"], one.params["n"]) for one in more] == [
        ("votes/not-a-whole-number", 200 - MOST_OF_A_KIND),
        ("votes/project-unknown", 200 - MOST_OF_A_KIND),
    ]
    assert {one.severity for one in more} == {Severity.NOTE}
    assert sum(one.code == "votes/project-unknown" for one in found) == MOST_OF_A_KIND
