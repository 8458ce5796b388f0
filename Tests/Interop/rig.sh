#!/bin/bash
# Starts and stops Debian's mail servers on loopback, each from nothing, in a folder of yours.
#
#   rig.sh start NAME DIR     NAME: postfix exim opensmtpd dovecot smtp-sink aiosmtpd dns
#   rig.sh stop  NAME DIR     ends it, and everything it forked
#   rig.sh exec  NAME CMD...  runs a command among NAME's packages (smtp-source, OpenSMTPD's smtp, ...)
#   rig.sh layer NAME         only installs NAME's packages (start and exec do it when needed)
#   rig.sh tools              apt-get installs the clients that conflict with nothing: swaks msmtp curl ...
#
# DIR/env then holds HOST=, SMTP_PORT=, MAILDIR= ... for `source`; DIR/log what the server said.
# Before start, the environment may set HOST, SMTP_PORT (LMTP_PORT, ...), else 127.0.0.1 and a free port;
# RIG_DNS=ADDRESS makes that DNS server the only one the started server knows.
#
# Debian's MTAs exclude one another, so each is installed by the real apt-get into a layer of its own:
# an overlay over /etc, /usr and /var that exists only in a private mount namespace. The machine's
# files, users and package database stay as they were; the network is shared.
# Needs root (CAP_SYS_ADMIN) and overlayfs. Without those it says so and stops.
# shellcheck disable=SC2034 # fill and publish read variables by their names
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mimewire-interop}

fail() { echo "rig: $*" >&2; exit 1; }

packages() {
    case $1 in
        postfix | smtp-sink) echo postfix ;;
        exim) echo exim4-daemon-light ;;
        opensmtpd) echo opensmtpd ;;
        dovecot) echo dovecot-imapd dovecot-pop3d dovecot-lmtpd ;;
        dns) echo dnsmasq-base ;;
        *) fail "no packages for '$1'" ;;
    esac
}

# --- layers: packages installed beside the machine's own ---------------------------------------

# The same layer serves smtp-sink and postfix.
layer_of() { case $1 in smtp-sink) echo postfix ;; *) echo "$1" ;; esac; }

layer() {
    local name=$1 at
    at=$cache/$(layer_of "$name")
    mkdir -p "$cache"
    exec 9>"$at.lock"; flock 9
    [ -e "$at/complete" ] || {
        unshare --mount true 2>/dev/null || fail "no mount namespace to be had (root, CAP_SYS_ADMIN) (it needs root, CAP_SYS_ADMIN and overlayfs)"
        rm -rf "$at"; mkdir -p "$at"/{etc,usr,var}
        # shellcheck disable=SC2046
        unshare --mount --propagation private bash "$here/rig.sh" --install "$at" $(packages "$name") \
            >"$at/install.log" 2>&1 || { tail -20 "$at/install.log" >&2; fail "could not install $name"; }
        touch "$at/complete"
    }
    exec 9>&-
}

# Lays an overlay over /etc, /usr and /var: $1 below (may be empty), $2 above, taking the writes.
overlay() {
    local below=$1 above=$2 d
    for d in etc usr var; do
        mkdir -p "$above/$d" "$above/.work/$d"
        mount -t overlay overlay \
            -o "lowerdir=${below:+$below/$d:}/$d,upperdir=$above/$d,workdir=$above/.work/$d" "/$d"
    done
    mount -t tmpfs -o mode=755 tmpfs /run
    mkdir -p /run/lock
}

install_in_namespace() {
    local at=$1; shift
    overlay "" "$at"
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends "$@"
    rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
}

# Runs "$@" among NAME's packages, where DIR is also /srv: the servers give up root, and could not
# enter a DIR below a folder of mode 700. Writes to /etc, /usr and /var land in DIR/layer.
# A process namespace besides, so that nothing outlives the server.
in_layer() {
    local name=$1 dir=$2; shift 2
    exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc \
        bash "$here/rig.sh" --enter "$cache/$(layer_of "$name")" "$dir" "$@"
}

enter_layer() {
    local below=$1 dir=$2; shift 2
    mount --bind "$dir" /srv
    overlay "$below" "$dir/layer"
    [ -z "${RIG_DNS:-}" ] || printf 'nameserver %s\noptions timeout:1 attempts:1\n' "$RIG_DNS" >/etc/resolv.conf
    # As process 1 of its namespace this shell reaps, and hands TERM on: a server that has no handler
    # for it (smtp-sink) would never see it as process 1.
    "$@" <&0 &
    local server=$! status=0
    trap 'kill -TERM "$server" 2>/dev/null' TERM
    wait "$server" || status=$?
    while kill -0 "$server" 2>/dev/null; do wait "$server" || status=$?; done
    exit "$status"
}

