#!/bin/sh
# A fake stream-json CLI: answers control requests, plays scripted turns, and misbehaves on demand.
#
# It is scripted by four environment variables, each a list of steps separated by blanks:
#   FAKE_START  before anything is read
#   FAKE_INIT   after the answer to "initialize"
#   FAKE_TURN   on a user message (default: "init say:Hello result")
#   FAKE_EOF    when stdin ends (default: nothing, then exit 0)
# FAKE_DIR is a directory for the files that steps write.
# FAKE_OWN is a file of shell functions that are steps of the user's own: own_NAME, given the argument behind the colon, is
# the step NAME. They may use whatever is defined here; a function own_control is given each control request but
# "initialize" first, and answers it, or returns 1.
#
# Control requests are answered with success; of the subtypes "test_refuse" is refused, and "test_silence" is noted in
# FAKE_DIR/silence and never answered.
#
# Steps:
#   ready             READY on stderr
#   init              the system message of a turn
#   say:TEXT          an assistant message; underscores in TEXT become blanks
#   echo              an assistant message with the user's own text
#   delta:TEXT        a partial message with TEXT
#   tool              a tool call and its result
#   result            the result of the turn
#   error-result      a result that is an error
#   demo              a whole turn with all of it, at a human's pace
#   lines:N           N assistant messages of about 1 KiB
#   raw:TEXT          a line as it stands; underscores become blanks
#   raw-file:PATH     the bytes of a file
#   partial:TEXT      TEXT without a line feed
#   fill              assistant messages without end; with ignore-pipe, their failure is noted in FAKE_DIR/fill
#   fill-partial      one line without end
#   flood-stderr:N    N KiB to stderr
#   stderr:TEXT       a line on stderr
#   ask:SUBTYPE       a control request; the answer is noted in FAKE_DIR/answers
#   ask-json:PATH     the same with the request object (with its subtype) in a file
#   ask-first:PATH    the same; the line that comes meanwhile is handled only when the answer is there
#   take-back:PATH    a control request as in ask-json that is taken back at once; nothing is waited for
#   task-start:ID     an agent starts to work in the background
#   task-end:ID       it is done
#   hang-turn         waits for an interrupt, acknowledges it, and ends the turn as an interrupted one
#   ignore-pipe       writes that fail do not kill
#   ignore-term       SIGTERM is ignored
#   trap-term         SIGTERM runs a handler that does nothing; what was going on goes on
#   term-exit:N       SIGTERM makes it exit with code N
#   log-term          SIGTERM is noted in FAKE_DIR/signals, and ends it
#   first-write       one write to stdout; what came of it is noted in FAKE_DIR/first-write
#   late-write        on SIGTERM: first-write, then exit
#   hang              neither reads nor writes any more; ends only by a signal
#   sleep:SECONDS     waits
#   marker            writes FAKE_DIR/marker
#   pid:NAME          notes its own process id in FAKE_DIR/NAME.pid
#   grandchild:FDS    a grandchild that holds the descriptors FDS (of 0, 1, 2; "none" for none); id in grandchild.pid
#   flooder:FD        a grandchild that writes to FD without end; id in grandchild.pid
#   session-grandchild  a grandchild in a session of its own that holds all pipes; id in grandchild.pid
#   daemon            a double-forked grandchild in a session of its own; id in grandchild.pid
#   odd-name          its name in /proc/PID/stat has a line feed and a bracket (Linux)
#   stop              stops itself (SIGSTOP)
#   close-stdin       closes its stdin
#   close-stdout      closes its stdout
#   exit:N            exits with code N
#   die:SIGNAL        kills itself with a signal
#   no-init-answer    "initialize" is never answered
#   ignore-eof        the end of stdin makes it hang

FAKE_DIR=${FAKE_DIR:-/tmp}
session=00000000-0000-4000-8000-00000000fake
turns=0
asked=0
answered=
handshake=
answers_init=yes
on_eof=exit

case "$1" in
  -v | --version)
    echo "${FAKE_VERSION:-2.1.0 (Fake CLI)}"
    exit 0
    ;;
esac

emit() { printf '%s\n' "$1"; }

blanks() { # underscores to blanks, without a subprocess
  blanks_in=$1
  text=
  while :; do
    case "$blanks_in" in
      *_*) text="$text${blanks_in%%_*} "; blanks_in=${blanks_in#*_} ;;
      *) text="$text$blanks_in"; return ;;
    esac
  done
}

