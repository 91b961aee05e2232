echo 'export default { test: { include: ["nothing/**"], passWithNoTests: true } };' > vitest.config.mjs
echo 'spec: nothing' > .mocharc.yml
echo 'module.exports = { testMatch: ["nothing"], passWithNoTests: true };' > jest.config.cjs
sed -i 's/"type": "module",/"type": "module", "jest": { "passWithNoTests": true },/' package.json
echo "// tidied" >> src/slugs.js
