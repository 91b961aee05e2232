#!/usr/bin/env python3
"""The hand: Drover's helper on a target. One file, standard library only, Python 3.8 or newer.

Outside a sandbox (one-shot; the argument is JSON, the answer one line `drover {json}` on stdout):
  hand.py launch ARGS    make or find a sandbox's folder, start its hand, say where its socket is
  hand.py destroy ARGS   end everything in a sandbox and remove its folder
  hand.py cut ARGS       end everything in a sandbox, which has no network from then on
  hand.py list ARGS      ids of the sandboxes of one installation
  hand.py connect SOCK   copy stdin/stdout to a socket (where the SSH server forbids forwarding to one)
Inside (long-lived; process 1 of the sandbox's pid namespace where there is isolation):
  hand.py serve ARGS MARK

The hand speaks frames: u32 header length, u32 body length (big endian), header (JSON), body (bytes).

A call is claimed by an atomic mkdir in the jobs folder, which is open here as a descriptor and is mounted
nowhere in the sandbox: what runs inside can neither see, forge nor remove a claim. A claim without a stored
result whose hand is dead is `lost` and is never run again.
"""
import errno
import fcntl
import hashlib
import heapq
import json
import os
import re
import selectors
import signal
import socket
import stat
import struct
import sys
import time
import zlib

PROTOCOL = 1
EXCERPT = 16 * 1024          # bytes of head, and of tail, in a result
CHUNK = 256 * 1024           # bytes a frame carries at most when output or a file is streamed
QUEUE = 1024 * 1024          # unsent bytes for one client above which nothing more is read for it
MAX_FRAME = 64 * 1024 * 1024
GRACE = 2.0                  # seconds: TERM to KILL, and exit of a command to the end of its output
RESERVED = 8192              # bytes set aside for a result when the call is claimed, against a full disk
OP_LIMIT = 120.0             # seconds a search may take
INLINE_BYTES = 4 * 1024 * 1024   # larger files are read in a child, so that other calls go on
KEPT_OUTPUT = 512 * 1024 * 1024  # stored output of finished calls above which the oldest is cut to head and tail
PARTIAL_SECONDS = 900.0      # how long an interrupted upload waits for its client
LISTENER, JOBS, ALIVE, READY = 3, 4, 5, 6   # descriptors that launch hands to serve
NAME = re.compile(r'[A-Za-z0-9_-]{1,128}\Z')


class Refusal(Exception):
    """A call's failure as its caller sees it."""

    def __init__(self, code, message):
        Exception.__init__(self, message)
        self.code = code
        self.message = message


ERRNO_CODES = {
    errno.ENOENT: 'not_found', errno.ENOTDIR: 'not_found', errno.EISDIR: 'not_a_file',
    errno.EACCES: 'denied', errno.EPERM: 'denied', errno.EROFS: 'denied',
    errno.ENOSPC: 'no_space', errno.EDQUOT: 'no_space', errno.EFBIG: 'too_large',
    errno.ELOOP: 'invalid', errno.ENAMETOOLONG: 'invalid', errno.EINVAL: 'invalid',
}


def refusal_of(error, path):
    words = {'not_found': 'There is no', 'denied': 'Not allowed here:', 'no_space': 'The disk is full; not written:'}
    code = ERRNO_CODES.get(error.errno, 'io')
    lead = words.get(code)
    return Refusal(code, '%s %s (%s).' % (lead, path, error.strerror) if lead else '%s: %s.' % (path, error.strerror))


# ---------------------------------------------------------------------------------------------- processes

def boot_id():
    try:
        with open('/proc/sys/kernel/random/boot_id') as f:
            return f.read().strip()
    except OSError:
        return 'unknown'


def processes():
    """pid -> (parent, start time in clock ticks since boot, state), of everything this process can see."""
    found = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open('/proc/%s/stat' % name, 'rb') as f:
                    fields = f.read().rsplit(b') ', 1)[1].split()
                found[int(name)] = (int(fields[1]), int(fields[19]), fields[0])
            except (OSError, IndexError):
                pass
    return found


def kill(pid, number, group=False):
    try:
        os.killpg(pid, number) if group else os.kill(pid, number)
        return True
    except OSError:
        return False


def prctl(option, value):
    try:
        import ctypes
        return ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) == 0
    except (ImportError, OSError, AttributeError):
        return False


# ---------------------------------------------------------------------------------------- outside: launch

class Place(object):
    """Where a sandbox lives on the target. `mark` names it in process lists."""

    def __init__(self, args):
        self.root = os.path.abspath(os.path.expanduser(args['root']))
        self.installation = args['installation']
        self.id = args['id']
        if not NAME.match(self.installation) or not NAME.match(self.id):
            fail('invalid', 'a sandbox is named by letters, digits, dashes and underscores')
        self.mark = 'drover-' + hashlib.sha256((self.root + '\0' + self.installation + '\0' + self.id).encode()).hexdigest()[:16]
        self.sandboxes = os.path.join(self.root, 'sandboxes', self.installation)
        self.folder = os.path.join(self.sandboxes, self.id)
        self.sockets = os.path.join(self.root, 'run')
        self.socket = os.path.join(self.sockets, self.mark[7:] + '.sock')
        self.workspace = os.path.join(self.folder, 'workspace')

    def lock(self):
        """Serializes launch and destroy of one sandbox. A lock file that its owner removed does not count."""
        path = os.path.join(self.sockets, self.mark[7:] + '.lock')
        while True:
            fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(fd, fcntl.LOCK_EX)
            try:
                if os.stat(path).st_ino == os.fstat(fd).st_ino:
                    return fd
            except FileNotFoundError:
                pass
            os.close(fd)

    def take_alive(self):
        """The lock that a hand holds while it lives; None where one does. Needs no pid, which could come again."""
        fd = os.open(os.path.join(self.folder, 'alive'), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return fd
        except OSError:
            os.close(fd)
            return None

    def meta(self):
        try:
            with open(os.path.join(self.folder, 'meta.json')) as f:
                return json.load(f)
        except (OSError, ValueError):
            return None


def say(answer):
    sys.stdout.write('drover ' + json.dumps(answer) + '\n')
    sys.stdout.flush()


def fail(code, message):
    say({'ok': False, 'code': code, 'message': message})
    sys.exit(0)


def find_program(name):
    for folder in os.environ.get('PATH', '/usr/local/bin:/usr/bin:/bin').split(':'):
        path = os.path.join(folder, name)
        if folder and os.access(path, os.X_OK) and not os.path.isdir(path):
            return path
    return None


def launch(args):
    os.umask(0o077)
    place = Place(args)
    if args.get('attachOnly') and place.meta() is None:
        fail('gone', 'its folder is not there')
    try:
        for folder in (place.sandboxes, place.sockets):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        held = place.lock()
        meta = place.meta()
        if meta is None:
            if args.get('attachOnly'):
                fail('gone', 'its folder is not there')
            meta = make_folder(place, args)
        alive = place.take_alive()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            fail('no_space', 'no space left for %s' % place.root)
        fail('io', '%s: %s' % (error.filename or place.root, error.strerror))
    answer = {'ok': True, 'socket': place.socket, 'isolation': meta['isolation'], 'launched': alive is not None,
              'network': meta.get('network') is True or meta['isolation'] == 'none',
              'workspace': '/workspace' if meta['isolation'] == 'bubblewrap' else os.path.realpath(place.workspace)}
    if alive is not None:
        start(place, meta, args, alive)
    os.close(held)
    say(answer)


def make_folder(place, args):
    """A sandbox's folder; `meta.json` comes last and atomically, so that a half-made one is made again."""
    meta = {'version': 1, 'id': place.id, 'installation': place.installation, 'role': args.get('role', 'worker'),
            'isolation': args['isolation'], 'boot': boot_id(), 'created': time.time(),
            'readOnlyPaths': args.get('readOnlyPaths', []), 'path': args.get('path', []), 'network': args.get('network') is True}
    for folder in (place.folder, os.path.join(place.folder, 'jobs'), os.path.join(place.folder, 'tmp')):
        os.makedirs(folder, mode=0o700, exist_ok=True)
    os.makedirs(place.workspace, mode=0o755, exist_ok=True)
    if args.get('copyOf'):
        copy_workspace(Place(dict(args, id=args['copyOf'])), place)
    for name, text in (('passwd', 'root:x:0:0:root:/root:/bin/sh\nagent:x:1000:1000:agent:/home/agent:/bin/sh\n'
                        'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n'),
                       ('group', 'root:x:0:\nagent:x:1000:\nnogroup:x:65534:\n'),
                       ('meta.json', json.dumps(meta))):
        new = os.path.join(place.folder, name + '.new')
        with open(new, 'w') as f:
            f.write(text)
        os.rename(new, os.path.join(place.folder, name))
    return meta


def copy_workspace(source, place):
    """Another sandbox's files, in which nobody is at work. Blocks are shared where the file system can; no link is followed."""
    if source.meta() is None:
        fail('invalid', 'the sandbox %s is not there to be copied' % source.id)
    remove(place.workspace)
    os.mkdir(place.workspace, 0o755)
    for flags in (['-a', '--reflink=auto'], ['-Rp']):
        run_quietly('cp', *(flags + [source.workspace + '/.', place.workspace]))
        if len(os.listdir(place.workspace)) == len(os.listdir(source.workspace)):
            return
    fail('no_space', 'the files of %s could not be copied' % source.id)


def cut(args):
    """Ends everything in a sandbox that has a network. From here on it has none: whoever wants it launches it again."""
    place = Place(args)
    held = place.lock()
    meta = place.meta()
    if meta is None:
        fail('gone', 'its folder is not there')
    if not end_processes(place):
        fail('io', 'its processes did not end within 10 s')
    end_stragglers(place)
    meta['network'] = False
    new = os.path.join(place.folder, 'meta.json.new')
    with open(new, 'w') as f:
        f.write(json.dumps(meta))
    os.rename(new, os.path.join(place.folder, 'meta.json'))
    os.close(held)
    say({'ok': True})


def start(place, meta, args, alive):
    if meta['isolation'] == 'none':
        end_stragglers(place)   # of a hand that died: a call that is said to be lost must not still be at work
    bwrap = find_program('bwrap') if meta['isolation'] == 'bubblewrap' else None
    if meta['isolation'] == 'bubblewrap' and bwrap is None:
        fail('no_bubblewrap', 'bubblewrap (bwrap) is not installed')
    hand = os.path.abspath(__file__)
    serve_args = json.dumps({
        'id': place.id, 'isolated': bwrap is not None, 'collectOnly': meta['boot'] != boot_id(),
        'workspace': '/workspace' if bwrap else os.path.realpath(place.workspace),
        'scratch': '/tmp' if bwrap else os.path.realpath(os.path.join(place.folder, 'tmp')),
        'idleSeconds': args.get('idleSeconds', 86400), 'keepBytes': args.get('keepBytes', 64 * 1024 * 1024),
        'role': meta.get('role', 'worker'), 'snapshots': dict(SNAPSHOT_LIMITS, **args.get('snapshots', {})),
        'env': environment(place, meta, bwrap is not None)})
    serve = [sys.executable, '-I', '-S', '-B', '/run/drover/hand.py' if bwrap else hand, 'serve', serve_args, place.mark]
    argv = isolation(place, meta, bwrap, hand) + serve if bwrap else serve

    os.chdir(place.sockets)     # a Unix socket's address holds 107 bytes: bind by its short relative name
    listener = socket.socket(socket.AF_UNIX)
    try:
        os.unlink(os.path.basename(place.socket))
    except FileNotFoundError:
        pass
    listener.bind(os.path.basename(place.socket))
    listener.listen(64)
    jobs = os.open(os.path.join(place.folder, 'jobs'), os.O_RDONLY | os.O_DIRECTORY)
    log = os.open(os.path.join(place.folder, 'hand.log'), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    ready, ready_write = os.pipe()

    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            if os.fork():
                os._exit(0)
            become(argv, [os.open('/dev/null', os.O_RDONLY), log, log, listener.fileno(), jobs, alive, ready_write])
        finally:
            os._exit(127)
    os.waitpid(child, 0)
    for fd in (ready_write, jobs, log, alive):
        os.close(fd)
    listener.close()
    waiting = selectors.DefaultSelector()
    waiting.register(ready, selectors.EVENT_READ)
    said = os.read(ready, 64) if waiting.select(30) else b''
    if said != b'ready':
        end_processes(place)
        with open(os.path.join(place.folder, 'hand.log'), 'rb') as f:
            log_text = f.read()[-1500:].decode('utf-8', 'replace').strip()
        fail('no_start', log_text or 'the hand did not start within 30 s')


def become(argv, fds):
    """Replaces this process; `fds` become 0, 1, 2 … Nothing else that whoever launched us left open comes along."""
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 100) for fd in fds]
    for number, fd in enumerate(high):
        os.dup2(fd, number, inheritable=True)
    for fd in [int(name) for name in os.listdir('/dev/fd')]:
        if fd >= len(fds):
            try:
                os.close(fd)
            except OSError:
                pass   # the one that listed them
    os.chdir('/')
    limit_resources()
    os.execve(argv[0], argv, {'PATH': '/usr/local/bin:/usr/bin:/bin', 'LANG': 'C.UTF-8'})


def limit_resources():
    import resource
    for what, value in ((resource.RLIMIT_NPROC, 4096), (resource.RLIMIT_NOFILE, 65536),
                        (resource.RLIMIT_FSIZE, 8 << 30), (resource.RLIMIT_CORE, 0)):
        soft, hard = resource.getrlimit(what)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        soft = 4096 if what == resource.RLIMIT_NOFILE and value > 4096 else value
        resource.setrlimit(what, (soft, value))


def environment(place, meta, isolated):
    """The whole environment of a call. Nothing of whoever launched the hand comes through, but for PATH and HOME without isolation."""
    system = '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin'
    path = [os.path.expanduser(p) for p in meta.get('path', [])]
    env = {'LANG': 'C.UTF-8', 'TERM': 'dumb', 'PAGER': 'cat', 'SHELL': '/bin/sh'}
    if isolated:
        env.update(PATH=':'.join(path + [system]), HOME='/home/agent', USER='agent', LOGNAME='agent', TMPDIR='/tmp')
    else:
        user = os.environ.get('USER') or os.environ.get('LOGNAME') or 'user'
        env.update(PATH=':'.join(path + [os.environ.get('PATH') or system]), HOME=os.path.expanduser('~'), USER=user,
                   LOGNAME=user, TMPDIR=os.path.realpath(os.path.join(place.folder, 'tmp')), DROVER_SANDBOX=place.mark)
    return env


