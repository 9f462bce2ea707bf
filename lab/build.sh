#!/bin/bash
# Builds the laboratory: a throw-away Debian machine with simulated GPIO chips, WiFi radios and
# Bluetooth controllers, and a Java runtime.
#
#   build.sh FOLDER     leaves vmlinuz, initrd.gz and root.ext4 in FOLDER; ends with 3 when packages cannot be had
#
# Needs root (a root file system is unpacked and entered), the packages that "./ccm lab" installs,
# and Debian 12 with its package lists fresh. Nothing of the running system is changed.
set -euo pipefail

OUT=$(realpath "$1")
LAB=$(dirname "$(realpath "$0")")
WORK=$OUT/work
PACKAGES=$WORK/packages # .deb files that are unpacked, never installed
KERNEL=$WORK/kernel     # the kernel and all its modules
HEADERS=$WORK/headers   # what a module is built against
SIM=$WORK/gpio-sim      # the one module that Debian's kernel does not bring
ROOT=$WORK/root         # the machine's root folder

# What is in the machine.
INSTALLED=(
    systemd-sysv udev dbus kmod procps iproute2 iputils-ping curl socat busybox-static
    gpiod openjdk-17-jre-headless
    network-manager wpasupplicant hostapd iw wireless-regdb rfkill dnsmasq-base nftables
    bluez bluez-test-tools python3-minimal python3-dbus python3-gi
    mosquitto mosquitto-clients
)
# Modules, each with all that it needs.
MODULES=(
    virtio_pci virtio_blk virtio_rng virtio_net 9p 9pnet_virtio ext4
    configfs uinput uhid
    mac80211_hwsim nf_tables nft_chain_nat nft_masq nft_ct nf_nat veth bridge
    hci_vhci hci_uart rfcomm bnep
)
FIRST_MODULES=(virtio_pci virtio_blk ext4) # those that reach the root disk

step() { printf 'lab: %s, %s s\n' "$1" "$SECONDS"; }

