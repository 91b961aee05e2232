rm -r test
echo "// tidied" >> src/slugs.js
