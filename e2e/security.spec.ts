/** What the window may do: show our own page and call through one door, nothing else. Asserted on the running window. */
import type { ElectronApplication, Page } from '@playwright/test';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type Launched } from './support/launch.ts';
import { board } from './support/screens.ts';

/** A server of somebody else's, which must never hear of us. */
interface Stranger {
  origin: string;
  heard: string[];
}

const test = base.extend<{ running: Launched; stranger: Stranger }>({
  running: async ({ launch }, use) => {
    const launched = await launch();
    await expect(board(launched.page)).toBeVisible();
    await use(launched);
  },
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its first argument's pattern
  stranger: async ({}, use) => {
    const heard: string[] = [];
    const server: Server = createServer((request, response) => {
      heard.push(request.url ?? '');
      response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Content-Type', 'text/html').end('<p>a stranger</p>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard });
    server.closeAllConnections();
    server.close();
  },
});

test('the page is isolated, sandboxed and without Node', async ({ running: { app, page } }) => {
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    // In the runtime since Electron 1, missing from its types.
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    const { contextIsolation, sandbox, nodeIntegration, nodeIntegrationInSubFrames, webSecurity, webviewTag } =
      contents.getLastWebPreferences();
    return { contextIsolation, sandbox, nodeIntegration, nodeIntegrationInSubFrames, webSecurity, webviewTag };
  });
  expect(preferences).toEqual({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
  });
  const seen = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in window),
    bridge: Object.keys(window.drover).sort(),
    frozen: Object.isFrozen(window.drover),
  }));
  expect(seen).toEqual({ node: [], bridge: ['call', 'onPush'], frozen: true });
});

test('the policy is on the page, and inline script, eval, other hosts and frames are refused by it', async ({
  running: { page },
  stranger,
}) => {
  const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'));
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");

  const refused = await page.evaluate(async (origin) => {
    const directives: string[] = [];
    Object.assign(window, { directives });
    document.addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective));
    const marks = window as unknown as Record<string, unknown>;
    const add = (tag: string, attributes: Record<string, string>): void => {
      document.body.append(Object.assign(document.createElement(tag), attributes));
    };
    add('script', { textContent: 'window.ranInline = true' });
    add('div', { innerHTML: '<img src="data:," onerror="window.ranHandler = true">' });
    add('script', { src: `${origin}/script.js` });
    add('img', { src: `${origin}/image.png` });
    add('link', { rel: 'stylesheet', href: `${origin}/style.css` });
    add('iframe', { src: `${origin}/frame` });
    add('iframe', { src: 'drover://app/index.html' });
    add('iframe', { src: 'file:///etc/hostname' });
    const form = Object.assign(document.createElement('form'), { action: `${origin}/form`, method: 'post' });
    document.body.append(form);
    form.submit();
    const fetched = await fetch(`${origin}/fetch`).then(
      () => 'answered',
      () => 'refused',
    );
    // On a turn of its own: the protocol's own evaluation may be exempt from the policy.
    const evaluated = await new Promise<string>((resolve) => {
      setTimeout(() => {
        try {
          // oxlint-disable-next-line no-implied-eval -- that it is refused is what this proves
          resolve(String(new Function('return 1')()));
        } catch (error) {
          resolve(error instanceof EvalError ? 'refused' : String(error));
        }
      });
    });
    return { ran: [marks['ranInline'], marks['ranHandler']], fetched, evaluated };
  }, stranger.origin);
  expect(refused).toEqual({ ran: [undefined, undefined], fetched: 'refused', evaluated: 'refused' });
  const wanted = ['script-src-elem', 'script-src-attr', 'img-src', 'style-src-elem', 'frame-src', 'connect-src', 'form-action'];
  const reported = () => page.evaluate(() => (window as unknown as { directives: string[] }).directives);
  await expect.poll(reported).toEqual(expect.arrayContaining(wanted));
  const [, ...frames] = page.frames();
  expect(frames.map((frame) => frame.url()).filter((url) => url !== '' && !url.startsWith('chrome-error:'))).toEqual([]);
  expect(stranger.heard).toEqual([]);
});

