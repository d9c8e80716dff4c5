# The built-in demo CLI: steps for the fake CLI of sdk-testing, one for each example. What it asks the example for is real,
# and what it says depends on the answers; only the model is not there.

# Real CLIs have UUIDs, and the session files must.
arguments=" $* "
case "$arguments" in
  *" --resume="*) session=${arguments#* --resume=}; session=${session%% *} ;;
  *) if [ -r /proc/sys/kernel/random/uuid ]; then read -r session < /proc/sys/kernel/random/uuid; else session=3b241101-e2bb-4255-8caf-4136c566a962; fi ;;
esac

# ---- helpers

field() { # $1: JSON, $2: the name of a string in it; into $value, empty if there is none
  case "$1" in
    *"\"$2\":\""*) value=${1#*\"$2\":\"}; value=${value%%\"*} ;;
    *) value= ;;
  esac
}

call() { # $1: id, $2: tool, $3: input
  assistant "{\"type\":\"tool_use\",\"id\":\"$1\",\"name\":\"$2\",\"input\":$3}"
}

outcome() { # $1: id, $2: text, $3: whether it is an error
  emit "{\"type\":\"user\",\"uuid\":\"u-$1\",\"session_id\":\"$session\",\"parent_tool_use_id\":null,\"message\":{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"$1\",\"content\":\"$2\",\"is_error\":$3}]}}"
}

# ---- turns: the second one goes on until it is interrupted

own_turns() {
  init_message
  case "$turns" in
    2)
      delta "1 "
      hang_turn
      ;;
    *)
      say "This is turn $turns."
      result success false "This is turn $turns."
      ;;
  esac
}

# ---- partial: an answer and the input of a tool, in parts

event() { emit "{\"type\":\"stream_event\",\"uuid\":\"u-e\",\"session_id\":\"$session\",\"parent_tool_use_id\":null,\"event\":$1}"; }

own_partial() {
  init_message
  event '{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"fake-model","content":[]}}'
  event '{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}'
  for word in "Let " "me " "see " "the " "sources."; do
    event "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"$word\"}}"
  done
  event '{"type":"content_block_stop","index":0}'
  event '{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"Bash","input":{}}}'
  for part in '{\"comm' 'and\":' '\"ls src\"}'; do
    event "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"$part\"}}"
  done
  event '{"type":"content_block_stop","index":1}'
  event '{"type":"message_delta","delta":{"stop_reason":"tool_use"}}'
  event '{"type":"message_stop"}'
  assistant '{"type":"text","text":"Let me see the sources."},{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"ls src"}}'
  outcome toolu_1 "Main.java" false
  result success false done
}

# ---- permissions: two commands, and a rule that may be added in between

own_permissions() {
  init_message
  ruled=no
  may toolu_1 "mvn clean"
  may toolu_2 "mvn test"
  result success false done
}

may() { # $1: id, $2: command
  call "$1" Bash "{\"command\":\"$2\"}"
  if [ $ruled = no ]; then
    ask "{\"subtype\":\"can_use_tool\",\"tool_name\":\"Bash\",\"input\":{\"command\":\"$2\"},\"tool_use_id\":\"$1\",\"permission_suggestions\":[{\"type\":\"addRules\",\"rules\":[{\"toolName\":\"Bash\",\"ruleContent\":\"mvn:*\"}],\"behavior\":\"allow\",\"destination\":\"session\"}]}"
    case "$answered" in *'"updatedPermissions":['*) ruled=yes ;; esac
    case "$answered" in
      *'"behavior":"deny"'*) field "$answered" message; outcome "$1" "$value" true; return ;;
    esac
    field "$answered" command
  else
    value=$2
  fi
  outcome "$1" "ran: $value" false
}

# ---- hooks: of the prompt, before a tool, after a tool

hook_id() { # $1: event; into $value, empty if nobody has registered for it
  case "$handshake" in
    *"\"$1\":["*) hooked=${handshake#*\"$1\":[}; hooked=${hooked#*\"hookCallbackIds\":[\"}; value=${hooked%%\"*} ;;
    *) value= ;;
  esac
}

hook() { # $1: event, $2: the rest of its input, beginning with a comma; the answer is in $answered
  answered=
  hook_id "$1"
  if [ -n "$value" ]; then
    ask "{\"subtype\":\"hook_callback\",\"callback_id\":\"$value\",\"input\":{\"hook_event_name\":\"$1\",\"session_id\":\"$session\",\"transcript_path\":\"/none\",\"cwd\":\"/none\"$2}}"
  fi
}

own_hooks() {
  init_message
  hook UserPromptSubmit ",\"prompt\":\"$prompt\""
  field "$answered" additionalContext
  say "What I was told besides: $value"
  hooked_call toolu_1 "ls build"
  hooked_call toolu_2 "rm -rf build"
  result success false done
}

