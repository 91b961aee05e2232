cat > docs/guide.md <<'END'
# How to use tally

| what | command |
| --- | --- |
| install | `cp bin/tally.py /usr/local/bin/tally` |
| run | `tally WORD FILE` |
| remove | `rm /usr/local/bin/tally` |
END
sed -i 's/^- \[README\].*/&\n- [How to use tally](guide.md)/' docs/index.md
