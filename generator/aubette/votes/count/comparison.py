"""The comparison step: equal shares stand unless more voters are better served in the order of votes.

Every voter counts, also one who gets nothing under one outcome or both; equality keeps equal shares.
"""

from __future__ import annotations

from collections.abc import Sequence

from aubette.model.counting import Comparison
from aubette.model.evidence import BallotGroup
from aubette.model.outcome import Outcome


def preferred(shared: Outcome, by_votes: Outcome, groups: Sequence[BallotGroup], how: Comparison) -> Outcome:
    """The outcome to keep; `projects` compares how many of its picks each voter gets, `excluded` who gets none."""
    first, second = set(shared.winners), set(by_votes.winners)
    for_shares = for_votes = 0
    for group in groups:
        got = sum(pick in first for pick in group.picks), sum(pick in second for pick in group.picks)
        if how is Comparison.EXCLUDED:
            got = min(got[0], 1), min(got[1], 1)
        for_shares += group.count * (got[0] > got[1])
        for_votes += group.count * (got[1] > got[0])
    kept = by_votes if for_votes > for_shares else shared
    notes = {
        "prefer_shares": for_shares,
        "prefer_votes": for_votes,
        "kept": "votes" if kept is by_votes else "shares",
    }
    return Outcome(kept.contest, kept.rule, kept.envelopes, kept.projects, kept.ties, notes)
