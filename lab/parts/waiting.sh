# Waiting for conditions, and saying how it went. To be read in by a job.

FAILED=0

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

# wait_for SECONDS WHAT COMMAND…: tries the command until it succeeds, and says how long that took.
wait_for() {
    local limit=$1 what=$2 began
    shift 2
    began=$(clock)
    until "$@"; do
        if awk -v began="$began" -v limit="$limit" '{ exit $1 - began < limit }' /proc/uptime; then
            fail "$what: not within $limit s"
            return 1
        fi
        sleep 0.2
    done
    pass "$what, after $(since "$began") s"
}

# The last words of a job.
finish() {
    if [ "$FAILED" -ne 0 ]; then
        say "$FAILED failed"
        exit 1
    fi
    say 'all passed'
}
