cat >> CHANGELOG.md <<'END'

## 1.1.0

- `parse` takes open ranges and the last page.
END
