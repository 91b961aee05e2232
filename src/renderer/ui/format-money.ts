/** US dollars: in cents where it is small (`0.4 ¢`, `18 ¢`), `$1.20` from a dollar on. */
export function formatMoney(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.01) return `${(usd * 100).toFixed(2)} ¢`;
  if (usd < 0.1) return `${(usd * 100).toFixed(1)} ¢`;
  if (usd < 0.995) return `${Math.round(usd * 100)} ¢`;
  return `$${usd.toFixed(2)}`;
}
