# Waiting for conditions, and saying how it went. To be read in by a job.

FAILED=0
WAITED_FOR=/run/waited-for # what the job is at, for deadline
TAIL=60                    # seconds that the machine has left when the job has come to its deadline

say() { printf '%s  %s\n' "$(clock)" "$*"; }

# Seconds since the machine began, with tenths.
clock() { cut -d' ' -f1 /proc/uptime; }

# since SECONDS: what has passed since the clock said so.
since() { awk -v then="$1" '{ printf "%.1f", $1 - then }' /proc/uptime; }

pass() { say "PASS $*"; }

fail() {
    say "FAIL $*"
    FAILED=$((FAILED + 1))
}

# check WHAT COMMAND…: a line that says whether the command succeeded.
check() {
    local what=$1
    shift
    if "$@"; then pass "$what"; else fail "$what"; fi
}

# within LIMIT WHAT BEGAN: says the time, and whether that was soon enough
within() {
    local took
    took=$(since "$3")
    check "$2: after $took s of at most $1 s" awk -v took="$took" -v limit="$1" 'BEGIN { exit took > limit }'
}

# wait_for SECONDS WHAT COMMAND…: tries the command until it succeeds, and says how long that took.
wait_for() {
    local limit=$1 what=$2 began
    shift 2
    began=$(clock)
    echo "$what" >$WAITED_FOR
    until attempt "$limit" "$@"; do
        if awk -v began="$began" -v limit="$limit" '{ exit $1 - began < limit }' /proc/uptime; then
            fail "$what: not within $limit s"
            return 1
        fi
        sleep 0.2
    done
    pass "$what, after $(since "$began") s"
}

# attempt SECONDS COMMAND…: as the command, but it is ended when it hangs, with all that it has begun.
attempt() {
    local limit=$1 command watch end=0
    shift
    set -m # a process group for each
    "$@" &
    command=$!
    (
        sleep "$limit"
        say "hangs since $limit s: $*"
        kill -KILL -- "-$command"
    ) &
    watch=$!
    set +m
    wait "$command" 2>/dev/null || end=$?
    kill -- "-$watch" 2>/dev/null
    wait "$watch" 2>/dev/null
    return "$end"
}

# deadline: ends the job, with its reason, before the machine itself is ended without one.
deadline() {
    local limit
    limit=$(($(cat limit) - TAIL))
    sleep "$limit"
    say "FAIL the job is not done after $limit s; it waited for: $(cat $WAITED_FOR)"
    ps -eo pid,stat,wchan:24,args
    dmesg | tail -n 30
    kill -QUIT "$(cat /run/gateway.pid)" && sleep 5 # a JVM says what its threads are at
    cp /run/gateway.out /run/gateway.log .
    kill -KILL $$
} 2>&1

deadline &

# The last words of a job.
finish() {
    if [ "$FAILED" -ne 0 ]; then
        say "$FAILED failed"
        exit 1
    fi
    say 'all passed'
}
