# For deploy/backup and deploy/restore: where the database is, and how to ask it. To be sourced.

refuse() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit 1
}

# The first of these programs that is there.
program() {
  local name
  for name in "$@"; do
    if command -v "$name" >/dev/null; then
      command -v "$name"
      return
    fi
  done
  refuse "none of $* is on the PATH"
}

decoded() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# For a value in an option file, between double quotes.
quoted() {
  local text=${1//\\/\\\\}
  printf '%s' "${text//\"/\\\"}"
}

# Sets database_name, and credentials: a file that only this user can read, for --defaults-extra-file.
read_database_url() {
  local url=${DATABASE_URL:-}
  if [[ -z $url && -n ${DATABASE_URL_FILE:-} ]]; then url=$(<"$DATABASE_URL_FILE"); fi
  local form='^mysql://([^:@/?#]+)(:([^@/?#]*))?@(\[[0-9a-fA-F:.]+\]|[^:@/?#]+)(:([0-9]+))?/([^/?#]+)$'
  # Not repeated in the refusal: it has a password in it.
  [[ $url =~ $form ]] || refuse 'DATABASE_URL: expected mysql://user:password@host:3306/database (percent-encoded, no query)'
  local user password host port
  user=$(decoded "${BASH_REMATCH[1]}")
  password=$(decoded "${BASH_REMATCH[3]}")
  host=${BASH_REMATCH[4]//[\[\]]/}
  port=${BASH_REMATCH[6]:-3306}
  database_name=$(decoded "${BASH_REMATCH[7]}")
  credentials=$(mktemp "${TMPDIR:-/tmp}/jishi-client.XXXXXXXX")
  chmod 600 "$credentials"
  printf '[client]\nprotocol=tcp\nuser="%s"\npassword="%s"\nhost="%s"\nport=%s\n' \
    "$(quoted "$user")" "$(quoted "$password")" "$host" "$port" >"$credentials"
  client_program=$(program mariadb mysql)
  dump_program=$(program mariadb-dump mysqldump)
  dump_options=()
  # MySQL's own: positions of another server are nothing to restore, and an older server has no histograms to tell of.
  if ! "$dump_program" --version | grep -qi mariadb; then dump_options=(--set-gtid-purged=OFF --column-statistics=0); fi
}

forget_credentials() {
  rm -f "${credentials:-}"
}

# Runs SQL from standard input in the database; rows are lines of values between tabs.
sql() {
  "$client_program" --defaults-extra-file="$credentials" --batch --skip-column-names --raw --default-character-set=utf8mb4 "$database_name"
}

newest_migration() {
  local tables
  tables=$(sql <<<"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'schema_migrations'")
  if [[ $tables == 1 ]]; then sql <<<'SELECT name FROM schema_migrations ORDER BY timestamp DESC, id DESC LIMIT 1'; fi
}

# As `npm run erasures:export` writes it.
ledger_of_erasures() {
  sql <<'SQL'
SELECT CONCAT('{"userId":"', id, '","erasedAt":"', DATE_FORMAT(destroyed_at, '%Y-%m-%dT%H:%i:%s.'), LPAD(MICROSECOND(destroyed_at) DIV 1000, 3, '0'), 'Z"}')
FROM data_keys WHERE destroyed_at IS NOT NULL ORDER BY destroyed_at, id
SQL
}
