# Runs on the host, by sh. Its input is a script, up to the line that is its argument, and then a dot now and then. The
# script runs in a session of its own; if the dots stay away, the connection is lost, and all of the session is ended. With
# a second argument it waits for the one before, of which this one may be the repetition: the home folder is the lock.
script=
while IFS= read -r line && [ "$line" != "$1" ]; do
  script="$script$line
"
done
[ "$line" = "$1" ] || exit 254
if [ -n "$2" ]; then
  exec 4< "$HOME" && flock -w 120 4 || exit 254
fi
exec 3<&0 < /dev/null
printf %s "$script" | setsid sh 3<&- 4<&- & child=$!
{
  while [ -n "$(timeout 60 dd bs=1 count=1 2> /dev/null <&3)" ]; do :; done
  kill -TERM -$child; sleep 5; kill -KILL -$child
} > /dev/null 2>&1 & watcher=$!
exec 3<&-
wait $child; code=$?
kill $watcher 2> /dev/null
[ $code = 255 ] && code=254 # with which ssh would say that it failed itself
exit $code
