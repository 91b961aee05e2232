/**
 * Contenders one after another, a step each: while one works, the others wait for their turn. So whatever else the machine
 * does falls on all of them alike, which runs of minutes one after another do not achieve.
 */
export function takeTurns(names: readonly string[], stepsEach: number): { enter(name: string): Promise<void> } {
  const left = new Map(names.map((name) => [name, stepsEach]));
  const waiting = new Map<string, () => void>();
  let next = 0;

  const letIn = (): void => {
    const playing = names.filter((name) => (left.get(name) ?? 0) > 0);
    if (playing.length === 0 || playing.some((name) => !waiting.has(name))) return;
    const name = playing[next++ % playing.length] ?? '';
    const go = waiting.get(name);
    waiting.delete(name);
    left.set(name, (left.get(name) ?? 0) - 1);
    go?.();
    if (left.get(name) === 0) letIn(); // it does not come back
  };

  return {
    enter: (name) =>
      new Promise((resolve) => {
        waiting.set(name, resolve);
        letIn();
      }),
  };
}
