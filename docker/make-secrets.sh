#!/usr/bin/env bash
# Makes the secrets that can be made up, each in a file of its own, and names those that only WeChat or you can give. What is there already stays.
# docker/make-secrets.sh [FOLDER]
set -euo pipefail
umask 077
folder=${1:-"$(dirname "${BASH_SOURCE[0]}")/secrets"}
mkdir -p "$folder"
cd "$folder"

random() { head -c "$1" /dev/urandom | base64 | tr -d '\n'; }
# Nothing in it that would have to be escaped in an address or a statement.
word() { random 24 | tr '+/' 'ab'; }
make() { [[ -s $1 ]] || printf '%s' "$2" >"$1"; }

today=$(date -u +%Y-%m-%d)
make mysql_password "$(word)"
make mysql_root_password "$(word)"
make mysql_replication_password "$(word)"
make database_url "mysql://jishi:$(cat mysql_password)@mysql:3306/jishi"
make database_replica_urls "mysql://jishi:$(cat mysql_password)@mysql-replica:3306/jishi"
make jwt_keys "$today:$(word)$(word)"
make kms_keyring "$today:$(random 32)"
make staff_bootstrap_password "$(word)"
make grafana_admin_password "$(word)"
make rabbitmq_conf "$(printf 'default_user = jishi\ndefault_pass = %s\n' "$(word)")"
make event_relay_url "amqp://jishi:$(sed -n 's/^default_pass = //p' rabbitmq_conf)@rabbitmq:5672"
# Whoever reads them in a container is another user than you.
chmod 0444 -- *

for given in wechat_app_secret wechat_pay_mch_private_key wechat_pay_api_v3_key; do
  [[ -s $given ]] || echo "missing: $folder/$given, from WeChat's back office"
done
