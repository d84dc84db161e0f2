# shellcheck shell=bash disable=SC2034 # some of what is set here is read by who sources it
# Finds a JDK and a Maven that can build the plugin, and calls Maven. To be sourced, with $root set to the checkout.

: "${root:?}"

# The oldest Maven that the Jenkins parent takes, and the one that is fetched when the installed one is older.
canonical_maven_minimum=3.9.6
canonical_maven_fetched=3.9.11
central_maven_minimum=3.6.3
java_minimum=17
dependency_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.10.0

# What every call of Maven is told, and what those are told that only look for artifacts.
maven_args=(--batch-mode)
repository_args=(--batch-mode)

fail() {
  printf '%s\n' "$@" >&2
  exit 2
}

# is_older A B: whether version A comes before version B
is_older() {
  [[ $1 != "$2" && $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]
}

# Looks for a JDK, and sets $java to its java.
require_jdk() {
  local version folder=${JAVA_HOME:+$JAVA_HOME/bin/}
  local javac=${folder}javac
  java=${folder}java
  if ! version=$("$javac" -version 2>&1); then
    fail "No JDK: '$javac -version' does not work." \
      "Install a JDK $java_minimum or newer and put it on the PATH, or name its folder in JAVA_HOME." \
      "(A JRE is not enough: it has no compiler.)"
  fi
  version=$(sed -n 's/^javac \([0-9][0-9.]*\).*/\1/p' <<<"$version")
  if is_older "${version%%.*}" "$java_minimum"; then
    fail "The JDK is too old: $version, but the plugin needs $java_minimum or newer." \
      "Put a newer one on the PATH, or name its folder in JAVA_HOME."
  fi
}

require_maven() {
  if ! command -v mvn >/dev/null; then
    fail "No Maven: there is no 'mvn' on the PATH." "Install Apache Maven $central_maven_minimum or newer."
  fi
  installed_maven=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  if [[ -z $installed_maven ]]; then
    mvn --version >&2 || true
    fail "Maven does not work: see what 'mvn --version' says above."
  fi
  if is_older "$installed_maven" "$central_maven_minimum"; then
    fail "Maven is too old: $installed_maven, but the plugin needs $central_maven_minimum or newer."
  fi
}

# take_maven_args ARGUMENTS...: keeps the user's arguments for Maven, those in MAVEN_ARGS first. Only Maven 3.9 and newer
# read that variable themselves, so it is passed on by hand to any.
take_maven_args() {
  local words arg previous=
  read -r -a words <<<"${MAVEN_ARGS:-} "
  unset MAVEN_ARGS
  for arg in ${words[@]+"${words[@]}"} "$@"; do
    maven_args+=("$arg")
    case $previous in
      -s | --settings | -gs | --global-settings) repository_args+=("$previous" "$arg") ;;
    esac
    case $arg in
      -o | --offline | -Dmaven.repo.local=* | --settings=* | --global-settings=*) repository_args+=("$arg") ;;
    esac
    previous=$arg
  done
}

# call_maven MAVEN ARGUMENTS...
call_maven() {
  (cd "$root" && "$@")
}

# build_central GOALS...: builds in the Central lane without running its tests, and sets $class_path to theirs
build_central() {
  local target=$root/central/plugin/target
  echo "bin/${0##*/}: building in the Central lane."
  call_maven mvn "${maven_args[@]}" --quiet -f central/pom.xml "$@" -DskipTests \
    "$dependency_plugin:build-classpath" -Dmdep.outputFile=target/tests.classpath
  class_path=$target/test-classes:$target/classes:$(<"$target/tests.classpath")
}

# Sets $canonical_maven: the installed Maven, or one fetched into target/ if that is too old.
find_canonical_maven() {
  canonical_maven=mvn
  if ! is_older "$installed_maven" "$canonical_maven_minimum"; then
    return
  fi
  canonical_maven=$root/target/maven/apache-maven-$canonical_maven_fetched/bin/mvn
  if [[ -x $canonical_maven ]]; then
    return
  fi
  echo "The installed Maven $installed_maven is older than $canonical_maven_minimum:" \
    "fetching $canonical_maven_fetched into target/."
  # From central/, where no extension of the root is loaded.
  call_maven mvn "${repository_args[@]}" --quiet --non-recursive -f central/pom.xml "$dependency_plugin:unpack" \
    "-Dartifact=org.apache.maven:apache-maven:$canonical_maven_fetched:zip:bin" \
    "-DoutputDirectory=$root/target/maven" || return 1
  chmod +x "$canonical_maven"
}

# Whether Maven can resolve the Jenkins parent and everything that the root pom.xml needs.
canonical_resolves() {
  # --update-snapshots also asks again for what was missing the last time.
  local resolve=("${repository_args[@]}" --quiet --update-snapshots -f pom.xml "$dependency_plugin:resolve") messages
  if is_older "$installed_maven" "$canonical_maven_minimum"; then
    # Too old for the build, but it can tell that there is no parent, and then no newer one has to be fetched.
    messages=$(call_maven mvn "${resolve[@]}" 2>&1) || true
    if grep -q 'Non-resolvable parent POM' <<<"$messages"; then
      return 1
    fi
  fi
  find_canonical_maven >&2 || return 1
  call_maven "$canonical_maven" "${resolve[@]}" >/dev/null 2>&1
}
