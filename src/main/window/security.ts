/** What the window may do: nothing but show our own page. Asserted on the running window by e2e/security.spec.ts. */
import { app, net, protocol, session, type WebContents } from 'electron';
import { normalize, sep, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const SCHEME = 'drover';
export const PAGE = `${SCHEME}://app/index.html`;

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Must run before `app` is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the built page from one folder, with a policy on every answer; anything else is refused. */
export function servePage(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    const file = normalize(join(folder, decodeURIComponent(url.pathname)));
    if (url.host !== 'app' || !file.startsWith(folder + sep)) return new Response('refused', { status: 403 });
    const found = await net.fetch(pathToFileURL(file).href).catch(() => null);
    if (found === null) return new Response('not found', { status: 404 });
    const headers = new Headers(found.headers);
    headers.set('Content-Security-Policy', POLICY);
    headers.set('X-Content-Type-Options', 'nosniff');
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    return new Response(found.body, { status: found.status, headers });
  });
}

export function denyEverythingElse(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isCopying(permission, requestingUrl)),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => isCopying(permission, origin));
  session.defaultSession.setDevicePermissionHandler(() => false);
  session.defaultSession.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => confine(contents));
}

/** The copy buttons of our own page put plain text on the clipboard; reading it stays denied. */
function isCopying(permission: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && URL.canParse(origin) && new URL(origin).href.startsWith(`${SCHEME}://app/`);
}

function confine(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** Whether a frame is our own page, at the top of our own window. */
export function isOwnPage(frame: { url: string; parent: unknown } | null): boolean {
  if (frame === null || frame.parent !== null) return false;
  const url = new URL(frame.url);
  return url.protocol === `${SCHEME}:` && url.host === 'app';
}
