/** A process that indexes a log in small transactions and tells when it begins each, for the test that kills it. */
import { writeSync } from 'node:fs';
import { connectReader } from '../connect.ts';
import { openIndexFile } from './index-file.ts';
import { indexerOn } from './indexer.ts';

const [file = ''] = process.argv.slice(2);
const index = openIndexFile(file);
const indexer = indexerOn(connectReader(file), index);
do writeSync(1, 'step\n');
while (indexer.step(1) > 0);
index.close();
