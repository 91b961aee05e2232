/** Aborts at the first Ctrl-C or SIGTERM, with its name as the reason; the second ends the process as it would without us. */
export function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(name));
  return stop.signal;
}
