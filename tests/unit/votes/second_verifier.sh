#!/usr/bin/env bash
# A second verifier of docs/verification-spec.md, written from that page with stock tools only.
# usage: second_verifier.sh CITY-FOLDER EDITION CITY-ID THRESHOLD PROCLAMATION-THRESHOLD COLLEGE...   (a college: a,b,c)
# It does not judge corrections, the limits on few ballots, what a ballot form makes possible, nor ranked ballots.
set -u
export LC_ALL=C
root=$1 edition=$2 city=$3 threshold=$4 proclaimers=$5
shift 5
colleges=("$@")
votes=$root/votes/$edition trust=$root/site_config/trust/$edition
name='[a-z0-9]+(-[a-z0-9]+)*'
keys='statement city edition contest unit channel seq supersedes closed signed roll ballots-found blank null valid rows
votes-cast note'
bad=0
fail() { echo "$*" >&2; bad=1; }
value() { sed -n "s/^# $2: //p" "$1" | head -n 1; }
header() { head -n "$2" "$1" | sed -n 's/^# \([a-z-]*\): .*/\1/p' | tr '\n' ' '; }
plain() { ! grep -q $'\r' "$1" && [ "$(tail -c 1 "$1" | od -An -tx1 | tr -d ' ')" = 0a ]; }

