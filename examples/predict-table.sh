#!/bin/sh
# A table through the service: predict-table.sh TABLE OUTPUT. The output opens in Excel, and in KNIME by its CSV Reader.
set -eu
url=${GRAPHSAM_URL:-http://localhost:8080}
curl --fail-with-body --silent --show-error -H 'Content-Type: text/csv' -H "X-API-Key: ${GRAPHSAM_KEY:-}" \
  --data-binary "@$1" --output "$2" "$url/predict"
