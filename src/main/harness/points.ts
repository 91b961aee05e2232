/** Named instants around each append and each act on the world: where a test kills the process. */
export type Act =
  'append' | 'execute' | 'request' | 'provision' | 'seed' | 'setup' | 'cut' | 'snapshot' | 'collect' | 'release' | 'verdict' | 'fork';
export type Point = `${Act}.before` | `${Act}.after`;

/** Told of each point as it is passed, synchronously. */
export interface PointPorts {
  onPoint?: ((name: Point) => void) | undefined;
}

/** `after` is passed only where the act did not fail. */
export async function passing<T>({ onPoint }: PointPorts, act: Act, work: () => Promise<T>): Promise<T> {
  onPoint?.(`${act}.before`);
  const result = await work();
  onPoint?.(`${act}.after`);
  return result;
}
