# Runs on this machine, by sh, one at a time: opens the connection that commands share, unless it is open.
errors=$1
shift
ssh -O check "$@" > /dev/null 2>&1 ||
  exec ssh -o ControlMaster=yes -o ControlPersist=60 -f -N "$@" > /dev/null 2> "$errors"
