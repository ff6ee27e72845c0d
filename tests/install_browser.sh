#!/bin/sh
# Debian's Chromium for the browser tests: installed when it is missing and root or sudo can.
set -eu
if command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Faltan chromium y chromium-driver, y aquí no hay apt-get: instálelos y vuelva a ejecutar make test." >&2; exit 1
fi
if [ "$(id -u)" = 0 ]; then as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"
else
    echo "Faltan chromium y chromium-driver. Instálelos con: sudo apt-get install chromium chromium-driver" >&2; exit 1
fi
$as_root apt-get update -q
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -q --no-install-recommends chromium chromium-driver fonts-dejavu-core