# --- the servers -------------------------------------------------------------------------------

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# fill TEMPLATE FILE: replaces @NAME@ by the value of that shell variable.
fill() {
    local text name
    text=$(<"$here/conf/$1")
    while [[ $text =~ @([A-Z0-9_]+)@ ]]; do
        name=${BASH_REMATCH[1]}
        text=${text//"@$name@"/"${!name}"}
    done
    printf '%s\n' "$text" >"$2"
}

certificate() { # a fresh self-signed one, for STARTTLS
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj "/CN=$1" -addext "subjectAltName=DNS:$1,IP:127.0.0.1" \
        -keyout "$DIR/key.pem" -out "$DIR/cert.pem" 2>/dev/null
    chmod 600 "$DIR/key.pem"
}

publish() { # NAME... into DIR/env
    local name
    for name; do printf '%s=%q\n' "$name" "${!name}"; done >"$DIR/env"
}

maildir() { mkdir -p "$1"/{tmp,new,cur}; }

# launch CMD...: in the background, its pid in DIR/pid, its output in DIR/log.
launch() {
    setsid "$@" >>"$DIR/log" 2>&1 </dev/null 9>&- &
    echo $! >"$DIR/pid"
}

# Waits for a TCP port to accept, or for the server to die.
await_port() {
    local _
    for _ in $(seq 200); do
        (exec 3<>"/dev/tcp/$HOST/$1") 2>/dev/null && return
        kill -0 "$(cat "$DIR/pid")" 2>/dev/null || break
        sleep 0.05
    done
    tail -20 "$DIR/log" >&2
    fail "port $1 did not open"
}

start_postfix() {
    SMTP_PORT=${SMTP_PORT:-$(free_port)}
    MAILDIR=$DIR/maildir/all
    VIRTUAL_TRANSPORT=${VIRTUAL_TRANSPORT:-virtual} # or lmtp:inet:127.0.0.1:PORT, lmtp:unix:/path
    certificate postfix.interop.test
    mkdir -p "$DIR"/{etc,queue,data}
    fill postfix-main.cf "$DIR/etc/main.cf"
    fill postfix-master.cf "$DIR/etc/master.cf"
    publish HOST SMTP_PORT MAILDIR
    launch "$here/rig.sh" --run postfix "$DIR" bash -c '
        mkdir -p /srv/maildir
        chown postfix /srv/data; chown nobody /srv/maildir
        exec postfix -c /srv/etc start-fg'
    await_port "$SMTP_PORT"
}

start_exim() {
    SMTP_PORT=${SMTP_PORT:-$(free_port)}
    MAILDIR=$DIR/maildir
    certificate exim.interop.test
    fill exim.conf "$DIR/exim.conf"
    publish HOST SMTP_PORT MAILDIR
    launch "$here/rig.sh" --run exim "$DIR" bash -c '
        mkdir -p /srv/{spool,exim-log,maildir}
        chown Debian-exim: /srv/{spool,exim-log,maildir,cert.pem,key.pem}
        install -m 644 /srv/exim.conf /etc/exim4/exim4.conf
        exec exim4 -bdf -q1m'
    await_port "$SMTP_PORT"
}

start_opensmtpd() {
    SMTP_PORT=${SMTP_PORT:-$(free_port)}
    MAILDIR=$DIR/maildir
    fill smtpd.conf "$DIR/smtpd.conf"
    publish HOST SMTP_PORT MAILDIR
    launch "$here/rig.sh" --run opensmtpd "$DIR" bash -c '
        useradd --no-create-home --home-dir /srv mail-store
        mkdir -p /srv/maildir; chown mail-store /srv/maildir
        exec smtpd -d -f /srv/smtpd.conf'
    await_port "$SMTP_PORT"
}

start_dovecot() {
    LMTP_PORT=${LMTP_PORT:-$(free_port)}
    IMAP_PORT=${IMAP_PORT:-$(free_port)}
    POP3_PORT=${POP3_PORT:-$(free_port)}
    LMTP_SOCKET=$DIR/run/lmtp-socket
    MAILDIR=$DIR/maildir USER_NAME=anyone@interop.test PASSWORD=secret
    fill dovecot.conf "$DIR/dovecot.conf"
    publish HOST LMTP_PORT LMTP_SOCKET IMAP_PORT POP3_PORT MAILDIR USER_NAME PASSWORD
    launch "$here/rig.sh" --run dovecot "$DIR" bash -c '
        mkdir -p /srv/{run,state,maildir}
        chown nobody:nogroup /srv/{run,state,maildir}
        exec setpriv --reuid nobody --regid nogroup --clear-groups dovecot -F -c /srv/dovecot.conf'
    await_port "$LMTP_PORT"; await_port "$IMAP_PORT"; await_port "$POP3_PORT"
}

start_smtp-sink() {
    SMTP_PORT=${SMTP_PORT:-$(free_port)}
    MAILDIR=$DIR/dump # one file a message, not a Maildir (it needs root, CAP_SYS_ADMIN and overlayfs)
    mkdir -p "$MAILDIR"; chown nobody "$MAILDIR"
    publish HOST SMTP_PORT MAILDIR
    # shellcheck disable=SC2086
    launch "$here/rig.sh" --run postfix "$DIR" \
        smtp-sink -u nobody ${SINK_OPTIONS--d /srv/dump/%Y%m%d%H%M%S.} "$HOST:$SMTP_PORT" 100
    await_port "$SMTP_PORT"
}

start_aiosmtpd() {
    SMTP_PORT=${SMTP_PORT:-$(free_port)}
    MAILDIR=$DIR/maildir
    maildir "$MAILDIR"
    python_with aiosmtpd==1.4.6
    publish HOST SMTP_PORT MAILDIR
    launch "$PYTHON" "$here/aiosmtpd_store.py" "$HOST" "$SMTP_PORT" "$MAILDIR"
    await_port "$SMTP_PORT"
}

start_dns() {
    HOST=${DNS_HOST:-127.0.0.53} DNS_PORT=${DNS_PORT:-53} # /etc/resolv.conf knows no other port
    fill dnsmasq.conf "$DIR/dnsmasq.conf"
    [ -z "${DNS_RECORDS:-}" ] || cat "$DNS_RECORDS" >>"$DIR/dnsmasq.conf"
    publish HOST DNS_PORT
    launch "$here/rig.sh" --run dns "$DIR" dnsmasq --keep-in-foreground --conf-file=/srv/dnsmasq.conf
    await_port "$DNS_PORT"
}

python_with() { # a virtual environment with the given PyPI packages; its interpreter in PYTHON
    local at=$cache/python
    PYTHON=$at/bin/python3
    "$PYTHON" -m pip show -q "${1%%==*}" 2>/dev/null && return
    mkdir -p "$cache"; python3 -m venv "$at"; "$PYTHON" -m pip install -q "$@"
}

start() {
    local name=$1
    [ ! -e "$2/pid" ] || fail "$2 is in use: stop it first"
    mkdir -p "$2"
    DIR=$(cd "$2" && pwd); HOST=${HOST:-127.0.0.1}
    chmod 755 "$DIR"
    local folder
    for folder in "$DIR" "$cache"; do
        case $folder in /etc/* | /usr/* | /var/*) fail "$folder lies below an overlay: choose one elsewhere" ;; esac
    done
    declare -F "start_$name" >/dev/null || fail "no such server: $name"
    case $name in aiosmtpd) ;; *) layer "$name" ;; esac
    "start_$name"
    cat "$DIR/env"
}

# A zombie waits for its parent only.
runs() { [ -e "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }

# TERM, so that the server closes as it would; after 10 s KILL, to all of its namespace.
stop() {
    local name=$1 dir=$2 outer first _
    [ -e "$dir/pid" ] || fail "nothing runs in $dir"
    outer=$(cat "$dir/pid")
    first=$(cat "/proc/$outer/task/$outer/children" 2>/dev/null || true) # process 1 of the namespace
    first=${first:-$outer}
    kill -TERM "$first" 2>/dev/null || true
    for _ in $(seq 200); do
        runs "$outer" || break
        sleep 0.05
    done
    if runs "$first" && kill -KILL "$first" 2>/dev/null; then echo "rig: $name had to be killed" >&2; fi
    rm -f "$dir/pid"
}

tools() {
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    apt-get install -y --no-install-recommends swaks libnet-ssleay-perl msmtp curl openssl dnsutils
}

case ${1:-} in
    start | stop) [ $# = 3 ] || fail "usage: rig.sh $1 NAME DIR"; "$@" ;;
    layer) layer "$2" ;;
    tools) tools ;;
    exec)
        name=$2; shift 2; layer "$name"
        scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT
        (in_layer "$name" "$scratch" "$@") ;;
    --install) shift; install_in_namespace "$@" ;;
    --enter) shift; enter_layer "$@" ;;
    --run) shift; in_layer "$@" ;;
    *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
esac
