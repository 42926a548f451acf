#!/usr/bin/env bash
# Builds the page, and installs what that needs where it is missing. The Makefile calls it; so can you:
#   build.sh tools        what is missing, into .tools/ (and the first build beside it)
#   build.sh dist FOLDER  the static site
#   build.sh browser      what the browser tests need
# Written for Linux and, untried, for macOS (its bash is 3.2, its make 3.81).
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
trunk_version=0.21.14
split_version=0.2.4
wasm=wasm32-unknown-unknown

export PATH="$root/tests/tools/bin:$root/.tools/bin:$root/.tools/node_modules/.bin:$PATH"
# Paths of this machine would stand in panic messages and make builds differ: they are cut to what is the same
# everywhere. RUSTFLAGS would replace these.
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
remap() {
  local flags="--cfg=erase_components -Clink-args=--emit-relocs --remap-path-prefix=$root=/latchkey" folder
  for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
    if [ -d "$folder" ]; then flags="$flags --remap-path-prefix=${folder%/}=/crates"; fi
  done
  flags="$flags --remap-path-prefix=$(rustc --print sysroot)/lib/rustlib/src/rust=/rust"
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags"
}

# The source of the standard library, which is built with the page (tests/tools/bin/cargo). Where it cannot be had, the
# page is built without it, and larger.
library_source() {
  if [ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ]; then return; fi
  if ! has rustup || ! rustup component add rust-src >/dev/null 2>&1; then
    say "the source of Rust's standard library (rust-src) cannot be had: the page will be an eighth larger"
  fi
}

say() { printf '%s\n' "$*" >&2; }
has() { command -v "$1" >/dev/null 2>&1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# need COMMAND PACKAGE...: from Debian's packages where there are any, else a word.
need() {
  local command=$1
  shift
  if has "$command"; then return; fi
  if ! has apt-get; then
    say "Latchkey's build needs \`$command\`, and finds none. Install it, then call make again."
    exit 1
  fi
  say "installing $*"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

bindgen_version() {
  awk '/^name = "wasm-bindgen"$/ { found = 1; next } found { gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock
}

terser_version() { awk -F'"' '/"terser":/ { print $4 }' tests/tools/package.json; }

# is VERSION COMMAND...: whether the command is there and says that version.
is() {
  local version=$1
  shift
  local says
  says=$("$@" --version 2>/dev/null) || return 1
  case " $says " in *" $version "*) return 0 ;; *) return 1 ;; esac
}

# installed CRATE VERSION: whether cargo put it into .tools/, for a program that does not say its version.
installed() { grep -q "\"$1 $2 " .tools/.crates.toml 2>/dev/null; }

install_crate() { # NAME VERSION FLAG...
  local name=$1 version=$2
  shift 2
  # These run for a second a build: cheap to make beats quick to run.
  CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_TARGET_DIR="$root/.tools/build-$name" \
    cargo install --quiet --root "$root/.tools" --version "$version" --force "$@" "$name"
  rm -rf "$root/.tools/build-$name"
}

# wasm-opt and terser.
install_npm_tools() {
  cp tests/tools/package.json tests/tools/package-lock.json .tools/
  npm ci --prefix .tools --ignore-scripts --no-audit --no-fund --loglevel=error
}

# All that the builds need: Trunk then asks for nothing.
fetch() {
  cargo fetch --quiet --locked
  cargo fetch --quiet --locked --target "$wasm"
}

first_build() {
  # What trunk will ask for, word by word, so that it finds it done; and the tool that ends its build.
  cargo build --quiet --locked --release --target "$wasm" --bin latchkey
  cargo build --quiet --locked --bin publish
}

# start NAME COMMAND...: in the background, its words into .tools/NAME.log.
names=() pids=()
start() {
  local name=$1
  shift
  say "  $name (.tools/$name.log)"
  (
    "$@" >".tools/$name.log" 2>&1
    say "  $name: done after $SECONDS s"
  ) &
  names+=("$name") pids+=("$!")
}

tools() {
  if ! has rustc; then
    say "Latchkey's build needs Rust, and finds no \`rustc\`. Get it by rustup, then call make again."
    exit 1
  fi
  need node nodejs
  need npm npm
  need cc gcc libc6-dev
  if ! rustc --version >/dev/null 2>&1; then
    say "installing the toolchain that rust-toolchain.toml names"
    rustup toolchain install "$(awk -F'"' '/^channel/ { print $2 }' rust-toolchain.toml)" --profile minimal \
      --component clippy --component rustfmt --target "$wasm"
  fi
  if [ ! -d "$(rustc --print target-libdir --target "$wasm" 2>/dev/null)" ]; then
    rustup target add "$wasm"
  fi

  library_source

  local bindgen
  bindgen=$(bindgen_version)
  mkdir -p .tools
  local missing=""
  is "$trunk_version" trunk || missing="$missing trunk"
  installed wasm_split_cli_support "$split_version" || missing="$missing wasm-split"
  is "$bindgen" "$root/.tools/bin/wasm-bindgen" || missing="$missing wasm-bindgen-cli"
  if ! is "$(awk -F'version_|"' '/^wasm_opt/ { print $3 }' Trunk.toml)" wasm-opt || ! is "$(terser_version)" terser; then
    missing="$missing npm-tools"
  fi
  if [ -z "$missing" ]; then return; fi

  say "first time: installing$missing into .tools/, and building beside it; some minutes"
  fetch
  remap
  # The longest first: on two cores the order is what there is to gain.
  case $missing in *trunk*) start trunk install_crate trunk "$trunk_version" --locked --no-default-features --features rustls ;; esac
  case $missing in *wasm-bindgen-cli*) start wasm-bindgen-cli install_crate wasm-bindgen-cli "$bindgen" --bin wasm-bindgen ;; esac
  case $missing in *wasm-split*) start wasm-split install_crate wasm_split_cli_support "$split_version" --locked --features build-binary --bin wasm-split-cli ;; esac
  case $missing in *npm-tools*) start npm-tools install_npm_tools ;; esac
  start build first_build
  local at failed=""
  for at in "${!pids[@]}"; do
    if ! wait "${pids[$at]}"; then
      failed="$failed ${names[$at]}"
      say "  ${names[$at]}: failed"
      tail -n 20 ".tools/${names[$at]}.log" >&2
    fi
  done
  if [ -n "$failed" ]; then exit 1; fi
}

dist() {
  fetch
  remap
  RUST_BACKTRACE=0 trunk build --skip-version-check --dist "$1" --color never >.tools/trunk-build.log 2>&1 || {
    cat .tools/trunk-build.log >&2
    exit 1
  }
}

# What the browser tests need: a Chromium or Chrome (tests/browser/lib/browser.mjs finds it), and openssl.
browser() {
  need openssl openssl
  local name
  for name in chromium google-chrome google-chrome-stable chromium-browser chrome; do
    if has "$name"; then return; fi
  done
  if [ -n "${CHROMIUM:-}" ] || [ -x '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' ]; then return; fi
  need chromium chromium
}

case ${1:-} in
  tools) tools ;;
  dist) tools && dist "${2:-dist}" ;;
  browser) browser ;;
  *) say "build.sh tools | build.sh dist FOLDER | build.sh browser" && exit 2 ;;
esac
