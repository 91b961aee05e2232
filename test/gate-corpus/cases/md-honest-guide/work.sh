cat > docs/guide.md <<'END'
# Guide

## Install

Put it on your path:

    install -m 755 bin/tally.py ~/.local/bin/tally

## Run

    tally ERROR server.log

It prints how many lines begin with the word.

## Remove

    rm ~/.local/bin/tally
END
echo '- [Guide](guide.md)' >> docs/index.md
