# Runs on this machine, by bash: a command that gets a script from the environment as its input, where nobody sees it, and
# then a dot every ten seconds for as long as it runs.
script=$REHOME_SCRIPT
unset REHOME_SCRIPT
send() {
  trap 'kill $!; exit' TERM
  printf %s "$script"
  while :; do sleep 10 & wait $!; printf .; done
}
exec 8< <(send 2> /dev/null)
sending=$!
"$@" <&8 8<&-
code=$?
kill $sending 2> /dev/null
exit $code
