/** How many primes there are below n. */
export function countPrimes(n) {
  let count = 0;
  for (let candidate = 2; candidate < n; candidate += 1) {
    let prime = true;
    for (let divisor = 2; divisor < candidate; divisor += 1) {
      if (candidate % divisor === 0) {
        prime = false;
        break;
      }
    }
    if (prime) count += 1;
  }
  return count;
}
