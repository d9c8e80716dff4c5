# Ends the children of a JVM that was killed, and deletes their private files. Lines on stdin:
#   + PID START MARK SOFT HARD  a child to watch: its start time from /proc/PID/stat, its mark in the environment, and its
#                               mark in the limits on file locks (/proc/PID/limits), each of them or "-"
#   - PID START                 it has ended
#   f PATH                      a file to delete, or a directory that is empty then; absolute
#   d PATH                      it has been deleted
# The end of stdin is the end of the JVM: no other process holds the other end of the pipe.
#
# $1, $2: seconds from there to SIGTERM, and on to SIGKILL.
trap '' HUP INT QUIT TERM
nl='
'
live=
files=$nl
while read -r what rest; do
  case $what in
    +)
      set -- "$1" "$2" $rest
      live="$live $3:$4:$5:$6:$7"
      ;;
    -)
      set -- "$1" "$2" $rest
      kept=
      for entry in $live; do
        case $entry in
          "$3:$4:"*) ;;
          *) kept="$kept $entry" ;;
        esac
      done
      live=$kept
      ;;
    f) files="$files$rest$nl" ;;
    d)
      case $files in
        *"$nl$rest$nl"*) files="${files%%"$nl$rest$nl"*}$nl${files#*"$nl$rest$nl"}" ;;
      esac
      ;;
  esac
done
[ -n "$live" ] || [ "$files" != "$nl" ] || exit 0

# Sets start to the start time of process $1: ids are used again.
start_of() {
  line=
  { while read -r part; do line="$line $part"; done < "/proc/$1/stat"; } 2> /dev/null || return 1
  # What stands before the last bracket is a name, and may hold anything, also line feeds.
  set -- ${line##*) }
  start=${20}
  [ -n "$start" ]
}

# A signal to the group of each child that is still itself.
signal() {
  for entry in $live; do
    pid=${entry%%:*}
    rest=${entry#*:}
    if start_of "$pid" && [ "$start" = "${rest%%:*}" ]; then
      kill -s "$1" -- "-$pid" 2> /dev/null
    fi
  done
}

# Sets soft and hard to the limits on file locks of process $1.
limits_of() {
  soft=
  hard=
  while read -r a b c soft hard units; do
    [ "$a $b $c" != "Max file locks" ] || return 0
  done 2> /dev/null < "/proc/$1/limits"
  return 1
}

# Sets variable to the mark in the environment of process $1. The environment is not trusted: no more than 4 MiB of it, and
# 64 KiB of the mark, are read.
mark_of() {
  variable=$({ head -c 4194304 "/proc/$1/environ" | tr '\0' '\n' | grep -a '^AGENT_SDK_PROCESS_TREE=' \
    | head -n 1 | head -c 65536; } 2> /dev/null)
  [ -n "$variable" ]
}

# Whether process $1 is marked as one of the children or what they started.
is_marked() {
  if limits_of "$1"; then
    case $limits in
      *" soft=$soft "* | *" hard=$hard "*) return 0 ;;
    esac
  fi
  mark_of "$1" || return 1
  for mark in $marks; do
    case ":${variable#*=}:" in
      *":$mark:"*) return 0 ;;
    esac
  done
  return 1
}

# SIGKILL to each marked process, in whatever group or session. Processes that are older than all children are not read.
sweep() {
  oldest=
  marks=
  limits=" "
  for entry in $live; do
    rest=${entry#*:}
    [ -n "$oldest" ] && [ "$oldest" -le "${rest%%:*}" ] || oldest=${rest%%:*}
    rest=${rest#*:}
    marks="$marks ${rest%%:*}"
    rest=${rest#*:}
    [ "${rest%%:*}" = - ] || limits="$limits soft=${rest%%:*}  hard=${rest#*:} "
  done
  for directory in /proc/[0-9]*; do
    pid=${directory#/proc/}
    start_of "$pid" && [ "$start" -ge "$oldest" ] && [ "$pid" != $$ ] || continue
    first=$start
    if is_marked "$pid" && start_of "$pid" && [ "$start" = "$first" ]; then
      kill -s KILL "$pid" 2> /dev/null
    fi
  done
}

# Files first, in the order in which they came: a directory comes behind its files. No name is followed if it is a link.
delete() {
  rest=${files#"$nl"}
  while [ -n "$rest" ]; do
    file=${rest%%"$nl"*}
    rest=${rest#*"$nl"}
    if [ -d "$file" ] && [ ! -L "$file" ]; then
      rmdir -- "$file" 2> /dev/null
    else
      rm -f -- "$file" 2> /dev/null
    fi
  done
}

if [ -n "$live" ]; then
  sleep "$1"
  signal TERM
  sleep "$2"
  signal KILL
  sweep
fi
delete
