cat > docs/guide.md <<'END'
# Guide

## Install

## Run

## Remove
END
echo '- [Guide](guide.md)' >> docs/index.md
