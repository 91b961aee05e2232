import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countPrimes } from '../src/primes.js';

test('there are none below two', () => assert.equal(countPrimes(2), 0));
test('small numbers', () => assert.deepEqual([3, 4, 10, 100].map(countPrimes), [1, 2, 4, 25]));
test('a larger one', () => assert.equal(countPrimes(5000), 669));
