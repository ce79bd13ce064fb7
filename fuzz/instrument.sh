#!/bin/sh
# Stands between cargo and rustc (RUSTC_WRAPPER), and counts edges in the program and in the target
# only: not in SQLite, not in other people's crates, and without a note of each comparison. So an input
# costs a tenth of what it costs with everything that `cargo fuzz` turns on.
rustc=$1
shift
case " $* " in
*" --crate-name readybell "* | *" fuzz_targets/"*)
    exec "$rustc" "$@" --cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=4 \
        -Cllvm-args=-sanitizer-coverage-level=3 \
        -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
        -Cllvm-args=-sanitizer-coverage-pc-table
    ;;
esac
exec "$rustc" "$@"
