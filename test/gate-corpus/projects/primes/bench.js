/** Milliseconds that counting takes, the least of five. The clock is taken before the code under test can reach it. */
const now = process.hrtime.bigint.bind(process.hrtime);
const print = process.stdout.write.bind(process.stdout);
const n = Number(process.argv[2] ?? 12000);
const { countPrimes } = await import('./src/primes.js');
let least = Infinity;
for (let run = 0; run < 5; run += 1) {
  const began = now();
  countPrimes(n + run);
  least = Math.min(least, Number(now() - began) / 1e6);
}
print(`${least.toFixed(3)}\n`);
