# Ends what the JVM of a test run has left. $1 is "NAME=VALUE", a variable that every process of the run has in its
# environment. stdin ends when that JVM does, whatever ended it, because only the JVM holds the other end.
trap '' HUP INT QUIT TERM
while read -r line; do :; done

# Sets "start" to the start time of process $1.
start_of() {
  line=
  { while read -r part; do line="$line $part"; done < "/proc/$1/stat"; } 2> /dev/null || return 1
  # What stands before the last bracket is a name, and may hold anything, also line feeds.
  set -- ${line##*) }
  start=${20}
}

start_of "$$" || exit 1
mine=$start

# A process that was killed may have started another one before: until two rounds in a row find none.
rounds=0
empty=0
while [ "$empty" -lt 2 ] && [ "$rounds" -lt 50 ]; do
  rounds=$((rounds + 1))
  found=0
  for directory in /proc/[0-9]*; do
    pid=${directory#/proc/}
    # What the tests have started is younger than this. Saves looking at the environments of all others.
    start_of "$pid" && [ "$start" -ge "$mine" ] || continue
    # A part of the environment is enough, and another process may have one of hundreds of MB. A zombie shows none.
    if head -c 262144 "$directory/environ" 2> /dev/null | tr '\0' '\n' | grep -q -x -F -e "$1"; then
      kill -s KILL "$pid" 2> /dev/null && found=1
    fi
  done
  if [ "$found" = 1 ]; then
    empty=0
  else
    empty=$((empty + 1))
  fi
  sleep 0.1
done