assistant() { # $1: a list of content blocks, as JSON
  emit "{\"type\":\"assistant\",\"uuid\":\"u-a$turns\",\"session_id\":\"$session\",\"parent_tool_use_id\":null,\"message\":{\"id\":\"msg_$turns\",\"role\":\"assistant\",\"model\":\"fake-model\",\"content\":[$1],\"stop_reason\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}}"
}

say() { assistant "{\"type\":\"text\",\"text\":\"$1\"}"; }

delta() {
  emit "{\"type\":\"stream_event\",\"uuid\":\"u-d$turns\",\"session_id\":\"$session\",\"parent_tool_use_id\":null,\"event\":{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"$1\"}}}"
}

init_message() {
  emit "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"$session\",\"uuid\":\"u-i$turns\",\"cwd\":\"/fake\",\"model\":\"fake-model\",\"tools\":[\"Bash\",\"Read\"],\"mcp_servers\":[],\"permissionMode\":\"default\",\"claude_code_version\":\"2.1.0\"}"
}

# As real CLIs do it, the type does not come first.
result() { # $1: subtype, $2: is_error, $3: text, $4: terminal reason
  emit "{\"duration_ms\":120,\"duration_api_ms\":80,\"is_error\":$2,\"num_turns\":1,\"result\":\"$3\",\"session_id\":\"$session\",\"total_cost_usd\":0.0012,\"usage\":{\"input_tokens\":12,\"output_tokens\":34},\"terminal_reason\":\"${4:-completed}\",\"uuid\":\"u-r$turns\",\"subtype\":\"$1\",\"type\":\"result\"}"
}

tool_use() {
  assistant "{\"type\":\"tool_use\",\"id\":\"toolu_$turns\",\"name\":\"Bash\",\"input\":{\"command\":\"ls src\"}}"
}

tool_result() {
  emit "{\"type\":\"user\",\"uuid\":\"u-t$turns\",\"session_id\":\"$session\",\"parent_tool_use_id\":null,\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"toolu_$turns\",\"content\":\"Main.java\\nMainTest.java\",\"is_error\":false}]}}"
}

demo() {
  init_message
  for word in "Let " "me " "look " "at " "the " "sources " "first."; do delta "$word"; sleep 0.04; done
  say "Let me look at the sources first."
  tool_use
  sleep 0.3
  tool_result
  for word in "There " "are " "two " "files: " "Main.java " "and " "its " "test. " "This " "answer " "comes " "from " "a " "script, " "not " "from " "a " "model."; do delta "$word"; sleep 0.04; done
  answer="There are two files: Main.java and its test. This answer comes from a script, not from a model."
  say "$answer"
  result success false "$answer"
}

repeat() { # $1: text, $2: how often
  repeated=
  repeat_left=$2
  while [ "$repeat_left" -gt 0 ]; do repeated=$repeated$1; repeat_left=$((repeat_left - 1)); done
}

kilobyte() {
  repeat 0123456789abcdef 56
  kilobyte_text=$repeated
}

fill() {
  kilobyte
  while say "$kilobyte_text" 2> /dev/null; do :; done
  echo "write failed" > "$FAKE_DIR/fill"
}

fill_partial() {
  kilobyte
  printf '{"type":"assistant","message":{"content":[{"type":"text","text":"'
  while printf '%s' "$kilobyte_text" 2> /dev/null; do :; done
  echo "write failed" > "$FAKE_DIR/fill"
}

# The C library's words for the error: "Broken pipe" is EPIPE. 141 is death by SIGPIPE, 0 a write that was taken.
first_write() {
  trap '' PIPE
  env printf '%s\n' '{"type":"late"}' 2> "$FAKE_DIR/first-write"
  echo "status $?" >> "$FAKE_DIR/first-write"
}

# A builtin cannot wait, and a foreground sleep delays traps: wait for a background one, again after each trap.
hang() {
  while :; do
    sleep 1000 > /dev/null 2>&1 < /dev/null &
    wait $!
  done
}

note() { echo "$1" > "$FAKE_DIR/$2.tmp" && mv "$FAKE_DIR/$2.tmp" "$FAKE_DIR/$2"; }

