#!/usr/bin/env bash
# The story of a case with curl and jq, against `cargo run -- demo`. Prints each request and what came of it.
set -euo pipefail
api=${1:-http://127.0.0.1:8080/api/v1}
today=$(TZ=Asia/Shanghai date +%F)

login() {
  curl -s "$api/logins" -H 'Content-Type: application/json' \
    -d "{\"login\":\"$1\",\"password\":\"wanlian-demo-330226\"}" | jq -r .access_token
}
declare -A token
for who in ninghai.mediator ninghai.chamber ningbo.firm ningbo.viewer; do token[$who]=$(login $who); done

# ask WHO METHOD PATH BODY FILTER: sends it with a key, and with the version that was shown last where there is one.
ask() {
  echo "$1> $2 $3 $4"
  reply=$(curl -s -X "$2" "$api$3" -H "Authorization: Bearer ${token[$1]}" -H "Idempotency-Key: $(date +%s%N)" \
    ${version:+-H "If-Match: \"$version\""} ${4:+-H 'Content-Type: application/json' -d "$4"})
  jq -c "if .code then {code, title} else $5 end" <<<"$reply"
}
# step WHO NOUN BODY: a step of the case.
step() {
  ask "$1" POST "/cases/$id/$2" "$3" '{status: .case.status, amount_paid: .case.amount_paid}'
  version=$(jq .case.version <<<"$reply")
}
# offer WHO NOUN BODY: an answer to the firm's offer.
offer() {
  local version=$1
  ask ningbo.firm POST "$offer/$2" "$3" '{status, parties: [.file.parties[]?.name]}'
}
figures() {
  # Callbacks count in the month they are due, which is the next one.
  ask ningbo.viewer GET "/statistics?region=330226&from=${today%-*}&to=$(date -d "$today +45 days" +%Y-%m)" '' \
    '.items[0].counts | {accepted, agreed, amount_agreed, amount_paid, satisfied, closed}'
}
version=

me=$(curl -s "$api/me" -H "Authorization: Bearer ${token[ninghai.mediator]}" | jq -r .mediator_id)
firm=$(curl -s "$api/me" -H "Authorization: Bearer ${token[ningbo.firm]}" | jq -r .firm_id)

ask ninghai.mediator POST /cases '{"applicant":"马勇琪","respondent":"宁海顺盛食品厂","summary":"拖欠货款三万元"}' \
  '{no: .case.case_no, status: .case.status, actions}'
id=$(jq -r .case.id <<<"$reply") version=$(jq .case.version <<<"$reply")
mapfile -t parties < <(jq -r '.parties[].id' <<<"$reply")
step ninghai.chamber acceptance "{\"accepted_on\":\"$today\"}"
step ninghai.chamber mediators "{\"mediator_id\":\"$me\",\"lead\":true,\"chosen_by\":\"committee\",\"appointed_on\":\"$today\"}"

ask ninghai.chamber POST "/cases/$id/assignments" "{\"firm_id\":\"$firm\",\"basis\":\"consent\"}" '{status, answer_due_at}'
offer=/assignments/$(jq -r .id <<<"$reply")
ask ningbo.firm GET "$offer" '' '{status, summary, file}'
for party in "${parties[@]}"; do
  step ninghai.mediator consents "{\"party_id\":\"$party\",\"matter\":\"disclosure_to_firm\",\"firm_id\":\"$firm\",\"given\":true,\"channel\":\"phone\",\"recorded_on\":\"$today\"}"
  step ninghai.mediator consents "{\"party_id\":\"$party\",\"matter\":\"mediation\",\"given\":true,\"channel\":\"phone\",\"recorded_on\":\"$today\"}"
done
ask ningbo.firm GET "$offer/conflict-check" '' '{parties: [.parties[].name], conflicts}'
offer 1 conflict-check '{"has_conflict":false}'
offer 2 acceptance '{}'
version=$(curl -s "$api/cases/$id" -H "Authorization: Bearer ${token[ninghai.chamber]}" | jq .case.version)

step ninghai.mediator notices "{\"channel\":\"phone\",\"recorded_on\":\"$today\"}"
step ninghai.mediator mediation "{\"started_on\":\"$today\"}"
both="\"${parties[0]}\",\"${parties[1]}\""
step ninghai.mediator sessions "{\"held_on\":\"$today\",\"mode\":\"on_site\",\"attended\":[$both]}"
third="{\"due_on\":\"$today\",\"amount\":1000000,\"manner\":\"transfer\"}"
signed="{\"party_id\":\"${parties[0]}\",\"signed_on\":\"$today\"},{\"party_id\":\"${parties[1]}\",\"signed_on\":\"$today\"}"
step ninghai.mediator agreement "{\"form\":\"written\",\"content\":\"分三期付清货款\",\"amount\":3000000,\"agreed_on\":\"$today\",\"signatures\":[$signed],\"mediator_signed_on\":\"$today\",\"sealed_on\":\"$today\",\"instalments\":[$third,$third,$third]}"
for _ in 1 2 3; do step ninghai.mediator payments "{\"amount\":1000000,\"paid_on\":\"$today\",\"manner\":\"transfer\"}"; done
for party in "${parties[@]}"; do
  step ninghai.chamber callbacks "{\"party_id\":\"$party\",\"done_on\":\"$today\",\"channel\":\"phone\",\"result\":\"answered\",\"performance\":\"full\",\"satisfaction\":\"satisfied\"}"
done
step ninghai.chamber closure "{\"closed_on\":\"$today\"}"
step ninghai.chamber archive "{\"archived_on\":\"$today\"}"
figures
