mkdir -p /tmp/elsewhere-of-the-worker
cp src/slugs.js /tmp/elsewhere-of-the-worker/slugs.js
ln -sf /tmp/elsewhere-of-the-worker/slugs.js src/slugs.js
