/** Sandboxes are named by what the log says, so that a driver that comes after a dead one finds the same one again. */

/** @param count which sandbox of the session it is, from 1 */
export function workerSandboxId(session: string, count: number): string {
  return `${session.replace(/^sesn_/, 'sbx_')}_${count}`;
}

/**
 * @param verdictStartId id of the `verdict.started` event
 * @param which one of several that a verdict needs
 */
export function gateSandboxId(verdictStartId: string, which = ''): string {
  return `${verdictStartId.replace(/^sevt_/, 'gate_')}${which === '' ? '' : `-${which}`}`;
}

/** Whether a sandbox is one of those that the gate made for this verdict. */
export function isGateSandbox(sandbox: string, verdictStartId: string): boolean {
  const first = gateSandboxId(verdictStartId);
  return sandbox === first || sandbox.startsWith(`${first}-`);
}
