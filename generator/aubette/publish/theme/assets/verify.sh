#!/bin/sh
# Vérifie les votes scellés d’une édition et les recompte, sans Aubette ni Python.
# Checks the sealed votes of an edition and counts them again, without Aubette or Python.
#
#   sh verify.sh [--lang fr|en] [--results] FOLDER EDITION
#
# FOLDER holds `votes` and `site_config`; --results prints the winners alone, as a table. It needs ssh-keygen
# (OpenSSH 9.1 or later), sha256sum (or shasum) and awk. It was written from docs/verification-spec.md.
# Ends with 0: all verified and recounted. 1: something is wrong. 2: wrongly called, or a tool is missing.
# 3: nothing is wrong, but part of the count could not be done again here; the output says which.
# shellcheck disable=SC1112,SC2015,SC2094 # quotation marks of French sentences; "a && b || complain" means just that; cmp only reads
set -u
export LC_ALL=C
umask 077

lang=${AUBETTE_LANG:-fr} table=''
while [ $# -gt 0 ]; do
  case $1 in
    --lang) lang=${2:-fr}; shift; [ $# -eq 0 ] || shift ;;
    --results) table=yes; shift ;;
    *) break ;;
  esac
done
say() { if [ "$lang" = fr ]; then printf '%s\n' "$1"; else printf '%s\n' "$2"; fi; }
refuse() { say "$1" "$2" >&2; exit 2; }
[ $# -eq 2 ] || refuse 'Usage : sh verify.sh [--lang fr|en] [--results] DOSSIER ÉDITION' \
  'Usage: sh verify.sh [--lang fr|en] [--results] FOLDER EDITION'
root=$(cd "$1" 2> /dev/null && pwd) || refuse "Pas de dossier $1." "No folder $1."
edition=$2
case $edition in *[!0-9a-z-]* | '') refuse "« $edition » n’est pas une édition." "\"$edition\" is not an edition." ;; esac
votes=$root/votes/$edition trust=$root/site_config/trust/$edition
[ -d "$votes" ] || refuse "Pas de votes ici : $votes" "No votes here: $votes"
for tool in awk sort ssh-keygen; do
  command -v "$tool" > /dev/null || refuse "Il manque l’outil $tool." "The tool $tool is missing."
done
if command -v sha256sum > /dev/null; then sums() { sha256sum "$@"; }
elif command -v shasum > /dev/null; then sums() { shasum -a 256 "$@"; }
else refuse 'Il manque l’outil sha256sum.' 'The tool sha256sum is missing.'; fi
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
trap 'exit 2' HUP INT TERM
tab=$(printf '\t')

name='[a-z0-9]+(-[a-z0-9]+)*' wrong=0 partial=0 seals=0 files=0
bad() { wrong=1; say "NON  $1 : $2" "NO   $1: $3" >&2; }
undone() { partial=1; say "NON RECOMPTÉ  $1 : $2" "NOT RECOUNTED  $1: $3" >&2; }
tell() { [ -n "$table" ] || say "$1" "$2"; }
# These are asked hundreds of times: the shell reads by itself, since starting a tool takes longer.
value() { # file, key: what stands behind it, the first time
  while IFS= read -r line_ || [ -n "$line_" ]; do
    case $line_ in "# $2: "*) printf '%s\n' "${line_#"# $2: "}"; return ;; esac
  done < "$1"
}
rule() { # path in rules.json
  while IFS= read -r line_; do
    case $line_ in "$1$tab"*) line_=${line_#*"$tab"}; printf '%s\n' "${line_%%"$tab"*}"; return ;; esac
  done < "$tmp/rules"
}
contest_at() { # contest: its path in rules.json
  while IFS= read -r line_; do
    case $line_ in contests\[*.*.id"$tab"*) ;; contests\[*\].id"$tab$1") printf '%s\n' "${line_%%.id"$tab"*}" ;; esac
  done < "$tmp/rules"
}
digest() { sum_=$(sums < "$1"); printf '%s\n' "${sum_%% *}"; }

for file in rules.json ballot.csv units.csv; do
  [ -f "$votes/ballot/$file" ] || bad "$votes/ballot/$file" 'manque' 'is missing'
done
[ "$wrong" = 0 ] || exit 1

# The leaves of canonical JSON, one a line: path, tab, value.
awk '{
  match($0, /^ */); depth = RLENGTH / 2; rest = substr($0, RLENGTH + 1); sub(/,$/, "", rest)
  if (rest ~ /^[]}]$/) next
  step = ""
  if (depth > 0 && match(rest, /^"[a-z0-9_-]+": /)) {
    step = (depth > 1 ? "." : "") substr(rest, 2, RLENGTH - 4); rest = substr(rest, RLENGTH + 1)
  } else if (depth > 0) step = "[" (count[depth]++) "]"
  path[depth] = (depth > 0 ? path[depth - 1] : "") step
  if (rest == "{" || rest == "[") { count[depth + 1] = 0; next }
  if (rest ~ /^".*"$/) rest = substr(rest, 2, length(rest) - 2)
  print path[depth] "\t" rest
}' "$votes/ballot/rules.json" > "$tmp/rules"
city=$(rule city)
at_home=$(awk '/^id: / { sub(/^id: */, ""); gsub(/["\047\r]/, ""); print; exit }' "$root/site_config/city.yml" 2> /dev/null)
[ "$city" = "${at_home:-$city}" ] || bad "$votes/ballot/rules.json" "d’une autre ville, $city" "of another city, $city"
[ "$(rule statement) $(rule edition)" = "aubette-rules-v1 $edition" ] ||
  bad "$votes/ballot/rules.json" 'd’une autre édition' 'of another edition'
imported=''
grep -q '^provenance: imported' "$root/site_config/editions/$edition.yml" 2> /dev/null && imported=yes

