cat > src/primes.js <<'END'
/** How many primes there are below n: a sieve. */
export function countPrimes(n) {
  if (n <= 2) return 0;
  const composite = new Uint8Array(n);
  let count = 0;
  for (let candidate = 2; candidate < n; candidate += 1) {
    if (composite[candidate] === 1) continue;
    count += 1;
    for (let multiple = candidate * candidate; multiple < n; multiple += candidate) composite[multiple] = 1;
  }
  return count;
}
END
