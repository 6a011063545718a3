#!/bin/sh
# Makes the texts in texts/: each is the signing text of upload.txt as a program writes it after parsing the JSON. A file
# is named EXPECTED-ID.PROGRAM.txt; several expected ids are joined by `+`.
#
#     sh make.sh          the programs that are on PATH: python3, node, java, php, go
#
# make-libraries.java needs Gson and Jackson (Debian: libgoogle-gson-java, libjackson2-databind-java) in CLASSPATH.
set -e
cd "$(dirname "$0")"
run() {
    command -v "$1" > /dev/null && "$@" || echo "$1 is not here: its texts stay as they are"
}
run python3 make.py
run node make.mjs
run java make.java
run php -n make.php
run go run make.go
if [ -n "$CLASSPATH" ]; then run java make-libraries.java; fi
