# What the scripts share. Sourced from the project's root.

# need COMMAND HOW: stops with a sentence when a command is missing.
need() {
  command -v "$1" >/dev/null 2>&1 || { echo "This needs $1: $2" >&2; exit 1; }
}

# stale FILE PATH...: whether any file under the paths is newer than FILE, or FILE is missing.
stale() {
  local built="$1"
  shift
  [ ! -f "$built" ] && return 0
  [ -n "$(find "$@" -newer "$built" -type f -not -path '*/node_modules/*' -print -quit 2>/dev/null)" ]
}

# Makes target/parley.jar when a source is newer than it. The full log is in target/build.log.
build_if_stale() {
  stale target/parley.jar pom.xml src/main webroot || return 0
  need mvn "Maven: apt-get install maven"
  need node "Node.js 20 or later, with npm"
  need npm "npm, which comes with Node.js"
  mkdir -p target
  echo "Building Parley (the first time takes a minute or two) ..."
  if ! mvn -q -B -DskipTests -Dmaven.test.skip=true package >target/build.log 2>&1; then
    tail -40 target/build.log >&2
    echo "The build failed; the whole log is in target/build.log." >&2
    exit 1
  fi
}

# install_packages COMMAND PACKAGE...: on Debian as root installs the packages when the command is missing;
# elsewhere says which they are.
install_packages() {
  local command="$1"
  shift
  command -v "$command" >/dev/null 2>&1 && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $* ..."
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    echo "The tests need $command. On Debian: sudo apt-get install $*" >&2
    exit 1
  fi
}

# Compiles the tests when a source is newer than they are.
build_tests_if_stale() {
  stale target/test-classes/chat/parley/check/CheckDelivery.class pom.xml src/main/java src/test/java || return 0
  need mvn "Maven: apt-get install maven"
  mkdir -p target
  if ! mvn -q -B -Dweb.skip test-compile >target/build.log 2>&1; then
    tail -40 target/build.log >&2
    echo "The tests could not be compiled; the whole log is in target/build.log." >&2
    exit 1
  fi
}
