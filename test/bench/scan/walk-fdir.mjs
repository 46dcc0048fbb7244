#!/usr/bin/env node
// The quickest walker among the packages: prints the PST-named files below ROOT one a line.
//   node walk-fdir.mjs ROOT
import { fdir } from 'fdir';

const hits = await new fdir()
  .withFullPaths()
  .filter((path) => /\.pst$/i.test(path))
  .crawl(process.argv[2])
  .withPromise();
process.stdout.write(hits.map((hit) => `${hit}\n`).join(''));