# Kernel, headers and source come from one index, so that they fit each other.
fetch_kernel() {
    local package
    package=$(apt-cache depends linux-image-amd64 | awk '$1 == "Depends:" { print $2; exit }')
    [ -n "$package" ] || { echo "lab: no linux-image-amd64 in the package lists. Type: apt-get update" >&2; exit 3; }
    VERSION=${package#linux-image-}
    SOURCE=linux-source-$(echo "$VERSION" | cut -d. -f1,2)
    local kbuild=linux-kbuild-${SOURCE#linux-source-}
    mkdir -p "$PACKAGES" "$KERNEL" "$HEADERS"
    (cd "$PACKAGES" && apt-get -o APT::Sandbox::User=root download -qq "$package" "$SOURCE" "$kbuild" \
        "linux-headers-$VERSION" "linux-headers-${VERSION%-amd64}-common" busybox-static) || exit 3
    dpkg-deb -x "$PACKAGES/$package"_*.deb "$KERNEL"
    local deb
    for deb in "$PACKAGES"/linux-headers-*.deb "$PACKAGES"/linux-kbuild-*.deb; do
        dpkg-deb -x "$deb" "$HEADERS"
    done
    depmod -b "$KERNEL" "$VERSION"
    cp "$KERNEL/boot/vmlinuz-$VERSION" "$OUT/vmlinuz"
}

# Debian's kernel leaves gpio-sim out, and the simulated interrupts that it needs. Both are built
# as one module. irq_to_desc is not there for modules; the two calls instead of it are.
build_gpio_sim() {
    local tree=usr/src/linux-headers-$VERSION
    mkdir -p "$SIM"
    # tar stops reading at the last of the three files, and its writers end with a broken pipe
    (
        set +o pipefail
        dpkg-deb --fsys-tarfile "$PACKAGES/$SOURCE"_*.deb 2>/dev/null |
            tar -xO "./usr/src/$SOURCE.tar.xz" 2>/dev/null | xz -dc -T0 2>/dev/null |
            tar -x --occurrence=1 --strip-components=1 -C "$SIM" "$SOURCE/drivers/gpio/gpio-sim.c" \
                "$SOURCE/drivers/gpio/gpiolib.h" "$SOURCE/kernel/irq/irq_sim.c"
    )
    mv "$SIM/drivers/gpio/gpiolib.h" "$SIM/kernel/irq/irq_sim.c" "$SIM"
    mv "$SIM/drivers/gpio/gpio-sim.c" "$SIM/chip.c"
    sed -i -e 's/irq_to_desc(\(irqnum\))/irq_data_to_desc(irq_get_irq_data(\1))/' \
        -e '/#include <linux\/irq.h>/a #include <linux/irqdesc.h>' "$SIM/irq_sim.c"
    printf 'obj-m := gpio-sim.o\ngpio-sim-objs := chip.o irq_sim.o\n' >"$SIM/Makefile"
    # the headers name their common part by an absolute path
    sed -i "s#include /usr#include $HEADERS/usr#" "$HEADERS/$tree/Makefile"
    make -s -C "$HEADERS/$tree" M="$SIM" modules
    strip --strip-debug "$SIM/gpio-sim.ko"
}

# Without documents; but the runtime's installer wants its folder of manual pages.
unpack_root() {
    local list
    list=$(IFS=, && echo "${INSTALLED[*]}")
    # shellcheck disable=SC2016 # $1 is for the hook
    mmdebstrap --quiet --mode=root --variant=minbase --include="$list" \
        --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/info/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --setup-hook='mkdir -p "$1"/usr/share/man/man1 "$1"/usr/share/man/man7' \
        bookworm "$ROOT" || exit 3
    rm -rf "$ROOT"/var/lib/apt/lists/* "$ROOT"/var/cache/apt/*
}

# Prints the files of modules and of what they need, in the order of loading.
files_of() {
    local module
    for module in "$@"; do
        modprobe -d "$KERNEL" -S "$VERSION" --show-depends "$module" | awk '$1 == "insmod" { print $2 }'
    done | awk '!seen[$0]++'
}

# Pairing over Bluetooth asks for ciphers by name only, so all of them come along.
copy_modules() {
    local tree=$ROOT/lib/modules/$VERSION
    {
        files_of "${MODULES[@]}"
        find "$KERNEL/lib/modules/$VERSION/kernel/"{crypto,lib,arch/x86/crypto} -name '*.ko'
    } | sed "s#.*/lib/modules/#lib/modules/#" | sort -u | (cd "$KERNEL" && cpio -pdm --quiet "$ROOT")
    install -D -m 644 "$SIM/gpio-sim.ko" "$tree/extra/gpio-sim.ko"
    cp "$KERNEL/lib/modules/$VERSION"/modules.{order,builtin,builtin.modinfo} "$tree"
    depmod -b "$ROOT" "$VERSION"
}

# The machine does one thing: it runs /share/job, notes what it said and how it ended, and is off.
configure_root() {
    local etc=$ROOT/etc
    echo lab >"$etc/hostname"
    echo '127.0.0.1 localhost lab' >"$etc/hosts"
    printf '%s\n' 'LABEL=lab / ext4 rw,noatime 0 1' \
        'share /share 9p trans=virtio,version=9p2000.L,msize=262144 0 0' >"$etc/fstab"
    mkdir -p "$ROOT/share"
    cp "$LAB/machine/ccm-lab.service" "$etc/systemd/system/"
    install -D -m 644 "$LAB/machine/network-manager.conf" "$etc/NetworkManager/conf.d/lab.conf"
    systemctl --root="$ROOT" enable ccm-lab.service
    # timers, and what writes or waits at a start
    systemctl --root="$ROOT" disable apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
        e2scrub_all.timer fstrim.timer wpa_supplicant.service mosquitto.service
    systemctl --root="$ROOT" mask hostapd.service getty@tty1.service NetworkManager-wait-online.service \
        systemd-journal-flush.service systemd-random-seed.service
}

# A first root in memory: it loads the driver of the disk and steps over to it.
make_initrd() {
    local first=$WORK/first file name
    mkdir -p "$first"/{bin,dev,proc,sys,root,modules} "$WORK/busybox"
    dpkg-deb -x "$PACKAGES"/busybox-static_*.deb "$WORK/busybox"
    cp "$WORK/busybox/bin/busybox" "$first/bin"
    for name in sh mount insmod sleep switch_root; do
        ln -s busybox "$first/bin/$name"
    done
    for file in $(files_of "${FIRST_MODULES[@]}"); do
        cp "$file" "$first/modules"
        basename "$file" >>"$first/modules/order"
    done
    install -m 755 "$LAB/machine/init" "$first/init"
    (cd "$first" && find . | cpio -o -H newc --quiet | gzip -1) >"$OUT/initrd.gz"
}

make_disk() {
    local megabytes
    megabytes=$(du -sm "$ROOT" | cut -f1)
    mke2fs -q -t ext4 -L lab -O ^has_journal -E lazy_itable_init=0,nodiscard -d "$ROOT" \
        "$OUT/root.ext4.new" "$((megabytes * 11 / 10 + 120))M"
    mv "$OUT/root.ext4.new" "$OUT/root.ext4" # its being there says that all is
}

rm -rf "$WORK" "$OUT"/root.ext4*
mkdir -p "$WORK"
fetch_kernel
step 'kernel unpacked'
build_gpio_sim
step 'gpio-sim built'
unpack_root
step 'root unpacked'
copy_modules
configure_root
make_initrd
make_disk
rm -rf "$WORK"
step 'machine ready'
