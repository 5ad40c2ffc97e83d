#!/usr/bin/env bash
# Takes the pictures in docs/images anew, of a demo laboratory of its own in a headless Chromium.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build tests/LabQueue.EndToEnd.Tests -c Release -v quiet
mkdir -p docs/images
artifacts/bin/LabQueue.EndToEnd.Tests/release/LabQueue.EndToEnd.Tests --explicit only --filter-class '*Pages.Screenshots'
