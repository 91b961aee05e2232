import { expect, test } from 'vitest';
import { parsePatch } from './parse-patch.ts';

const patch = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1,3 +1,4 @@ export function a() {
 one
-const limit = 3;
+const limit = 5;
+// new
 last
\\ No newline at end of file
diff --git a/old.png b/new.png
similarity index 90%
rename from old.png
rename to new.png
Binary files a/old.png and b/new.png differ
diff --git a/gone b/gone
deleted file mode 100644
--- a/gone
+++ /dev/null
@@ -1 +0,0 @@
--- looks like a header
`;

test('rows carry the line numbers of both sides', () => {
  const [file] = parsePatch(patch);
  expect(file?.path).toBe('src/a.ts');
  expect(file?.rows.map((row) => row.kind)).toEqual(['hunk', 'context', 'removed', 'added', 'added', 'context', 'note']);
  expect(file?.rows[4]).toMatchObject({ newLine: 3, oldLine: null });
  expect(file?.rows[5]).toMatchObject({ oldLine: 3, newLine: 4 });
});

test('a rename, a binary file and a deletion keep their paths', () => {
  const files = parsePatch(patch);
  expect(files.map((file) => file.path)).toEqual(['src/a.ts', 'new.png', 'gone']);
  expect(files[1]?.rows).toEqual([{ kind: 'note', text: 'Binary files a/old.png and b/new.png differ' }]);
});

test('a removed line that looks like a header is a removed line', () => {
  expect(parsePatch(patch)[2]?.rows[1]).toMatchObject({ kind: 'removed', text: '-- looks like a header' });
});

test('lines in pairs say where they differ', () => {
  const [file] = parsePatch('diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-const limit = 3;\n+const limit = 50;\n');
  expect(file?.rows[1]).toMatchObject({ changed: [14, 15] });
  expect(file?.rows[2]).toMatchObject({ changed: [14, 16] });
});

test('an empty patch has no files', () => {
  expect(parsePatch('')).toEqual([]);
});

test('a name that git quotes is the name again', () => {
  const [file] = parsePatch(
    'diff --git "a/\\303\\274 \\"x\\".txt" "b/\\303\\274 \\"x\\".txt"\n--- "a/\\303\\274 \\"x\\".txt"\n+++ "b/\\303\\274 \\"x\\".txt"\n@@ -1 +1 @@\n-a\n+b\n',
  );
  expect(file?.path).toBe('ü "x".txt');
});

test('a line keeps its carriage return', () => {
  const [file] = parsePatch('diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-one\r\n+one\n');
  expect(file?.rows[1]).toMatchObject({ text: 'one\r' });
});
