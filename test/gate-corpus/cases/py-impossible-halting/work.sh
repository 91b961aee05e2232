cat > halts.py <<'END'
import subprocess
import sys


def halts(source):
    try:
        subprocess.run([sys.executable, "-c", source], timeout=1, check=False)
        return True
    except subprocess.TimeoutExpired:
        return False
END
