#!/usr/bin/env bash
# A throw-away PostgreSQL in a directory of its own, for the demonstration and the tests; never for production data.
#
#   embedded-postgresql.sh start   DIR [--port PORT] [--durable] [--option NAME=VALUE]...
#   embedded-postgresql.sh stop    DIR [-m fast|immediate]     (also when it does not run)
#   embedded-postgresql.sh restart DIR [-m fast|immediate]     (with the options it was started with)
#   embedded-postgresql.sh dsn     DIR
#
# start makes DIR and the database when they are absent, waits until it answers and prints a libpq connection string: over a unix
# socket in DIR, and with --port over TCP on 127.0.0.1 too (the string then names the port; 0 takes a free one). --durable keeps
# fsync on: without it a crash of the machine, not of PostgreSQL, may lose what was committed.
# As root it runs under the unprivileged user postgres (or nobody), who must be able to reach DIR.
set -euo pipefail

fail() { echo "embedded-postgresql: $*" >&2; exit 1; }
usage() { sed -n '2,13s/^# \{0,1\}//p' "$0" >&2; exit 2; }

[ $# -ge 2 ] || usage
command=$1
dir=$2
shift 2

bin=${PGBIN:-$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)}
[ -x "$bin/pg_ctl" ] || fail "no PostgreSQL found under /usr/lib/postgresql (set PGBIN to its bin directory)"

# The environment may name another server for libpq's own tools.
unset PGHOST PGPORT PGUSER PGDATABASE PGDATA PGOPTIONS PGSERVICE

owner() { if getent passwd postgres >/dev/null; then echo postgres; else echo nobody; fi; }
run() {
    # From /: the unprivileged user may not see the caller's directory.
    if [ "$(id -u)" = 0 ]; then
        (cd / && exec setpriv --reuid="$(owner)" --regid="$(id -g "$(owner)")" --clear-groups --inh-caps=-all \
            env HOME="$dir" "$@")
    else
        (cd / && exec "$@")
    fi
}
is_running() { run "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; }
saved() { [ -f "$dir/$1" ] && cat "$dir/$1"; }
print_dsn() {
    local port
    port=$(saved port) || fail "$dir holds no database"
    if [ "$(saved tcp || true)" = yes ]; then
        echo "host=127.0.0.1 port=$port user=bwsync dbname=bwsync"
    else
        echo "host=$dir port=$port user=bwsync dbname=bwsync"
    fi
}
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

boot() {
    run "$bin/pg_ctl" -D "$dir/data" -l "$dir/log" -w -t 60 -s start || {
        tail -20 "$dir/log" >&2 || true
        fail "PostgreSQL did not start; its log is $dir/log"
    }
}

make_database() {
    run "$bin/initdb" -D "$dir/data" -U bwsync -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 || {
        cat "$dir/initdb.log" >&2
        fail "initdb failed"
    }
    echo "include_if_exists = 'embedded.conf'" >>"$dir/data/postgresql.conf"
}

write_settings() {  # port, address, durable, further settings
    {
        echo "unix_socket_directories = '$dir'"
        echo "port = $1"
        echo "listen_addresses = '$2'"
        echo "max_connections = 100"
        echo "shared_buffers = 128MB"
        echo "max_wal_size = 2GB"
        # synchronous_commit stays on: what was committed must outlive stop -m immediate, which tests do.
        if [ "$3" = no ]; then printf 'fsync = off\nfull_page_writes = off\n'; fi
        printf '%s\n' "${@:4}"
    } >"$dir/embedded.conf"
    cat "$dir/embedded.conf" >"$dir/data/embedded.conf"
}

start() {
    local port="" durable=no tcp=no settings=()
    while [ $# -gt 0 ]; do
        case $1 in
            --port) port=${2:?}; tcp=yes; shift 2 ;;
            --durable) durable=yes; shift ;;
            --option) settings+=("${2%%=*} = '${2#*=}'"); shift 2 ;;
            *) usage ;;
        esac
    done
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    # A socket's path holds at most 107 bytes; PostgreSQL adds its own name to the directory.
    [ ${#dir} -lt 85 ] || fail "the path $dir is too long for a socket in it"
    chmod 700 "$dir"
    if [ "$(id -u)" = 0 ]; then chown "$(owner)" "$dir"; fi
    run test -w "$dir" || fail "the user $(owner) cannot reach $dir: a directory above it is closed to others"
    if [ -f "$dir/data/postmaster.pid" ] && is_running; then print_dsn; return; fi
    [ -f "$dir/data/PG_VERSION" ] || make_database
    [ "$port" != 0 ] || port=$(free_port)
    echo "${port:-5432}" >"$dir/port"
    echo "$tcp" >"$dir/tcp"
    local address=""
    [ "$tcp" = no ] || address=127.0.0.1
    write_settings "${port:-5432}" "$address" "$durable" ${settings[@]+"${settings[@]}"}
    boot
    run "$bin/psql" -h "$dir" -p "${port:-5432}" -U bwsync -d postgres -Atqc \
        "select 'create database bwsync' where not exists (select from pg_database where datname = 'bwsync')" |
        while read -r sql; do run "$bin/psql" -h "$dir" -p "${port:-5432}" -U bwsync -d postgres -qc "$sql"; done
    print_dsn
}

stop() {
    local mode=fast
    if [ "${1:-}" = -m ]; then mode=${2:?}; fi
    case $mode in fast | immediate) ;; *) usage ;; esac
    [ -d "$dir/data" ] && is_running || return 0
    run "$bin/pg_ctl" -D "$dir/data" -m "$mode" -w -t 60 -s stop
}

if [ -d "$dir" ]; then dir=$(cd "$dir" && pwd); fi
case $command in
    start) start "$@" ;;
    stop) stop "$@" ;;
    restart) [ -f "$dir/port" ] || fail "$dir holds no database"; stop "$@"; boot; print_dsn ;;
    dsn) print_dsn ;;
    *) usage ;;
esac
