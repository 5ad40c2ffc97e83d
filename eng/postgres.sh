#!/usr/bin/env bash
# Runs a command with a PostgreSQL cluster that is made for it and removed after it:
#   eng/postgres.sh COMMAND…
#   eng/postgres.sh --version     which PostgreSQL that is
# The command finds it by LABQUEUE_TEST_POSTGRES, a connection string of Npgsql. fsync stays on; it listens on a Unix socket only.
set -euo pipefail

say() { printf 'postgres.sh: %s\n' "$*" >&2; }

# The newest version that Debian's packages have put there, else whatever is on the path.
binaries() {
  local newest
  newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  if [[ -x $newest/initdb ]]; then
    echo "$newest"
  elif command -v initdb >/dev/null; then
    dirname "$(readlink -f "$(command -v initdb)")"
  else
    say 'PostgreSQL is missing (on Debian the package postgresql).'
    return 3
  fi
}

# PostgreSQL refuses to run as root.
as_postgres() { if [[ $(id -u) == 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi; }

bin=$(binaries)
if [[ ${1:-} == --version ]]; then
  "$bin/postgres" --version
  exit
fi

# In memory where the system has such a disk, and 2 GB of it (a container often has 64 MB): what a crash of the machine leaves on a real one is for other tests.
roomy() { [[ -w $1 ]] && (($(df --output=avail -k "$1" | tail -n 1) > 2000000)); }
folder=$(mktemp -d -p "$(roomy /dev/shm && echo /dev/shm || echo "${TMPDIR:-/tmp}")" labqueue-postgres-XXXXXX)
stop() {
  as_postgres "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
[[ $(id -u) == 0 ]] && chown postgres "$folder"
chmod 755 "$folder"

cd "$folder"
as_postgres "$bin/initdb" --pgdata "$folder/data" --auth trust --username labqueue --encoding UTF8 --locale C.UTF-8 \
  >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
as_postgres "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/data/server.log" --wait --silent start \
  --options "-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=300" \
  || { cat "$folder/data/server.log" >&2; exit 1; }
cd "$OLDPWD"

export LABQUEUE_TEST_POSTGRES="Host=$folder;Username=labqueue;Database=postgres"
code=0
"$@" || code=$?
exit "$code"
