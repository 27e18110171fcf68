"""What comes next is read from the files: a tally, a text, a seal that is missing, the act, and then nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sealing
from sealing import BALLOTS, CITY, EDITION, NAMESPACE, TRUST, VOTES, House, minutes

from aubette.votes import frozen, inventory, trust
from aubette.workflow.next_step import Evening, Who, after, of_unit, pasted
from aubette.workflow.sealing import Act, Drafted, as_published, draft_act, unexplained

BV1 = ("ville", "bv-01")
MANIFEST = f"{VOTES}/ville/bv-01/MANIFEST"
ACT = f"{VOTES}/PROCLAMATION"


def evening(house: House) -> Evening:
    held = inventory.take(house.source, EDITION)
    trusted = trust.read(held.trust, house.policy, EDITION, NAMESPACE).value
    return Evening(EDITION, held, trusted, frozen.read(CITY, EDITION, held.ballot).value, NAMESPACE)


def step(house: House, path: str = MANIFEST, who: Who | None = None) -> str:
    command = after(evening(house), path, who or Who())
    return pasted(command) if command else ""


def test_a_sealed_and_proclaimed_edition_waits_for_nothing(built: House) -> None:
    assert step(built) == step(built, ACT) == ""


@pytest.mark.parametrize(
    ("signers", "expected"),
    [
        (("teller-1",), "teller-2"),
        (("teller-2", "teller-3"), "teller-1"),
        ((), "teller-1"),
    ],
)
def test_the_next_signer_is_one_who_is_waited_for(house: House, signers: tuple[str, ...], expected: str) -> None:
    house.sign(MANIFEST, signers)
    assert step(house) == f"aubette votes sign 2027/ville/bv-01 --signer {expected}"


def test_a_revoked_key_is_not_asked_for(house: House) -> None:
    house.sign(MANIFEST, ("teller-1",))
    house.files[f"{TRUST}/revoked_keys"] = f"{house.keys['teller-2'].line}\n".encode()
    assert step(house).endswith("--signer teller-3")
    house.files[f"{TRUST}/revoked_keys"] += f"{house.keys['teller-3'].line}\n".encode()
    assert step(house) == "aubette votes trust show 2027"


def test_another_unit_is_next_once_one_is_sealed(house: House) -> None:
    who = Who("teller-2", ("--key", "/media/my keys/b.pub"))
    house.sign(f"{VOTES}/ville/web/MANIFEST", ("teller-1",))
    assert step(house, who=who) == "aubette votes sign 2027/ville/web --signer teller-2 --key '/media/my keys/b.pub'"
    del house.files[f"{VOTES}/ville/web/MANIFEST"]
    assert step(house, who=Who("teller-1")) == "aubette votes sign 2027/ville/web --signer teller-1"
    del house.files[f"{VOTES}/ville/web/tally.csv"]
    assert step(house) == "aubette votes tally 2027/ville/web"


def test_a_tally_that_is_not_the_sealed_one_is_sealed_again(house: House) -> None:
    house.files[f"{VOTES}/ville/bv-01/tally.csv"] += b"\n"
    assert of_unit(evening(house), BV1, Who()) == ("votes", "sign", "2027/ville/bv-01", "--signer", "teller-1")


@pytest.mark.parametrize("gone", ["ville/bv-01/ballots.csv", "ballot/units.csv"])
def test_a_text_fits_the_files_that_it_lists_and_leaves_none_out(house: House, gone: str) -> None:
    """Signing and the next step ask the same: the frozen ballot counts too, and so does a file that is not listed."""
    assert inventory.fits(evening(house).held, BV1)
    kept = house.files.pop(f"{VOTES}/{gone}")
    assert not inventory.fits(evening(house).held, BV1)
    house.files[f"{VOTES}/{gone}"] = kept + b"1"
    assert not inventory.fits(evening(house).held, BV1)
    house.files[f"{VOTES}/{gone}"] = kept
    house.files[f"{VOTES}/ville/bv-01/RECONCILIATION"] = b"x\n"
    assert not inventory.fits(evening(house).held, BV1)


def test_a_correction_is_proclaimed_with_its_reason(house: House) -> None:
    house.report(BV1, replace(minutes(BALLOTS[BV1]), note="counted again; 9 it's"))
    assert step(house, who=Who("teller-1")) == (
        "aubette votes proclaim 2027 --signer teller-1 --note 'ville/bv-01: counted again; 9 it'\"'\"'s'"
    )
    del house.files[ACT]
    assert step(house, who=Who("teller-1")) == "aubette votes proclaim 2027 --signer teller-1"


def test_the_act_waits_for_its_own_seals(house: House) -> None:
    house.sign(ACT, ("teller-1", "teller-2"))
    assert step(house, ACT) == step(house) == "aubette votes proclaim 2027 --signer teller-3"


def test_a_city_in_another_folder_is_named() -> None:
    assert pasted(("votes", "verify", "2027"), "my city") == "aubette -C 'my city' votes verify 2027"


def act(house: House, published: bytes, **said: Any) -> Drafted:
    before = as_published(house.source, ACT, published)
    return draft_act(house.source, before, EDITION, Act(**said), city_id=CITY, signed=sealing.NOW)


def test_a_proclamation_made_again_asks_for_its_reason(house: House) -> None:
    """The note of the first is not the reason of the second; who seals the second after another types nothing."""
    house.say("PROCLAMATION", "note", "dice thrown in public")
    first = house.files[ACT]
    assert act(house, first).text == house.files[ACT]
    assert unexplained(act(house, first, anew=True)) == 2
    house.report(BV1, replace(minutes(BALLOTS[BV1]), note="counted again"))
    assert unexplained(act(house, first)) == 2
    made = act(house, first, note="bv-01 was counted again")
    assert (unexplained(made), b"# draw: 4711\n" in (made.text or b"")) == (0, True)
    house.files[ACT] = made.text or b""
    assert act(house, first).text == house.files[ACT]
