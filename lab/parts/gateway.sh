# The gateway under trial: the product full, started by its launcher as on any board. To be read in by a job.

DATA=/var/lib/ccm
API=http://127.0.0.1:8081/rpc # its own, on this machine; people outside never reach it
GATEWAY_OUT=/run/gateway.out
GATEWAY_LOG=/run/gateway.log

# vendor JSON: what its maker says.
vendor() {
    mkdir -p "$DATA/config"
    printf '%s\n' "$1" >"$DATA/config/conf5.json"
}

# gateway_up OPTION…: starts it, and waits until it says that it is ready.
# Classes are not verified: that halves a start, which is long here.
gateway_up() {
    java @jvm.options -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote -jar ccm.launcher.jar \
        run --sku-dir full --data "$DATA" --set console.enable=false "$@" >"$GATEWAY_OUT" 2>"$GATEWAY_LOG" &
    echo $! >/run/gateway.pid
    wait_for 300 'the gateway is ready' gateway_ready 1
}

# gateway_ready N: true when it has said N times that it is ready.
gateway_ready() { [ "$(grep -c '^ready' "$GATEWAY_OUT")" -ge "$1" ]; }

gateway_down() { end_of /run/gateway.pid; }

# call METHOD [PARAMS]: asks the gateway on this machine.
call() { curl -sS -m 90 -d "${2-{\}}" "$API/$1" 2>&1; }

# says TEXT METHOD [PARAMS]: true when the answer has that text.
says() {
    local text=$1
    shift
    call "$@" | grep -qF -e "$text"
}

# What it left behind, for whoever looks for the cause of a failure. Everything goes to the shared folder.
gateway_report() {
    cp "$GATEWAY_OUT" "$GATEWAY_LOG" . 2>/dev/null || true
    [ "$FAILED" -eq 0 ] || tail -n 40 "$GATEWAY_LOG"
}

# True while it answers nothing, as between two starts.
gateway_gone() { ! call RPC.Ping >/dev/null; }