hooked_call() { # $1: id, $2: command
  call "$1" Bash "{\"command\":\"$2\"}"
  tool=",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"$2\"},\"tool_use_id\":\"$1\""
  hook PreToolUse "$tool"
  case "$answered" in
    *'"permissionDecision":"deny"'*) field "$answered" permissionDecisionReason; outcome "$1" "$value" true; return ;;
  esac
  hook PostToolUse "$tool,\"tool_response\":{\"stdout\":\"classes\"}"
  outcome "$1" classes false
}

# ---- tools: the tools of the example's process, through the tunnel of the control protocol

rpc() { # $1: a JSON-RPC message; its answer is in $answered
  ask "{\"subtype\":\"mcp_message\",\"server_name\":\"$server\",\"message\":$1}"
}

own_tools() {
  init_message
  server=${handshake#*\"sdkMcpServers\":[\"}
  server=${server%%\"*}
  rpc '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"demo","version":"1"}}}'
  rpc '{"jsonrpc":"2.0","method":"notifications/initialized"}'
  rpc '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'
  tools=${answered#*\"tools\":[}
  field "$tools" name
  tool=$value
  say "I have the tool $tool."
  offered toolu_1 '{"city":"Paris","days":2}'
  offered toolu_2 '{"city":"Atlantis","days":1}'
  offered toolu_3 '{"city":"Paris","days":"soon"}'
  result success false done
}

offered() { # $1: id, $2: arguments
  call "$1" "mcp__${server}__$tool" "$2"
  rpc "{\"jsonrpc\":\"2.0\",\"id\":\"$1\",\"method\":\"tools/call\",\"params\":{\"name\":\"$tool\",\"arguments\":$2,\"_meta\":{\"claudecode/toolUseId\":\"$1\"}}}"
  field "$answered" text
  case "$answered" in *'"isError":true'*) outcome "$1" "$value" true ;; *) outcome "$1" "$value" false ;; esac
}

# ---- structured

own_structured() {
  init_message
  emit "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"duration_ms\":120,\"duration_api_ms\":80,\"num_turns\":1,\"result\":\"\",\"structured_output\":{\"title\":\"The Periodic Table\",\"author\":\"Primo Levi\",\"year\":1975,\"chapters\":[\"Argon\",\"Hydrogen\",\"Carbon\"]},\"total_cost_usd\":0.0012,\"session_id\":\"$session\",\"uuid\":\"u-r$turns\"}"
}

# ---- remember: keeps the conversation in a session file, and mirrors it if it is asked to

entry() { # $1: type, $2: message
  count=$((count + 1))
  parent=$last
  last="\"00000000-0000-4000-8000-$(printf %012d "$count")\""
  line="{\"type\":\"$1\",\"uuid\":$last,\"parentUuid\":$parent,\"sessionId\":\"$session\",\"timestamp\":\"$now\",\"cwd\":\"$PWD\",\"isSidechain\":false,\"userType\":\"external\",\"version\":\"2.1.0\",\"message\":$2}"
  printf '%s\n' "$line" >> "$transcript"
  mirrored="$mirrored${mirrored:+,}$line"
}

own_remember() {
  project="${CLAUDE_CONFIG_DIR:-$FAKE_DIR}/projects/$(pwd -P | tr -c 'A-Za-z0-9\n' -)"
  transcript=$project/$session.jsonl
  mkdir -p "$project"
  now=$(date -u +%Y-%m-%dT%H:%M:%S.000Z)
  count=0
  last=null
  mirrored=
  if [ -r "$transcript" ]; then
    while IFS= read -r old; do
      case "$old" in *'"role":"'*) count=$((count + 1)); field "$old" uuid; last="\"$value\"" ;; esac
    done < "$transcript"
  fi
  init_message
  text="I remember $count messages before this one."
  entry user "{\"role\":\"user\",\"content\":\"$prompt\"}"
  entry assistant "{\"id\":\"msg_$count\",\"role\":\"assistant\",\"model\":\"fake-model\",\"content\":[{\"type\":\"text\",\"text\":\"$text\"}]}"
  case "$arguments" in *" --session-mirror "*) emit "{\"type\":\"transcript_mirror\",\"filePath\":\"$transcript\",\"entries\":[$mirrored]}" ;; esac
  say "$text"
  result success false "$text"
}

# ---- options: what the flags and the requests of the example have come to

mode=

own_control() { # $1: a control request
  case "$1" in
    *'"subtype":"mcp_status"'* | *'"subtype":"mcp_server_status"'*)
      answer "$1" '{"mcpServers":[{"name":"docs","status":"connected","serverInfo":{"name":"docs","version":"1.0"},"tools":[{"name":"search"}]}]}'
      ;;
    *'"subtype":"set_permission_mode"'*) field "$1" mode; mode=$value; answer "$1" '{}' ;;
    *) return 1 ;;
  esac
}

own_options() {
  init_message
  flags=
  for word in $arguments; do case "$word" in --*) flags="$flags ${word%%=*}" ;; esac; done
  say "My flags are:$flags"
  if [ -n "$mode" ]; then say "My permission mode is $mode."; fi
  result success false done
}
