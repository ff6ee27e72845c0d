#!/bin/sh
# What the tests of deploy/ run, of Debian: nginx, systemd's tools and openssl, installed where they are missing and root or
# sudo can. The service that nginx brings is not started.
set -eu
PATH=$PATH:/usr/sbin
missing=""
command -v nginx >/dev/null 2>&1 || missing="$missing nginx-light"
command -v systemd-analyze >/dev/null 2>&1 || missing="$missing systemd"
command -v openssl >/dev/null 2>&1 || missing="$missing openssl"
if [ -z "$missing" ]; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Faltan:$missing; y aquí no hay apt-get: instálelos y vuelva a ejecutar make test." >&2; exit 1
fi
if [ "$(id -u)" = 0 ]; then as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"
else
    echo "Faltan:$missing. Instálelos con: sudo apt-get install$missing" >&2; exit 1
fi
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap '$as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
fi
$as_root apt-get update -q
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends $missing
