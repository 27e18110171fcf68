"""Every rule, written out: what is not listed here does not run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aubette.model.finding import Finding
from aubette.rules import (
    against_base,
    against_base_edition,
    against_base_service,
    budget_caps,
    budget_credits,
    budget_envelopes,
    budget_estimate,
    budget_funding,
    budget_sections,
    budget_share,
    budget_split,
    calendar,
    contests,
    eligibility,
    feasibility_study,
    frozen_ballot,
    governance,
    ledger,
    lifecycle,
    paying,
    pictures,
    privacy,
    privacy_persons,
    references,
    refusals,
    running_cost,
    similar_ideas,
    text,
    text_spaces,
    text_titles,
)
from aubette.rules.context import Context, Rule
from aubette.rules.sheets import SheetRule

FAMILIES: Mapping[str, tuple[Rule, ...]] = {
    "reference": (references.project_references, references.edition_references),
    "identity": (references.unique_names, references.file_names),
    "eligibility": (
        eligibility.holder_kind,
        eligibility.theme,
        eligibility.collective_size,
        eligibility.area_named,
        paying.areas_enough,
        calendar.ideas_in_time,
        similar_ideas.similar_ideas,
    ),
    "feasibility": (
        feasibility_study.services_asked,
        feasibility_study.overdue,
        feasibility_study.blocking_criteria,
        feasibility_study.opinions_given,
        feasibility_study.conditional_needs_revision,
        feasibility_study.foreign_answers,
        feasibility_study.unfavourable_end,
        refusals.complete,
        refusals.rule_in_force,
    ),
    "budget": (
        budget_share.share,
        budget_share.trajectory,
        budget_share.deliberation,
        budget_split.exact_sum,
        budget_split.as_declared,
        budget_caps.project_cap,
        budget_caps.project_minimum,
        budget_caps.no_cost,
        paying.envelope_fits,
        budget_envelopes.within_envelope,
        budget_envelopes.area_cap,
        budget_envelopes.ledger_sources,
        running_cost.ratio,
        running_cost.edition_total,
        running_cost.programme,
        budget_estimate.cost_lines,
        budget_estimate.contingency,
        budget_estimate.running_cost_stated,
        budget_funding.unfunded_part,
        budget_funding.tiers,
        budget_funding.tier_found,
        budget_credits.payment_credits,
        budget_credits.edition_credits,
        budget_credits.year_credits,
        budget_credits.works_figures,
        budget_sections.operating_sum,
        budget_sections.operating_paid,
        budget_sections.operating_within,
        budget_sections.sections_kept,
        ledger.names_known,
        ledger.exceptions,
    ),
    "calendar": (
        calendar.phase_ends_after_start,
        calendar.phases_in_order,
        calendar.orientation_debate,
        calendar.adoption_meets_council,
        calendar.retro_planning,
        calendar.publication_has_phase,
        contests.cadence_kept,
        lifecycle.late_delivery,
        refusals.dates,
    ),
    "lifecycle": (
        lifecycle.required_fields,
        lifecycle.decision_behind_status,
        lifecycle.status_in_season,
        lifecycle.merged_target,
        lifecycle.steps_since_base,
    ),
    "base": (
        against_base.identity_kept,
        against_base.submission_kept,
        against_base.lists_only_grow,
        against_base.projects_stay,
        against_base.first_status,
        against_base.candidates_kept,
        against_base.ballot_closed,
        against_base_edition.counting_kept,
        against_base_edition.live_stays_live,
        against_base_edition.ledger_only_grows,
        against_base_edition.ledger_before_status,
        against_base_service.own_lines,
    ),
    "ballot": (
        frozen_ballot.candidates_are_there,
        frozen_ballot.costs_as_voted,
        contests.shortlists_lead_on,
        contests.quotas_have_envelopes,
        contests.clauses_are_heeded,
    ),
    "governance": (governance.stages_covered, governance.rules_adopted, governance.committee_validated),
    "text": (text_titles.look_alike, text_titles.capitals),
    "pictures": (
        pictures.content,
        pictures.metadata,
        pictures.described,
        pictures.present,
        pictures.orphans,
    ),
}
"""Families in the order in which a person should mend them."""

WORDS: Mapping[str, tuple[SheetRule, ...]] = {
    "privacy": (
        privacy.contact_mail,
        privacy.contact_phone,
        privacy.iban,
        privacy.social_security_number,
        privacy.birth_date,
        privacy_persons.person_names,
        privacy_persons.private_addresses,
    ),
    "text": (
        text.raw_html,
        text.safe_links,
        text.secure_links,
        text.one_script,
        text_spaces.french_spaces,
    ),
}
"""Families that read the words of files, also of those that no schema accepts."""


def judge(context: Context, families: frozenset[str] | None = None) -> Iterator[Finding]:
    """All findings of the rules of these families, or of every family."""
    for name, rules in FAMILIES.items():
        if families is None or name in families:
            for rule in rules:
                yield from rule(context)
