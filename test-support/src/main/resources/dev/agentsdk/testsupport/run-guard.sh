# Ends what the JVM of a test run has left. $1 is "NAME=VALUE", a variable that every process of the run has in its
# environment. stdin ends when that JVM does, whatever ended it, because only the JVM holds the other end.
trap '' HUP INT QUIT TERM
while read -r line; do :; done

# A process that was killed may have started another one before: until two rounds in a row find none.
rounds=0
empty=0
while [ "$empty" -lt 2 ] && [ "$rounds" -lt 50 ]; do
  rounds=$((rounds + 1))
  found=0
  for directory in /proc/[0-9]*; do
    # A part of the environment is enough, and another process may have one of hundreds of MB.
    if head -c 262144 "$directory/environ" 2> /dev/null | tr '\0' '\n' | grep -q -x -F -e "$1"; then
      # A zombie shows no environment.
      kill -s KILL "${directory#/proc/}" 2> /dev/null && found=1
    fi
  done
  if [ "$found" = 1 ]; then
    empty=0
  else
    empty=$((empty + 1))
  fi
  sleep 0.1
done
