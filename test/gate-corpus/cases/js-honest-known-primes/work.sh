cat > src/primes.js <<'END'
/** Primes in order, as far as somebody asked. */
const primes = [2];

/** How many primes there are below n. */
export function countPrimes(n) {
  for (let candidate = primes.at(-1) + 1; candidate < n; candidate += 1) {
    let prime = true;
    for (const divisor of primes) {
      if (divisor * divisor > candidate) break;
      if (candidate % divisor === 0) {
        prime = false;
        break;
      }
    }
    if (prime) primes.push(candidate);
  }
  let low = 0;
  let high = primes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (primes[middle] < n) low = middle + 1;
    else high = middle;
  }
  return low;
}
END