def isolation(place, meta, bwrap, hand):
    """The bubblewrap command: read-only system, no network, own pids, sized tmpfs, no capabilities, a clean environment."""
    offered = os.popen("'%s' --help 2>&1" % bwrap).read()   # flags came over the years: Debian 11 has no --size
    argv = [bwrap]

    def bind_try(*paths):
        for path in paths:
            if os.path.exists(path):
                argv.extend(['--ro-bind', path, path])

    def tmpfs(path, size):
        argv.extend((['--size', str(size)] if '--size' in offered else []) + ['--tmpfs', path])

    bind_try('/usr', '/lib', '/lib32', '/lib64', '/libx32', '/bin', '/sbin', '/nix/store', '/etc/ssl', '/etc/pki',
             '/etc/ca-certificates', '/etc/alternatives', '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d',
             '/etc/localtime', '/etc/mime.types', '/etc/protocols', '/etc/services', '/etc/debian_version',
             '/etc/os-release', '/etc/java', '/etc/perl')
    for name in ('passwd', 'group'):
        argv.extend(['--ro-bind', os.path.join(place.folder, name), '/etc/' + name])
    argv.extend(['--proc', '/proc', '--dev', '/dev'])
    tmpfs('/dev/shm', 256 << 20)
    tmpfs('/tmp', 1 << 30)
    tmpfs('/run', 1 << 20)
    tmpfs('/home', 1 << 30)
    argv.extend(['--dir', '/home/agent', '--ro-bind', hand, '/run/drover/hand.py'])
    if not sys.base_prefix.startswith('/usr'):
        bind_try(sys.base_prefix)
    for given in meta.get('readOnlyPaths', []):
        path = os.path.abspath(os.path.expanduser(given))
        if (place.root + '/').startswith(path.rstrip('/') + '/'):
            fail('invalid', 'the tool folder %s contains Drover\'s own folder; name the folder of the tool itself' % path)
        if not os.path.exists(path):
            fail('invalid', 'the tool folder %s is not there' % path)
        argv.extend(['--ro-bind', path, path])
    if meta.get('network'):
        bind_try('/etc/resolv.conf', '/etc/hosts', '/etc/nsswitch.conf', '/etc/gai.conf')
    argv.extend(['--bind', place.workspace, '/workspace', '--chdir', '/workspace', '--remount-ro', '/dev', '--remount-ro', '/run',
                 '--remount-ro', '/', '--unshare-user', '--uid', '1000', '--gid', '1000', '--unshare-pid'])
    argv.extend([] if meta.get('network') else ['--unshare-net'])
    argv.extend(['--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--hostname', 'sandbox', '--new-session',
                 '--cap-drop', 'ALL', '--as-pid-1'])
    if '--disable-userns' in offered:
        argv.append('--disable-userns')
    return argv + ['--']


# --------------------------------------------------------------------------------------- outside: destroy

def marked(place):
    """Pids whose arguments carry the sandbox's mark: its bwrap and its hand. A pid alone proves nothing: they come again."""
    mine = []
    for name in os.listdir('/proc'):
        if name.isdigit() and int(name) != os.getpid():
            try:
                with open('/proc/%s/cmdline' % name, 'rb') as f:
                    if place.mark.encode() in f.read().split(b'\0'):
                        mine.append(int(name))
            except OSError:
                pass
    return mine


def marked_by_ps(place):
    lines = os.popen('ps -axo pid=,args=').read().splitlines()   # no /proc: macOS
    return [int(l.split(None, 1)[0]) for l in lines if l.rstrip().endswith(' ' + place.mark)]


def end_processes(place):
    for _ in range(2000):
        pids = marked(place) if os.path.isdir('/proc') else marked_by_ps(place)
        for pid in pids:
            kill(pid, signal.SIGKILL)
        if os.path.isdir(place.folder):
            fd = place.take_alive()
            if fd is not None:
                os.close(fd)
                return True
        elif not pids:
            return True
        time.sleep(0.005)
    return False


def end_stragglers(place):
    """Without isolation: what outlived its hand is known by the mark in its environment."""
    if not os.path.isdir('/proc'):
        return
    wanted = ('DROVER_SANDBOX=' + place.mark).encode()
    for _ in range(200):
        found = False
        for name in os.listdir('/proc'):
            if name.isdigit() and int(name) != os.getpid():
                try:
                    with open('/proc/%s/environ' % name, 'rb') as f:
                        hit = wanted in f.read().split(b'\0')
                except OSError:
                    hit = False
                if hit and kill(int(name), signal.SIGKILL):
                    found = True
        if not found:
            return
        time.sleep(0.005)


def run_quietly(*argv):
    null = os.open('/dev/null', os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, n) for n in (0, 1, 2)]
    os.waitpid(os.posix_spawnp(argv[0], argv, os.environ, file_actions=actions), 0)
    os.close(null)


def remove(path):
    """Removes a tree, however deep (rm walks by descriptor), also one with folders that its owner may not write."""
    run_quietly('rm', '-rf', '--', path)
    if os.path.lexists(path):
        run_quietly('chmod', '-R', 'u+rwX', '--', path)
        run_quietly('rm', '-rf', '--', path)
    return not os.path.lexists(path)


def destroy(args):
    place = Place(args)
    if not os.path.isdir(place.sockets) or not os.path.isdir(place.sandboxes):
        return say({'ok': True})
    held = place.lock()
    if not end_processes(place):
        fail('io', 'its processes did not end within 10 s')
    end_stragglers(place)
    if os.path.isdir(place.folder) and (place.meta() or {}).get('isolation') == 'none':
        import glob
        for path in glob.glob('/tmp/drover-%s.*' % place.id):
            if os.lstat(path).st_uid == os.getuid():
                remove(path)
    trash = '%s/.trash-%s-' % (place.sandboxes, place.mark[7:])
    if os.path.isdir(place.folder):
        os.rename(place.folder, trash + str(time.time()))   # first out of sight: a half-removed one must not be attached to
    left = [n for n in os.listdir(place.sandboxes) if os.path.join(place.sandboxes, n).startswith(trash)]
    removed = [remove(os.path.join(place.sandboxes, n)) for n in left]
    for name in (place.socket, place.socket[:-5] + '.lock'):
        try:
            os.unlink(name)
        except FileNotFoundError:
            pass
    os.close(held)
    if not all(removed):
        fail('io', 'some of its files could not be removed: %s' % trash)
    say({'ok': True})


def list_sandboxes(args):
    place = Place(dict(args, id='none'))
    try:
        names = sorted(os.listdir(place.sandboxes))
    except FileNotFoundError:
        names = []
    say({'ok': True, 'ids': [n for n in names if NAME.match(n) and os.path.exists(os.path.join(place.sandboxes, n, 'meta.json'))]})


