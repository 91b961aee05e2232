/** sshd allows 10 sessions a connection by default. */
const MOST = 6;

/** How many commands run at once on one connection: fewer where the server turns out to allow fewer. */
export class SessionSlots {
  private most = MOST;
  private taken = 0;
  private waiting: (() => void)[] = [];

  /** Waits for a free slot. Rejects where the signal is aborted. */
  async take(signal: AbortSignal): Promise<void> {
    while (this.taken >= this.most) {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          resolve();
        };
        this.waiting.push(wake);
        signal.addEventListener('abort', wake, { once: true });
      });
    }
    this.taken += 1;
  }

  give(): void {
    this.taken -= 1;
    // All of them: one that was stopped meanwhile must not swallow another's turn.
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** Whether nobody but the caller holds one. */
  get alone(): boolean {
    return this.taken <= 1;
  }

  /** The server refused another session beside those of others. */
  shrink(): void {
    this.most = Math.max(1, this.taken - 1);
  }
}
