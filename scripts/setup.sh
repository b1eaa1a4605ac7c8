#!/bin/sh
# Make .venv with the locked packages, the project itself, its translations and its front end; with `dev` also what
# the tests need. Quick when nothing changed: each step leaves the hash of its input in .venv/steps.
set -eu
cd "$(dirname "$0")/.."
venv=.venv

# The distribution's own comes first: it is built with every optimisation, and the tests run a sixth quicker in it than in
# one that was compiled at home. A shim may stand in the PATH and not run, and Debian's may come without ensurepip: so
# each is tried.
suitable_python() {
  for name in ${HUIKUAN_PYTHON:-} /usr/bin/python3 python3.13 python3.12 python3.11 python3; do
    if "$name" -c 'import sys, venv, ensurepip, sqlite3, ssl; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      "$name" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  echo "Python 3.11 or newer with its venv module is needed (on Debian: apt-get install python3 python3-venv)." >&2
  exit 1
}

# done_already STEP FILE…: has the step been done with these very files?
done_already() {
  step=$1
  shift
  wanted=$(cat "$@" | sha256sum)
  [ "$(cat "$venv/steps/$step" 2>/dev/null)" = "$wanted" ]
}

mark_done() {
  step=$1
  shift
  cat "$@" | sha256sum > "$venv/steps/$step"
}

install_locked() {
  # The lock names every package, so pip has nothing to resolve, and takes no file whose hash is not in it.
  "$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r "$1"
}

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
  python=$(suitable_python)
  echo "Python: $("$python" --version) ($python)"
  rm -rf "$venv"
  "$python" -m venv "$venv"
fi
mkdir -p "$venv/steps"

# The machine's Node.js builds beside the packages; where it comes from a wheel, pip does one thing after the other.
front_end=""
if ! done_already front-end package-lock.json build.mjs || [ ! -d src/huikuan/web/static/dist ] ||
  [ ! -f src/huikuan/documents/fonts/NotoSansSC-Regular.ttf ]; then
  echo "Front end, and the font of letters"
  front_end="to build"
  if scripts/frontend.sh --has-node; then
    scripts/frontend.sh &
    front_end=$!
  fi
fi

lock=requirements/runtime.txt
if [ "${1:-}" = dev ]; then
  lock=requirements/dev.txt
fi
if ! done_already packages "$lock" && ! done_already packages requirements/dev.txt; then
  echo "Packages: $lock"
  install_locked "$lock"
  mark_done packages "$lock"
fi

if ! done_already project pyproject.toml || [ ! -x "$venv/bin/huikuan" ]; then
  echo "The project itself"
  "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
  mark_done project pyproject.toml
fi

"$venv/bin/python" scripts/translations.py compile

if [ "$front_end" = "to build" ]; then
  scripts/frontend.sh
elif [ -n "$front_end" ]; then
  wait "$front_end"
fi
[ -z "$front_end" ] || mark_done front-end package-lock.json build.mjs
