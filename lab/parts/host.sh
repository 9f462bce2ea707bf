# A host at the other end of the gateway's serial line. To be read in by a job.

GATEWAY_PORT=/run/gateway-port

line_up() { socat "pty,raw,echo=0,link=$GATEWAY_PORT" pty,raw,echo=0,link=/run/host & }

host() { python3 "$PARTS/host.py" /run/host "$@"; }

# host_hears TEXT METHOD [PARAMS]: true when the answer has that text.
host_hears() {
    local text=$1
    shift
    host "$@" | grep -qF -e "$text"
}
