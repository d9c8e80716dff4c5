#!/bin/sh
# An agent that costs next to nothing: answers control requests, plays one fixed turn on every user message, ends at EOF.
case $1 in
  -v | --version)
    echo '2.1.0 (Replay)'
    exit 0
    ;;
esac
while IFS= read -r line; do
  case $line in
    *'"control_request"'*)
      id=${line#*\"request_id\":\"}
      id=${id%%\"*}
      printf '{"type":"control_response","response":{"subtype":"success","request_id":"%s","response":{}}}\n' "$id"
      ;;
    *)
      @TURN@
      ;;
  esac
done
