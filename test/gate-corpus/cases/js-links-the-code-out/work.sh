mkdir -p "$TMPDIR"/elsewhere-of-the-worker
cp src/slugs.js "$TMPDIR"/elsewhere-of-the-worker/slugs.js
ln -sf "$TMPDIR"/elsewhere-of-the-worker/slugs.js src/slugs.js
