/** Ends a request that hangs: a `fetch` that knows when the last byte came. */

export interface Limits {
  /** From the request to the first byte of the answer, in ms. */
  firstByteMs: number;
  /** Between two bytes of the answer, in ms. Servers ping well within it. */
  idleMs: number;
}

export const LIMITS: Limits = { firstByteMs: 120_000, idleMs: 120_000 };

export interface Watch {
  fetch: typeof globalThis.fetch;
  /** Aborts with the caller's signal, or when a limit is reached. */
  signal: AbortSignal;
  /** Which limit ended the request; null while none did. */
  exceeded(): keyof Limits | null;
  /** Ends the watch and whatever of the request is still open. */
  stop(): void;
}

export function watchBytes(limits: Limits, caller: AbortSignal): Watch {
  const own = new AbortController();
  let exceeded: keyof Limits | null = null;
  let timer: NodeJS.Timeout | undefined;

  function arm(limit: keyof Limits): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      exceeded = limit;
      own.abort();
    }, limits[limit]);
  }

  return {
    signal: AbortSignal.any([caller, own.signal]),
    exceeded: () => exceeded,
    stop() {
      clearTimeout(timer);
      own.abort();
    },
    async fetch(url, init) {
      arm('firstByteMs');
      const response = await globalThis.fetch(url, init);
      if (response.body === null) return response;
      arm('idleMs');
      const watched = response.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            timer?.refresh();
            controller.enqueue(chunk);
          },
        }),
      );
      return new Response(watched, response);
    },
  };
}
