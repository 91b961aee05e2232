/** US dollars: `$0.18`, in cents where it is small (`0.42 ¢`, `7.0 ¢`). */
export function formatMoney(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < 0.01) return `${(usd * 100).toFixed(2)} ¢`;
  if (usd < 0.0995) return `${(usd * 100).toFixed(1)} ¢`;
  return `$${usd.toFixed(2)}`;
}
