# Two simulated Bluetooth controllers: hci0 is the gateway's, hci1 a phone's. One bluetoothd serves both.
# To be read in by a job.

GATEWAY_ADDRESS=00:AA:01:00:00:00
PHONE_ADDRESS=00:AA:01:01:00:01

# bluetoothd overlooks a controller that is not quite there when it starts.
bluetooth_up() {
    modprobe hci_vhci
    btvirt -L -l2 >/run/btvirt.log 2>&1 &
    timeout 20 sh -c 'until [ -e /sys/class/bluetooth/hci1 ]; do sleep 0.2; done'
    systemctl start bluetooth
    wait_for 60 'bluetoothd knows both controllers' controllers_found
}

controllers_found() {
    timeout 5 bash -c "$(declare -f controllers_known); until controllers_known; do sleep 0.2; done" && return
    systemctl restart bluetooth
    return 1
}

controllers_known() { [ "$(busctl tree org.bluez --list 2>/dev/null | grep -c '/hci[01]$')" -eq 2 ]; }