test('only the built page is served, from a scheme of our own; no path leads out of its folder', async ({ running: { app, page } }) => {
  expect(page.url()).toBe('drover://app/index.html');
  const statuses = await app.evaluate(async ({ net }) => {
    const status = async (url: string): Promise<number | string> =>
      net.fetch(url).then(
        (response) => response.status,
        () => 'failed',
      );
    return {
      page: await status('drover://app/index.html'),
      missing: await status('drover://app/no-such-file.js'),
      encodedSlash: await status('drover://app/..%2fmain%2fmain.js'),
      encodedDots: await status('drover://app/%2e%2e%2f%2e%2e%2fpackage.json'),
      backslash: await status('drover://app/..%5c..%5cpackage.json'),
      absolute: await status('drover://app/%2fetc%2fhostname'),
      sibling: await status('drover://app/..%2frenderer-of-another%2findex.html'),
      folder: await status('drover://app/'),
      otherHost: await status('drover://elsewhere/index.html'),
      zero: await status('drover://app/index.html%00.png'),
      malformed: await status('drover://app/%E0%A4%A'),
    };
  });
  expect(statuses).toMatchObject({ page: 200, missing: 404, encodedSlash: 403, encodedDots: 403, sibling: 403, otherHost: 403 });
  for (const [name, status] of Object.entries(statuses)) if (name !== 'page') expect(status, name).not.toBe(200);
  const file = await page.evaluate(() =>
    fetch('file:///etc/hostname').then(
      () => 'read',
      () => 'refused',
    ),
  );
  expect(file).toBe('refused');
  await expect(page.getByRole('button', { name: 'Run the demo' }), 'and the application is still there').toBeVisible();
});

test('the window goes nowhere else and opens no other', async ({ running: { app, page }, stranger }) => {
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const seen: { url: string; denied: boolean }[] = [];
    Object.assign(globalThis, { seen });
    contents?.on('will-navigate', (event) => seen.push({ url: event.url, denied: event.defaultPrevented }));
  });
  const targets = [`${stranger.origin}/`, 'file:///etc/hostname', 'drover://app/other.html', 'drover://elsewhere/index.html'];
  for (const target of targets) await page.evaluate((url) => void (location.href = url), target);
  await page.evaluate((url) => {
    const link = Object.assign(document.createElement('a'), { href: url, textContent: 'away' });
    document.body.append(link);
    link.click();
  }, `${stranger.origin}/link`);
  const opened = await page.evaluate(
    (url) => [window.open(url), window.open('about:blank'), window.open('drover://app/index.html')],
    stranger.origin,
  );
  expect(opened).toEqual([null, null, null]);
  await page.evaluate((url) => {
    const link = Object.assign(document.createElement('a'), { href: url, target: '_blank', textContent: 'away' });
    document.body.append(link);
    link.click();
  }, `${stranger.origin}/blank`);
  const seen = () => app.evaluate(() => (globalThis as unknown as { seen: { url: string; denied: boolean }[] }).seen);
  await expect.poll(async () => (await seen()).some(({ url }) => url === `${stranger.origin}/link`)).toBe(true);
  expect((await seen()).filter(({ denied }) => !denied)).toEqual([]);
  expect(page.url()).toBe('drover://app/index.html');
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  expect(stranger.heard).toEqual([]);
});

test('permissions, downloads and guest pages are denied', async ({ running: { app, page }, stranger }) => {
  const denied = await page.evaluate(async () => {
    const state = async (name: string): Promise<string> => (await navigator.permissions.query({ name: name as PermissionName })).state;
    const because = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : String(error));
    return {
      geolocation: await state('geolocation'),
      camera: await state('camera'),
      microphone: await state('microphone'),
      notifications: await Notification.requestPermission(),
      media: await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', because),
      clipboard: await navigator.clipboard.readText().then(() => 'read', because),
    };
  });
  expect(denied).toEqual({
    geolocation: 'denied',
    camera: 'denied',
    microphone: 'denied',
    notifications: 'denied',
    media: expect.stringMatching(/NotAllowedError|NotFoundError/),
    clipboard: 'NotAllowedError',
  });
  await app.evaluate(({ session }) => {
    const downloads: boolean[] = [];
    Object.assign(globalThis, { downloads });
    session.defaultSession.on('will-download', (event) => downloads.push(event.defaultPrevented));
  });
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'data:text/plain,x', download: 'x.txt', textContent: 'x' });
    document.body.append(link);
    link.click();
  });
  await expect.poll(() => app.evaluate(() => (globalThis as unknown as { downloads: boolean[] }).downloads)).toEqual([true]);
  const guest = await page.evaluate((url) => {
    const view = Object.assign(document.createElement('webview'), { src: url });
    document.body.append(view);
    return { isPlain: view.shadowRoot === null, hasContents: 'getWebContentsId' in view };
  }, stranger.origin);
  expect(guest).toEqual({ isPlain: true, hasContents: false });
  expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  expect(stranger.heard).toEqual([]);
});

