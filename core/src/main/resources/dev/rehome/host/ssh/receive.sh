# Runs on the host, by sh: takes in the agent of this name, as a tar archive; with an argument it only looks whether it is
# there already. Then it tries the agent, from which Java learns how to start it fast. Agents that nobody used for a month go.
umask 077
folder=$HOME/.cache/rehome
if [ -x "$folder/$0/bin/java" ]; then
  touch "$folder/$0"
  exit 0
fi
[ $# = 0 ] || exit 1
mkdir -p "$folder" || exit
find "$folder" -mindepth 1 -maxdepth 1 -name 'agent-*' -mtime +30 -exec rm -rf {} +
new=$(mktemp -d "$folder/new-XXXXXX") || exit
trap 'rm -rf "$new"' EXIT
tar -xzf - -C "$new" && { mv -T "$new/$0" "$folder/$0" || [ -x "$folder/$0/bin/java" ]; } || exit
"$folder/$0/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xlog:disable -XX:AOTCacheOutput="$new/aot" \
  -cp "$folder/$0/app/*" dev.rehome.agent.Training > /dev/null 2>&1 && mv "$new/aot" "$folder/$0/aot"
exit 0
