"""One frozen ballot with every kind of ballot form, by which the case files are read."""

from __future__ import annotations

from aubette.model.contest import BallotRules
from aubette.model.enums import BallotType, Effect, VoteChannel
from aubette.model.evidence import FrozenBallot, FrozenContest, FrozenEnvelope, FrozenProject, Unit

FORMS = {
    "ville": BallotRules(BallotType.APPROVAL, min_choices=1, max_choices=3),
    "nord": BallotRules(BallotType.POINTS, min_choices=1, max_points=5, max_points_per_project=3),
    "rang": BallotRules(BallotType.RANKED, min_choices=2, max_choices=3),
    "mention": BallotRules(BallotType.GRADES, grades=("reject", "poor", "fair", "good")),
    "panier": BallotRules(BallotType.APPROVAL, cost_cap=True),
    "unique": BallotRules(BallotType.SINGLE),
}
CITY_WIDE, NORTH = FrozenEnvelope("ville", 10_000_000), FrozenEnvelope("nord", 2_500_000)


def contest(name: str) -> FrozenContest:
    envelope = NORTH if name == "nord" else CITY_WIDE
    rule: dict[str, object] = {"measure": "points", "weights": [3, 2, 1]} if name == "rang" else {}
    return FrozenContest(name, Effect.DECISIVE, FORMS[name], rule, (envelope,))


BALLOT = FrozenBallot(
    city="example.fr",
    edition="2027",
    rules={},
    contests=tuple(map(contest, FORMS)),
    projects=(
        FrozenProject("2027-001", 4_000_000, "ville", 1),
        FrozenProject("2027-002", 8_000_000, "ville", 2),
        FrozenProject("2027-003", 100, "ville", 3),
        FrozenProject("2027-004", 2_000_000, "nord", 1),
        FrozenProject("2027-005", 1_000_000, "nord", 2),
    ),
    units=tuple(Unit(name, "web", VoteChannel.ONLINE) for name in FORMS),
)
