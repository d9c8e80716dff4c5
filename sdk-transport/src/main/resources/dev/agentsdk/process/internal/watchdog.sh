# Ends the children of a JVM that was killed. Lines on stdin: "+ PID START MARK" for a child to watch, with its start time
# from /proc/PID/stat and its mark in the environment; "- PID" for one that has ended. The end of stdin is the end of the
# JVM: nobody else holds the other end of the pipe.
#
# $1, $2: seconds from there to SIGTERM, and on to SIGKILL.
trap '' HUP INT QUIT TERM
nl='
'
live=
while read -r what pid start mark; do
  case $what in
    +) live="$live $pid:$start:$mark" ;;
    -)
      rest=
      for entry in $live; do
        case $entry in
          "$pid":*) ;;
          *) rest="$rest $entry" ;;
        esac
      done
      live=$rest
      ;;
  esac
done
[ -n "$live" ] || exit 0

# Whether process $1 is still the one that started at $2: ids are used again.
same() {
  line=
  { read -r line < "/proc/$1/stat"; } 2> /dev/null || return 1
  start=$2
  # What stands before the last bracket is a name, and may hold anything.
  set -- ${line##*) }
  [ "${20}" = "$start" ]
}

# A signal to the group of each child that is still itself.
signal() {
  for entry in $live; do
    pid=${entry%%:*}
    rest=${entry#*:}
    if same "$pid" "${rest%%:*}"; then
      kill -s "$1" -- "-$pid" 2> /dev/null
    fi
  done
}

# SIGKILL to whoever bears the mark of a child, in whatever group or session.
sweep() {
  for file in /proc/[0-9]*/environ; do
    variables=$(tr '\0' '\n' 2> /dev/null < "$file") 2> /dev/null
    case $variables in
      *AGENT_SDK_PROCESS_TREE=*) ;;
      *) continue ;;
    esac
    for entry in $live; do
      mark=${entry##*:}
      case "$variables$nl" in
        *"=$mark$nl"* | *":$mark$nl"* | *"=$mark:"* | *":$mark:"*)
          file=${file%/environ}
          kill -s KILL "${file#/proc/}" 2> /dev/null
          break
          ;;
      esac
    done
  done
}

sleep "$1"
signal TERM
sleep "$2"
signal KILL
sweep