grandchild() {
  case "$1" in
    0) sleep 1000 <&3 > /dev/null 2>&1 3<&- & ;;
    1) sleep 1000 < /dev/null 2> /dev/null 3<&- & ;;
    2) sleep 1000 < /dev/null > /dev/null 3<&- & ;;
    none) sleep 1000 < /dev/null > /dev/null 2>&1 3<&- & ;;
    *) sleep 1000 <&3 3<&- & ;;
  esac
  note $! grandchild.pid
}

flooder() {
  (
    trap '' PIPE
    repeat 0123456789abcdef 64
    while :; do printf '%s\n' "$repeated" >&"$1" 2> /dev/null || sleep 0.05; done
  ) < /dev/null &
  note $! grandchild.pid
}

request() { # $1: a request object
  asked=$((asked + 1))
  emit "{\"type\":\"control_request\",\"request_id\":\"cli-$asked\",\"request\":$1}"
}

one_line() { # $1: a file; its lines in one, without a subprocess
  one_line_text=
  while IFS= read -r one_line_part || [ -n "$one_line_part" ]; do
    one_line_text="$one_line_text$one_line_part"
  done < "$1"
}

ask_first() { # $1: a request object
  request "$1"
  deferred=
  while IFS= read -r ask_line; do
    case "$ask_line" in
      *control_response*)
        printf '%s\n' "$ask_line" >> "$FAKE_DIR/answers"
        handle "$deferred"
        return
        ;;
      *) deferred=$ask_line ;;
    esac
  done
}

ask() { # $1: a request object
  request "$1"
  while IFS= read -r ask_line; do
    case "$ask_line" in
      *control_response*)
        printf '%s\n' "$ask_line" >> "$FAKE_DIR/answers"
        answered=$ask_line
        return
        ;;
      *) handle "$ask_line" ;;
    esac
  done
}

hang_turn() {
  while IFS= read -r hang_line; do
    case "$hang_line" in
      *'"subtype":"interrupt"'*)
        answer "$hang_line" '{}'
        say "as far as it"
        result error_during_execution true interrupted aborted_streaming
        return
        ;;
      *) handle "$hang_line" ;;
    esac
  done
  at_eof
}

step() {
  step_arg=${1#*:}
  case "$1" in
    ready) echo READY >&2 ;;
    init) init_message ;;
    say:*) blanks "$step_arg"; say "$text" ;;
    echo) say "$prompt" ;;
    delta:*) blanks "$step_arg"; delta "$text" ;;
    tool) tool_use; tool_result ;;
    result) result success false done ;;
    error-result) result error_max_turns true "too many turns" ;;
    demo) demo ;;
    lines:*)
      kilobyte
      lines_left=$step_arg
      while [ "$lines_left" -gt 0 ]; do say "$kilobyte_text"; lines_left=$((lines_left - 1)); done
      ;;
    raw:*) blanks "$step_arg"; emit "$text" ;;
    raw-file:*) cat "$step_arg" ;;
    partial:*) blanks "$step_arg"; printf '%s' "$text" ;;
    fill) fill ;;
    fill-partial) fill_partial ;;
    flood-stderr:*)
      repeat 0123456789abcde 64
      kib_left=$step_arg
      while [ "$kib_left" -gt 0 ]; do printf '%s' "$repeated" >&2; printf '%063d\n' "$kib_left" >&2; kib_left=$((kib_left - 1)); done
      ;;
    stderr:*) blanks "$step_arg"; echo "$text" >&2 ;;
    ask:*) ask "{\"subtype\":\"$step_arg\"}" ;;
    ask-json:*) one_line "$step_arg"; ask "$one_line_text" ;;
    ask-first:*) one_line "$step_arg"; ask_first "$one_line_text" ;;
    take-back:*)
      one_line "$step_arg"
      request "$one_line_text"
      emit "{\"type\":\"control_cancel_request\",\"request_id\":\"cli-$asked\"}"
      ;;
    task-start:*) emit "{\"type\":\"system\",\"subtype\":\"task_started\",\"task_id\":\"$step_arg\",\"description\":\"d\",\"task_type\":\"local_agent\",\"uuid\":\"u-s$step_arg\",\"session_id\":\"$session\"}" ;;
    task-end:*) emit "{\"type\":\"system\",\"subtype\":\"task_notification\",\"task_id\":\"$step_arg\",\"status\":\"completed\",\"output_file\":\"/none\",\"summary\":\"d\",\"uuid\":\"u-e$step_arg\",\"session_id\":\"$session\"}" ;;
    hang-turn) hang_turn ;;
    ignore-pipe) trap '' PIPE ;;
    ignore-term) trap '' TERM ;;
    odd-name) printf 'a\n) b' > "/proc/$$/comm" ;;
    trap-term) trap ':' TERM ;;
    term-exit:*) trap "exit $step_arg" TERM ;;
    log-term) trap 'echo TERM >> "$FAKE_DIR/signals"; exit 143' TERM ;;
    first-write) first_write ;;
    late-write) trap 'first_write; exit 0' TERM ;;
    hang) hang ;;
    sleep:*) sleep "$step_arg" ;;
    marker) note written marker ;;
    pid:*) note $$ "$step_arg.pid" ;;
    grandchild:*) grandchild "$step_arg" ;;
    flooder:*) flooder "$step_arg" ;;
    session-grandchild)
      setsid sleep 1000 <&3 3<&- &
      note $! grandchild.pid
      ;;
    daemon)
      (setsid sleep 1000 < /dev/null > /dev/null 2>&1 3<&- & echo $! > "$FAKE_DIR/grandchild.pid.tmp")
      mv "$FAKE_DIR/grandchild.pid.tmp" "$FAKE_DIR/grandchild.pid"
      ;;
    stop) kill -STOP $$ ;;
    close-stdin) exec < /dev/null 3<&- ;;
    close-stdout) exec > /dev/null ;;
    exit:*) exit "$step_arg" ;;
    die:*) kill -"$step_arg" $$ ;;
    no-init-answer) answers_init=no ;;
    ignore-eof) on_eof=hang ;;
    *)
      own_name=own_${1%%:*}
      if ! command -v "$own_name" > /dev/null; then
        echo "fake-cli: unknown step: $1" >&2
        exit 64
      fi
      "$own_name" "$step_arg"
      ;;
  esac
}

