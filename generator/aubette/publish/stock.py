"""The stock commands that check a whole edition: ssh-keygen, sha256sum and what every shell has, nothing of ours.

They run one by one in `votes/<edition>`; whatever is wrong prints a line with the word FAILED. Together they see a
changed byte in any file that a seal covers, a file that stands in another place than the one it was sealed for, and one
that no seal covers.
"""

from __future__ import annotations

NAMESPACE = "aubette-votes-v1"


def steps(city: str, edition: str) -> tuple[str, ...]:
    """Seals, their number and colleges; checksums, places, files without a seal; revoked keys; the draw."""
    trust = f"../../site_config/trust/{edition}"
    seals = (_seals(city, trust), _enough(trust), _colleges(trust))
    return (*seals, _checksums(), _places(city, edition), _closed(), _covered(), _revoked(trust), _drawn())


def totals(edition: str, contest: str) -> str:
    """The command that adds up a contest; merged units hold ballots of units that are counted already."""
    return (
        "awk -F';' 'FNR > 1 && FILENAME !~ /\\/merged/ {v[$1] += $2} END {for (p in v) print p \";\" v[p]}' "
        f"votes/{edition}/{contest}/*/tally.csv | sort"
    )


def one_seal(city: str, edition: str, signer: str, when: str) -> str:
    """The command that checks one signer's seal in the unit's folder; `when` is the signed time, digits and Z alone."""
    trust = f"../../../../site_config/trust/{edition}"
    return (
        f"ssh-keygen -Y verify -f {trust}/allowed_signers -r {trust}/revoked_keys -I {signer} \\\n"
        f"  -n {NAMESPACE}@{city} -Overify-time={when} -s MANIFEST.{signer}.sig < MANIFEST"
    )


def _seals(city: str, trust: str) -> str:
    return (
        "for s in PROCLAMATION.*.sig $(ls AUDIT.*.sig 2> /dev/null) */*/MANIFEST.*.sig; do t=${s%.*.sig}; n=${s#$t.}; "
        f"ssh-keygen -Y verify -f {trust}/allowed_signers -r {trust}/revoked_keys -I ${{n%.sig}} "
        f"-n {NAMESPACE}@{city} -Overify-time=$(sed -n 's/^# signed: //p' $t | tr -d ':T-') -s $s < $t "
        '|| echo "FAILED $s"; done'
    )


def _enough(trust: str) -> str:
    """Whether each text has as many seals as the policy asks; a key stands in the list once, so each is another's."""
    found = "threshold: *\\([0-9]*\\).*/\\1/p"
    least = f"$(sed -n 's/^{found}' {trust}/policy.yml)"
    most = f"$(sed -n 's/^  *{found};s/^proclamation: *{{ *{found}' {trust}/policy.yml)"
    return (
        f"for t in $(ls AUDIT 2> /dev/null) */*/MANIFEST; do [ $(ls $t.*.sig | wc -l) -ge {least} ] "
        f'|| echo "FAILED $t"; done; [ $(ls PROCLAMATION.*.sig | wc -l) -ge {most} ] || echo "FAILED PROCLAMATION"'
    )


def _colleges(trust: str) -> str:
    """Whether one signer of each college sealed each text; awk writes the signers of a college on a line."""
    lines = (
        'awk \'/^colleges:/ {on = 1; next} /^[a-z]/ {on = 0} !on {next} /^ *- (id|signers):/ {print ""} '
        '{sub(/#.*/, ""); sub(/^ *- id:.*/, ""); sub(/^ *(- )?(signers:)?/, ""); gsub(/[][,]/, " "); '
        'printf "%s ", $0} '
        f'END {{print ""}}\' {trust}/policy.yml'
    )
    texts = "PROCLAMATION $(ls AUDIT 2> /dev/null) */*/MANIFEST"
    return (
        f'{lines} | while read -r c; do [ -z "$c" ] || for t in {texts}; do '
        'for s in $c; do [ ! -f $t.$s.sig ] || continue 2; done; echo "FAILED $t"; done; done'
    )


def _checksums() -> str:
    return (
        "for t in PROCLAMATION $(ls AUDIT 2> /dev/null) */*/MANIFEST; do "
        '(cd $(dirname $t) && sha256sum -c --strict --quiet $(basename $t)) || echo "FAILED $t"; done'
    )


def _places(city: str, edition: str) -> str:
    return (
        "for t in PROCLAMATION $(ls AUDIT 2> /dev/null) */*/MANIFEST; do "
        "c=$(dirname $(dirname $t)); u=$(basename $(dirname $t)); "
        f"here=$(printf '# city: %s\\n# edition: %s' {city} {edition}); "
        "[ $t = PROCLAMATION ] || [ $t = AUDIT ] || "
        "here=$(printf '%s\\n# contest: %s\\n# unit: %s' \"$here\" $c $u); "
        '[ "$(sed -n 2,$(printf \'%s\\n\' "$here" | wc -l | awk \'{print $1 + 1}\')p $t)" = "$here" ] '
        '|| echo "FAILED $t"; done'
    )


def _closed() -> str:
    return (
        '[ "$(ls */*/MANIFEST | LC_ALL=C sort)" = '
        "\"$(sed -n 's/^[0-9a-f]*  \\([^.].*\\/MANIFEST\\)$/\\1/p' PROCLAMATION | LC_ALL=C sort)\" ] "
        '|| echo "FAILED PROCLAMATION"'
    )


def _covered() -> str:
    """Whether each file is a sealed text, the seal of one, or named in one."""
    return (
        "find . ! -type d | sed 's/^..//' | while read -r f; do case $f in */*/*/*) false ;; "
        "PROCLAMATION|AUDIT|*/*/MANIFEST) ;; "
        'PROCLAMATION.*.sig|AUDIT.*.sig|*/*/MANIFEST.*.sig) [ -f "${f%.*.sig}" ] ;; '
        'ballot/*) grep -q "  $f$" PROCLAMATION ;; *) grep -q "  ${f##*/}$" "${f%/*}/MANIFEST" 2> /dev/null ;; '
        'esac || echo "FAILED $f"; done'
    )


def _revoked(trust: str) -> str:
    return (
        f"for i in $(seq 0 $(grep -c '' {trust}/revoked_keys)); do head -n $i {trust}/revoked_keys | sha256sum; done "
        "| grep -q \"$(sed -n 's/^# revoked-keys: //p' PROCLAMATION)\" || echo 'FAILED revoked_keys'; "
        f"[ $(grep -c '^[#a-z]' {trust}/revoked_keys) = $(grep -c '' {trust}/revoked_keys) ] && "
        f"[ $(grep -c '' {trust}/revoked_keys) -eq $(wc -l < {trust}/revoked_keys) ] || echo 'FAILED revoked_keys'"
    )


def _drawn() -> str:
    """Whether the units counted by hand, where there are any, are the first in the order that the seed gives."""
    return (
        "[ ! -f AUDIT ] || [ \"$(for u in $(sed 1d ballot/units.csv | cut -d';' -f1,2 | tr ';' /); do "
        "echo $(printf %s $(sed -n 's/^# seed: //p' AUDIT)/$u | sha256sum | cut -c1-64) $u; done | "
        "LC_ALL=C sort | head -n $(sed -n 's/^# units: //p' AUDIT) | cut -c66- | LC_ALL=C sort)\" = "
        "\"$(sed -n 's/^[0-9a-f]*  \\(.*\\)\\/tally.csv$/\\1/p' AUDIT | LC_ALL=C sort)\" ] || echo 'FAILED AUDIT'"
    )
