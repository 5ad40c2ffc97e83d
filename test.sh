#!/usr/bin/env bash
# Builds and tests LabQueue as CI does. The last line is "N passed, N failed".
#   ./test.sh               the quick set
#   ./test.sh NAME          only projects, or else test classes, whose name contains NAME
#   ./test.sh --long [NAME] only the long tests (trait Category=Long), which write their evidence themselves
set -uo pipefail

# A shell that starts this in the background makes it ignore SIGINT, and with it the programs that the tests stop with it.
if [[ -z ${LABQUEUE_TEST_SIGNALS:-} ]] && env --default-signal=INT true 2>/dev/null; then
  LABQUEUE_TEST_SIGNALS=default exec env --default-signal=INT bash "${BASH_SOURCE[0]}" "$@"
fi

cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

usage() { sed -n '2,5s/^# \{0,1\}//p' "$0"; }
say() { printf 'test.sh: %s\n' "$*" >&2; }

name=''
traits=(--filter-not-trait Category=Long)
for argument in "$@"; do
  case $argument in
    --long) export LABQUEUE_LONG=1; traits=(--filter-trait Category=Long) ;;
    -h | --help) usage; exit 0 ;;
    -*) say "unknown option $argument."; usage >&2; exit 2 ;;
    *) name=$argument ;;
  esac
done

need_sdk() {
  if command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.'; then return; fi
  say 'the .NET 10 SDK is missing. Install it (on Debian and Ubuntu the package dotnet-sdk-10.0; else see https://dot.net).'
  exit 3
}

# The build fetches files for browsers with npm; some tests talk to the server with curl, with programs in Python and with
# Chromium, and some need a PostgreSQL cluster.
need_packages() {
  local missing=()
  command -v curl >/dev/null || missing+=(curl)
  /usr/bin/python3 -c 'import requests' 2>/dev/null || missing+=(python3-requests)
  /usr/bin/python3 -c 'import cryptography' 2>/dev/null || missing+=(python3-cryptography)
  command -v npm >/dev/null || missing+=(nodejs npm)
  eng/postgres.sh --version >/dev/null 2>&1 || missing+=(postgresql)
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
  ((${#missing[@]})) || return 0
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    say "installing ${missing[*]}."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 </dev/null && return 0
  fi
  say "could not install ${missing[*]}; tests that need them will say so."
}

need_sdk
need_packages

# With a PostgreSQL cluster beside it for as long as it runs; without one the tests that need it skip on a desk and fail in CI.
if [[ -z ${LABQUEUE_TEST_POSTGRES:-} ]] && eng/postgres.sh --version >/dev/null 2>&1; then
  exec eng/postgres.sh bash "$PWD/test.sh" "$@"
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0 broken=0

# Runs one test project after another and adds up what "dotnet test" sums up.
run() {
  dotnet test "$@" --configuration Release --no-build --no-ansi --no-progress --max-parallel-test-modules 1 \
    --ignore-exit-code 8 "${traits[@]}" "${classes[@]}" </dev/null 2>&1 | tee "$log"
  local code=${PIPESTATUS[0]} now_failed
  now_failed=$(sum failed)
  ((passed += $(sum succeeded), failed += now_failed, skipped += $(sum skipped)))
  if ((code != 0 && now_failed == 0)); then broken=1; fi
}
sum() { awk -v key="$1:" '/^Test run summary/ { on = 1 } on && $1 == key && NF == 2 { n += $2 } END { print n + 0 }' "$log"; }

# The laboratory's tests, which know no database, on the one that processes share.
run_shared() {
  [[ -n ${LABQUEUE_TEST_POSTGRES:-} ]] || return 0
  say 'the laboratory tests once more, on PostgreSQL.'
  local project=tests/LabQueue.Lims.Tests/LabQueue.Lims.Tests.csproj
  classes+=(--filter-not-trait Database=Sqlite --filter-not-trait Database=Postgres)
  LABQUEUE_LABORATORY=postgres run --project "$project"
}

say 'building.'
dotnet build LabQueue.slnx --configuration Release --nologo -v quiet </dev/null || { say 'the build failed.'; exit 1; }
if [[ ${CI:-} == true ]]; then
  say 'checking the format.'
  dotnet format LabQueue.slnx --no-restore --verify-no-changes </dev/null || { say 'run "dotnet format".'; exit 1; }
fi

classes=()
if [[ -z $name ]]; then
  run --solution LabQueue.slnx
  say 'the storage tests once more, on the SQLite of the package.'
  classes=(--filter-not-namespace 'LabQueue.Storage.Tests.Postgres')
  LABQUEUE_SQLITE=bundled run --project tests/LabQueue.Storage.Tests/LabQueue.Storage.Tests.csproj
  classes=()
  run_shared
else
  others=()
  for project in tests/*.Tests/*.csproj; do
    if [[ $(basename "$project" .csproj) == *"$name"* ]]; then run --project "$project"; else others+=("$project"); fi
  done
  if [[ LabQueue.Lims.Tests == *"$name"* ]]; then run_shared; fi
  classes=(--filter-class "*$name*")
  for project in "${others[@]}"; do run --project "$project"; done
fi

ran=$((passed + failed))
if ((broken)); then say 'a test project broke off, see above.'; fi
if ((ran == 0)); then say 'no test ran.'; fi
line="$passed passed, $failed failed"
if ((skipped > 0)); then line+=", $skipped skipped"; fi
printf '%s\n' "$line"
((ran > 0 && failed == 0 && broken == 0))
