#!/bin/sh
# A colleague who acknowledges every page that reaches them, and says so. One line of JSON comes in
# for each thing the seat sees; one line of JSON goes out for each command.
while read -r line; do
    case "$line" in
    *'"type":"view"'*)
        for alert in $(printf '%s' "$line" | tr '{' '\n' | grep '"pages_me":true' |
            sed -n 's/.*"id":"\(A-[0-9]*\)".*/\1/p'); do
            printf '{"say":"/ack %s","id":"%s"}\n' "$alert" "$alert"
        done
        ;;
    *'"type":"ended"'*) exit 0 ;;
    esac
done
