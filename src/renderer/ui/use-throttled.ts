import { useEffect, useRef, useState } from 'react';

/** `value`, taken over at most once in `ms`: the first change waits that long, and the newest then counts. */
export function useThrottled<T>(value: T, ms: number): T {
  const [taken, setTaken] = useState(value);
  const newest = useRef(value);
  newest.current = value;
  const pending = !Object.is(value, taken);
  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(() => setTaken(newest.current), ms);
    return () => clearTimeout(timer);
  }, [pending, ms]);
  return taken;
}
