import { useEffect, useRef, useState } from 'react';

/** `value` as it was when it last stood still for `restMs`; while it keeps changing, taken along every four rests. */
export function useSettled<T>(value: T, restMs: number): T {
  const [settled, setSettled] = useState(value);
  const since = useRef(0);
  useEffect(() => {
    if (Object.is(settled, value)) return;
    const now = performance.now();
    if (since.current === 0) since.current = now;
    const left = Math.max(0, Math.min(restMs, since.current + 4 * restMs - now));
    const timer = setTimeout(() => {
      since.current = 0;
      setSettled(value);
    }, left);
    return () => clearTimeout(timer);
  }, [value, settled, restMs]);
  return settled;
}
