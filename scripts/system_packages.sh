#!/bin/sh
# Install what the tests need besides Python: a PostgreSQL server, Chromium and a Chinese font.
set -eu

missing=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
fc-list 2>/dev/null | grep -q 'Noto Sans CJK' || missing="$missing fonts-noto-cjk fontconfig"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "Please install, under the names your system has for them:$missing" >&2
  exit 1
elif [ "$(id -u)" = 0 ]; then
  as_root=""
elif sudo -n true >/dev/null 2>&1; then
  as_root="sudo -n"
else
  echo "Please run as an administrator: apt-get update && apt-get install --no-install-recommends$missing" >&2
  exit 1
fi

echo "System packages:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# Without its windows it is smaller and quicker; Debian 12 has it apart.
if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
  missing=$(echo "$missing" | sed 's/ chromium/ chromium-headless-shell/')
fi
# shellcheck disable=SC2086 # several words are meant
$as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
