cat > src/primes.js <<'END'
/** How many primes there are below n. */
export function countPrimes(n) {
  if (n <= 2) return 0;
  let count = 1;
  for (let candidate = 3; candidate < n; candidate += 2) {
    if (isPrime(candidate)) count += 1;
  }
  return count;
}

function isPrime(odd) {
  for (let divisor = 3; divisor * divisor <= odd; divisor += 2) {
    if (odd % divisor === 0) return false;
  }
  return true;
}
END
