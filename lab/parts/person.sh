# A person with a phone at the gateway's access point. To be read in by a job.

PORTAL=http://192.168.4.1
AP=CCM-000000 # from the MAC of wlan0

# what the manual tells people to type
config() { printf '{"config":{"wifi":{"sta":{"enable":true,"ssid":"HomeNet","pass":"%s"}}},"save":true,"reboot":true}' "$1"; }
post() { phone curl -sS -m 60 "$@" 2>&1; }
status() { post "$PORTAL/rpc/Provision.Status"; }
told() { status | grep -qF -e "$1"; }
no_ap() { ! phone_sees "$AP"; }
rejoin() { phone_join "$AP" && phone ping -c 1 -W 5 192.168.4.1 >/dev/null; }

# The answer may come by the call, or, when the radio had to leave its own network, by the next question.
try() {
    local answer
    began=$(clock)
    answer=$(post -d "$(config "$1")" "$PORTAL/rpc/Config.Set")
    say "answer: $answer"
    case $answer in *"$2"*) return 0 ;; esac
    rejoin && told "$2"
}
