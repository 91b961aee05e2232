/** New files that an import would find before what it means: a Python module named like one of the library or of a test tool. Pure. */

/** Modules that a runner, a test or its assertions go through. */
const MODULES = new Set(
  [
    'abc argparse array ast asyncio atexit base64 bdb bisect builtins cmath code codecs collections concurrent configparser contextlib copy copyreg csv',
    'ctypes dataclasses datetime decimal difflib dis doctest email encodings enum errno faulthandler fnmatch fractions functools gc genericpath getopt',
    'getpass gettext glob hashlib heapq hmac html http importlib inspect io itertools json keyword linecache locale logging math mimetypes',
    'multiprocessing numbers operator os pathlib pdb pickle pkgutil platform posixpath pprint profile py_compile queue random re reprlib runpy',
    'secrets select selectors shlex shutil signal site socket sqlite3 sre_compile ssl stat statistics string struct subprocess sys sysconfig',
    'tempfile textwrap threading time timeit token tokenize tomllib trace traceback types typing unicodedata unittest urllib uuid warnings weakref',
    'xml zipfile zipimport zlib zoneinfo',
    'pytest _pytest pluggy py iniconfig exceptiongroup nose nose2 hypothesis mock coverage tox attr attrs assertpy sure pytest_cov xdist',
    'sitecustomize usercustomize setuptools pkg_resources numpy pandas requests yaml click flask django',
  ]
    .join(' ')
    .split(' '),
);

/** Folders that come to be on Python's path: the project's top, and those that tests and sources are run from. */
const ROOTS = /^(?:(?:src|lib|python|tests?|spec)\/)?$/;

/** The module that a new file stands in front of; null where it stands in nobody's way. */
export function shadowedModule(path: string): string | null {
  const found = /^(.*?)([A-Za-z_]\w*)(?:\.py|\.pyw|\.so|\.[\w-]+\.so|\/__init__\.py)$/.exec(path);
  if (found === null) return null;
  const [, folder = '', name = ''] = found;
  return ROOTS.test(folder) && MODULES.has(name) ? name : null;
}
