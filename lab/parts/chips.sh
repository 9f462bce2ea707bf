# Simulated GPIO chips. To be read in by a job.

CHIPS=/sys/kernel/config/gpio-sim
TRACE=/sys/kernel/tracing

chips_up() {
    modprobe gpio-sim
    mountpoint -q /sys/kernel/config || mount -t configfs none /sys/kernel/config
    mountpoint -q $TRACE || mount -t tracefs none $TRACE
    echo 1 >$TRACE/events/gpio/enable
}

# chip FOLDER LABEL LINES NAME…: makes one; the names are of the first lines, - for none.
chip() {
    local folder=$CHIPS/$1 line=0 name
    mkdir -p "$folder/bank"
    echo "$3" >"$folder/bank/num_lines"
    echo "$2" >"$folder/bank/label"
    shift 3
    for name in "$@"; do # before it lives, and never after
        if [ "$name" != - ]; then
            mkdir "$folder/bank/line$line"
            echo "$name" >"$folder/bank/line$line/name"
        fi
        line=$((line + 1))
    done
    echo 1 >"$folder/live"
}

name_of() { cat "$CHIPS/$1/bank/chip_name"; }
lines_of() { echo "/sys/devices/platform/$(cat "$CHIPS/$1/dev_name")/$(name_of "$1")"; }

# halves SECONDS: how long an output stayed high or low each time in that time, in milliseconds, by the
# kernel's own clock.
halves() {
    : >$TRACE/trace
    sleep "$1"
    sed -n 's/.* \([0-9.]*\): gpio_value: [0-9]* set \([01]\)$/\1 \2/p' $TRACE/trace |
        awk 'NR > 1 && $2 != level { printf "%d\n", ($1 - then) * 1000 } $2 != level { then = $1; level = $2 }'
}