# Who may seal.
threshold=1 proclaimers=1
: > "$tmp/colleges"
policy() {
  awk '{ sub(/\r$/, ""); sub(/[ \t]+#.*$/, "") }
    /^[ \t]*(#.*)?$/ || /^schema_version: 1$/ || /^(small_unit_limit|ballots_minimum): [0-9]+$/ { next }
    /^threshold: [0-9]+$/ { print "threshold", $2; next }
    /^colleges:( \[\])?$/ || /^proclamation:$/ { part = $1; next }
    part == "proclamation:" && /^ +threshold: [0-9]+$/ { print "proclaimers", $2; next }
    part == "colleges:" && /^ *- id: [a-z0-9-]+$/ { print "college", $3; next }
    part == "colleges:" && /^ +signers:$/ { next }
    part == "colleges:" && /^ +- [a-z0-9-]+$/ { print "member", $2; next }
    part == "colleges:" && /^ +signers: \[[a-z0-9, -]+\]$/ {
      sub(/^[^[]*\[/, ""); sub(/\]$/, ""); n = split($0, who, /, */); for (i = 1; i <= n; i++) print "member", who[i]; next }
    { print "odd", NR }' "$trust/policy.yml" > "$tmp/policy" 2> /dev/null
  grep -q '^odd\|^$' "$tmp/policy" && bad "$trust/policy.yml" 'une ligne n’est pas comprise' 'a line is not understood'
  threshold=$(awk '$1 == "threshold" { print $2 }' "$tmp/policy")
  proclaimers=$(awk '$1 == "proclaimers" { print $2 }' "$tmp/policy")
  if [ "${threshold:-0}" -lt 1 ] || [ "${proclaimers:-0}" -lt 1 ]; then
    bad "$trust/policy.yml" 'sans nombre de sceaux' 'without a number of seals'
    threshold=99 proclaimers=99
  fi
  awk '$1 == "college" { printf "%s ", (NR > 1 && said++ ? "\n" : "") $2 } $1 == "member" { printf "%s ", $2 }
    END { if (said) print "" }' "$tmp/policy" > "$tmp/colleges"
  awk 'NR == FNR { if ($1 !~ /^(#.*)?$/) { names += !($1 in known); known[$1] = 1 } next }
    $1 == "college" { colleges++ }
    $1 == "member" && (!($2 in known) || twice[$2]++) { odd = 1 }
    $1 == "threshold" || $1 == "proclaimers" { if ($2 > most) most = $2 }
    END { exit odd || most > names || colleges > most }' "$trust/allowed_signers" "$tmp/policy" ||
    bad "$trust/policy.yml" 'des signataires inconnus, en double, ou trop peu' 'unknown signers, named twice, or too few'
  awk -v name="^$name\$" '/^(#.*)?$/ { next }
    $1 !~ name || $2 !~ /valid-after="[0-9]+Z"/ || $2 !~ /valid-before="[0-9]+Z"/ || $2 !~ /namespaces="/ ||
    $2 ~ /cert-authority/ || $3 !~ /^(ssh|ecdsa|sk)-/ || ($3 " " $4) in seen { odd = 1 }
    { seen[$3 " " $4] = 1 } END { exit odd }' "$trust/allowed_signers" ||
    bad "$trust/allowed_signers" 'une ligne laisse un doute' 'a line leaves a doubt'
  [ -f "$trust/revoked_keys" ] || bad "$trust/revoked_keys" 'manque' 'is missing'
}

armored() { # seal: one frame, full lines of one usual width, nothing around; ssh-keygen is not so strict
  awk 'NR == 1 { if ($0 != "-----BEGIN SSH SIGNATURE-----") odd = 1; next }
    over { odd = 1 }
    $0 == "-----END SSH SIGNATURE-----" { over = NR; next }
    { if ($0 !~ /^[A-Za-z0-9+\/]+=*$/ || (NR > 2 && last != width)) odd = 1
      last = length($0); if (NR == 2) width = last; if (last > width) odd = 1 }
    END { exit odd || !over || over < 3 || (over > 3 && width != 64 && width != 70 && width != 76) || width > 76 }' "$1"
}

sealed() { # text, how many keys
  when=$(value "$1" signed | tr -d ':T-') signers=' '
  : > "$tmp/keys"
  for seal in "$1".*.sig; do
    [ -f "$seal" ] || { bad "$1" 'pas de sceau' 'no seal'; return; }
  done
  plain "$1".*.sig
  for seal in "$1".*.sig; do
    who=${seal#"$1".} who=${who%.sig}
    armored "$seal" || bad "$seal" 'n’est pas un seul sceau' 'is not one seal'
    if good=$(ssh-keygen -Y verify -f "$trust/allowed_signers" -r "$trust/revoked_keys" -I "$who" \
      -n "aubette-votes-v1@$city" "-Overify-time=$when" -s "$seal" < "$1" 2> /dev/null); then
      signers="$signers$who " seals=$((seals + 1))
      printf '%s\n' "${good##* }" >> "$tmp/keys"
    else
      bad "$seal" 'ssh-keygen le refuse' 'ssh-keygen refuses it'
    fi
  done
  [ "$(sort -u "$tmp/keys" | grep -c .)" -ge "$2" ] || bad "$1" "moins de $2 clés" "fewer than $2 keys"
  while read -r college members; do
    here=''
    for member in $members; do case $signers in *" $member "*) here=yes ;; esac; done
    [ -n "$here" ] || bad "$1" "pas de sceau du collège $college" "no seal of the college $college"
  done < "$tmp/colleges"
}

heads() { # text, its keys, its first values: the fixed lines, then nothing but checksums
  awk -v keys="$2" -v first="$3" 'BEGIN { n = split(keys, key, " "); m = split(first, said, " ")
      split("31 28 31 30 31 30 31 31 30 31 30 31", days, " ") }
    function moment(t,  d) { d = days[substr(t, 6, 2) + 0] + (substr(t, 6, 2) == "02" && substr(t, 1, 4) % 4 == 0)
      return t ~ /^2[0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$/ &&
        substr(t, 9, 2) > 0 && substr(t, 9, 2) + 0 <= d && substr(t, 12, 2) < 24 }
    NR <= n { head = "# " key[NR] ": "; if (index($0, head) != 1) wrong = 1
      have = substr($0, length(head) + 1); if (have !~ /^[^ ](.*[^ ])?$/ || (NR <= m && have != said[NR])) wrong = 1
      if ((key[NR] == "closed" || key[NR] == "signed") && !moment(have)) wrong = 1
      if (key[NR] ~ /^(roll|ballots-found|blank|null|valid|rows|votes-cast|units)$/ && (have !~ /^(0|[1-9][0-9]*)$/ || length(have) > 9)) wrong = 1
      if (key[NR] == "seq") seq = have
      if (key[NR] == "note" && seq > 1) { why = have; if (index(first, "aubette-proclamation") == 1 && match(why, /^withdrawn: [0-9a-z-]+(, [0-9a-z-]+)*\.( |$)/)) why = substr(why, RLENGTH + 1)
        if (why == "none" || why !~ /[^ -\/:-@[-`{-~]/) wrong = 1 }
      if (key[NR] == "supersedes" && (seq !~ /^[1-9][0-9]*$/ || (seq == 1) != (have == "none"))) wrong = 1
      next }
    length($1) != 64 || $0 !~ /^[0-9a-f]+  [A-Za-z0-9_.\/-]+$/ || seen[$2]++ { wrong = 1 }
    END { exit wrong || NR <= n }' "$1" || bad "$1" 'mal écrit, ou d’un autre lieu' 'badly written, or of another place'
}
listed() { awk '/^[0-9a-f]/ { print $2 }' "$1" | sort; }

plain() { # files: the last line ends, no line ends as on Windows, and there is no other control character
  odd_=$(cat "$@" | tr -cd '\000-\011\013-\037\177' | wc -c)
  for one_ in "$@"; do
    [ -s "$one_" ] && [ -z "$(tail -c 1 "$one_")" ] &&
      { [ "$odd_" -eq 0 ] || tr -d '\000-\011\013-\037\177' < "$one_" | cmp -s - "$one_"; } ||
      bad "$one_" 'fins de ligne changées, ou caractère invisible' 'line ends changed, or an invisible character'
  done
}

plain_in() { # folder: its files, but for the seals
  for file in "$1"/*; do case $file in *.sig) ;; *) set -- "$@" "$file" ;; esac; files=$((files + 1)); done
  shift
  plain "$@"
}

unit() { # folder, contest, unit, channel
  dir=$1 text=$1/MANIFEST
  [ -f "$text" ] && [ -f "$dir/tally.csv" ] || { bad "$dir" 'n’a pas rendu ses résultats' 'has not reported'; return; }
  plain_in "$dir"
  [ -n "$imported" ] || sealed "$text" "$threshold"
  heads "$text" "statement city edition contest unit channel seq supersedes closed signed roll \
ballots-found blank null valid rows votes-cast note" "aubette-votes-v1 $city $edition $2 $3 $4"
  wanted=$({ echo tally.csv; [ ! -f "$dir/ballots.csv" ] || echo ballots.csv; case $3 in merged*) ;; *) [ ! -f "$dir/RECONCILIATION" ] || echo RECONCILIATION ;; esac
    for file in ballot.csv rules.json units.csv; do echo "../../ballot/$file"; done; } | sort)
  case $3 in merged*) found=$(listed "$text" | grep -v '^\.\./[a-z0-9-]*/tally\.csv$') ;; *) found=$(listed "$text") ;; esac
  [ "$found" = "$wanted" ] || bad "$text" 'empreintes d’autres fichiers' 'checksums of other files'
  awk '/^[0-9a-f]/' "$text" > "$tmp/sums"
  (cd "$dir" && sums -c "$tmp/sums" > /dev/null 2>&1) || bad "$text" 'un fichier a changé' 'a file has changed'
  candidates "$2" > "$tmp/candidates"
  awk -F ';' -v kind="$(kind "$2")" '
    FILENAME != last { last = FILENAME; part++ }
    part == 1 { key = $0; if (sub(/^# /, "", key) && (at = index(key, ": "))) said[substr(key, 1, at - 1)] = substr(key, at + 2); next }
    part == 2 { number[++n] = $1; next }
    FNR == 1 { if ($0 != "number;" kind) wrong = 1; next }
    { if (NF != 2 || $1 != number[FNR - 1] || $2 !~ /^(0|[1-9][0-9]*)$/) wrong = 1; rows++; cast += $2 }
    END {
      if (said["blank"] + said["null"] + said["valid"] != said["ballots-found"]) wrong = 1
      if (said["roll"] != said["ballots-found"] && said["note"] == "none") wrong = 1
      if (said["closed"] > said["signed"]) wrong = 1
      exit wrong || rows != n || rows != said["rows"] || cast != said["votes-cast"] }' "$text" "$tmp/candidates" "$dir/tally.csv" ||
    bad "$dir" 'des chiffres ne vont pas ensemble' 'figures do not go together'
  [ ! -f "$dir/ballots.csv" ] || ballots "$dir" "$2"
  [ ! -f "$dir/RECONCILIATION" ] || reconciled "$dir" "$2" "$3"
}

reconciled() { # folder, contest, unit: ballots taken out because their voters had voted elsewhere too
  record=$1/RECONCILIATION
  awk -v rule="$(rule "$(contest_at "$2").duplicates")" -v said="aubette-reconciliation-v1 $city $edition $2 $3" -v found="$(value "$1/MANIFEST" ballots-found)" '
    BEGIN { split("statement city edition contest unit before removed after policy witnesses note", key, " "); split(said, first, " ") }
    { head = "# " key[NR] ": "; have = substr($0, length(head) + 1)
      if (NR > 11 || index($0, head) != 1 || have !~ /^[^ ](.*[^ ])?$/ || (NR <= 5 && have != first[NR])) wrong = 1
      if (NR > 5 && NR < 9 && have !~ /^(0|[1-9][0-9]*)$/) wrong = 1
      if (NR == 9 && (have !~ /^(prevented|paper_stands|first_stands|last_stands|all_cancelled)$/ || (rule != "" && have != rule))) wrong = 1
      if (NR == 10 && have == "none") wrong = 1
      at[NR] = have }
    END { exit wrong || NR != 11 || at[6] - at[7] != at[8] || at[8] != found }' "$record" ||
    bad "$record" 'ne mène pas aux bulletins comptés' 'does not lead to the ballots counted'
}

candidates() { # of a contest: number, cost, envelope; in the order of the ballot
  awk -F '[\t;]' -v at="$(contest_at "$1").envelopes[" 'FILENAME != last { last = FILENAME; part++ }
    part == 1 { if (index($1, at) == 1 && $1 ~ /\.id$/) mine[$2] = 1; next }
    FNR > 1 && $3 in mine { print $1 ";" $2 ";" $3 }' "$tmp/rules" "$votes/ballot/ballot.csv"
}
feeders() { # of a contest: the shortlists that choose its candidates
  awk -F '\t' -v fed="$1" '$1 ~ /^contests\[[0-9]+\]\.(effect|feeds|id)$/ { split($1, step, "."); said[step[1], step[2]] = $2
      if (step[2] == "id") at[step[1]] = 1 }
    END { for (one in at) if (said[one, "effect"] == "shortlist" && said[one, "feeds"] == fed) print said[one, "id"] }' "$tmp/rules"
}
kind() { # of a contest's tallies
  at=$(contest_at "$1")
  case $(rule "$at.ballot.type") in
    points | grades) echo points ;;
    ranked) if [ "$(rule "$at.rule.measure")" = points ] && [ -n "$(rule "$at.rule.weights")$(rule "$at.rule.weights[0]")" ] &&
      [ "$(rule "$at.rule.weights")" != '[]' ]; then echo points; else echo votes; fi ;;
    *) echo votes ;;
  esac
}

ballots() { # folder, contest: sorted, possible, and summing to the tally
  tail -n +2 "$1/ballots.csv" | sort -c -u -t ';' -k 2,2 -k 3,3 2> /dev/null || bad "$1/ballots.csv" 'ordre' 'order'
  awk -F '[\t;]' -v at="$(contest_at "$2")." -v kind="$(kind "$2")" '
    FILENAME != last { last = FILENAME; part++ }
    part == 1 { if (index($1, at) == 1) rule[substr($1, length(at) + 1)] = $2; next }
    part == 2 { if (sub(/^# /, "")) { p = index($0, ": "); said[substr($0, 1, p - 1)] = substr($0, p + 2) } next }
    part == 3 { if (FNR > 1) tally[$1] = $2; next }
    FNR == 1 { type = rule["ballot.type"]; written = type == "points" || type == "grades"
      if ($0 != "count;picks" (written ? ";points" : "")) wrong = 1
      most = type == "single" ? 1 : rule["ballot.max_choices"]; next }
    { if ($1 !~ /^[1-9][0-9]*$/ || NF != (written ? 3 : 2)) wrong = 1
      n = split($2, pick, " "); m = split($3, points, " "); split("", twice); total = 0
      if (n) good += $1; else white += $1
      if ((written && m != n) || (most && n > most) || (n && n < rule["ballot.min_choices"])) wrong = 1
      for (i = 1; i <= n; i++) {
        if (twice[pick[i]]++ || !(pick[i] in tally)) wrong = 1
        worth = written ? points[i] : kind == "votes" ? 1 : rule["rule.weights"] == "borda" ? n - i : rule["rule.weights[" (i - 1) "]"]
        total += worth; sum[pick[i]] += $1 * worth }
      if (type == "points" && total > rule["ballot.max_points"]) wrong = 1 }
    END { for (p in tally) if (tally[p] != sum[p] + 0) wrong = 1
      exit wrong || white + 0 != said["blank"] || good + 0 != said["valid"] }' \
    "$tmp/rules" "$1/MANIFEST" "$1/tally.csv" "$1/ballots.csv" ||
    bad "$1/ballots.csv" 'ne donne pas les chiffres scellés' 'does not give the sealed figures'
}

members() { listed "$1/MANIFEST" | sed -n 's|^\.\./\(.*\)/tally\.csv$|\1|p'; }
merged() { # folder: the sum of its members, each of which is nobody else's and shows no ballots
  # shellcheck disable=SC2046 # a word for each member, whatever the path that holds it
  set -- "$1" $(members "$1")
  [ $# -ge 3 ] || bad "$1" 'mêle moins de deux bureaux' 'mixes fewer than two units'
  for one in "$@"; do
    [ "$one" = "$1" ] && continue
    echo "${1%/*}/$one" >> "$tmp/covered"
    [ -f "${1%/*}/$one/MANIFEST" ] && [ ! -f "${1%/*}/$one/ballots.csv" ] || bad "$1" "membre $one" "member $one"
    for key in roll ballots-found blank null valid; do echo "$key;$(value "${1%/*}/$one/MANIFEST" "$key")"; done
    tail -n +2 "${1%/*}/$one/tally.csv"
  done > "$tmp/parts"
  { for key in roll ballots-found blank null valid; do echo "$key;$(value "$1/MANIFEST" "$key")"; done
    tail -n +2 "$1/tally.csv"; } > "$tmp/whole"
  awk -F ';' 'NR == FNR { sum[$1] += $2; next } sum[$1] + 0 != $2 { exit 1 }' "$tmp/parts" "$tmp/whole" ||
    bad "$1" 'n’est pas la somme de ses membres' 'is not the sum of its members'
}

withdrawn() { # the numbers that the note of the proclamation names
  { value "$votes/PROCLAMATION" note 2> /dev/null || :; } | awk '/^withdrawn: [0-9a-z-]+(, [0-9a-z-]+)*\.( .*)?$/ {
    sub(/^withdrawn: /, ""); sub(/\..*/, ""); n = split($0, gone, ", "); for (i = 1; i <= n; i++) print gone[i] }'
}

proclamation() {
  text=$votes/PROCLAMATION
  [ -f "$text" ] || { bad "$text" 'manque' 'is missing'; return; }
  plain "$text"
  sealed "$text" "$proclaimers"
  heads "$text" 'statement city edition seq supersedes signed units seed draw revoked-keys note' \
    "aubette-proclamation-v1 $city $edition"
  awk '/^[0-9a-f]/' "$text" > "$tmp/sums"
  (cd "$votes" && sums -c "$tmp/sums" > /dev/null 2>&1) || bad "$text" 'un fichier a changé' 'a file has changed'
  closed=$({ for file in ballot.csv rules.json units.csv; do echo "ballot/$file"; done
    for file in allowed_signers policy.yml; do echo "../../site_config/trust/$edition/$file"; done
    sed 's|$|/MANIFEST|' "$tmp/present"; } | sort)
  [ "$(listed "$text")" = "$closed" ] || bad "$text" 'n’est pas la liste de tous les bureaux' 'is not the list of all units'
  [ "$(value "$text" units)" = "$(grep -c . "$tmp/present")" ] || bad "$text" 'nombre de bureaux' 'number of units'
  revealed=$(value "$text" seed)
  [ "$revealed" = none ] || revealed=$(printf %s "$revealed" | sums | cut -c 1-64)
  [ "$(rule seed_commitment)" = "$revealed" ] || bad "$text" 'ce n’est pas la graine promise' 'this is not the promised seed'
  for number in $(withdrawn); do
    grep -q "^$number;" "$votes/ballot/ballot.csv" || bad "$text" "$number n’était pas candidat" "$number was not a candidate"
  done
  : > "$tmp/first"
  kept=$(value "$text" revoked-keys) grown=''
  [ "$(digest "$tmp/first")" = "$kept" ] && grown=yes
  while IFS= read -r line; do
    printf '%s\n' "$line" >> "$tmp/first"
    [ "$(digest "$tmp/first")" = "$kept" ] && grown=yes
  done < "$trust/revoked_keys"
  [ ! -s "$trust/revoked_keys" ] || plain "$trust/revoked_keys"
  ! grep -qv '^[#a-z]' "$trust/revoked_keys" || bad "$trust/revoked_keys" 'une ligne vide, ou mal écrite' 'an empty or odd line'
  [ -n "$grown" ] || bad "$trust/revoked_keys" 'des lignes ont disparu' 'lines have vanished'
  last=$(value "$text" signed)
  while read -r one; do
    [ "$(printf '%s\n' "$(value "$votes/$one/MANIFEST" signed)" "$last" | sort | tail -n 1)" = "$last" ] ||
      bad "$text" "scellée avant $one" "sealed before $one"
  done < "$tmp/present"
}

audited() { # the units that a public seed drew, counted again by hand
  text=$votes/AUDIT
  [ -f "$text" ] || { ls "$text".*.sig > /dev/null 2>&1 && bad "$text" 'manque' 'is missing'; return; }
  plain "$text"
  sealed "$text" "$threshold"
  heads "$text" 'statement city edition signed seed units witnesses note' "aubette-audit-v1 $city $edition"
  awk '/^[0-9a-f]/' "$text" > "$tmp/sums"
  (cd "$votes" && sums -c "$tmp/sums" > /dev/null 2>&1) ||
    bad "$text" 'un recompte à la main donne d’autres chiffres' 'a count by hand gives other figures'
  [ "$(value "$text" witnesses)" != none ] || bad "$text" 'sans témoins' 'without witnesses'
  seed=$(value "$text" seed)
  echo "$seed" | grep -Eq '^[0-9A-Za-z]{20,128}$' || bad "$text" 'graine mal écrite' 'badly written seed'
  while read -r key; do echo "$(printf %s "$seed/$key" | sums | cut -c 1-64) $key/tally.csv"; done < "$tmp/expected" | sort |
    awk -v most="$(value "$text" units)" 'NR <= most + 0 { print $2 }' | sort > "$tmp/drawn"
  [ "$(listed "$text")" = "$(cat "$tmp/drawn")" ] && [ "$(grep -c . "$tmp/drawn")" = "$(value "$text" units)" ] ||
    bad "$text" 'ce ne sont pas les bureaux tirés au sort' 'these are not the units drawn'
}

recount() { # contest: totals, then winners in the order of election
  at=$(contest_at "$1") method=$(rule "$(contest_at "$1").rule.method") measure=$(rule "$(contest_at "$1").rule.measure")
  candidates "$1" > "$tmp/candidates"
  : > "$tmp/tallies"; : > "$tmp/minutes"; : > "$tmp/boxes"
  complete=yes
  grep "^$1/" "$tmp/present" > "$tmp/mine"
  while read -r key; do
    case $key in */merged*) ;; *)
      tail -n +2 "$votes/$key/tally.csv" >> "$tmp/tallies"; value "$votes/$key/MANIFEST" valid >> "$tmp/minutes"
      grep -qx "$votes/$key" "$tmp/covered" && continue ;;
    esac
    if [ -f "$votes/$key/ballots.csv" ]; then tail -n +2 "$votes/$key/ballots.csv" >> "$tmp/boxes"; else complete=''; fi
  done < "$tmp/mine"
  awk -F ';' 'FILENAME != last { last = FILENAME; part++ } part == 1 { sum[$1] += $2; next }
    part == 2 && NF == 3 && FILENAME ~ /candidates$/ { print $1 ";" sprintf("%.0f", sum[$1]) }' \
    "$tmp/tallies" "$tmp/candidates" > "$tmp/totals"
  tell "Scrutin $1" "Contest $1"
  [ -n "$table" ] || awk -F ';' '{ printf "  %-14s %10s\n", $1, $2 }' "$tmp/totals"
  if [ "${method:-greedy}" != greedy ]; then
    undone "$1" "règle « $method » : ce programme ne refait que le compte dans l’ordre des voix" \
      "rule \"$method\": this program only redoes a count in the order of votes"; return
  fi
  if [ "${measure:-votes}" = votes ] && [ "$(kind "$1")" = points ] && [ -z "$complete" ]; then
    undone "$1" 'les voix ne se lisent pas dans des totaux de points' 'votes cannot be read in totals of points'; return
  fi
  if [ "$(rule "$at.rule.min_winners_per_area")" -gt 0 ] 2> /dev/null || [ -n "$(rule "$at.rule.max_winners_per_area")" ]; then
    undone "$1" 'la règle compte les lauréats par quartier, ce que ce programme ne fait pas' \
      'the rule counts winners by area, which this program does not do'; return
  fi
  effect=$(rule "$at.effect")
  if [ "$effect" = advisory ]; then
    tell '  Avis : ce scrutin n’élit personne.' '  Advisory: this contest elects nobody.'; return
  fi
  feeders "$1" > "$tmp/feeders"
  : > "$tmp/kept"
  while read -r feeder; do
    [ -f "$tmp/kept.$feeder" ] || { undone "$1" "la présélection $feeder n’est pas recomptée" "the shortlist $feeder is not recounted"; return; }
    cat "$tmp/kept.$feeder" >> "$tmp/kept"
  done < "$tmp/feeders"
  fed=$(cat "$tmp/feeders")
  if [ -n "$fed" ]; then
    awk -F ';' 'FILENAME ~ /kept$/ { kept[$1] = 1; next } $2 > 0 && !($1 in kept) { exit 1 }' "$tmp/kept" "$tmp/totals" ||
      { undone "$1" 'des voix pour un projet que la présélection n’a pas gardé' 'votes for a project that no shortlist kept'; return; }
  fi
  awk -F ';' -v fed="${fed:+yes}" 'FILENAME ~ /kept$/ { kept[$1] = 1; next } fed == "" || $1 in kept' "$tmp/kept" "$tmp/candidates" \
    > "$tmp/running"
  withdrawn > "$tmp/gone"
  seed=$([ ! -f "$votes/PROCLAMATION" ] || { value "$votes/PROCLAMATION" seed; value "$votes/PROCLAMATION" draw; } |
    awk '$0 != "none" { all = all (all == "" ? "" : "-") $0 } END { printf "%s", all }')
  : > "$tmp/lots"
  [ -z "$seed" ] || while IFS=';' read -r number rest; do
    echo "$number;$(printf %s "$seed$number" | sums | cut -c 1-64)" >> "$tmp/lots"
  done < "$tmp/candidates"
  greedy "$1" > "$tmp/count" || { undone "$1" 'la règle n’est pas comprise' 'the rule is not understood'; return; }
  # Where a tie is open, whoever follows it may change too: no list then, rather than a wrong one.
  while IFS=';' read -r word one two three; do
    [ "$word" = open ] || continue
    undone "$1" "${one:+$one : }égalité que les fichiers scellés ne départagent pas ($two)$(by_area "$at" fr)" \
      "${one:+$one: }a tie that the sealed files do not break ($two)$(by_area "$at" en)"
  done < "$tmp/count"
  ! grep -q '^open;' "$tmp/count" || { rm -f "$tmp/kept.$1"; return; }
  while IFS=';' read -r word one two three four five six; do
    case $word in
      kept) echo "$three" >> "$tmp/kept.$1"
        if [ -n "$table" ]; then echo "$1;;$two;$three;$four;;"; else say "  gardé : $three" "  kept: $three"; fi ;;
      won) if [ -n "$table" ]; then echo "$1;$one;$two;$three;$four;$five;$six"
        else say "  $one, $three : $four, coût $five, reste $six" "  $one, $three: $four, cost $five, left $six"; fi ;;
    esac
  done < "$tmp/count"
}

by_area() { # contest in rules.json, language: what a tie may hang on that is not read here
  awk -F '\t' -v at="$1.rule.ties[" '(index($1, at) == 1 || index($1, "ties[") == 1) && $2 == "area_without_winner" { found = 1 }
    END { exit !found }' "$tmp/rules" || return 0
  case $2 in fr) printf ', ou que départagent les quartiers, que ce programme ne regarde pas' ;;
    *) printf ', or that areas break, at which this program does not look' ;; esac
}

greedy() { # contest: lines won;envelope;place;number;score;cost;left, kept;;place;number;score, open;envelope;numbers
  awk -F '[\t;]' -v at="$(contest_at "$1")." -v complete="$complete" -v kind="$(kind "$1")" -v listed="$(rule "$(contest_at "$1").shortlist")" '
    function cents(written,  part) { split(written, part, "."); return part[1] * 100 + part[2] }
    function money(amount) { return sprintf("%.0f", int(amount / 100)) (amount % 100 ? sprintf(".%02d", amount % 100) : "") }
    function serial(number) { sub(/.*-/, "", number); return number + 0 }
    function earlier(a, b) { return serial(a) != serial(b) ? serial(a) < serial(b) : a "" < b "" }
    function by(kind, a, b) { # -1, 1, or 0 where this tie-break does not tell them apart
      if (kind == "lowest_cost") return cost[a] < cost[b] ? -1 : cost[a] > cost[b]
      if (kind == "most_votes") return votes[a] > votes[b] ? -1 : votes[a] < votes[b]
      if (kind == "receipt") return earlier(a, b) ? -1 : 1
      return "x" lot[a] < "x" lot[b] ? -1 : 1
    }
    function told(a, b,  k, way) {
      for (k = 1; k <= ties; k++) {
        if (tie[k] == "draw" && !(a in lot)) continue
        if (tie[k] !~ /^(lowest_cost|most_votes|receipt|draw)$/) return 0
        if (way = by(tie[k], a, b)) return way
      }
      return 0
    }
    function before(a, b,  way) {
      if (score[a] != score[b]) return score[a] > score[b]
      way = told(a, b)
      return way ? way < 0 : earlier(a, b)
    }
    function sorted(n,  i, k, one) { for (i = 2; i <= n; i++) { one = list[i]
      for (k = i - 1; k > 0 && before(one, list[k]); k--) list[k + 1] = list[k]
      list[k + 1] = one } }
    function barred(p,  share) {
      if (p in withdrawn || votes[p] < least || (!score[p] && least > 0)) return 1
      if (votes[p] * 100 * scale < percent * valid) return 1
      if (divisor != "" && votes[p] * divisor * budget[of[p]] < cost[p] * valid) return 1
      return rule["rule.measure"] == "points" && score[p] < rule["rule.thresholds.points"] + 0
    }
    function excluded(p,  g, k, one) {
      for (g = 0; g < groups; g++) if ((g, p) in excludes) for (k = 0; (g, k) in excluding; k++) {
        one = excluding[g, k]; if (one != p && one in won) return 1 }
      return 0
    }
    function elect(e, p, rest) { won[p] = 1; paid[e]++; print "won;" e ";" paid[e] ";" p ";" sprintf("%.0f", score[p]) ";" money(cost[p]) ";" money(rest) }
    function full(e,  most) { most = (e in quota) ? quota[e] : rule["rule.max_winners"]; return most != "" && paid[e] >= most }
    function turn(e, p) {
      if (excluded(p)) return
      if (stopped[e] || full(e)) { passed[p] = 1; return }
      if (cost[p] <= left[e]) { left[e] -= cost[p]; elect(e, p, left[e]); return }
      passed[p] = 1
      if (rule["rule.overflow"] == "stop") stopped[e] = 1
    }
    function might_win(e, p) { return cost[p] <= left[e] && !stopped[e] && !full(e) && !excluded(p) }
    function spend(e,  i, j, k, m, open, names, may, might, lost) {
      m = 0
      for (i = 1; i <= n; i++) if (of[number[i]] == e && !barred(number[i])) list[++m] = number[i]
      sorted(m)
      for (i = 1; i <= m; i = j) {
        open = 0; names = ""; split("", may); might = 0; lost = 0
        for (j = i; j <= m && score[list[j]] == score[list[i]]; j++) {
          if (j > i && !told(list[j - 1], list[j])) open = 1
          names = names (j > i ? " " : "") list[j]
          if (might_win(e, list[j])) { may[j] = 1; might++ } }
        for (k = i; k < j; k++) { turn(e, list[k]); if (k in may && !(list[k] in won)) lost = 1 }
        # another order would elect others where one that might have won did not, or where one that is too dear stops
        if (open && (lost || (might && might < j - i && rule["rule.overflow"] == "stop"))) print "open;" e ";" names
      }
    }
    function pool(  i, j, k, m, rest, e, may, names, might, wins, open, before_) {
      for (e in left) rest += left[e]
      for (i = 1; i <= n; i++) if (number[i] in passed) list[++m] = number[i]
      sorted(m)
      for (i = 1; i <= m; i = j) {
        # of equals that may all win, those that do when only some can
        split("", may); names = ""; might = 0; wins = 0; open = 0; before_ = ""
        for (j = i; j <= m && score[list[j]] == score[list[i]]; j++) if (cost[list[j]] <= rest && !full(of[list[j]]) && !excluded(list[j])) {
          may[j] = 1; might++; names = names (names == "" ? "" : " ") list[j]
          if (before_ != "" && !told(before_, list[j])) open = 1
          before_ = list[j] }
        for (k = i; k < j; k++) if (k in may && cost[list[k]] <= rest && !full(of[list[k]]) && !excluded(list[k])) {
          rest -= cost[list[k]]; wins++; elect(of[list[k]], list[k], rest) }
        if (open && wins < might) print "open;" of[list[i]] ";" names
      }
    }
    function shortlist(  i, j, k, m, names, open) {
      for (i = 1; i <= n; i++) if (!barred(number[i])) list[++m] = number[i]
      sorted(m)
      for (i = 1; i <= m; i = j) {
        open = 0; names = ""
        for (j = i; j <= m && score[list[j]] == score[list[i]]; j++) {
          if (j > i && !told(list[j - 1], list[j])) open = 1
          names = names (j > i ? " " : "") list[j] }
        if (open && i - 1 < listed && listed < j - 1) { print "open;;" names; return }
      }
      for (i = 1; i <= m && i <= listed; i++) print "kept;;" i ";" list[i] ";" sprintf("%.0f", score[list[i]])
    }
    FILENAME != last { last = FILENAME; part = FILENAME; sub(/.*\//, "", part) }
    part == "rules" { if (index($1, at) == 1) rule[substr($1, length(at) + 1)] = $2; else common[$1] = $2; next }
    part == "running" { number[++n] = $1; cost[$1] = cents($2); of[$1] = $3; next }
    part == "totals" { score[$1] = votes[$1] = $2; next }
    part == "minutes" { valid += $1; next }
    part == "gone" { withdrawn[$1] = 1; next }
    part == "lots" { lot[$1] = $2; next }
    part == "boxes" && complete { if (!first++) for (p in votes) votes[p] = 0
      k = split($2, pick, " "); for (i = 1; i <= k; i++) votes[pick[i]] += $1 }
    END {
      for (key in rule) if (key ~ /^rule\./ && key !~ /^rule\.(method|measure|weights|overflow|thresholds|exclusions|min_winners_per_area|max_winners|quotas|leftover|withdrawn|ties)/) exit 1
      if (kind == "points" && rule["rule.measure"] != "points") for (p in votes) score[p] = votes[p]
      for (i = 0; ("rule.ties[" i "]") in rule; i++) tie[++ties] = rule["rule.ties[" i "]"]
      if (!ties && rule["rule.ties"] != "[]") {
        for (ties = 0; ("ties[" ties "]") in common; ties++) tie[ties + 1] = common["ties[" ties "]"]
        if (!ties) { tie[1] = "lowest_cost"; tie[2] = "draw"; ties = 2 } }
      share = rule["rule.thresholds.share_percent"]; if (share == "") share = "0"
      if (share !~ /^[0-9]+(\.[0-9]+)?$/) exit 1
      scale = 1; k = index(share, "."); if (k) for (i = length(share) - k; i > 0; i--) scale *= 10
      sub(/\./, "", share); percent = share + 0
      least = rule["rule.thresholds.votes"]; if (least == "") least = 1
      divisor = rule["rule.thresholds.cost_divisor"]
      for (i = 0; ("rule.quotas[" i "].most") in rule; i++) quota[rule["rule.quotas[" i "].envelope"]] = rule["rule.quotas[" i "].most"]
      for (key in rule) if (key ~ /^rule\.thresholds\./ && key !~ /\.(votes|points|share_percent|cost_divisor)$/) exit 1
      if (rule["rule.leftover"] !~ /^(return|carry|pool_by_votes)?$/ || rule["rule.overflow"] !~ /^(skip|stop)?$/) exit 1
      for (i = 0; ("envelopes[" i "].id") in rule; i++) budget[rule["envelopes[" i "].id"]] = cents(rule["envelopes[" i "].amount"])
      if (rule["effect"] == "shortlist") { shortlist(); exit 0 }
      for (i = 0; ("rule.withdrawn[" i "]") in rule; i++) withdrawn[rule["rule.withdrawn[" i "]"]] = 1
      for (groups = 0; ("rule.exclusions[" groups "][0]") in rule; groups++)
        for (i = 0; ("rule.exclusions[" groups "][" i "]") in rule; i++) {
          excluding[groups, i] = rule["rule.exclusions[" groups "][" i "]"]; excludes[groups, excluding[groups, i]] = 1 }
      for (i = 0; ("envelopes[" i "].id") in rule; i++) {
        if (i && rule["rule.leftover"] == "carry") { carried = left[e]; left[e] = 0 }
        e = rule["envelopes[" i "].id"]; left[e] = budget[e] + carried; spend(e) }
      if (rule["rule.leftover"] == "pool_by_votes") pool()
    }' "$tmp/rules" "$tmp/running" "$tmp/totals" "$tmp/minutes" "$tmp/gone" "$tmp/lots" "$tmp/boxes"
}

inside() { (cd "$root" && find "votes/$edition" "site_config/trust/$edition" "$@" 2> /dev/null); }
inside ! -type d | grep -vE "^votes/$edition/(ballot/(rules\.json|ballot\.csv|units\.csv)|(PROCLAMATION|AUDIT)(\.$name\.sig)?)$|\
^votes/$edition/$name/$name/(tally\.csv|ballots\.csv|RECONCILIATION|MANIFEST(\.$name\.sig)?)$|\
^site_config/trust/$edition/(allowed_signers|revoked_keys|policy\.yml)$" > "$tmp/unknown"
while IFS= read -r file; do bad "$file" 'fichier inattendu' 'unexpected file'; done < "$tmp/unknown"
inside ! -type d ! -type f > "$tmp/unknown"
while IFS= read -r file; do bad "$file" 'n’est pas un fichier ordinaire' 'is not an ordinary file'; done < "$tmp/unknown"

awk -F ';' -v name="^$name\$" 'NR == 1 { if ($0 != "contest;unit;channel") exit 1; next }
  NF != 3 || $1 !~ name || $2 !~ name || $1 == "ballot" || $2 ~ /^merged/ || ($1, $2) in seen { exit 1 } { seen[$1, $2] = 1 }' \
  "$votes/ballot/units.csv" || { bad "$votes/ballot/units.csv" 'mal écrit' 'badly written'; exit 1; }
[ -n "$imported" ] || policy
(cd "$votes" && for dir in */*/; do echo "${dir%/}"; done) | grep -E "^$name/$name\$" | sort > "$tmp/present"
tail -n +2 "$votes/ballot/units.csv" | cut -d ';' -f 1,2 | tr ';' / | sort > "$tmp/expected"
grep -v /merged "$tmp/present" | diff "$tmp/expected" - > "$tmp/differing"
while read -r way key; do
  case $way in '<') bad "$key" 'n’a pas rendu ses résultats' 'has not reported' ;;
    '>') bad "$key" 'n’est pas un bureau de ce vote' 'is not a unit of this vote' ;; esac
done < "$tmp/differing"
: > "$tmp/covered"
while read -r key; do
  channel=$(awk -F ';' -v key="$key" '$1 "/" $2 == key { print $3 }' "$votes/ballot/units.csv")
  unit "$votes/$key" "${key%/*}" "${key#*/}" "${channel:-mixed}"
  case $key in */merged*) merged "$votes/$key" ;; esac
done < "$tmp/present"
sort "$tmp/covered" | uniq -d | while read -r twice; do echo "$twice"; done > "$tmp/twice"
while read -r twice; do bad "$twice" 'mêlé deux fois' 'mixed twice'; done < "$tmp/twice"
while read -r key; do
  case $key in */merged*) continue ;; esac
  awk -F ';' 'FNR > 1 && $2 + 0 { some = 1 } END { exit !some }' "$votes/$key/tally.csv" 2> /dev/null || continue
  echo "${key%/*} $(digest "$votes/$key/tally.csv") $(value "$votes/$key/MANIFEST" note | sed 's/^none$//; s/..*/noted/')"
done < "$tmp/present" | sort | awk '{ n[$1 " " $2]++; noted[$1 " " $2] += $3 == "noted" }
  END { for (k in n) if (n[k] > 1 && noted[k] < n[k]) print k }' > "$tmp/twins"
while read -r contest rest; do bad "$contest" 'deux bureaux ont les mêmes chiffres' 'two units have the same figures'; done < "$tmp/twins"
[ -n "$imported" ] || { proclamation; audited; }

if [ "$wrong" = 0 ]; then
  if [ -n "$imported" ]; then tell "Édition $edition reprise d’ailleurs : personne ne l’a scellée ici." "Edition $edition was imported: nobody sealed it here."
  else tell "Édition $edition, $city : $seals sceaux bons, $files fichiers inchangés, $(grep -c . "$tmp/present") bureaux, tous proclamés." \
    "Edition $edition, $city: $seals good seals, $files unchanged files, $(grep -c . "$tmp/present") units, all proclaimed."; fi
  [ -z "$table" ] || echo 'contest;envelope;place;number;score;cost;left'
  # A contest is counted after those that choose its candidates.
  awk -F '\t' 'FILENAME ~ /present$/ { sub(/\/.*/, ""); if (!($0 in waiting)) { waiting[$0] = 1; name[++n] = $0 } next }
    $1 ~ /^contests\[[0-9]+\]\.(id|feeds)$/ { split($1, step, "."); if (step[2] == "id") id[step[1]] = $2; else feeds[step[1]] = $2 }
    END { for (at in feeds) feeder[id[at], feeds[at]] = 1
      for (left = n; left > 0; left--) for (i = 1; i <= n; i++) if (name[i] in waiting) {
        ready = 1; for (j = 1; j <= n; j++) if (name[j] in waiting && (name[j], name[i]) in feeder) ready = 0
        if (ready) { print name[i]; delete waiting[name[i]] } } }' "$tmp/present" "$tmp/rules" > "$tmp/order"
  while read -r contest; do recount "$contest"; done < "$tmp/order"
  tell 'Ce programme ne juge pas : l’histoire (corrections, recompte à la main retiré), le nombre de voix possible par bulletin, les petits bureaux,
le contact d’une clé matérielle. Comparez les empreintes des clés à celles de la délibération.' \
    'This program does not judge: the history (corrections, a count by hand taken away), how many votes a ballot can give, small units, the touch of a
security key. Compare the fingerprints of the keys with those of the deliberation.'
else
  tell "Édition $edition : rien n’est recompté, les fichiers ne sont pas ceux qui ont été scellés et proclamés." \
    "Edition $edition: nothing is recounted, the files are not those that were sealed and proclaimed."
fi
[ "$wrong" = 0 ] || exit 1
[ "$partial" = 0 ] || exit 3
