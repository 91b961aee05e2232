#!/bin/sh
# A real arm64 Debian userland, made without running any postinst: no qemu needed to build, about 10 s.
# arm-rootfs.sh DIR    needs: apt-get install -y --no-install-recommends mmdebstrap qemu-user-static (as root)
set -eu
R=${1:?}; mkdir -p "$R"
# python3 whole, not python3-minimal: that lacks json, ctypes and base64.
PK=base-files,bash,dash,coreutils,libc-bin,grep,sed,tar,gzip,findutils,diffutils,mawk,hostname,util-linux,mount,procps,git,python3,openssh-server,bubblewrap,ca-certificates
mmdebstrap --quiet --arch=arm64 --variant=extract --include=$PK bookworm "$R"
# What the postinsts would have done, as far as a box needs it.
# No user of the machine itself has the number 64321: a test that ends what its own user runs must not end this.
printf '%s\n' 'root:x:0:0:root:/root:/bin/bash' 'sshd:x:102:65534::/run/sshd:/usr/sbin/nologin' 'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin' 'boxuser:x:64321:64321::/home/boxuser:/bin/bash' > "$R/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\nboxuser:x:64321:\n' > "$R/etc/group"
printf 'root:*:19000::::::\nsshd:*:19000::::::\nboxuser:*:19000::::::\n' > "$R/etc/shadow"; chmod 600 "$R/etc/shadow"
mkdir -p "$R/home/boxuser" "$R/run/sshd" "$R/etc/ssh" "$R/etc/box/keys"; chown 64321:64321 "$R/home/boxuser"; chmod 1777 "$R/tmp"
ln -sf mawk "$R/usr/bin/awk"; echo box-arm64 > "$R/etc/hostname"; : > "$R/etc/resolv.conf"
# qemu-user cannot make namespaces (its process has threads), so the box gets the host's own bwrap with its libraries:
# it makes the namespaces, and everything inside is arm64.
mkdir -p "$R/usr/local/bin" "$R/lib64" "$R/lib/x86_64-linux-gnu"
cp /usr/bin/bwrap "$R/usr/local/bin/bwrap"
for l in $(ldd /usr/bin/bwrap | grep -o '/[^ ]*'); do mkdir -p "$R${l%/*}"; cp -L "$l" "$R$l"; done