test('a call from any other page is refused, with the same preload or without', async ({ running: { app }, stranger }) => {
  for (const url of [
    'about:blank',
    'data:text/html,<p>another page',
    `${stranger.origin}/drover://app/index.html`,
    'drover://elsewhere/index.html',
  ]) {
    const answer = await app.evaluate(async ({ app: application, BrowserWindow }, address) => {
      const preload = `${application.getAppPath()}/out/preload/index.cjs`;
      const other = new BrowserWindow({ show: false, webPreferences: { preload, contextIsolation: true, sandbox: true } });
      try {
        await other.loadURL(address);
        return (await other.webContents.executeJavaScript(
          `window.drover.call('settings.get', undefined).then((answer) => JSON.stringify(answer), (error) => error.message)`,
        )) as string;
      } finally {
        other.destroy();
      }
    }, url);
    expect(answer, url).toContain('refused: this call did not come from the application window');
  }
});

test('an unknown call and input that does not fit are answered with a problem, and nothing is done', async ({
  running: { app, page },
  temporaryFolder,
}) => {
  const unknown = await page.evaluate(() =>
    window.drover.call('app.quit' as 'about.get', undefined).then(
      () => 'done',
      (error: Error) => error.message,
    ),
  );
  expect(unknown).toContain('no channel "app.quit"');

  const before = await page.evaluate(() => window.drover.call('settings.get', undefined));
  const raw = await openWithRawPreload(app, temporaryFolder('preload'));
  const provider = { id: 'x', name: 'X', baseURL: 'https://x.invalid', models: [] };
  const session = 'sesn_0123456789abcdef';
  const calls: [channel: unknown, input: unknown][] = [
    ['app.quit', undefined],
    ['__proto__', {}],
    ['constructor', {}],
    [null, {}],
    [{ toString: 'no' }, {}],
    ['settings.get', { unexpected: true }],
    ['settings.theme', { theme: 'pink' }],
    ['settings.theme', { theme: 'dark', more: 1 }],
    ['session.stop', { session: "' or 1=1 --" }],
    ['session.events', { session, from: 0, limit: 1 }],
    ['session.events', { session, from: 1, limit: 1e9 }],
    ['spec.read', { project: '/etc', slug: '../../passwd' }],
    ['spec.save', { project: '/tmp', slug: 'a/b', text: 'x', expected: null }],
    ['provider.save', { provider }],
    ['provider.save', { provider: { ...provider, baseURL: 'file:///etc/passwd', models: [{ id: 'm' }] } }],
    ['target.save', { target: { kind: 'shell', id: 'x' } }],
    ['verdict.accept', { session, branch: '', message: '' }],
    ['demo.run', null],
    ['demo.run', []],
  ];
  for (const [channel, input] of calls) {
    const answer = await raw(channel, input);
    expect(answer, `${JSON.stringify(channel)} ${JSON.stringify(input)}`).toMatchObject({
      ok: false,
      problem: { what: expect.stringMatching(/\S/) },
    });
    expect(JSON.stringify(answer)).not.toMatch(/\bat .*:\d+:\d+/);
  }
  expect(await page.evaluate(() => window.drover.call('settings.get', undefined))).toEqual(before);
  expect(await page.evaluate(() => window.drover.call('sessions.list', undefined))).toEqual({ ok: true, value: [] });
});

/** Our own page under a preload that lets anything through: what a page could do that got past the bridge. */
async function openWithRawPreload(
  app: ElectronApplication,
  folder: string,
): Promise<(channel: unknown, input: unknown) => Promise<unknown>> {
  const preload = join(folder, 'raw.cjs');
  writeFileSync(
    preload,
    `const { contextBridge, ipcRenderer } = require('electron');\ncontextBridge.exposeInMainWorld('raw', (channel, input) => ipcRenderer.invoke('drover:call', channel, input));\n`,
  );
  const opening = app.waitForEvent('window');
  await app.evaluate(async ({ BrowserWindow }, path) => {
    const window = new BrowserWindow({ show: false, webPreferences: { preload: path, contextIsolation: true, sandbox: true } });
    await window.loadURL('drover://app/index.html').catch(() => {});
  }, preload);
  const page: Page = await opening;
  await page.waitForFunction(() => 'raw' in window);
  return (channel, input) =>
    page.evaluate(([name, value]) => (window as unknown as { raw(channel: unknown, input: unknown): Promise<unknown> }).raw(name, value), [
      channel,
      input,
    ] as const);
}
