#!/bin/bash
# Starts the laboratory for one job and shows what it said.
#
#   run.sh MACHINE SHARE    MACHINE is what build.sh left; SHARE has a script named job and what it needs
#
# The machine sees SHARE and nothing else: it has no network. What it writes to its own disk is
# forgotten. Ends as the job ended, or with 1 when the machine gave no answer.
set -euo pipefail

MACHINE=$1
SHARE=$2
LIMIT=${LAB_LIMIT:-900} # seconds

rm -f "$SHARE/status" "$SHARE/transcript"
: >"$SHARE/transcript"
echo "$LIMIT" >"$SHARE/limit"
tail -n +1 -f "$SHARE/transcript" --pid=$$ & # live; 9p writes through
SHOWING=$!
trap 'kill "$SHOWING" 2>/dev/null || true' EXIT

# Emulated, never by /dev/kvm: inside a virtual machine it may be there and not work.
END=0
timeout --foreground "$LIMIT" qemu-system-x86_64 -M q35 -cpu max -accel tcg,thread=multi,tb-size=512 -smp 2 -m 1024 \
    -nodefaults -no-user-config -nographic -no-reboot -monitor none -serial "file:$SHARE/console" \
    -kernel "$MACHINE/vmlinuz" -initrd "$MACHINE/initrd.gz" \
    -append 'console=ttyS0 quiet net.ifnames=0 mitigations=off panic=-1' \
    -drive "file=$MACHINE/root.ext4,format=raw,if=none,id=disk,snapshot=on,cache=unsafe" \
    -device virtio-blk-pci,drive=disk -device virtio-rng-pci \
    -virtfs "local,path=$SHARE,mount_tag=share,security_model=none,multidevs=remap" </dev/null || END=$?

sleep 0.5 # the last lines
if [ ! -s "$SHARE/status" ]; then
    echo "lab: the machine gave no answer (qemu ended with $END; 124 is the limit of $LIMIT s). Its console: $SHARE/console" >&2
    exit 1
fi
exit "$(cat "$SHARE/status")"
