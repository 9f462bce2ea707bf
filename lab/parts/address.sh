#!/bin/sh
# What the phone's DHCP client runs when it was given an address.
case $1 in
bound | renew)
    # shellcheck disable=SC2154 # udhcpc sets them
    ip addr replace "$ip/${mask:-24}" dev "$interface"
    ;;
esac
