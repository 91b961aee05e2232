/** A POSIX shell script that says what a machine offers, one `name=value` a line. $1: Drover's folder there, $2: python or empty. */
export const PROBE_SCRIPT = `
say() { printf 'drover:%s=%s\\n' "$1" "$2"; }
first() { "$@" 2>/dev/null | head -n 1; }
say user "$(id -un 2>/dev/null || id -u)"
say arch "$(uname -m)"
say os "$(. /etc/os-release 2>/dev/null && printf %s "$PRETTY_NAME" || true)"
say kernel "$(uname -sr)"
if command -v git >/dev/null; then say git "$(first git --version | sed 's/^git version //')"; fi
python=$2
if [ -z "$python" ]; then if [ -x /usr/bin/python3 ]; then python=/usr/bin/python3; else python=$(command -v python3); fi; fi
if [ -n "$python" ] && [ -x "$python" ]; then
  say python "$(first "$python" -I -S -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')"
  say stdlib "$("$python" -I -S -B -c 'import ctypes, json, selectors, socket, hashlib, resource, zlib; print("yes")' 2>&1 | tail -n 1)"
fi
if command -v bwrap >/dev/null; then
  say bubblewrap "$(first bwrap --version | sed 's/^bubblewrap //')"
  say bubblewrap_works "$(bwrap --ro-bind / / --unshare-user --unshare-pid --unshare-net --unshare-ipc --proc /proc --dev /dev --as-pid-1 -- /bin/sh -c 'echo yes' 2>&1 | tail -n 1)"
fi
folder=$1; case $folder in /*) ;; *) folder=$HOME/$folder ;; esac
while [ ! -d "$folder" ]; do case $folder in */*) folder=\${folder%/*} ;; *) folder=/ ;; esac; [ -n "$folder" ] || folder=/; done
say disk "$(df -Pk "$folder" 2>/dev/null | awk 'NR==2 {print $4}')"
for tool in apt-get dnf apk pacman zypper; do if command -v $tool >/dev/null; then say installer $tool; break; fi; done
`;
