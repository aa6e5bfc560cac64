#!/bin/sh
# Prints the ids of the runs that are planning. TFE_ADDRESS and TFE_TOKEN say where, and who asks.
set -eu

# The header stands in a file descriptor, because other users of the machine can see the arguments of a command.
page=$(curl --silent --show-error --fail-with-body --header @- \
  "$TFE_ADDRESS/api/v2/admin/runs?filter%5Bstatus%5D=planning" <<EOF
Authorization: Bearer $TFE_TOKEN
EOF
)
echo "$page" | grep -o '"id":"run-[^"]*"' | cut -d '"' -f 4
