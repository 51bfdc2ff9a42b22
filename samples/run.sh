#!/usr/bin/env bash
# Installs what is missing, builds, runs the nightly job on the sample mailbox, and says where the report is.
set -euo pipefail
cd "$(dirname "$0")/.."

config/install-packages.sh
cmake --preset release >/dev/null
cmake --build --preset release --target shenbao
build/release/shenbao run samples/mailbox.mbox --roster samples/roster.xlsx \
  --campaign config/campaigns/quality-benchmark-2021-national.toml --out out
echo "Open $(pwd)/out/report.html in a browser; the same as a workbook: out/report.xlsx"