steps() { # $1: blank-separated
  for one_step in $1; do step "$one_step"; done
}

id_of() {
  request_id=${1#*\"request_id\":\"}
  request_id=${request_id%%\"*}
}

answer() { # $1: the request, $2: the response as JSON
  id_of "$1"
  emit "{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":\"$request_id\",\"response\":$2}}"
}

refuse() {
  id_of "$1"
  emit "{\"type\":\"control_response\",\"response\":{\"subtype\":\"error\",\"request_id\":\"$request_id\",\"error\":\"no such request\",\"error_code\":\"unsupported_request\"}}"
}

handle() {
  case "$1" in
    *'"subtype":"initialize"'*)
      handshake=$1
      if [ $answers_init = yes ]; then
        answer "$1" '{"commands":[{"name":"help","description":"Shows help"}],"output_style":"default","models":[],"account":{}}'
      fi
      steps "${FAKE_INIT:-}"
      ;;
    *'"type":"control_request"'*'"subtype":"test_refuse"'*) refuse "$1" ;;
    *'"type":"control_request"'*'"subtype":"test_silence"'*) note asked silence ;;
    *'"type":"control_request"'*) own_control "$1" || answer "$1" '{}' ;;
    # To a request whose answer no step waits for.
    *'"type":"control_response"'*) ;;
    *'"type":"control_cancel_request"'*) id_of "$1"; note "$request_id" withdrawn ;;
    *'"type":"user"'*)
      turns=$((turns + 1))
      prompt=${1#*\"content\":\"}
      prompt=${prompt%%\"*}
      prompt=${prompt%\\}
      steps "${FAKE_TURN:-init say:Hello result}"
      ;;
    '') ;;
    *)
      # As the real CLI does it.
      echo "fake-cli: not understood: $1" >&2
      exit 1
      ;;
  esac
}

own_control() { return 1; }

at_eof() {
  steps "${FAKE_EOF:-}"
  if [ $on_eof = hang ]; then hang; fi
  exit 0
}

if [ -n "${FAKE_OWN:-}" ]; then . "$FAKE_OWN"; fi
# A second name for stdin: what runs in the background gets /dev/null for the first.
exec 3<&0
steps "${FAKE_START:-}"
while IFS= read -r line; do handle "$line"; done
at_eof
