#!/usr/bin/env bash
# Builds and runs the benchmarks, and prints their tables: bench/run.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet build bench/LabQueue.Benchmarks --configuration Release --nologo --verbosity quiet </dev/null >&2
exec artifacts/bin/LabQueue.Benchmarks/release/LabQueue.Benchmarks "$@"
