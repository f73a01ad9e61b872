#!/bin/sh
# render.sh TEMPLATE > FILE: for each ${NAME} the value of the variable NAME or, where NAME_FILE is set, what that file holds.
# A name with neither ends it with 1. Values stand in single quotes in the templates; a quote in one is doubled for YAML.
set -eu
exec awk '
function value(name,   file, line, text) {
  if (name in ENVIRON) text = ENVIRON[name]
  else if (name "_FILE" in ENVIRON) {
    file = ENVIRON[name "_FILE"]
    if ((getline line < file) < 0) refuse(name "_FILE names a file that cannot be read: " file)
    text = line
  } else refuse("set " name " or " name "_FILE")
  gsub(/\047/, "\047\047", text)
  return text
}
function refuse(reason) {
  print "render.sh: " reason > "/dev/stderr"
  exit 1
}
{
  rest = $0
  # What a comment says is no place for a value.
  if (rest !~ /^ *#/) while (match(rest, /\$\{[A-Z_]+\}/)) {
    printf "%s%s", substr(rest, 1, RSTART - 1), value(substr(rest, RSTART + 2, RLENGTH - 3))
    rest = substr(rest, RSTART + RLENGTH)
  }
  print rest
}' "$1"
