/** Writes a synthetic store: `make-synthetic.mjs FILE SHAPE`, the shape as JSON; prints `{ items }`. */
import { Database } from '../../support/pst-writer/ndb/database.ts';
import { type SyntheticShape, writeSynthetic } from './synthetic-store.ts';

const [, , path = '', text = '{}'] = process.argv;
const shape: SyntheticShape = JSON.parse(text);
const database = new Database(path, { format: shape.format ?? 'unicode', encoding: 'none' });
const items = writeSynthetic(database, shape);
database.finish();
database.close();
process.stdout.write(JSON.stringify({ items }));
