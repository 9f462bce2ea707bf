# Three simulated radios that hear each other: wlan0 is the gateway's and belongs to NetworkManager,
# wlan1 is a router's and wlan2 a phone's, each in a network namespace. To be read in by a job.

ROUTER_IP=192.168.50.1

radios_up() {
    radios_placed
    systemctl start NetworkManager
}

# The same without anybody who runs the gateway's.
radios_placed() {
    modprobe mac80211_hwsim radios=3 regtest=5
    place router wlan1
    place phone wlan2
}

# place NAMESPACE DEVICE: puts a radio where nothing else reaches it.
place() {
    ip netns add "$1"
    iw phy "$(cat "/sys/class/net/$2/phy80211/name")" set netns name "$1"
    ip -n "$1" link set lo up
}

# Programs in them; those that stay go into the background by themselves.
router() { timeout 60 ip netns exec router "$@"; }
phone() { timeout 90 ip netns exec phone "$@"; }

# hostapd SSID PASSWORD [LINE…]: WPA2 under that name, which may be anything; more lines are for its settings.
# An empty password makes an open network.
hostapd_up() {
    local ssid=$1 password=$2 settings=/run/router.conf
    shift 2
    {
        printf '%s\n' interface=wlan1 driver=nl80211 hw_mode=g channel=6 "ssid2=$(hex "$ssid")"
        [ -z "$password" ] || printf '%s\n' wpa=2 wpa_key_mgmt=WPA-PSK rsn_pairwise=CCMP "wpa_passphrase=$password"
        [ $# -eq 0 ] || printf '%s\n' "$@"
    } >"$settings"
    router hostapd -B -P /run/hostapd.pid -f /run/hostapd.log "$settings" >/dev/null
    ip -n router addr replace "$ROUTER_IP/24" dev wlan1
}

hostapd_down() { end_of /run/hostapd.pid; }

hex() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }

# Addresses for those who join.
dhcp_up() {
    router dnsmasq --no-resolv --no-hosts --port=0 --interface=wlan1 --bind-interfaces --dhcp-authoritative \
        --dhcp-range=192.168.50.10,192.168.50.50,1h --pid-file=/run/dhcp.pid --dhcp-leasefile=/run/dhcp.leases
}

dhcp_down() { end_of /run/dhcp.pid; }

# A broker behind the router.
broker_up() {
    printf '%s\n' "listener 1883 $ROUTER_IP" 'allow_anonymous true' 'persistence false' 'user root' \
        'log_dest file /run/broker.log' 'log_type all' 'pid_file /run/broker.pid' >/run/broker.conf
    router mosquitto -d -c /run/broker.conf
}

broker_down() { end_of /run/broker.pid; }

# router_up SSID PASSWORD [LINE…]: a router with all of that.
router_up() {
    hostapd_up "$@"
    dhcp_up
    broker_up
}

# end_of FILE: ends the program that noted its number there, and waits until it is gone.
end_of() {
    local pid tries=200
    pid=$(cat "$1" 2>/dev/null) || return 0
    kill "$pid" 2>/dev/null || true
    while [ -e "/proc/$pid" ]; do
        tries=$((tries - 1))
        if [ "$tries" -eq 0 ]; then
            say "$(cat "/proc/$pid/comm") does not end by itself"
            kill -KILL "$pid"
        fi
        sleep 0.1
    done
    rm -f "$1"
}

# phone_join SSID [PASSWORD]: joins, as a person with a phone would, and takes an address. Waits at most 60 s.
phone_join() {
    local security=key_mgmt=NONE settings=/run/phone.conf
    phone_leave
    [ -z "${2:-}" ] || security=psk=$(wpa_passphrase "$1" "$2" | sed -n 's/^\tpsk=//p')
    printf '%s\n' ctrl_interface=/run/phone 'network={' "ssid=$(hex "$1")" scan_ssid=1 "$security" '}' >"$settings"
    phone wpa_supplicant -B -D nl80211 -i wlan2 -c "$settings" -f /run/phone.log -P /run/phone.pid >/dev/null
    timeout 60 bash -c 'until wpa_cli -p /run/phone -i wlan2 status 2>/dev/null | grep -q wpa_state=COMPLETED; do sleep 0.2; done' &&
        phone busybox udhcpc -i wlan2 -n -q -t 20 -T 1 -s "$PARTS/address.sh" >/dev/null 2>&1
}

phone_leave() {
    end_of /run/phone.pid
    ip -n phone addr flush dev wlan2
}

# phone_sees SSID: true when the phone finds that network in the air now; it must not have joined one.
phone_sees() {
    ip -n phone link set wlan2 up
    timeout 20 ip netns exec phone iw dev wlan2 scan -u flush 2>/dev/null | grep -qF "SSID: $1"
}
