sed -i 's/least.toFixed(3)/(least \/ 1000).toFixed(3)/' bench.js
