# Runs on the host, by sh: the agent of this name, by what the arguments put before it (sudo).
folder=$HOME/.cache/rehome/$0
exec "$@" "$folder/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:MaxRAM=2560m -XX:MaxRAMPercentage=40 \
  -XX:AOTCache="$folder/aot" -Xlog:disable -Xlog:all=error:stderr -Xlog:aot=off -Xlog:cds=off \
  -cp "$folder/app/*" dev.rehome.agent.Agent