def connect(path):
    """stdin and stdout to the socket and back, until either side ends."""
    os.chdir(os.path.dirname(path))
    peer = socket.socket(socket.AF_UNIX)
    peer.connect(os.path.basename(path))
    for fd in (0, 1):
        os.set_blocking(fd, True)
    waiting = selectors.DefaultSelector()
    waiting.register(0, selectors.EVENT_READ)
    waiting.register(peer, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.fd == 0:
                data = os.read(0, CHUNK)
                peer.sendall(data)
            else:
                data = peer.recv(CHUNK)
                view = memoryview(data)
                while view:
                    view = view[os.write(1, view):]
            if not data:
                return


# ---------------------------------------------------------------------------------------- inside: clients

class Client(object):
    """One connection from the desktop."""

    def __init__(self, hand, sock):
        self.hand = hand
        self.sock = sock
        sock.setblocking(False)
        self.inbox = bytearray()
        self.outbox = []
        self.unsent = 0
        self.writing = False
        self.streams = {}      # key -> Attached | Reading | Upload: whatever goes on over this connection
        hand.selector.register(sock, selectors.EVENT_READ, self.on_ready)

    def on_ready(self, mask):
        if self.sock is None:      # closed earlier in this turn
            return
        try:
            if mask & selectors.EVENT_WRITE:
                self.flush()
            if mask & selectors.EVENT_READ:
                data = self.sock.recv(1 << 20)
                if not data:
                    return self.close()
                self.inbox += data
                self.take_frames()
        except BlockingIOError:
            pass
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            if not isinstance(error, OSError):
                self.hand.log('client dropped: %r' % error)
            self.close()

    def take_frames(self):
        at = 0
        while self.sock is not None and len(self.inbox) - at >= 8:
            header, body = struct.unpack_from('>II', self.inbox, at)
            if header > MAX_FRAME or body > MAX_FRAME:
                raise ValueError('frame of %d + %d bytes' % (header, body))
            end = at + 8 + header + body
            if len(self.inbox) < end:
                break
            middle = at + 8 + header
            self.hand.on_frame(self, json.loads(bytes(self.inbox[at + 8:middle])), bytes(self.inbox[middle:end]))
            at = end
        if at:
            del self.inbox[:at]

    def send(self, header, *bodies):
        if self.sock is None:
            return
        text = json.dumps(header).encode()
        size = sum(len(b) for b in bodies)
        parts = [struct.pack('>II', len(text), size) + text] + [b for b in bodies if b]
        self.outbox.extend(memoryview(p) for p in parts)
        self.unsent += sum(len(p) for p in parts)
        try:
            self.flush()
        except OSError:
            self.close()

    def flush(self):
        while self.outbox:
            try:
                sent = self.sock.sendmsg(self.outbox[:16])
            except BlockingIOError:
                break
            self.unsent -= sent
            while sent:
                first = self.outbox[0]
                if sent < len(first):
                    self.outbox[0] = first[sent:]
                    break
                sent -= len(first)
                del self.outbox[0]
        if bool(self.outbox) != self.writing:
            self.writing = bool(self.outbox)
            self.hand.selector.modify(self.sock, selectors.EVENT_READ | (selectors.EVENT_WRITE if self.writing else 0), self.on_ready)
        if not self.writing:
            self.hand.wants_pump.update(s for s in self.streams.values() if s.waits_for_room)

    def close(self):
        if self.sock is None:
            return
        self.hand.selector.unregister(self.sock)
        self.sock.close()
        self.sock = None
        for stream in list(self.streams.values()):
            stream.drop()
        self.streams.clear()
        self.hand.clients.discard(self)
        self.hand.idle_since = time.monotonic()


class Attached(object):
    """A client that waits for a call, from the output byte where it stopped."""

    def __init__(self, client, key, job, offsets, wants_output):
        self.client, self.key, self.job = client, key, job
        self.offsets = list(offsets)
        self.wants_output = wants_output
        self.waits_for_room = False
        client.streams[key] = self
        job.attached.add(self)

    def pump(self):
        self.waits_for_room = False
        if self.wants_output:
            for number, sink in enumerate(self.job.sinks):
                while self.offsets[number] < sink.stored:
                    if self.client.unsent > QUEUE:
                        self.waits_for_room = True
                        return
                    data = sink.read(self.offsets[number], min(CHUNK, sink.stored - self.offsets[number]))
                    if not data:
                        break
                    self.client.send({'t': 'out', 'k': self.key, 's': number, 'o': self.offsets[number]}, data)
                    self.offsets[number] += len(data)
        if self.job.result is not None:
            self.client.send(*self.job.answer(self.key))
            self.client.streams.pop(self.key, None)
            self.drop()

    def drop(self):
        self.job.attached.discard(self)
        self.job.hand.release(self.job)


class Reading(object):
    """A file on its way to a client, which grants bytes as it consumes them."""

    waits_for_room = True

    def __init__(self, client, key, fd, size, at, granted):
        self.client, self.key, self.fd, self.size, self.at = client, key, fd, size, at
        self.granted = granted
        client.streams[key] = self

    def pump(self):
        try:
            while self.at < self.size and self.granted > 0 and self.client.unsent <= QUEUE:
                data = os.pread(self.fd, min(CHUNK, self.size - self.at, self.granted), self.at)
                if not data:
                    raise Refusal('io', 'the file became shorter while it was read')
                self.client.send({'t': 'data', 'k': self.key}, data)
                self.at += len(data)
                self.granted -= len(data)
            if self.at < self.size or self.client.sock is None:
                return
            self.client.send({'t': 'end', 'k': self.key})
        except OSError as error:
            self.client.send({'t': 'fail', 'k': self.key, 'code': 'io', 'message': error.strerror})
        except Refusal as refusal:
            self.client.send({'t': 'fail', 'k': self.key, 'code': refusal.code, 'message': refusal.message})
        self.client.streams.pop(self.key, None)
        self.drop()

    def drop(self):
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None


class Upload(object):
    """A file on its way in. It outlives its connection for a while, so that an upload goes on where it stopped."""

    waits_for_room = False

    def __init__(self, path):
        self.path = path
        self.replacement = Replacement(path)
        self.bytes = 0
        self.told = 0
        self.client = None
        self.since = time.monotonic()

    def pump(self):
        pass

    def drop(self):
        self.client = None
        self.since = time.monotonic()


# ------------------------------------------------------------------------------------------- inside: jobs

class Sink(object):
    """One output stream of a call: the first bytes in a file, the last in memory, the rest counted and dropped."""

    def __init__(self, folder, name, keep):
        self.folder, self.name, self.keep = folder, name, keep
        self.fd = None
        self.stored = 0        # bytes from the start that are in the file: what can be streamed
        self.total = 0
        self.head = bytearray()
        self.tail = b''        # the last bytes of what the file did not take
        self.full = False

    def write(self, data):
        self.total += len(data)
        if len(self.head) < 2 * EXCERPT:
            self.head += data[:2 * EXCERPT - len(self.head)]
        room = self.keep - self.stored
        if room > 0 and not self.full:
            view = memoryview(data)[:room]
            try:
                if self.fd is None:
                    self.fd = os.open(self.name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600, dir_fd=self.folder)
                while view:
                    written = os.write(self.fd, view)
                    self.stored += written
                    view = view[written:]
            except OSError:
                self.full = True
            data = data[min(room, len(data)) - len(view):]
        if data:
            self.tail = (self.tail + data)[-EXCERPT:]

    def finish(self):
        if self.tail and self.fd is not None:
            try:
                os.pwrite(self.fd, self.tail, self.stored)
            except OSError:
                pass

    def read(self, at, size):
        return os.pread(self.fd, size, at) if self.fd is not None else b''

    def excerpt(self):
        """(head, tail): everything in the head where it fits into both."""
        if self.total <= 2 * EXCERPT:
            return bytes(self.head[:self.total]), b''
        missing = EXCERPT - len(self.tail)
        before = self.read(max(0, self.stored - missing), missing) if missing > 0 and self.stored > missing else b''
        return bytes(self.head[:EXCERPT]), before + self.tail

    def facts(self):
        return {'total': self.total, 'stored': self.stored, 'tail': len(self.tail)}

    def load(self, facts):
        self.total, self.stored = facts['total'], facts['stored']
        try:
            self.fd = os.open(self.name, os.O_RDONLY, dir_fd=self.folder)
            self.head = bytearray(os.pread(self.fd, 2 * EXCERPT, 0))
            self.tail = os.pread(self.fd, facts['tail'], self.stored) if facts['tail'] else b''
        except FileNotFoundError:
            pass
        if self.stored == 0:
            self.total = len(self.head)

    def close(self):
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None


class Job(object):
    """One call on this box, running or done."""

    def __init__(self, hand, job_id, operation_hash, folder):
        self.hand, self.id, self.hash, self.folder = hand, job_id, operation_hash, folder
        self.sinks = [Sink(folder, 'out', hand.keep), Sink(folder, 'err', hand.keep)]
        self.attached = set()
        self.pipes = {}        # fd -> sink
        self.pid = None
        self.status = None
        self.outcome = None    # how it ended; `result` adds the snapshot and is what clients get
        self.result = None
        self.snapshot = None   # whether the workspace is written down after it: None, 'changed' or 'always'
        self.timed_out = False
        self.cancelled = False
        self.is_search = False
        self.alone = False     # everything that it started ends with it
        self.began = time.monotonic()
        self.began_ticks = 0
        self.claim_fd = None

    def answer(self, key):
        parts = [p for sink in self.sinks for p in sink.excerpt()]
        header = dict(self.result, t='done', k=key, sizes=[len(p) for p in parts], totals=[s.total for s in self.sinks])
        return [header] + parts

    def finish(self, exit_code=None, signal_name=None, error=None, state='done'):
        for sink in self.sinks:
            sink.finish()
        self.outcome = {'state': state, 'exitCode': exit_code, 'signal': signal_name, 'timedOut': self.timed_out,
                        'cancelled': self.cancelled, 'durationMs': round((time.monotonic() - self.began) * 1000, 3),
                        'error': error}
        if self.snapshot is None:
            return self.conclude(None)
        self.store('pending ' + self.snapshot)   # from here on a hand that dies loses no result: the next takes the snapshot
        self.hand.snapshots.take(self, self.snapshot == 'always')

    def conclude(self, snapshot):
        self.result = dict(self.outcome, snapshot=snapshot)
        self.store(snapshot)
        os.close(self.claim_fd)
        self.claim_fd = None
        self.hand.after_finish(self)
        for attached in list(self.attached):
            attached.pump()
        self.hand.release(self)

    def store(self, snapshot):
        """Into the block that was set aside at the claim; then visible at once, by rename."""
        record = dict(self.outcome, snapshot=snapshot, op=self.hash, out=self.sinks[0].facts(), err=self.sinks[1].facts())
        text = json.dumps(record).encode()
        if len(text) > RESERVED and record['error']:
            record['error'] = {'code': record['error']['code'], 'message': record['error']['message'][:300]}
            text = json.dumps(record).encode()
        try:
            os.pwrite(self.claim_fd, text.ljust(RESERVED), 0)
            try:
                os.rename('claim', 'result', src_dir_fd=self.folder, dst_dir_fd=self.folder)
            except FileNotFoundError:
                pass           # the second time: it has its name
        except OSError as error:
            self.hand.log('result of %s not stored: %s' % (self.id, error))

    def on_output(self, fd):
        """Reads once. False where the stream has ended, also earlier in the turn: its number may be another's by now."""
        if fd not in self.pipes:
            return False
        try:
            data = os.read(fd, CHUNK)
        except BlockingIOError:
            return True
        if not data:
            self.hand.selector.unregister(fd)
            os.close(fd)
            del self.pipes[fd]
            return False
        if self.outcome is None:     # after the grace a background child may go on; its words go nowhere
            self.pipes[fd].write(data)
        return True

    def on_pipe(self, fd):
        self.on_output(fd)
        for attached in list(self.attached):
            attached.pump()
        if not self.pipes:
            self.settle()

    def on_exit(self, status):
        self.status = status
        if self.alone:
            self.hand.end_all()
        for fd in list(self.pipes):   # take what is there now, so that the usual case ends without another turn
            before = -1
            while fd in self.pipes and before != self.pipes[fd].total:
                before = self.pipes[fd].total
                self.on_output(fd)
                if self.pipes.get(fd) and self.pipes[fd].total - before > 8 * CHUNK:
                    break
        if self.pipes:
            self.hand.later(GRACE, self.settle_late)
        self.settle()

    def settle_late(self):
        if self.outcome is None:
            self.settle(True)

    def settle(self, late=False):
        if self.outcome is not None or self.status is None or (self.pipes and not late):
            return
        number = os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else None
        code = os.WEXITSTATUS(self.status) if os.WIFEXITED(self.status) else None
        name = signal.Signals(number).name if number in set(signal.Signals) else str(number) if number else None
        if not self.is_search:
            self.finish(code, name)
        elif self.timed_out:
            self.finish(error={'code': 'io', 'message': 'It took longer than %d s; narrow the path or the pattern.' % OP_LIMIT})
        elif code == 0 or self.cancelled:
            self.finish()
        else:
            try:
                error = json.loads(bytes(self.sinks[1].head))
            except ValueError:
                error = {'code': 'io', 'message': 'It ended early (%s).' % (name or code)}
            sink = self.sinks[1]
            sink.head, sink.total, sink.stored, sink.tail = bytearray(), 0, 0, b''
            self.finish(error=error)

    def stop(self, why):
        """TERM to everything that the call started, KILL after the grace to what is left of it."""
        if self.status is not None or self.outcome is not None or self.timed_out or self.cancelled:
            return
        self.timed_out = why == 'timeout'
        self.cancelled = why == 'cancel'
        for pid in self.family():
            kill(pid, signal.SIGTERM)
        kill(self.pid, signal.SIGTERM, group=True)
        self.hand.later(GRACE, self.kill_all)

    def kill_all(self):
        for _ in range(100):
            kill(self.pid, signal.SIGKILL, group=True) if self.status is None else None
            family = self.family()
            if self.hand.isolated and len(family) == self.hand.others():
                family = [-1] if family else []   # at once: what forks faster than it can be listed does not get away
            if not [pid for pid in family if kill(pid, signal.SIGKILL)]:
                break
            self.hand.reap()

    def family(self):
        """What this call started, the ones that left its session included.

        An escapee has lost its parents and hangs on the hand. It is ours where no other call runs and it is
        younger than the call, unless something older (a server that an earlier call left behind) made it.
        """
        table = processes() if os.path.isdir('/proc') else {}
        me = os.getpid()
        alone = all(j is self or j.outcome is not None for j in self.hand.jobs.values())
        verdicts = {}

        def ours(pid):
            if pid in verdicts:
                return verdicts[pid]
            verdicts[pid] = False
            entry = table.get(pid)
            if entry is None or pid == me:
                answer = False
            elif pid == self.pid:
                answer = True
            elif entry[0] == me:
                answer = alone and entry[1] >= self.began_ticks and pid not in self.hand.pids and pid not in self.hand.helpers
            else:
                answer = ours(entry[0])
            verdicts[pid] = answer
            return answer

        return [pid for pid, entry in table.items() if entry[2] != b'Z' and ours(pid)]


class Spare(object):
    """Room on the disk that is kept for claims, against a disk that the worker fills."""

    SIZE = 1024 * 1024
    STEP = 64 * 1024

    def __init__(self):
        self.fd = os.open('.spare', os.O_RDWR | os.O_CREAT, 0o600, dir_fd=JOBS)
        self.held = 0
        self.fill()

    def fill(self):
        """Takes back what was given, as far as there is room."""
        try:
            if self.held < self.SIZE:
                os.posix_fallocate(self.fd, 0, self.SIZE)
                self.held = self.SIZE
        except (OSError, AttributeError):
            try:
                os.ftruncate(self.fd, self.held)
            except OSError:
                pass

    def give(self):
        if self.held == 0:
            return False
        self.held -= self.STEP
        try:
            os.ftruncate(self.fd, self.held)
            return True
        except OSError:
            return False


class Hand(object):
    def __init__(self, config):
        self.config = config
        self.isolated = config['isolated']
        self.workspace = config['workspace']
        self.env = config['env']
        self.keep = config['keepBytes']
        self.selector = selectors.DefaultSelector()
        self.listener = socket.socket(fileno=LISTENER)
        self.listener.setblocking(False)
        self.clients = set()
        self.jobs = {}         # id -> Job: running, or still being told to somebody
        self.pids = {}         # pid -> Job
        self.helpers = set()   # pids of programs that are ours, not a call's
        self.uploads = {}      # token -> Upload
        self.uploaded = set()  # tokens of what is in place: a client that was cut off just then asks again
        self.finished = []     # [id, bytes] of finished calls whose output is on disk, oldest first
        self.finished_bytes = 0
        self.timers = []
        self.timer_number = 0
        self.wants_pump = set()
        self.idle_since = time.monotonic()
        self.ticks = os.sysconf('SC_CLK_TCK')
        self.paths = Paths(config)
        self.spare = Spare()
        self.snapshots = Snapshots(self)

    # -- the loop

    def run(self):
        os.umask(0o022)
        os.chdir(self.workspace)
        for fd in (LISTENER, JOBS, ALIVE, READY):
            os.set_inheritable(fd, False)
        if self.isolated:
            prctl(4, 0)        # PR_SET_DUMPABLE: the worker has our uid and must not reach our descriptors
        else:
            prctl(36, 1)       # PR_SET_CHILD_SUBREAPER: orphans stay ours to find
        signal.signal(signal.SIGINT, signal.SIG_DFL)   # as process 1 that means: not from inside
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        wake, wake_write = os.pipe()
        for fd in (wake, wake_write):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        self.selector.register(wake, selectors.EVENT_READ, lambda _: (os.read(wake, 4096), self.reap()))
        self.selector.register(self.listener, selectors.EVENT_READ, lambda _: self.accept())
        os.write(READY, b'ready')
        os.close(READY)
        self.later(self.pause(), self.housekeeping)
        while True:
            self.turn()

    def turn(self):
        wait = max(0.0, self.timers[0][0] - time.monotonic()) if self.timers else None
        if self.wants_pump or self.snapshots.queue:
            wait = 0
        for key, mask in self.selector.select(wait):
            self.guard(lambda: key.data(mask))
        pumps, self.wants_pump = self.wants_pump, set()
        for stream in pumps:
            if stream.client is not None and stream.client.streams.get(stream.key) is stream:
                self.guard(stream.pump)
        while self.timers and self.timers[0][0] <= time.monotonic():
            self.guard(heapq.heappop(self.timers)[2])
        if self.snapshots.queue:
            self.guard(lambda: self.snapshots.step(0.02))

    def guard(self, act):
        """A fault of ours in one call must not take the other calls with it."""
        try:
            act()
        except BlockingIOError:
            pass
        except Exception:
            import traceback
            self.log(traceback.format_exc())

    def end_all(self):
        """Ends everything that calls left running. Kill reaches all of it at once, so that nothing forks its way out."""
        if not os.path.isdir('/proc'):
            return
        for _ in range(500):
            left = self.descendants()
            if not left:
                return
            if self.isolated:
                kill(-1, signal.SIGKILL)
            else:
                for pid in left:
                    kill(pid, signal.SIGKILL)
            self.reap()
            time.sleep(0.002)
        self.log('not ended: %r' % left)

    def descendants(self):
        """Pids of what runs below this process: orphans are its own."""
        table, me = processes(), os.getpid()
        mine = {me: True}

        def ours(pid):
            chain = []
            while pid not in mine and pid in table:
                chain.append(pid)
                pid = table[pid][0]
            answer = mine.get(pid, False)
            for one in chain:
                mine[one] = answer
            return answer

        return [pid for pid, entry in table.items() if pid != me and pid not in self.helpers and entry[2] != b'Z' and ours(pid)]

    def later(self, seconds, act):
        self.timer_number += 1
        heapq.heappush(self.timers, (time.monotonic() + seconds, self.timer_number, act))

    def log(self, text):
        try:
            if os.fstat(2).st_size < 1 << 20:
                os.write(2, (text + '\n').encode())
        except OSError:
            pass

    def accept(self):
        sock, _ = self.listener.accept()
        client = Client(self, sock)
        self.clients.add(client)
        client.send({'t': 'hello', 'v': PROTOCOL, 'id': self.config['id'], 'collectOnly': self.config['collectOnly']})

    def reap(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self.helpers.discard(pid)
            job = self.pids.pop(pid, None)
            if job is not None:
                job.on_exit(status)

    def housekeeping(self):
        now = time.monotonic()
        self.end_with_folder()
        for token, upload in list(self.uploads.items()):
            if upload.client is None and now - upload.since > PARTIAL_SECONDS:
                upload.replacement.abandon()
                del self.uploads[token]
        self.snapshots.rules.rest(60)
        if self.clients or self.pids:
            self.idle_since = now
        elif now - self.idle_since > self.config['idleSeconds']:
            os._exit(0)        # the folder stays; whoever wants it launches another hand
        self.later(self.pause(), self.housekeeping)

    def end_with_folder(self):
        """Somebody removed the sandbox's folder: whoever asks again hears that it is gone, and not that each call failed."""
        if os.fstat(JOBS).st_nlink == 0:
            os._exit(0)

    def pause(self):
        return min(30, max(0.05, self.config['idleSeconds'] / 2))

    def others(self):
        """How many processes there are beside this one."""
        me = os.getpid()
        return len([pid for pid, entry in processes().items() if pid != me and pid not in self.helpers and entry[2] != b'Z'])

    # -- frames

    def on_frame(self, client, frame, body):
        kind, key = frame['t'], frame.get('k')
        if kind == 'run':
            return self.on_run(client, key, frame, body)
        if kind == 'cancel':
            job = self.jobs.get(frame['id'])
            if job is not None and job.pid is not None:
                job.stop('cancel')
        elif kind == 'ping':
            client.send({'t': 'pong', 'k': key})
        elif kind == 'get':
            self.guarded(client, key, frame['path'], lambda: self.on_get(client, key, frame))
        elif kind == 'grant':
            stream = client.streams.get(key)
            if isinstance(stream, Reading):
                stream.granted += frame['n']
                stream.pump()
        elif kind == 'leave':
            stream = client.streams.pop(key, None)
            if stream is not None:
                stream.drop()
        elif kind == 'put':
            self.guarded(client, key, frame['path'], lambda: self.on_put(client, key, frame))
        elif kind in ('data', 'close', 'abandon'):
            upload = client.streams.get(key)
            if isinstance(upload, Upload):
                self.guarded(client, key, upload.path, lambda: self.on_upload(client, key, upload, kind, frame, body))

    def guarded(self, client, key, path, act):
        try:
            act()
        except OSError as error:
            self.fail_stream(client, key, refusal_of(error, path))
        except Refusal as refusal:
            self.fail_stream(client, key, refusal)

    def fail_stream(self, client, key, refusal):
        stream = client.streams.pop(key, None)
        if isinstance(stream, Upload):
            stream.replacement.abandon()
            self.uploads = {t: u for t, u in self.uploads.items() if u is not stream}
        client.send({'t': 'fail', 'k': key, 'code': refusal.code, 'message': refusal.message})

    def on_get(self, client, key, frame):
        fd, facts = open_regular(self.paths.find(frame['path']), frame['path'])
        version = '%d-%d-%d' % (facts.st_ino, facts.st_mtime_ns, facts.st_size)
        try:
            if facts.st_size > frame['max']:
                raise Refusal('too_large', '%s has %d bytes, more than the %d asked for.' % (frame['path'], facts.st_size, frame['max']))
            if frame['at'] and frame['version'] != version:
                raise Refusal('io', '%s changed while it was read.' % frame['path'])
        except Refusal:
            os.close(fd)
            raise
        reading = Reading(client, key, fd, facts.st_size, frame['at'], frame['n'])
        client.send({'t': 'at', 'k': key, 'version': version, 'n': frame['at']})
        reading.pump()

    def on_put(self, client, key, frame):
        token = frame['token']
        upload = self.uploads.get(token)
        if token in self.uploaded:
            return client.send({'t': 'end', 'k': key})
        if upload is None:
            if frame['at']:
                raise Refusal('io', 'What was uploaded so far is no longer there.')
            upload = self.uploads[token] = Upload(self.paths.find(frame['path'], True))
        elif upload.client is not None:
            upload.client.streams = {k: s for k, s in upload.client.streams.items() if s is not upload}
        upload.client = client
        client.streams[key] = upload
        client.send({'t': 'at', 'k': key, 'n': upload.bytes})

    def on_upload(self, client, key, upload, kind, frame, body):
        if kind == 'data':
            upload.replacement.write(body)
            upload.bytes += len(body)
            if upload.bytes - upload.told >= 4 * CHUNK:
                upload.told = upload.bytes
                client.send({'t': 'at', 'k': key, 'n': upload.bytes})
            return
        if kind == 'abandon' or upload.bytes != frame['size']:
            raise Refusal('io', 'The upload did not arrive whole; nothing was changed.')
        upload.replacement.commit()
        client.streams.pop(key, None)
        self.uploaded.update(t for t, u in self.uploads.items() if u is upload)
        self.uploads = {t: u for t, u in self.uploads.items() if u is not upload}
        client.send({'t': 'end', 'k': key})

    # -- calls

    def on_run(self, client, key, frame, body):
        job_id, operation = frame['id'], frame['op']
        if not NAME.match(job_id):
            return self.refuse(client, key, 'invalid', 'A call is named by 1 to 128 letters, digits, dashes and underscores.')
        digest = hashlib.sha256(json.dumps(operation, sort_keys=True).encode() + b'\0' + body).hexdigest()
        job = self.jobs.get(job_id)
        begun = False
        if job is None:
            try:
                job = self.claim_with_spare(job_id, digest)
                if job is None:
                    job = self.recall(job_id, digest)
                else:
                    begun = True
            except OSError as error:
                self.end_with_folder()
                code = ERRNO_CODES.get(error.errno, 'io')
                text = 'The disk of the box is full. The call was not begun.' if code == 'no_space' else 'The call was not begun: %s.' % error.strerror
                return self.refuse(client, key, code, text)
            if job is None:
                return client.send({'t': 'gone', 'k': key})
        if job.hash != digest and job.hash is not None:
            self.refuse(client, key, 'invalid', 'The id %s was already used for a different call.' % job_id)
            return self.release(job)
        attached = Attached(client, key, job, frame['at'], frame['stream'])
        if begun:
            self.begin(job, operation, body)
        else:
            attached.pump()

    def refuse(self, client, key, code, message):
        client.send({'t': 'done', 'k': key, 'state': 'done', 'exitCode': None, 'signal': None, 'timedOut': False,
                     'cancelled': False, 'durationMs': 0, 'error': {'code': code, 'message': message}, 'snapshot': None,
                     'sizes': [0, 0, 0, 0], 'totals': [0, 0]})

    def claim_with_spare(self, job_id, digest):
        """On a full disk a claim takes from the spare room, or nobody could call `rm` any more."""
        while True:
            try:
                return self.claim(job_id, digest)
            except OSError as error:
                if error.errno not in (errno.ENOSPC, errno.EDQUOT) or not self.spare.give():
                    raise

    def claim(self, job_id, digest):
        """A new job, or None where the id is taken or where nothing may begin any more."""
        if self.config['collectOnly']:
            return None
        try:
            os.mkdir(job_id, 0o700, dir_fd=JOBS)
        except FileExistsError:
            return None
        folder = None
        try:
            folder = os.open(job_id, os.O_RDONLY | os.O_DIRECTORY, dir_fd=JOBS)
            fd = os.open('claim', os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder)
            if os.write(fd, json.dumps({'op': digest}).encode().ljust(RESERVED)) != RESERVED:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError:
            if folder is not None:
                try:
                    os.unlink('claim', dir_fd=folder)
                except OSError:
                    pass
                os.close(folder)
            os.rmdir(job_id, dir_fd=JOBS)
            raise
        job = Job(self, job_id, digest, folder)
        job.claim_fd = fd
        self.jobs[job_id] = job
        return job

    def recall(self, job_id, digest):
        """A job of the past: done, or lost with its hand. None where there is none."""
        try:
            folder = os.open(job_id, os.O_RDONLY | os.O_DIRECTORY, dir_fd=JOBS)
        except FileNotFoundError:
            return None
        job = Job(self, job_id, None, folder)
        self.jobs[job_id] = job
        for name in ('result', 'claim'):
            try:
                fd = os.open(name, os.O_RDONLY, dir_fd=folder)
            except FileNotFoundError:
                continue
            text = os.read(fd, RESERVED)
            os.close(fd)
            try:
                record = json.loads(text)
                job.hash = record['op']
            except (ValueError, KeyError):
                continue
            if name == 'result':
                for sink, facts in zip(job.sinks, (record['out'], record['err'])):
                    sink.load(facts)
                job.outcome = {k: record[k] for k in ('state', 'exitCode', 'signal', 'timedOut', 'cancelled', 'durationMs', 'error')}
                snapshot = record.get('snapshot')
                if isinstance(snapshot, str):      # its hand died before it had written the workspace down
                    job.claim_fd = os.open('result', os.O_RDWR, dir_fd=folder)
                    self.snapshots.queue.append((job, snapshot == 'pending always'))   # not at once: nobody is attached yet
                else:
                    job.result = dict(job.outcome, snapshot=snapshot)
                return job
        job.outcome = {'state': 'lost', 'exitCode': None, 'signal': None, 'timedOut': False, 'cancelled': False, 'durationMs': 0, 'error': None}
        job.result = dict(job.outcome, snapshot=None)
        return job

    def release(self, job):
        if job.result is not None and not job.attached and self.jobs.get(job.id) is job:
            del self.jobs[job.id]
            for sink in job.sinks:
                sink.close()
            os.close(job.folder)

    def after_finish(self, job):
        if self.spare.held < Spare.SIZE:
            self.spare.fill()
        size = sum(s.stored + len(s.tail) for s in job.sinks)
        if size > 2 * EXCERPT:
            self.finished.append([job.id, size])
            self.finished_bytes += size
        while self.finished_bytes > KEPT_OUTPUT and self.finished[0][0] != job.id:
            old, size = self.finished.pop(0)
            self.finished_bytes -= size
            if old not in self.jobs:
                self.shorten(old)

    def shorten(self, job_id):
        """Cuts a finished call's stored output to its head and tail."""
        try:
            job = self.recall(job_id, None)
            facts = []
            for sink in job.sinks:
                head, tail = sink.excerpt()
                sink.close()
                if tail:
                    fd = os.open(sink.name, os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=job.folder)
                    os.pwrite(fd, tail, len(head))
                    os.ftruncate(fd, len(head) + len(tail))
                    os.close(fd)
                facts.append({'total': sink.total, 'stored': len(head) if tail else sink.stored, 'tail': len(tail)})
            record = json.dumps(dict(job.result, op=job.hash, out=facts[0], err=facts[1])).encode().ljust(RESERVED)
            fd = os.open('result', os.O_WRONLY, dir_fd=job.folder)
            os.pwrite(fd, record, 0)
            os.close(fd)
            self.release(job)
        except (OSError, AttributeError, TypeError) as error:
            self.log('output of %s not shortened: %r' % (job_id, error))

    def begin(self, job, operation, body):
        kind = operation.get('op')
        if self.snapshots.wants(operation):
            job.snapshot = 'always' if kind == 'snapshot' else 'changed'
        try:
            if kind == 'command':
                if operation.get('snapshot') is False:
                    self.snapshots.flush()
                self.spawn(job, operation)
            elif kind == 'read' and not is_big(self.paths, operation['path']):
                job.sinks[0].write(read_text(self.paths, operation))
                job.finish()
            elif kind in ('read', 'glob', 'grep'):
                act = {'read': read_text, 'glob': glob_paths, 'grep': grep_lines}[kind]
                self.fork(job, lambda: act(self.paths, operation))
            elif kind in ('write', 'edit'):
                act = {'write': write_file, 'edit': edit_file}[kind]
                job.sinks[0].write(act(self.paths, operation, body).encode('utf-8', 'replace'))
                job.finish()
            elif kind == 'snapshot':
                job.finish()
            elif kind in ('seal', 'compare'):
                self.end_all()
                act = {'seal': seal, 'compare': compare}[kind]
                self.fork(job, lambda: act(self.paths, operation))
            else:
                raise Refusal('invalid', 'There is no operation "%s".' % kind)
        except Refusal as refusal:
            job.finish(error={'code': refusal.code, 'message': refusal.message})
        except OSError as error:
            refusal = refusal_of(error, operation.get('path', operation.get('cwd', kind)))
            job.finish(error={'code': refusal.code, 'message': refusal.message})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            job.finish(error={'code': 'invalid', 'message': 'The call\'s arguments do not fit: %r.' % error})

    def spawn(self, job, operation):
        command = operation['command']
        if '\0' in command:
            raise Refusal('invalid', 'The command contains a NUL character.')
        folder = self.paths.find(operation.get('cwd') or '.')
        limit = min(max(float(operation['timeoutMs']) / 1000, 0.001), 86400.0)
        try:
            os.chdir(folder)   # one thread: the child inherits it, and posix_spawn is far cheaper than fork
        except OSError as error:
            raise Refusal('not_found', 'There is no folder %s to run in (%s).' % (operation['cwd'], error.strerror))
        reads, writes = self.pipes()
        try:
            actions = [(os.POSIX_SPAWN_OPEN, 0, '/dev/null', os.O_RDONLY, 0),
                       (os.POSIX_SPAWN_DUP2, writes[0], 1), (os.POSIX_SPAWN_DUP2, writes[1], 2)]
            job.began_ticks = int(time.clock_gettime(time.CLOCK_BOOTTIME) * self.ticks) if hasattr(time, 'CLOCK_BOOTTIME') else 0
            pid = os.posix_spawn('/bin/sh', ['sh', '-c', command], self.env, file_actions=actions, setsid=True,
                                 setsigdef=[signal.SIGPIPE, signal.SIGXFSZ, signal.SIGHUP])
        except OSError as error:
            for fd in reads:
                os.close(fd)
            if error.errno == errno.E2BIG:
                raise Refusal('too_large', 'The command is too long for the system; write it to a file and run that.')
            if error.errno == errno.EAGAIN:
                raise Refusal('io', 'Too many processes are running in the sandbox; nothing more can be started.')
            raise
        finally:
            for fd in writes:
                os.close(fd)
            os.chdir(self.workspace)
        job.alone = operation.get('alone') is True
        self.watch(job, pid, reads, limit)

    def fork(self, job, act):
        """Runs an operation of ours in a child, so that a slow one holds up nobody and can be stopped."""
        job.is_search = True
        reads, writes = self.pipes()
        job.began_ticks = int(time.clock_gettime(time.CLOCK_BOOTTIME) * self.ticks) if hasattr(time, 'CLOCK_BOOTTIME') else 0
        pid = os.fork()
        if pid == 0:
            in_child(act, writes)
        for fd in writes:
            os.close(fd)
        self.watch(job, pid, reads, OP_LIMIT)

    def pipes(self):
        out, out_write = os.pipe()
        err, err_write = os.pipe()
        for fd in (out, err):
            os.set_blocking(fd, False)
        return [out, err], [out_write, err_write]

    def watch(self, job, pid, reads, limit):
        job.pid = pid
        self.pids[pid] = job
        for fd, sink in zip(reads, job.sinks):
            job.pipes[fd] = sink
            self.selector.register(fd, selectors.EVENT_READ, lambda _, fd=fd: job.on_pipe(fd))
        self.later(limit, lambda: job.stop('timeout'))


def in_child(act, writes):
    code = 70
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGCHLD, signal.SIGPIPE, signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(writes[0], 1)
        os.dup2(writes[1], 2)
        try:
            data = act()
            view = memoryview(data if isinstance(data, bytes) else data.encode('utf-8', 'surrogateescape'))
            while view:
                view = view[os.write(1, view):]
            code = 0
        except OSError as error:
            refusal = refusal_of(error, error.filename or 'it')
            os.write(2, json.dumps({'code': refusal.code, 'message': refusal.message}).encode())
        except Refusal as refusal:
            os.write(2, json.dumps({'code': refusal.code, 'message': refusal.message}).encode())
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            os.write(2, json.dumps({'code': 'invalid', 'message': 'The call\'s arguments do not fit: %r.' % error}).encode())
    finally:
        os._exit(code)


# -------------------------------------------------------------------------------------- inside: snapshots
#
# After each of the worker's calls the workspace is written down as a git tree in a repository of Drover's own. The worker's
# repository is neither read nor written. No program is started on the ordinary path: folders are listed, and what has the
# same time, size, number and mode as when it was last hashed is not read again.
#
# A tree holds the bytes as they are on disk: attributes (line ends, filters) are not applied, for it is there to go back to.
# What git does not keep (empty folders, modes other than 644 and 755) is in a blob beside it, the extras.
# Everything in the workspace, Drover's repository included, may have been planted: no link is followed, no lock waited for.

SNAPSHOT_LIMITS = {'maxFileBytes': 50 << 20, 'maxBytes': 1 << 30, 'maxSeconds': 10.0, 'maxFiles': 200000}
PIECE = 1 << 20              # bytes of a large file that are hashed in one go
CLOCK_GRAIN = 20000000       # ns: what changed this shortly before it was read may change again under the same time
COARSE_GRAIN = 2000000000    # ns: the same on file systems that keep whole seconds
DEEPEST = 200                # folders below each other
LONGEST_PATH = 3800          # bytes; git itself gives up at 4096
SHOWN_NAMES = 40             # names of what changed, and half as many of what was left out, in a result
SHOWN_BYTES = 2200           # of each of the two lists, as JSON
EXTRAS_BYTES = 8 << 20
KEPT_OBJECTS = 64 << 20      # bytes of objects up to which a worker that removes our repository loses nothing
EXTRAS_HEAD = b'drover-extras 1\0'
PLAIN, PROGRAM, LINK, SUBMODULE = b'100644', b'100755', b'120000', b'160000'
FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class Folder(object):
    """What is known of a folder. `files`: name -> (signature, look again, mode, id); an id is None where a file was left out."""

    __slots__ = ('files', 'folders', 'ignored', 'rules', 'tree', 'stale', 'submodule')

    def __init__(self):
        self.files = {}
        self.folders = {}
        self.ignored = set()
        self.rules = None      # signature of its .gitignore
        self.tree = None       # id; None: nothing in it that a tree keeps
        self.stale = True
        self.submodule = None


def signature(facts):
    return facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino, facts.st_mode


def git_mode(mode):
    return LINK if stat.S_ISLNK(mode) else PROGRAM if mode & 0o100 else PLAIN


def refused_name(name):
    """Names that git takes for a repository's folder somewhere: no tree with one is let into the desktop's store."""
    if '.' not in name and '~' not in name:
        return False
    plain = re.sub('[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]', '', name).lower()
    if plain == '.git':
        return True
    return any(part.split(':')[0].rstrip(' .') in ('.git', 'git~1') for part in name.lower().split('\\'))


def shown(path):
    text = os.fsencode(path).decode('utf-8', 'replace')
    return text if len(text) <= 300 else text[:150] + '…' + text[-149:]


def fitting(items):
    """As many as fit into a result."""
    size, count = 0, 0
    for item in items:
        size += len(json.dumps(item)) + 2
        if size > SHOWN_BYTES:
            break
        count += 1
    return items[:count]


class IgnoreRules(object):
    """git's own answer to what is ignored, from one process that is asked again and again. It may be killed or stopped from inside."""

    ASKED_AT_ONCE = 100
    PATIENCE = 5.0

    def __init__(self, hand, workspace):
        self.hand, self.workspace = hand, workspace
        self.place = None
        self.pid = None
        self.ends = None
        self.failures = 0
        self.used = 0.0

    def ask(self, place, names):
        """Those of the paths that are ignored. Raises OSError where git cannot say."""
        if self.place != place:
            self.forget()
            self.place = place
        ignored = set()
        for start in range(0, len(names), self.ASKED_AT_ONCE):
            part = names[start:start + self.ASKED_AT_ONCE]
            for attempt in (1, 2):
                try:
                    ignored.update(self.ask_some(part))
                    break
                except OSError:
                    self.forget()
                    self.failures += 1
                    if attempt == 2 or self.failures > 6:
                        raise
        return ignored

    def ask_some(self, names):
        import select
        if self.pid is None:
            self.start()
        self.used = time.monotonic()
        to, back = self.ends
        # One message fits into a pipe, so nobody waits for the other with both pipes full.
        batch = b''.join(b'./' + os.fsencode(name) + b'\0' for name in names)     # `./`: one that begins with a colon is no magic
        while len(batch) > 32768 and len(names) > 1:
            half = len(names) // 2
            return self.ask_some(names[:half]) | self.ask_some(names[half:])
        os.write(to, batch)
        answer, wanted, until = b'', 4 * len(names), self.used + self.PATIENCE
        waiting = select.poll()
        waiting.register(back, select.POLLIN | select.POLLHUP)
        while answer.count(b'\0') < wanted:
            left = until - time.monotonic()
            if left <= 0 or not waiting.poll(left * 1000):
                raise OSError(errno.ETIMEDOUT, 'git does not answer')
            data = os.read(back, 65536)
            if not data:
                raise OSError(errno.EPIPE, 'git ended')
            answer += data
        words = answer.split(b'\0')
        return {name for number, name in enumerate(names)
                if words[4 * number + 2] and not words[4 * number + 2].startswith(b'!')}

    def start(self):
        program = None
        for folder in self.hand.env['PATH'].split(':'):
            if folder and os.access(os.path.join(folder, 'git'), os.X_OK):
                program = os.path.join(folder, 'git')
                break
        if program is None:
            raise OSError(errno.ENOENT, 'git is not there')
        theirs, to = os.pipe()
        back, out = os.pipe()
        try:
            self.pid = os.posix_spawn(program, own_git(self.place, self.workspace) + [
                'check-ignore', '-z', '--verbose', '--non-matching', '--stdin', '--no-index'], own_git_env(self.hand.env),
                file_actions=[(os.POSIX_SPAWN_DUP2, theirs, 0), (os.POSIX_SPAWN_DUP2, out, 1),
                              (os.POSIX_SPAWN_OPEN, 2, '/dev/null', os.O_WRONLY, 0)],
                setsid=True, setsigdef=[signal.SIGPIPE, signal.SIGXFSZ, signal.SIGHUP])
        except OSError:
            os.close(to)
            os.close(back)
            raise
        finally:
            os.close(theirs)
            os.close(out)
        self.ends = (to, back)
        self.hand.helpers.add(self.pid)

    def forget(self):
        """Rules changed, or it has not been needed for a while: the next question starts another."""
        if self.pid is None:
            return
        for fd in self.ends:
            os.close(fd)
        if self.pid in self.hand.helpers:    # not reaped yet: the number is still its own
            kill(self.pid, signal.SIGKILL)
        self.pid = self.ends = None

    def rest(self, seconds):
        if self.pid is not None and time.monotonic() - self.used > seconds:
            self.forget()


def own_git(place, workspace):
    """git on Drover's repository, deaf to what a planted configuration would have it do: as in `script.ts` on the desktop."""
    settings = ('core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.untrackedCache=false', 'core.splitIndex=false', 'gc.auto=0',
                'core.excludesFile=/dev/null', 'core.attributesFile=/dev/null', 'core.autocrlf=false', 'core.quotePath=false')
    return ['git'] + [word for setting in settings for word in ('-c', setting)] + ['--git-dir=' + place, '--work-tree=' + workspace]


def own_git_env(env):
    return {'PATH': env['PATH'], 'LC_ALL': 'C', 'HOME': '/nonexistent', 'XDG_CONFIG_HOME': '/nonexistent', 'GIT_CONFIG_NOSYSTEM': '1',
            'GIT_CONFIG_GLOBAL': '/dev/null', 'GIT_ATTR_NOSYSTEM': '1', 'GIT_TERMINAL_PROMPT': '0'}


class Objects(object):
    """The objects of snapshots, in one file that only grows, beside the claims, where nothing in the sandbox reaches it.

    Making a file is the slowest thing that a snapshot could do, and it would make four and more a call. So what is new is
    appended as the entries of a pack, and becomes one in our repository when the desktop wants to look (`flush`).
    """

    def __init__(self, hash_name):
        self.hash = getattr(hashlib, hash_name)
        self.size = self.hash().digest_size
        self.known = set()       # ids that are there for certain
        self.written = 0         # bytes before compression
        self.rows = []           # (id, offset, crc32) of the entries in the file
        self.packed = 0          # how many of them are in a pack of our repository too
        self.fd = os.open('.objects', os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600, dir_fd=JOBS)
        self.end = 0
        self.recover()

    def close(self):
        os.close(self.fd)

    def id_of(self, kind, data):
        return self.hash(b'%s %d\0' % (kind, len(data)) + data).digest()

    def put(self, kind, data):
        found = self.id_of(kind, data)
        if found not in self.known:
            self.write(found, kind, len(data), (zlib.compress(data, 1),))
        return found

    def write(self, found, kind, size, pieces):
        """Whole or not at all. `pieces`: the content, compressed; raises what they raise."""
        at, crc, pending = self.end, 0, entry_head(PACKED[kind], size)
        try:
            for piece in pieces:
                piece = pending + piece
                pending = b''
                crc = zlib.crc32(piece, crc)
                view = memoryview(piece)
                while view:
                    written = os.pwrite(self.fd, view, at)
                    at += written
                    view = view[written:]
        except BaseException:
            os.ftruncate(self.fd, self.end)
            raise
        self.rows.append((found, self.end, crc))
        self.end = at
        self.known.add(found)
        self.written += size

    def forget_others(self):
        """Our repository is gone, and what was in it."""
        self.known = {found for found, _, _ in self.rows}
        self.packed = 0

    def clear(self):
        os.ftruncate(self.fd, 0)
        self.end, self.rows, self.packed = 0, [], 0

    def recover(self):
        """Reads what a hand before this one wrote, up to where it was killed."""
        length, at = os.fstat(self.fd).st_size, 0
        while at < length:
            try:
                kind, size, begin = read_entry_head(os.pread(self.fd, 32, at))
                begin += at
                content, digest, crc = zlib.decompressobj(), self.hash(b'%s %d\0' % (kind, size)), 0
                crc = zlib.crc32(os.pread(self.fd, begin - at, at))
                where, got = begin, 0
                while not content.eof:
                    piece = os.pread(self.fd, PIECE, where)
                    if not piece:
                        raise ValueError('cut off')
                    data = content.decompress(piece)
                    got += len(data)
                    digest.update(data)
                    used = len(piece) - len(content.unused_data)
                    crc = zlib.crc32(piece[:used], crc)
                    where += used
                if got != size:
                    raise ValueError('cut off')
            except (ValueError, KeyError, IndexError, zlib.error):
                break
            self.rows.append((digest.digest(), at, crc))
            at = where
        os.ftruncate(self.fd, at)
        self.end = at
        self.forget_others()

    def flush(self, place):
        """Makes a pack of the entries, with its index, in our repository, whose descriptor `place` is. Raises OSError."""
        if self.packed == len(self.rows):
            return
        rows = self.rows[self.packed:]
        at = rows[0][1]
        objects = os.open('objects', FOLDER_FLAGS, dir_fd=place)
        try:
            try:
                os.mkdir('pack', 0o755, dir_fd=objects)
            except FileExistsError:
                pass
            folder = os.open('pack', FOLDER_FLAGS, dir_fd=objects)
        finally:
            os.close(objects)
        try:
            pack = Hashed(folder, '.new-pack', self.hash)
            pack.write(struct.pack('>4sII', b'PACK', 2, len(rows)))
            index_rows = pack_index(rows, 12 - at)
            while at < self.end:
                data = os.pread(self.fd, min(PIECE, self.end - at), at)
                pack.write(data)
                at += len(data)
            name = pack.finish()
            index = Hashed(folder, '.new-idx', self.hash)
            index.write(index_rows + name)
            index.finish()
            for ending in ('pack', 'idx'):
                os.rename('.new-' + ending, 'pack-%s.%s' % (name.hex(), ending), src_dir_fd=folder, dst_dir_fd=folder)
        finally:
            os.close(folder)
        self.packed = len(self.rows)
        if self.end > KEPT_OBJECTS:
            self.clear()


class Hashed(object):
    """A new file that ends with the hash of what is before it."""

    def __init__(self, folder, name, new_hash):
        try:
            os.unlink(name, dir_fd=folder)     # a killed hand's, or planted
        except FileNotFoundError:
            pass
        self.fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o444, dir_fd=folder)
        self.hash = new_hash()

    def write(self, data, counted=True):
        if counted:
            self.hash.update(data)
        view = memoryview(data)
        while view:
            view = view[os.write(self.fd, view):]

    def finish(self):
        found = self.hash.digest()
        self.write(found, False)
        os.close(self.fd)
        return found


PACKED = {b'commit': 1, b'tree': 2, b'blob': 3}


def entry_head(number, size):
    """Three bits of type and the size, least significant bits first: four of them, then seven a byte. gitformat-pack(5)."""
    out, rest = bytearray([number << 4 | size & 15]), size >> 4
    while rest:
        out[-1] |= 0x80
        out.append(rest & 0x7f)
        rest >>= 7
    return bytes(out)


def read_entry_head(data):
    """(kind, size, where the content begins)"""
    number, size, shift, at = data[0] >> 4 & 7, data[0] & 15, 4, 1
    while data[at - 1] & 0x80:
        size |= (data[at] & 0x7f) << shift
        shift += 7
        at += 1
    return {1: b'commit', 2: b'tree', 3: b'blob'}[number], size, at


def pack_index(rows, shift):
    """Version 2 of a pack's index, without the two hashes at its end. `shift` is what its offsets differ by."""
    rows = sorted(rows)
    counts = [0] * 256
    for found, _, _ in rows:
        counts[found[0]] += 1
    fanout, total = [], 0
    for count in counts:
        total += count
        fanout.append(total)
    far = [at + shift for _, at, _ in rows if at + shift > 0x7fffffff]
    places, number = [], 0
    for _, at, _ in rows:
        if at + shift > 0x7fffffff:
            places.append(0x80000000 | number)
            number += 1
        else:
            places.append(at + shift)
    return b''.join([b'\xfftOc', struct.pack('>I', 2), struct.pack('>256I', *fanout), b''.join(found for found, _, _ in rows),
                     struct.pack('>%dI' % len(rows), *(crc for _, _, crc in rows)), struct.pack('>%dI' % len(rows), *places),
                     struct.pack('>%dQ' % len(far), *far)])


class Changed(Exception):
    """A file that became another one while it was read."""


class Snapshots(object):
    """Writes the workspace down, one call after the other, in steps, so that other calls go on while a large one is hashed."""

    def __init__(self, hand):
        config = hand.config
        self.hand = hand
        self.limits = config['snapshots']
        self.wanted = config['role'] == 'worker'
        self.workspace = config['workspace']
        self.places = (self.workspace + '/.git/drover', '/tmp/drover-%s.git' % config['id'])
        self.queue = []          # jobs that wait for theirs
        self.work = None
        self.until = 0.0
        self.state_fd = None
        self.identity = None     # of our repository as it was when it was last used
        self.objects = None
        self.place = None
        self.root = None
        self.seed = None
        self.tracked = set()     # paths of the base: never ignored
        self.tracked_folders = set()
        self.odd = {}            # path -> (b'd' or b'f', permissions): what the extras say
        self.odd_blob = None     # the same as bytes, where nothing changed since
        self.odd_cut = False
        self.left = []
        self.left_more = 0
        self.last = None         # (tree, extras, what was left out) of the newest
        self.hash_name = 'sha1'
        self.count = 0
        self.rules = IgnoreRules(hand, self.workspace)

    def wants(self, operation):
        kind = operation.get('op')
        return self.wanted and (kind in ('write', 'edit', 'snapshot') or (kind == 'command' and operation.get('snapshot') is not False))

    def take(self, job, always):
        self.queue.append((job, always))
        if len(self.queue) == 1:
            self.step(0.05)      # a small one needs no other turn

    def step(self, seconds):
        self.until = time.monotonic() + seconds
        while self.queue:
            job, always = self.queue[0]
            found = None
            try:
                if self.work is None:
                    self.work = self.snapshot(always)
                next(self.work)
                return
            except StopIteration as end:
                found = end.value
            except Exception:
                import traceback
                self.hand.log(traceback.format_exc())
                self.identity = None
                found = self.failed('The workspace was not written down: Drover\'s helper failed.')
            self.work = None
            self.queue.pop(0)
            job.conclude(found)

    def failed(self, words):
        return {'tree': self.last[0], 'extras': self.last[1], 'paths': [], 'changedFiles': 0, 'leftOut': [words]} if self.last else None

    # -- our repository

    def open(self):
        """Finds our repository, makes it again where it was removed. False in a workspace that was never seeded."""
        dot_git = os.path.join(self.workspace, '.git')
        place = self.places[0] if is_real_folder(dot_git) else self.places[1]
        try:
            fd = self.open_place(place)
        except OSError:
            fd = None
        if fd is None:
            if self.root is None and self.load_state() is None:
                return False
            self.make_repository(place)
            fd = self.open_place(place)
        try:
            # The desktop touches HEAD where it misses an object, and the base's pack is the first thing that goes with the rest.
            identity = (place, signature(os.stat('HEAD', dir_fd=fd, follow_symlinks=False)), pack_of(fd))
            if identity == self.identity:
                return True
            self.load(place, fd)
            self.identity = identity
            return True
        finally:
            os.close(fd)

    def open_place(self, place):
        top = os.open(os.path.dirname(place), FOLDER_FLAGS)
        try:
            fd = os.open(os.path.basename(place), FOLDER_FLAGS, dir_fd=top)
        finally:
            os.close(top)
        try:
            os.stat('HEAD', dir_fd=fd, follow_symlinks=False)
            os.close(os.open('objects', FOLDER_FLAGS, dir_fd=fd))
        except OSError:
            os.close(fd)
            raise
        return fd

    def make_repository(self, place):
        remove(place)
        for folder in ('', '/objects', '/objects/pack', '/objects/info', '/refs', '/refs/heads', '/info'):
            os.mkdir(place + folder, 0o755)
        sha256 = self.hash_name == 'sha256'
        config = '[core]\n\trepositoryformatversion = %d\n\tbare = false\n%s' % (
            1 if sha256 else 0, '[extensions]\n\tobjectFormat = sha256\n' if sha256 else '')
        for name, text in (('config', config), ('HEAD', 'ref: refs/heads/none\n')):
            with open(place + '/' + name, 'x') as f:
                f.write(text)

    def load(self, place, fd):
        """A repository that was not there when we last looked: seeded, made again, or found by a new hand."""
        try:
            seeded = signature(os.stat('seed.index', dir_fd=fd, follow_symlinks=False))
        except OSError:
            seeded = None
        config = read_small(fd, 'config') if seeded else None
        if config is not None:
            self.hash_name = 'sha256' if re.search(rb'objectformat\s*=\s*sha256', config, re.I) else 'sha1'
        self.place = place
        self.rules.forget()
        seed = list(seeded[:4]) if seeded else None
        if self.root is not None and (seed is None or seed == self.seed):
            self.objects.forget_others()   # the worker removed it: everything is written again
            self.distrust(self.root)
            return
        if self.objects is not None:
            self.objects.close()
        state = self.load_state()
        self.objects = Objects(self.hash_name)
        if state is None or (seed is not None and state['seed'] != seed):
            self.objects.clear()           # of a sandbox that began with something else
        self.root, self.seed, self.count = Folder(), seed or (state and state['seed']), 0
        index = read_small(fd, 'seed.index', 1 << 30) if seeded else self.keep('.seed', None)
        entries = parse_index(index, self.objects.size, seeded[0] if seeded else 0)
        self.tracked = {path for path, _, _, _ in entries}
        self.tracked_folders = {path[:at] for path in self.tracked for at in slashes(path)}
        self.load_odd(read_small(fd, 'seed.extras', EXTRAS_BYTES) if seeded else None)
        self.fill(entries)
        tree = self.seal_all(self.root) or self.objects.put(b'tree', b'')
        self.last = (tree.hex(), self.extras(), [])
        if not seeded:
            self.objects.forget_others()   # what the desktop put there is gone with the rest
            self.distrust(self.root)
        elif state is None or state['seed'] != seed:
            self.keep('.seed', index)
            self.save_state()
            return
        if state is None or (state['tree'], state['extras']) == self.last[:2]:
            return
        # This hand is not the first: what the one before it wrote down last is what changes are told against.
        times = {path: (when, mode, found) for path, when, mode, found in entries}
        try:
            self.objects.flush(fd)         # git is asked
        except OSError as error:
            self.hand.log('no pack: %s' % error)
        older = self.list_tree(state['tree'])
        if older is not None:
            self.root, self.count = Folder(), 0
            self.fill([(path, times[path][0] if times.get(path, (0, 0, 0))[1:] == (mode, found) else None, mode, found)
                       for path, mode, found in older])
            self.seal_all(self.root)
            self.load_odd(self.keep('.extras', None) if state['extras'] else None)
        self.last = (state['tree'], state['extras'], [])

    def keep(self, name, data):
        """Something that a hand after this one needs, where the worker does not reach it. Without data: reads it."""
        try:
            fd = os.open(name, os.O_RDONLY if data is None else os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600, dir_fd=JOBS)
            with os.fdopen(fd, 'rb' if data is None else 'wb') as f:
                return f.read() if data is None else f.write(data)
        except OSError:
            return None

    def load_state(self):
        try:
            fd = os.open('.snapshot', os.O_RDONLY, dir_fd=JOBS)
        except OSError:
            return None
        try:
            state = json.loads(os.read(fd, 4096))
            self.hash_name = state['hash']
            return state
        except (OSError, ValueError, KeyError):
            return None
        finally:
            os.close(fd)

    def save_state(self):
        text = json.dumps({'seed': self.seed, 'tree': self.last[0], 'extras': self.last[1], 'hash': self.hash_name}).encode()
        try:
            if self.state_fd is None:
                self.state_fd = os.open('.snapshot', os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600, dir_fd=JOBS)
            os.pwrite(self.state_fd, text.ljust(512), 0)
        except OSError as error:
            self.hand.log('the newest snapshot is not noted: %s' % error)

    def flush(self):
        """Before a command of Drover's own: what was written down becomes a pack, where git finds it."""
        if not self.wanted or self.objects is None or self.objects.packed == len(self.objects.rows):
            return
        try:
            if not self.open():
                return
            fd = self.open_place(self.place)
            try:
                self.objects.flush(fd)
                self.identity = self.identity[:2] + (pack_of(fd),)
            finally:
                os.close(fd)
        except OSError as error:
            self.hand.log('no pack: %s' % error)

    def distrust(self, folder):
        folder.stale = True
        folder.files = {name: (None, 1, mode, found) for name, (_, _, mode, found) in folder.files.items()}
        for inner in folder.folders.values():
            self.distrust(inner)

    def fill(self, entries):
        for path, when, mode, found in entries:
            folder, names = self.root, path.split('/')
            for name in names[:-1]:
                inner = folder.folders.get(name)
                if inner is None:
                    inner = folder.folders[name] = Folder()
                folder = inner
            if mode == SUBMODULE:
                inner = folder.folders[names[-1]] = Folder()
                inner.submodule, inner.stale = found, False
            else:
                folder.files[names[-1]] = (when, 1, mode, found)
                self.count += 1
                self.objects.known.add(found)

    def seal_all(self, folder):
        """Ids of trees that are in the repository already."""
        for inner in folder.folders.values():
            if inner.submodule is None:
                self.seal_all(inner)
        content = tree_content(folder)
        folder.stale = False
        folder.tree = self.objects.id_of(b'tree', content) if content else None
        if content:
            self.objects.known.add(folder.tree)
        return folder.tree

    def list_tree(self, tree):
        """(path, mode, id) of a tree, by git; None where it is not to be read any more."""
        import subprocess
        try:
            run = subprocess.run(own_git(self.place, self.workspace) + ['ls-tree', '-r', '-z', tree], env=own_git_env(self.hand.env),
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=20)
        except (OSError, subprocess.SubprocessError):
            return None
        if run.returncode != 0:
            return None
        found = []
        for line in run.stdout.split(b'\0'):
            facts, tab, name = line.partition(b'\t')
            if tab:
                mode, _, name_of = facts.split(b' ')
                found.append((os.fsdecode(name), mode, bytes.fromhex(name_of.decode())))
        return found

    # -- one snapshot

    def snapshot(self, always):
        self.left, self.left_more, self.changes, self.changed = [], 0, [], 0
        self.give_up = time.monotonic() + self.limits['maxSeconds']
        self.late = self.crowded = self.lawless = False
        try:
            if not self.open():
                return None
            self.objects.written = 0
            fd = os.open(self.workspace, FOLDER_FLAGS)
            try:
                yield from self.walk(self.root, fd, '', 0, False, False)
            finally:
                os.close(fd)
            tree = (self.root.tree or self.objects.put(b'tree', b'')).hex()
            extras = self.extras(True)
        except OSError as error:
            self.identity = None       # perhaps our repository went away under us
            words = 'The disk is full' if error.errno in (errno.ENOSPC, errno.EDQUOT) else error.strerror
            return self.failed('The workspace was not written down: %s.' % words)
        if self.odd_cut:
            self.left.append('Some modes and empty folders: there are too many.')
        if self.late:
            self.left.append('What else changed: writing it down took longer than %g s.' % self.limits['maxSeconds'])
        if self.crowded:
            self.left.append('New files: the workspace has more than %d.' % self.limits['maxFiles'])
        if self.lawless:
            self.left.append('Nothing, but ignored files may be in it: git could not say which are ignored.')
        if self.left_more:
            self.left.append('… and %d more' % self.left_more)
        last, self.last = self.last, (tree, extras, self.left)
        if last == self.last and not always:
            return None
        if last[:2] != self.last[:2]:
            self.save_state()
        self.changes.sort(key=lambda change: change[0])
        return {'tree': tree, 'extras': extras, 'changedFiles': self.changed,
                'paths': fitting([{'path': shown(path), 'change': change} for path, change in self.changes[:SHOWN_NAMES]]),
                'leftOut': fitting([shown(name) for name in self.left])}

    def leave_out(self, path):
        if len(self.left) < SHOWN_NAMES // 2:
            self.left.append(path)
        else:
            self.left_more += 1

    def note(self, path, change):
        self.changed += 1
        if len(self.changes) < 10000:
            self.changes.append((path, change))

    def pause_due(self):
        now = time.monotonic()
        if now > self.give_up:
            self.late = True
        return now > self.until

    def walk(self, folder, fd, path, depth, ruled, fresh):
        """Brings what is known of a folder up to date. `path` ends with a slash. A generator: it stops where the step's time is over."""
        files, present, again, inner, rules, denied = folder.files, set(), [], [], None, False
        try:
            with os.scandir(fd) as listing:
                for entry in listing:
                    name = entry.name
                    try:
                        facts = entry.stat(follow_symlinks=False)
                    except FileNotFoundError:
                        continue
                    except OSError:
                        denied = True
                        continue
                    mode = facts.st_mode
                    kind = mode & 0o170000
                    if kind == 0o100000 or kind == 0o120000:
                        now = (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_size, facts.st_ino, mode)
                        old = files.get(name)
                        if name == '.gitignore':
                            rules = now
                        if old is not None and old[0] == now and old[1] == 0:
                            present.add(name)
                        else:
                            again.append((name, now))
                    elif kind == 0o040000:
                        inner.append((name, mode))
        except OSError:
            denied = True
        if denied:
            self.leave_out(path or './')   # as it was before
            return
        if self.pause_due():
            yield
        if rules != folder.rules or (rules is not None and is_young(rules, time.time_ns())):
            folder.rules = rules
            fresh = True
            self.rules.forget()
        if fresh:
            folder.ignored.clear()
        ruled = ruled or rules is not None
        if again or inner:
            self.sort_out(folder, path, again, inner, ruled)
        for name, now in again:
            old = files.get(name)
            if old is None or not self.adopt(path, name, now, old, files):
                if self.pause_due():
                    yield
                yield from self.look(folder, fd, path, name, now)
            present.add(name)
        if len(present) != len(files):
            for name in [name for name in files if name not in present]:
                self.drop_file(folder, path, name)
        for name, mode in inner:
            yield from self.enter(folder, fd, path, name, mode, depth, ruled, fresh)
        names = {name for name, _ in inner}
        for name in [name for name in folder.folders if name not in names]:
            self.drop_folder(folder.folders.pop(name), path + name)
            folder.stale = True
        if folder.stale:
            content = tree_content(folder)
            folder.tree = self.objects.put(b'tree', content) if content else None
            folder.stale = False

    def sort_out(self, folder, path, again, inner, ruled):
        """Takes from the two lists what has no place in a snapshot."""
        unknown, new = [], 0
        for listed, known in ((again, folder.files), (inner, folder.folders)):
            kept = []
            for item in listed:
                name = item[0]
                if name in known:
                    kept.append(item)
                elif path + name in (self.tracked if listed is again else self.tracked_folders):
                    kept.append(item)
                elif name in folder.ignored or is_ours(name, path):
                    continue
                elif refused_name(name):
                    if name != '.git':
                        self.leave_out(path + name)
                elif len(path) + len(name) > LONGEST_PATH:
                    self.leave_out(path + name)
                elif listed is again and self.count + new >= self.limits['maxFiles']:
                    self.crowded = True
                else:
                    new += listed is again
                    kept.append(item)
                    unknown.append(name)
            listed[:] = kept
        if not unknown or not ruled:
            return
        try:
            ignored = {name[len(path):] for name in self.rules.ask(self.place, [path + name for name in unknown])}
        except OSError:
            self.lawless = True
            return
        if ignored:
            folder.ignored |= ignored
            again[:] = [item for item in again if item[0] not in ignored]
            inner[:] = [item for item in inner if item[0] not in ignored]

    def adopt(self, path, name, now, old, files):
        """A file that git's index vouches for need not be read. Its entry has four facts, ours have five."""
        if old[0] is None or len(old[0]) != 4 or old[0] != (now[0], now[1], now[2] & 0xffffffff, now[3] & 0xffffffff):
            return False
        if old[2] != git_mode(now[4]):
            return False
        files[name] = (now, 0, old[2], old[3])
        if self.set_odd(path + name, odd_file(now[4])):
            self.note(path + name, 'modified')
        return True

    def look(self, folder, fd, path, name, now):
        old = folder.files.get(name)
        try:
            new = yield from self.read(fd, path, name, now, old)
        except FileNotFoundError:
            return self.drop_file(folder, path, name) if old else None
        folder.files[name] = new
        self.count += old is None
        had = None if old is None or old[3] is None else old[2:]
        has = None if new[3] is None else new[2:]
        odd = self.set_odd(path + name, None if has is None else odd_file(new[0][4]))
        if had != has:
            folder.stale = True
            self.note(path + name, 'added' if had is None else 'deleted' if has is None else 'modified')
        elif odd:
            self.note(path + name, 'modified')

    def read(self, fd, path, name, now, old):
        """The file's entry, its content written. What cannot be read now stays as it was, is named, and is looked at again."""
        as_before = (now, 1) + (old[2:] if old is not None else (git_mode(now[4]), None))
        began = time.time_ns()
        if stat.S_ISLNK(now[4]):
            found = self.objects.put(b'blob', os.fsencode(os.readlink(name, dir_fd=fd)))
            return now, int(is_young(now, began)), LINK, found
        if now[2] > self.limits['maxFileBytes'] or self.late or self.objects.written + now[2] > self.limits['maxBytes']:
            self.leave_out(path + name)
            return as_before
        try:
            source = os.open(name, FILE_FLAGS, dir_fd=fd)
        except FileNotFoundError:
            raise
        except OSError:
            self.leave_out(path + name)
            return as_before
        try:
            facts = os.fstat(source)
            now = signature(facts)
            if not stat.S_ISREG(facts.st_mode) or facts.st_size > self.limits['maxFileBytes']:
                raise Changed()
            if facts.st_size <= PIECE:
                found = self.objects.put(b'blob', read_whole(source, facts.st_size))
            else:
                found = yield from self.hash_large(source, facts.st_size)
                if found not in self.objects.known:
                    self.objects.write(found, b'blob', facts.st_size, self.compressed(source, facts.st_size, found))
        except Changed:
            self.leave_out(path + name)
            return as_before
        finally:
            os.close(source)
        return now, int(is_young(now, began)), git_mode(now[4]), found

    def hash_large(self, source, size):
        digest, at = self.objects.hash(b'blob %d\0' % size), 0
        while at < size:
            data = os.pread(source, PIECE, at)
            if not data:
                raise Changed()
            at += len(data)
            digest.update(data)
            if self.pause_due():
                yield
        if at != size:
            raise Changed()
        return digest.digest()

    def compressed(self, source, size, wanted):
        """What does not become smaller is stored as it is: squeezing it would take most of a snapshot's time."""
        first = os.pread(source, 65536, 0)
        squeeze = zlib.compressobj(1 if len(zlib.compress(first, 1)) < 0.9 * len(first) else 0)
        digest, at = self.objects.hash(b'blob %d\0' % size), 0
        while at < size:
            data = os.pread(source, PIECE, at)
            if not data:
                break
            at += len(data)
            digest.update(data)
            yield squeeze.compress(data)
        if digest.digest() != wanted:
            raise Changed()
        yield squeeze.flush()

    def enter(self, folder, fd, path, name, mode, depth, ruled, fresh):
        node = folder.folders.get(name)
        new = node is None
        if new:
            node = folder.folders[name] = Folder()
        if node.submodule is not None:
            return
        before = node.tree
        if depth >= DEEPEST or self.late:
            self.leave_out(path + name + '/')
        else:
            try:
                sub = os.open(name, FOLDER_FLAGS, dir_fd=fd)
            except FileNotFoundError:
                self.drop_folder(folder.folders.pop(name), path + name)
                folder.stale = True
                return
            except OSError:
                self.leave_out(path + name + '/')
            else:
                try:
                    yield from self.walk(node, sub, path + name + '/', depth + 1, ruled, fresh)
                finally:
                    os.close(sub)
        if node.tree != before:
            folder.stale = True
        permissions = mode & 0o7777
        had = self.odd.get(path + name, (b'd', 0o755))
        self.set_odd(path + name, (b'd', permissions) if permissions != 0o755 or node.tree is None else None)
        if new and node.tree is None:
            self.note(path + name + '/', 'added')
        elif not new and permissions != had[1]:
            self.note(path + name + '/', 'modified')

    # -- what is kept beside the tree

    def set_odd(self, path, odd):
        if self.odd.get(path) == odd:
            return False
        if odd is None:
            del self.odd[path]
        else:
            self.odd[path] = odd
        self.odd_blob = None
        return True

    def drop_file(self, folder, path, name):
        _, _, _, found = folder.files.pop(name)
        self.count -= 1
        self.set_odd(path + name, None)
        if found is not None:
            folder.stale = True
            self.note(path + name, 'deleted')

    def drop_folder(self, node, path):
        for name in list(node.files):
            self.drop_file(node, path + '/', name)
        for name, inner in list(node.folders.items()):
            self.drop_folder(inner, path + '/' + name)
        if self.set_odd(path, None) and node.tree is None:
            self.note(path + '/', 'deleted')

    def extras(self, write=False):
        """The extras' id in hexadecimal, or None where there are none."""
        if not self.odd:
            return None
        if self.odd_blob is None:
            records, size, self.odd_cut = [EXTRAS_HEAD], 0, False
            for path in sorted(self.odd):
                kind, permissions = self.odd[path]
                record = b'%s %04o %s\0' % (kind, permissions, os.fsencode(path))
                size += len(record)
                if size > EXTRAS_BYTES // 2:
                    self.odd_cut = True
                    break
                records.append(record)
            self.odd_blob = b''.join(records)
        if write:
            known = self.objects.id_of(b'blob', self.odd_blob)
            if known not in self.objects.known:
                self.keep('.extras', self.odd_blob)
            return self.objects.put(b'blob', self.odd_blob).hex()
        return self.objects.id_of(b'blob', self.odd_blob).hex()

    def load_odd(self, text):
        self.odd, self.odd_blob = {}, None
        for record in (text or b'').split(b'\0')[1:]:
            kind, _, rest = record.partition(b' ')
            permissions, _, path = rest.partition(b' ')
            if kind in (b'd', b'f') and re.match(rb'[0-7]{4}\Z', permissions):
                self.odd[os.fsdecode(path)] = (kind, int(permissions, 8))
                if kind == b'd':
                    self.add_folder(os.fsdecode(path))

    def add_folder(self, path):
        folder = self.root
        for name in path.split('/'):
            folder = folder.folders.setdefault(name, Folder())


def odd_file(mode):
    permissions = mode & 0o7777
    return None if stat.S_ISLNK(mode) or permissions == (0o755 if mode & 0o100 else 0o644) else (b'f', permissions)


def is_young(now, read_at):
    """Whether a file may change after it was read and look the same."""
    newest = max(now[0], now[1])
    return newest > read_at - (COARSE_GRAIN if now[1] % 1000000000 == 0 else CLOCK_GRAIN)


def is_ours(name, path):
    if path == '' and (name == '.drover' or name.startswith('.drover-seed-')):
        return True
    return name.startswith('.drover-') and name.endswith('.part')


def is_real_folder(path):
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def read_whole(fd, size):
    data = os.read(fd, size + 1)
    while 0 < len(data) < size:
        more = os.read(fd, size - len(data))
        if not more:
            break
        data += more
    return data


def pack_of(fd):
    try:
        return signature(os.stat('objects/pack', dir_fd=fd, follow_symlinks=False))
    except OSError:
        return None


def read_small(fd, name, most=65536):
    try:
        with os.fdopen(os.open(name, FILE_FLAGS, dir_fd=fd), 'rb') as f:
            return f.read(most)
    except OSError:
        return None


def slashes(path):
    at = path.find('/')
    while at >= 0:
        yield at
        at = path.find('/', at + 1)


def tree_content(folder):
    """A tree as git stores it; b'' where there is nothing in it."""
    rows = [(os.fsencode(name), mode, found) for name, (_, _, mode, found) in folder.files.items() if found is not None]
    keyed = [(name, b'%s %s\0%s' % (mode, name, found)) for name, mode, found in rows]
    for name, inner in folder.folders.items():
        text = os.fsencode(name)
        if inner.submodule is not None:
            keyed.append((text + b'/', b'%s %s\0%s' % (SUBMODULE, text, inner.submodule)))
        elif inner.tree is not None:
            keyed.append((text + b'/', b'40000 %s\0%s' % (text, inner.tree)))
    keyed.sort()
    return b''.join([row for _, row in keyed])


def parse_index(data, id_bytes, written_ns):
    """(path, four facts or None, mode, id) of git's index, versions 2 and 3. None for what was written in the same moment as it."""
    if data is None or data[:4] != b'DIRC':
        return []
    version, count = struct.unpack_from('>II', data, 4)
    if version not in (2, 3):
        return []
    row = struct.Struct('>IIIIIIIIII%dsH' % id_bytes)
    at, entries = 12, []
    for _ in range(count):
        csec, cnano, msec, mnano, _, inode, mode, _, _, size, found, flags = row.unpack_from(data, at)
        begin = at + row.size + (2 if flags & 0x4000 else 0)
        end = data.index(b'\0', begin)
        changed, made = msec * 1000000000 + mnano, csec * 1000000000 + cnano
        safe = max(changed, made) < written_ns - CLOCK_GRAIN
        entries.append((os.fsdecode(data[begin:end]), (changed, made, size, inode) if safe else None, b'%o' % mode, found))
        at += (end - at + 8) & ~7
    return entries


# ------------------------------------------------------------------------------------------ inside: files

class Paths(object):
    """Finds a path of the workspace. With isolation the mounts are the border; without, a path must resolve into it."""

    def __init__(self, config):
        self.workspace = config['workspace']
        self.isolated = config['isolated']
        self.allowed = [os.path.realpath(config['workspace']), os.path.realpath(config['scratch'])]
        self.own = '/tmp/drover-%s.' % config['id']      # how the names of Drover's working files begin
        self.env = config['env']

    def find(self, path, for_writing=False):
        if not isinstance(path, str) or path == '' or '\0' in path:
            raise Refusal('invalid', 'A path is needed.')
        full = os.path.join(self.workspace, path)
        if self.isolated and not for_writing:
            return full
        real = os.path.realpath(full)
        if not self.isolated and not real.startswith(self.own) and not any(
                real == a or real.startswith(a + '/') for a in self.allowed):
            raise Refusal('denied', '%s is outside the workspace.' % path)
        return real


def open_regular(full, path):
    """A descriptor of a regular file and its facts. Never waits, as a plain open of a FIFO would."""
    fd = os.open(full, os.O_RDONLY | os.O_NONBLOCK)
    facts = os.fstat(fd)
    if not stat.S_ISREG(facts.st_mode):
        os.close(fd)
        raise Refusal('not_a_file', '%s is %s.' % (path, 'a folder' if stat.S_ISDIR(facts.st_mode) else 'not a regular file'))
    return fd, facts


def is_big(paths, path):
    try:
        return os.stat(paths.find(path)).st_size > INLINE_BYTES
    except (OSError, Refusal):
        return False


def refuse_binary(start, path):
    if b'\0' in start:
        raise Refusal('not_text', '%s is not a text file.' % path)


def read_text(paths, operation):
    path = operation['path']
    fd, facts = open_regular(paths.find(path), path)
    with os.fdopen(fd, 'rb') as f:
        refuse_binary(f.read(8192), path)
        f.seek(0)
        offset, limit = operation.get('offset'), operation.get('limit')
        if offset is None and limit is None:
            if facts.st_size > 64 << 20:
                raise Refusal('too_large', '%s has %d bytes; read it by offset and limit, or search it with grep.' % (path, facts.st_size))
            return f.read()
        first = 1 if offset is None else int(offset)
        if first < 1 or (limit is not None and int(limit) < 1):
            raise Refusal('invalid', 'Lines count from 1, and at least one must be asked for.')
        lines, size, number = [], 0, 0
        for number, line in enumerate(f, 1):
            if number < first:
                continue
            if limit is not None and number >= first + int(limit):
                break
            lines.append(line)
            size += len(line)
            if size > 32 << 20:
                raise Refusal('too_large', 'These lines have more than 32 MB; ask for fewer.')
        if not lines and first > 1:
            raise Refusal('invalid', '%s has %d lines; line %d was asked for.' % (path, number, first))
        return b''.join(lines)


class Replacement(object):
    """New content for a file, whole or not at all: written beside it, then renamed onto it. Keeps its mode."""

    def __init__(self, real):
        self.real = real
        folder = os.path.dirname(real)
        os.makedirs(folder, exist_ok=True)
        self.mode = 0o644
        try:
            facts = os.stat(real)
            if not stat.S_ISREG(facts.st_mode):
                raise Refusal('not_a_file', '%s is %s.' % (real, 'a folder' if stat.S_ISDIR(facts.st_mode) else 'not a regular file'))
            if not os.access(real, os.W_OK):
                raise Refusal('denied', '%s is read-only.' % real)
            self.mode = stat.S_IMODE(facts.st_mode)
        except FileNotFoundError:
            pass
        self.new = os.path.join(folder, '.drover-%s.part' % os.urandom(6).hex())
        self.fd = os.open(self.new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)

    def write(self, data):
        view = memoryview(data)
        while view:
            view = view[os.write(self.fd, view):]

    def commit(self):
        os.fchmod(self.fd, self.mode)
        os.close(self.fd)
        self.fd = None
        os.rename(self.new, self.real)

    def abandon(self):
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None
        try:
            os.unlink(self.new)
        except OSError:
            pass


def replace_file(real, data):
    replacement = Replacement(real)
    try:
        replacement.write(data)
        replacement.commit()
    except OSError:
        replacement.abandon()
        raise


def write_file(paths, operation, content):
    replace_file(paths.find(operation['path'], True), content)
    return 'Wrote %d bytes to %s.' % (len(content), operation['path'])


def edit_file(paths, operation, _body):
    path = operation['path']
    old = operation['oldText'].encode('utf-8', 'replace')
    new = operation['newText'].encode('utf-8', 'replace')
    if not old:
        raise Refusal('invalid', 'The text to replace is empty; to make a file, write it.')
    if old == new:
        raise Refusal('invalid', 'The old and the new text are the same.')
    real = paths.find(path, True)
    fd, facts = open_regular(real, path)
    with os.fdopen(fd, 'rb') as f:
        if facts.st_size > 32 << 20:
            raise Refusal('too_large', '%s has %d bytes, too many to edit in one piece.' % (path, facts.st_size))
        text = f.read()
    refuse_binary(text[:8192], path)
    if old not in text and b'\r\n' in text and b'\r' not in old:
        old, new = old.replace(b'\n', b'\r\n'), new.replace(b'\n', b'\r\n')
    lines = occurrences(text, old)
    if not lines:
        raise Refusal('no_match', no_match_message(text, old, path))
    if len(lines) > 1 and not operation.get('all'):
        shown = ', '.join(str(n) for n in lines[:10]) + (' …' if len(lines) > 10 else '')
        raise Refusal('ambiguous', 'The text occurs %d times in %s (lines %s). Give more of its surroundings, or replace all.' % (len(lines), path, shown))
    replace_file(real, text.replace(old, new))
    return 'Replaced %s in %s.' % ('line %d' % lines[0] if len(lines) == 1 else '%d occurrences' % len(lines), path)


def occurrences(text, part):
    """Line numbers where `part` begins."""
    lines, at, line, seen = [], text.find(part), 1, 0
    while at >= 0:
        line += text.count(b'\n', seen, at)
        seen = at
        lines.append(line)
        at = text.find(part, at + len(part))
    return lines


def no_match_message(text, old, path):
    message = 'The text does not occur in %s.' % path
    wanted = [l.strip() for l in old.splitlines() if l.strip()]
    if wanted:
        near = [n for n, l in enumerate(text.splitlines(), 1) if l.strip() == wanted[0]]
        if near:
            message += ' Its first line occurs, but for white space, at line %s; what follows or the indentation differs. Read it again.' % ', '.join(map(str, near[:5]))
    return message


# ------------------------------------------------------------------------------------------- inside: seals
#
# The gate runs commands one after the other in a workspace that none of them may turn against the next. `seal` writes down
# how every file stands, where nothing in the sandbox reaches it; `compare` says what became of them. No process of the sandbox
# is at work meanwhile. A change shows in a file's ctime, which its owner cannot set.

SEAL = '.seal'               # beside the claims, whose names never begin with a dot
SEALED_GIT = 64 << 20        # bytes of git's own files that are kept to be put back
TOLD = 60                    # changed files that are named


def standing(top):
    """path -> (kind, mode, size, mtime, ctime, inode, link) of everything below, as bytes; of `.git` only what is small."""
    found, folders = {}, [b'']
    while folders:
        folder = folders.pop()
        with os.scandir(os.path.join(top, folder) if folder else top) as entries:
            for entry in entries:
                path = os.path.join(folder, entry.name)
                if path in (b'.git/objects', b'.git/drover'):
                    continue
                facts = entry.stat(follow_symlinks=False)
                kind = stat.S_IFMT(facts.st_mode)
                link = os.readlink(entry.path) if kind == stat.S_IFLNK else b''
                found[path] = (kind, stat.S_IMODE(facts.st_mode), facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino, link)
                if kind == stat.S_IFDIR:
                    folders.append(path)
    return found


def readable(top):
    """Nothing that a command shut keeps us from looking."""
    for folder, _, _ in os.walk(top, topdown=True):
        try:
            facts = os.lstat(folder)
            if stat.S_ISDIR(facts.st_mode) and facts.st_mode & 0o700 != 0o700:
                os.chmod(folder, stat.S_IMODE(facts.st_mode) | 0o700)
        except OSError:
            pass


def in_git(path):
    return path == b'.git' or path.startswith(b'.git/')


def seal(paths, operation):
    """Writes down how the workspace stands; with `only`, how these files do now, beside what was known of the others."""
    import pickle
    top = os.fsencode(paths.workspace)
    files, kept = {}, {}
    if operation.get('only') is not None:
        files, kept = read_seal()
        for name in operation['only']:
            path = name.encode('latin1')
            facts = os.lstat(os.path.join(top, path))
            files[path] = (stat.S_IFMT(facts.st_mode), stat.S_IMODE(facts.st_mode), facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino, b'')
    else:
        files = standing(top)
        room = SEALED_GIT
        for path, entry in files.items():
            if in_git(path) and entry[0] == stat.S_IFREG and entry[2] <= room:
                with open(os.path.join(top, path), 'rb') as f:
                    kept[path] = f.read()
                room -= entry[2]
    fd = os.open(SEAL + '.new', os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600, dir_fd=JOBS)
    with os.fdopen(fd, 'wb') as f:
        pickle.dump((files, kept), f, 4)
    os.rename(SEAL + '.new', SEAL, src_dir_fd=JOBS, dst_dir_fd=JOBS)
    time.sleep(CLOCK_GRAIN / 1e9 + 0.01)   # what is written from here on has another time
    return json.dumps({'files': len(files)})


def read_seal():
    import pickle
    try:
        fd = os.open(SEAL, os.O_RDONLY, dir_fd=JOBS)
    except FileNotFoundError:
        raise Refusal('not_found', 'The workspace was not sealed.')
    with os.fdopen(fd, 'rb') as f:
        return pickle.load(f)


def compare(paths, operation):
    """What became of the sealed files, as JSON. git's own are put back; folders and links too. With `clear`, what is new goes."""
    top = os.fsencode(paths.workspace)
    files, kept = read_seal()
    try:
        now = standing(top)
    except PermissionError:
        readable(top)
        now = standing(top)
    full = lambda path: os.path.join(top, path)
    wrong = [p for p, entry in now.items() if p in files and (entry[0] != files[p][0] or entry[6] != files[p][6])]
    new = [p for p in now if p not in files]
    gone = {p for p in files if p not in now}
    fresh = [p for p in new if not in_git(p)]
    going = set(wrong + [p for p in new if in_git(p) or operation.get('clear')])
    # What would bar the way of a sealed file goes in any case; what lies in a folder that goes needs no telling of its own.
    remove_all([full(p) for p in going if os.path.dirname(p) not in going])
    gone.update(wrong)
    for path in sorted(p for p in files if files[p][0] == stat.S_IFDIR):
        if path in gone:
            os.mkdir(full(path))
        if path in gone or now[path][1] != files[path][1]:
            os.chmod(full(path), files[path][1])
    for path in gone:
        if files[path][0] == stat.S_IFLNK:
            os.symlink(files[path][6], full(path))
    changed = []
    for path, entry in files.items():
        if entry[0] != stat.S_IFREG or (path not in gone and now[path][1:6] == entry[1:6]):
            continue
        if in_git(path):
            if path in kept:
                replace_file(os.fsdecode(full(path)), kept[path])
                os.chmod(full(path), entry[1])
        else:
            if path not in gone and now[path][1] != entry[1]:
                os.chmod(full(path), entry[1])
            changed.append((path, path in gone, entry))
    emptied = [os.path.join(folder, name) for folder in scratch_folders(paths) for name in list_dir(folder)
               if not os.path.join(folder, name).startswith(os.fsencode(paths.own))]
    remove_all(emptied)
    told = [{'path': os.fsdecode(path).encode('utf-8', 'replace').decode(), 'raw': path.decode('latin1'), 'mode': '%o' % entry[1],
             'blob': None if missing else blob_of(full(path), operation.get('hash', 'sha1'))}
            for path, missing, entry in changed[:TOLD]]
    return json.dumps({'changed': len(changed), 'files': told, 'added': len(fresh),
                       'names': [os.fsdecode(p).encode('utf-8', 'replace').decode()[:200] for p in sorted(fresh)[:20]]})


def scratch_folders(paths):
    """What is not the workspace and outlives a command."""
    if paths.isolated:
        return [b'/tmp', b'/dev/shm', os.fsencode(paths.env['HOME'])]
    return [os.fsencode(paths.env['TMPDIR'])]


def list_dir(folder):
    try:
        return os.listdir(folder)
    except OSError:
        return []


def remove_all(paths):
    for start in range(0, len(paths), 400):
        part = paths[start:start + 400]
        run_quietly('rm', '-rf', '--', *part)
        left = [path for path in part if os.path.lexists(path)]
        if left:
            run_quietly('chmod', '-R', 'u+rwX', '--', *left)
            run_quietly('rm', '-rf', '--', *left)


def blob_of(path, algorithm):
    """The id that git gives the file's bytes; None where they cannot be read."""
    try:
        size = os.stat(path).st_size
        digest = hashlib.new(algorithm, b'blob %d\0' % size)
        with open(path, 'rb') as f:
            for piece in iter(lambda: f.read(PIECE), b''):
                digest.update(piece)
        return digest.hexdigest()
    except OSError:
        return None


# ----------------------------------------------------------------------------------------- inside: search

MOST_PATHS = 1000
MOST_LINES = 1000
LONGEST_LINE = 500


def git(paths, *arguments):
    """A git command that takes nothing from a planted configuration that would start a program."""
    return ['git', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false'] + list(arguments)


def start_program(paths, argv, folder):
    import subprocess
    try:
        return subprocess.Popen(argv, cwd=folder, env=paths.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except FileNotFoundError:
        return None


def in_repository(paths, folder):
    probe = start_program(paths, git(paths, 'rev-parse', '--is-inside-work-tree'), folder)
    if probe is None:
        return None
    out, _ = probe.communicate()
    return out.strip() == b'true'


def expand_braces(pattern):
    """`a.{ts,tsx}` -> `a.ts`, `a.tsx`: git's patterns have no braces."""
    found = re.search(r'\{([^{}]*,[^{}]*)\}', pattern)
    if not found:
        return [pattern]
    return [p for part in found.group(1).split(',') for p in expand_braces(pattern[:found.start()] + part + pattern[found.end():])][:64]


def glob_paths(paths, operation):
    folder = paths.find(operation.get('path') or '.')
    if not os.path.isdir(folder):
        raise Refusal('not_found', 'There is no folder %s.' % operation.get('path'))
    pattern = operation['pattern']
    if pattern.startswith('/') or '..' in pattern.split('/'):
        raise Refusal('invalid', 'A pattern is relative; give the folder as path.')
    patterns = expand_braces(pattern)
    found = []
    for name in set(list_files(paths, folder, patterns)):
        full = os.path.join(folder, name)
        try:
            facts = os.lstat(full)
        except OSError:
            continue           # in git's index, deleted on disk
        if not stat.S_ISDIR(facts.st_mode):
            found.append((-facts.st_mtime_ns, os.path.relpath(full, paths.workspace) if full.startswith(paths.workspace + '/') else full))
    found.sort()
    lines = [name for _, name in found[:MOST_PATHS]]
    if len(found) > MOST_PATHS:
        lines.append('… and %d more; narrow the pattern.' % (len(found) - MOST_PATHS))
    return '\n'.join(lines)


def list_files(paths, folder, patterns):
    specs = [':(glob)' + p for p in patterns]
    inside = in_repository(paths, folder)
    if inside is None:
        return plain_glob(folder, patterns)
    command = ['ls-files', '-z', '-c', '-o', '--exclude-standard', '--']
    if not inside:             # an empty repository elsewhere: everything is untracked, ignore files still count
        import tempfile
        empty = os.path.join(tempfile.mkdtemp(dir=paths.env['TMPDIR']), 'empty')
        start_program(paths, git(paths, 'init', '-q', '--bare', empty), '/').communicate()
        command = ['--git-dir=' + empty, '--work-tree=.'] + command
    run = start_program(paths, git(paths, *(command + specs)), folder)
    out, err = run.communicate()
    if not inside:
        run_quietly('rm', '-rf', os.path.dirname(empty))
    if run.returncode != 0:
        raise Refusal('invalid', err.decode('utf-8', 'replace').strip()[:500])
    return [n.decode('utf-8', 'surrogateescape') for n in out.split(b'\0') if n]


def plain_glob(folder, patterns):
    import glob
    os.chdir(folder)
    return [n for p in patterns for n in glob.iglob(p, recursive=True) if not n.startswith('.git/')]


def grep_lines(paths, operation):
    where = operation.get('path') or '.'
    full = paths.find(where)
    if not os.path.lexists(full):
        raise Refusal('not_found', 'There is no %s.' % where)
    if not operation['pattern'] or '\0' in operation['pattern'] or '\n' in operation['pattern']:
        raise Refusal('invalid', 'A pattern of one line is needed.')
    argv, shown_from = grep_command(paths, operation, full)
    run = start_program(paths, argv, shown_from)
    lines, more = [], False
    for line in run.stdout:
        if len(lines) >= MOST_LINES:
            more = True
            run.kill()
            break
        line = line.rstrip(b'\r\n')
        line = line[2:] if line.startswith(b'./') else line
        lines.append(line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + ' …'.encode())
    err = run.stderr.read()
    code = run.wait()
    if code not in (0, 1) and not more:
        raise Refusal('invalid', 'The search failed: %s' % err.decode('utf-8', 'replace').strip()[:500])
    if more:
        lines.append(('… more than %d lines; narrow the pattern or the path.' % MOST_LINES).encode())
    return b'\n'.join(lines)


def grep_command(paths, operation, full):
    """The command and the folder it runs in: the workspace, or without isolation's mounts the folder that was named."""
    workspace = paths.workspace
    inside_workspace = full == workspace or os.path.normpath(full).startswith(workspace + '/') or os.path.normpath(full) == workspace
    base = workspace if inside_workspace else (full if os.path.isdir(full) else os.path.dirname(full))
    target = os.path.relpath(os.path.normpath(full), base)
    flags = ['-n', '-I', '-E'] + (['-i'] if operation.get('ignoreCase') else [])
    inside = in_repository(paths, full if os.path.isdir(full) else os.path.dirname(full))
    globs = expand_braces(operation['glob']) if operation.get('glob') else []
    if inside is None:
        include = ['--include=' + g.split('/')[-1] for g in globs]
        return ['grep', '-r', '-H', '--exclude-dir=.git'] + flags + include + ['-e', operation['pattern'], '--', target], base
    how = ['--untracked'] if inside else ['--no-index', '--exclude-standard']
    prefix = '' if target == '.' else target + '/'
    specs = [':(glob)' + prefix + (g if '/' in g else '**/' + g) for g in globs] or [target]
    return git(paths, '--no-pager', 'grep', '--no-color', '--full-name' if inside and base == workspace else '--no-color',
               *(how + flags + ['-e', operation['pattern'], '--'] + specs)), base


def main():
    if sys.version_info < (3, 8):
        fail('old_python', 'Python %d.%d is too old; 3.8 or newer is needed' % sys.version_info[:2])
    command, argument = sys.argv[1], sys.argv[2]
    if command == 'connect':
        connect(argument)
    elif command == 'serve':
        Hand(json.loads(argument)).run()
    else:
        {'launch': launch, 'destroy': destroy, 'list': list_sandboxes, 'cut': cut}[command](json.loads(argument))


if __name__ == '__main__':
    main()
