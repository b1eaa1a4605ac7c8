#!/bin/sh
# Write the locks anew from pyproject.toml: exact versions and hashes, no host, for every Python from 3.11 on.
# With UPGRADE=1 every package goes to its newest allowed version, else only what pyproject.toml forces moves.
set -eu
cd "$(dirname "$0")/.."

tool=.setup/lock
if ! "$tool/bin/uv" --version >/dev/null 2>&1; then
  "${HUIKUAN_PYTHON:-python3}" -m venv "$tool"
  "$tool/bin/pip" install --quiet 'uv==0.13.9'
fi

compile() {
  output=$1
  shift
  "$tool/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links ${UPGRADE:+--upgrade} --output-file "$output" "$@"
}

compile requirements/runtime.txt pyproject.toml --extra build
compile requirements/dev.txt pyproject.toml --extra build --extra dev --constraint requirements/runtime.txt
compile requirements/node.txt requirements/node.in