sealed() { # text, how many keys
  local text=$1 needed=$2 when seal signer signers=' ' fingerprints=''
  when=$(value "$text" signed | tr -d ':T-')
  for seal in "$text".*.sig; do
    [ -e "$seal" ] || { fail "$text: not signed"; return; }
    signer=${seal#"$text".} signer=${signer%.sig}
    if [ "$(grep -c BEGIN "$seal")" != 1 ] || [ "$(head -n 1 "$seal")" != '-----BEGIN SSH SIGNATURE-----' ]; then
      fail "$seal: not one signature"
    fi
    if said=$(ssh-keygen -Y verify -f "$trust/allowed_signers" -r "$trust/revoked_keys" -I "$signer" \
      -n "aubette-votes-v1@$city" "-Overify-time=$when" -s "$seal" < "$text" 2> /dev/null); then
      signers="$signers$signer " fingerprints="$fingerprints${said##* }"$'\n'
    else
      fail "$seal: refused"
    fi
  done
  [ "$(printf %s "$fingerprints" | sort -u | grep -c .)" -ge "$needed" ] || fail "$text: too few keys"
  for college in "${colleges[@]}"; do
    for member in ${college//,/ } -; do case $signers in *" $member "*) break ;; esac; done
    [ "$member" != - ] || fail "$text: nobody of $college"
  done
}

unit() { # folder, contest, unit, channel
  local dir=$1 text=$1/MANIFEST listed wanted
  [ -f "$text" ] && [ -f "$dir/tally.csv" ] || { fail "$dir: incomplete"; return; }
  for file in "$dir"/*; do plain "$file" || fail "$file: line ends"; done
  sealed "$text" "$threshold"
  [ "$(header "$text" 18)" = "$(echo $keys) " ] || fail "$text: keys"
  [ "$(sed -n 1,6p "$text" | sed 's/^# [a-z]*: //' | tr '\n' ' ')" = "aubette-votes-v1 $city $edition $2 $3 $4 " ] ||
    fail "$text: of another place"
  wanted="tally.csv $([ -f "$dir/ballots.csv" ] && echo ballots.csv) ../../ballot/ballot.csv ../../ballot/rules.json"
  wanted=$(printf '%s\n' $wanted ../../ballot/units.csv | sort)
  listed=$(tail -n +19 "$text" | cut -c 67- | sort)
  case $3 in merged*) listed=$(echo "$listed" | grep -v '^\.\./[a-z0-9-]*/tally\.csv$') ;; esac
  [ "$listed" = "$wanted" ] || fail "$text: checksums of other files"
  (cd "$dir" && sha256sum -c --strict --quiet MANIFEST > /dev/null 2>&1) || fail "$text: a file differs"
  [ $(($(value "$text" blank) + $(value "$text" null) + $(value "$text" valid))) = "$(value "$text" ballots-found)" ] ||
    fail "$text: minutes"
  [ "$(value "$text" roll)" = "$(value "$text" ballots-found)" ] || [ "$(value "$text" note)" != none ] ||
    fail "$text: no note"
  awk -F';' -v rows="$(value "$text" rows)" -v cast="$(value "$text" votes-cast)" '
    FNR > 1 { if (NF != 2 || $2 !~ /^(0|[1-9][0-9]*)$/ || $1 in v) wrong = 1; v[$1] = $2; n++; sum += $2 }
    END { exit wrong || n != rows || sum != cast }' "$dir/tally.csv" || fail "$dir/tally.csv: figures"
  [ ! -f "$dir/ballots.csv" ] || ballots "$dir" "$text"
}

ballots() { # folder, manifest
  tail -n +2 "$1/ballots.csv" | sort -c -u -t';' -k2,2 -k3,3 || fail "$1/ballots.csv: order"
  awk -F';' -v blank="$(value "$2" blank)" -v valid="$(value "$2" valid)" '
    FNR == 1 { next }
    FILENAME ~ /tally/ { tally[$1] = $2; next }
    { if ($2 == "") white += $1; else good += $1
      n = split($2, pick, " "); split($3, points, " ")
      for (i = 1; i <= n; i++) sum[pick[i]] += $1 * (NF == 3 ? points[i] : 1) }
    END { for (p in tally) if (tally[p] != sum[p] + 0) wrong = 1
      for (p in sum) if (!(p in tally)) wrong = 1
      exit wrong || white + 0 != blank || good + 0 != valid }' "$1/tally.csv" "$1/ballots.csv" ||
    fail "$1/ballots.csv: does not sum"
}

merged() { # folder
  local members
  members=$(tail -n +19 "$1/MANIFEST" | cut -c 67- | sed -n "s|^\.\./\(.*/tally\.csv\)$|$(dirname "$1")/\1|p")
  [ "$(echo "$members" | wc -l)" -ge 2 ] || fail "$1: of one"
  awk -F';' 'FNR == 1 { next } FILENAME ~ /\/merged/ { whole[$1] = $2; next } { sum[$1] += $2 }
    END { for (p in whole) if (whole[p] != sum[p]) exit 1 }' "$1/tally.csv" $members || fail "$1: is not their sum"
  for key in roll ballots-found blank null valid; do
    sum=0
    for member in $members; do sum=$((sum + $(value "$(dirname "$member")/MANIFEST" "$key"))); done
    [ "$sum" = "$(value "$1/MANIFEST" "$key")" ] || fail "$1: $key"
  done
}

unknown=$(cd "$root" && find "votes/$edition" "site_config/trust/$edition" ! -type d | grep -vE \
  "^votes/$edition/(ballot/(rules.json|ballot.csv|units.csv)|PROCLAMATION(\.$name\.sig)?)$|/(allowed_signers|revoked_keys|policy.yml)$|^votes/$edition/$name/$name/(tally.csv|ballots.csv|MANIFEST(\.$name\.sig)?)$")
[ -z "$unknown" ] || fail "$unknown: unknown"
expected=$(tail -n +2 "$votes/ballot/units.csv" | cut -d';' -f1,2 | tr ';' / | sort)
present=$(cd "$votes" && ls -d */*/ | sed 's|/$||' | sort)
[ "$expected" = "$(echo "$present" | grep -v '/merged')" ] || fail "units: not the expected ones"
for key in $present; do
  channel=$(sed -n "s|^${key%/*};${key#*/};||p" "$votes/ballot/units.csv")
  unit "$votes/$key" "${key%/*}" "${key#*/}" "${channel:-mixed}"
  case $key in */merged*) merged "$votes/$key" ;; esac
done

text=$votes/PROCLAMATION
if [ -f "$text" ]; then
  sealed "$text" "$proclaimers"
  [ "$(sed -n 1,3p "$text" | sed 's/^# [a-z]*: //' | tr '\n' ' ')" = "aubette-proclamation-v1 $city $edition " ] ||
    fail "$text: of another place"
  (cd "$votes" && sha256sum -c --strict --quiet PROCLAMATION > /dev/null 2>&1) || fail "$text: a file differs"
  closed=$(printf '%s\n' ballot/{ballot.csv,rules.json,units.csv} "../../site_config/trust/$edition"/{allowed_signers,policy.yml} \
    $(for key in $present; do echo "$key/MANIFEST"; done) | sort)
  [ "$(tail -n +12 "$text" | cut -c 67- | sort)" = "$closed" ] || fail "$text: not a closed set"
  [ "$(value "$text" units)" = "$(echo "$present" | wc -l)" ] || fail "$text: units"
  promised=$(sed -n 's/^  "seed_commitment": "\(.*\)",$/\1/p' "$votes/ballot/rules.json")
  revealed=$(value "$text" seed)
  [ "$revealed" = none ] || revealed=$(printf %s "$revealed" | sha256sum | cut -c 1-64)
  [ "$promised" = "$revealed" ] || fail "$text: seed"
else
  fail "$text: missing"
fi
exit $bad
