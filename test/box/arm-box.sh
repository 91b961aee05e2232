#!/bin/sh
# An arm64 sshd under qemu-user, in the foreground: ends, with everything inside, when this process is killed.
# arm-box.sh ROOTFS DIR    ROOTFS is only read; DIR holds what this box changes, and sshd_config, host key and keys/ in DIR/etc
set -eu
R=$1; D=$2
B=/proc/sys/fs/binfmt_misc; [ -e $B/register ] || mount -t binfmt_misc binfmt_misc $B
[ -e $B/qemu-aarch64 ] || cat /usr/lib/binfmt.d/qemu-aarch64.conf > $B/register
mkdir -p "$D/upper" "$D/work" "$D/root"
# pivot_root, not chroot: the kernel refuses user namespaces to a process in a chroot.
exec unshare --mount --pid --fork --kill-child --propagation private sh -c '
  set -e; R=$1; D=$2; M=$D/root
  mount -t overlay overlay -o lowerdir="$R",upperdir="$D/upper",workdir="$D/work" "$M"
  cp -R "$D/etc/." "$M/etc/box/"; chmod 600 "$M/etc/box/host"
  mount -t proc proc "$M/proc"; mount -t tmpfs -o mode=755 tmpfs "$M/dev"
  for d in null zero random urandom tty full; do : > "$M/dev/$d"; mount --bind /dev/$d "$M/dev/$d"; done
  mkdir "$M/dev/pts" "$M/dev/shm"; chmod 1777 "$M/dev/shm"; mount -t devpts -o newinstance,ptmxmode=0666 devpts "$M/dev/pts"
  ln -s pts/ptmx "$M/dev/ptmx"; ln -s /proc/self/fd "$M/dev/fd"
  cd "$M"; pivot_root . .; umount -l .; cd /
  exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin /usr/sbin/sshd -D -e -f /etc/box/sshd_config' - "$R" "$D"
