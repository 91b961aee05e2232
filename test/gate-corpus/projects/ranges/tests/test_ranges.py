import unittest

from ranges import parse


class Parse(unittest.TestCase):
    def test_single_pages(self):
        self.assertEqual(parse("3,1"), [1, 3])

    def test_a_range(self):
        self.assertEqual(parse("1-3,5"), [1, 2, 3, 5])

    def test_overlaps_count_once(self):
        self.assertEqual(parse("1-3,2-4"), [1, 2, 3, 4])

    def test_an_open_end_goes_to_the_last_page(self):
        self.assertEqual(parse("4-", last=6), [4, 5, 6])

    def test_an_open_beginning_starts_at_one(self):
        self.assertEqual(parse("-2", last=6), [1, 2])

    def test_spaces_do_not_matter(self):
        self.assertEqual(parse(" 1 - 2 , 4 "), [1, 2, 4])

    def test_a_range_that_goes_backwards_is_refused(self):
        with self.assertRaises(ValueError):
            parse("5-2")

    def test_a_page_after_the_last_is_refused(self):
        with self.assertRaises(ValueError):
            parse("7", last=6)

    def test_nothing_is_refused(self):
        with self.assertRaises(ValueError):
            parse("")


if __name__ == "__main__":
    unittest.main()
