#!/bin/bash
# Tries on Google itself what Rehome's own tests try on the local cloud only: smoke-test.sh PROJECT REGION [MY-ADDRESS]
# What it makes is called rehome-smoke-… and removed in the end, also after a failure. It takes about an hour, most of it
# waiting for instances, and costs less than a dollar. Needed: gcloud, logged in (also: gcloud auth application-default
# login), git, psql. MY-ADDRESS is the address that Google sees this machine under, for reaching the databases.
set -euo pipefail
project=$1
region=$2
address=${3:-}
rehome=$(cd "$(dirname "$0")/../.." && pwd)/rehome
name=rehome-smoke-$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')
work=$(mktemp -d)
export REHOME_PASSWORD=$name GOOGLE_CLOUD_PROJECT=$project CLOUDSDK_CORE_PROJECT=$project CLOUDSDK_CORE_DISABLE_PROMPTS=1
cd "$work"

passed=()
try() {
  echo "== $1"
  shift
  "$@"
}
done_with() { passed+=("$1"); }

finish() {
  code=$?
  set +e
  echo "== removing everything"
  for instance in $(gcloud sql instances list --filter="name~^$name" --format='value(name)'); do
    gcloud sql instances delete "$instance" --quiet
  done
  gcloud sql backups list --instance=- --filter="description~Rehome AND instance~^$name" --format='value(id,instance)' |
    while read -r id instance; do gcloud sql backups delete "$id" --instance="$instance" --quiet; done
  gcloud storage rm --recursive --quiet "gs://$name" "gs://$name-exports" > /dev/null 2>&1
  cd / && rm -rf "$work"
  printf 'passed: %s\n' "${passed[@]:-nothing}"
  if [ $code = 0 ]; then echo "All of it passed."; else echo "It stopped at what comes after that."; fi
}
trap finish EXIT

# A stack whose instance is made and deleted by gcloud.
git init -q app
cat > app/stack <<SCRIPT
#!/bin/bash
set -euo pipefail
cd "$work"
case \$1 in
  create)
    instance=$name-\$(od -An -N2 -tx1 /dev/urandom | tr -d ' \n')
    for user in postgres shop; do (umask 077; od -An -N12 -tx1 /dev/urandom | tr -d ' \n' > \$user-password); done
    gcloud sql instances create \$instance --database-version=POSTGRES_15 --tier=db-f1-micro --region=$region \\
      --root-password="\$(cat postgres-password)" --retain-backups-on-delete ${address:+--authorized-networks=$address/32} >&2
    gcloud sql users create shop --instance=\$instance --password="\$(cat shop-password)" >&2
    gcloud sql databases create shop --instance=\$instance >&2
    gcloud sql instances describe \$instance --format='value(ipAddresses[0].ipAddress)' > address
    PGPASSWORD=\$(cat postgres-password) psql -q -h \$(cat address) -U postgres -c 'GRANT shop TO postgres' postgres
    echo \$instance > instance ;;
  destroy) gcloud sql instances delete \$(cat instance) >&2; rm instance ;;
  outputs) if [ -e instance ]; then echo "{\"instance\": \"\$(cat instance)\"}"; else echo '{}'; fi ;;
esac
SCRIPT
chmod +x app/stack
git -C app add -A
for revision in first second third; do
  git -C app -c user.name=smoke -c user.email=smoke@example.org commit -q --allow-empty -m $revision
  git -C app tag $revision
done
stack_file() {
  cat > rehome.yaml <<FILE
stack: smoke
revisions: { git: app }
infrastructure: { commands: { create: [./stack, create], destroy: [./stack, destroy], outputs: [./stack, outputs] } }
databases:
  app:
    cloud-sql: { project: $project, instance: "\${output.instance}"$1 }
    name: shop
    user: shop
    password: "\${file:shop-password}"
    admin-user: postgres
    admin-password: "\${file:postgres-password}"
repository: { location: "gs://$name/rehome", password: "\${env:REHOME_PASSWORD}" }
FILE
}
query() { PGPASSWORD=$(cat shop-password) psql -XqAt -v ON_ERROR_STOP=1 -h "$(cat address)" -U shop -c "$1" shop; }
is_whole() { [ "$(query 'SELECT count(*) || min(note) FROM notes')" = "1000note 1" ]; }

try "credentials, a bucket with uniform access, a repository in it" \
  "$rehome" repository init "gs://$name/rehome" --create-bucket "$region"
done_with "a repository in Cloud Storage"
try "an instance, by gcloud" app/stack create
query "CREATE TABLE notes AS SELECT n, 'note ' || n AS note FROM generate_series(1, 1000) n"
stack_file ""
try "rights, the instance's description, its databases" "$rehome" check second --from first
done_with "describing, rights on the bucket"
try "a redeployment by snapshot, from an instance that is deleted" \
  "$rehome" run second --from first --approve smoke
is_whole
"$rehome" report | grep "app from snapshot: equal"
done_with "snapshot, retained backup, restore across instances, passwords, backup settings"
gcloud storage buckets create "gs://$name-exports" --location="$region" --uniform-bucket-level-access
stack_file ", export-to: \"gs://$name-exports/smoke\""
try "a redeployment by the instance's own export" \
  "$rehome" run third --from second --approve smoke --restore-from dump
is_whole
done_with "export with rights given and taken back, loading as a user who is no superuser"
