#!/bin/bash
# Read once, by MySQL's entrypoint, when the volume is new (not executable, so that it has the entrypoint's functions): from here on everything comes from the primary, from its first transaction.
docker_process_sql <<SQL
RESET BINARY LOGS AND GTIDS;
CHANGE REPLICATION SOURCE TO
  SOURCE_HOST = 'mysql', SOURCE_USER = 'replicator', SOURCE_PASSWORD = '$(cat "$REPLICATION_PASSWORD_FILE")',
  SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1;
SQL
