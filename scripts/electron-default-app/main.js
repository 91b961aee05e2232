// Stand-in for Electron's own default app: `electron [-r module] [flags] <folder or file> [args]`.
import { app } from 'electron';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const argv = process.argv.slice(1);
const preload = [];
let target;
for (let i = 0; i < argv.length; i++) {
  const arg = argv[i];
  if (arg === '-r' || arg === '--require') preload.push(argv[++i]);
  else if (arg === '-v' || arg === '--version') {
    console.log(`v${process.versions.electron}`);
    process.exit(0);
  } else if (arg === '--') {
    target = argv[i + 1];
    break;
  } else if (!arg.startsWith('-')) {
    target = arg;
    break;
  }
}

const require = createRequire(join(process.cwd(), 'default_app.js'));
for (const name of preload) require(name);

if (target === undefined) {
  console.log('usage: electron [-r module] <folder or file>');
  process.exit(1);
}

Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
const path = resolve(target);
let entry = path;
const manifest = join(path, 'package.json');
if (statSync(path).isDirectory()) {
  const pkg = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  if (pkg.version) app.setVersion(pkg.version);
  if (pkg.productName ?? pkg.name) app.name = pkg.productName ?? pkg.name;
  app.setDesktopName(pkg.desktopName ?? `${app.name}.desktop`);
  app.setAppPath(path);
  entry = require.resolve(path);
} else {
  app.setAppPath(dirname(path));
}
await import(pathToFileURL(entry).href);
