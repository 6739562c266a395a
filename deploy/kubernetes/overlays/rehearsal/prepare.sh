#!/usr/bin/env bash
# Makes secrets/ for the rehearsal: a certificate authority and the lab's certificate, passwords, keys. Never used for anything else.
set -euo pipefail
cd "$(dirname "$0")"
umask 077
rm -rf secrets
mkdir secrets
cd secrets

put() { printf '%s' "$2" >"$1"; }
for name in east-password acme-client-id acme-client-secret acme-provisioning-id refresh-token; do put "$name" rehearsal; done
put password "$(openssl rand -hex 16)"
put admin-token "$(openssl rand -hex 32)"
put encryption-key "$(openssl rand -base64 32)"
put dsn "host=bwsync-postgresql port=5432 user=bwsync dbname=bwsync password=$(cat password)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/ca.key" -out ca.crt -days 30 -subj "/CN=bwsync rehearsal" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign" 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tls.key -out "$work/lab.csr" -subj "/CN=bwsync-lab" 2>/dev/null
printf 'subjectAltName=DNS:bwsync-lab\n' >"$work/extensions"
openssl x509 -req -in "$work/lab.csr" -CA ca.crt -CAkey "$work/ca.key" -CAcreateserial -CAserial "$work/serial" -days 30 -out tls.crt \
    -extfile "$work/extensions" 2>/dev/null
