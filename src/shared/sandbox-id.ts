/** Sandboxes are named by what the log says, so that a driver that comes after a dead one finds the same one again. */

/** @param count which sandbox of the session it is, from 1 */
export function workerSandboxId(session: string, count: number): string {
  return `${session.replace(/^sesn_/, 'sbx_')}_${count}`;
}

/** @param verdictStartId id of the `verdict.started` event */
export function gateSandboxId(verdictStartId: string): string {
  return verdictStartId.replace(/^sevt_/, 'gate_');
}
