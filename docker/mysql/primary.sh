#!/bin/bash
# Read once, by MySQL's entrypoint, when the volume is new (not executable, so that it has the entrypoint's functions): who a replica signs in as.
docker_process_sql <<SQL
CREATE USER 'replicator'@'%' IDENTIFIED BY '$(cat "$REPLICATION_PASSWORD_FILE")';
GRANT REPLICATION SLAVE ON *.* TO 'replicator'@'%';
SQL
