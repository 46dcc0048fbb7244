// What Electron runs when it is given a folder: packed into the substitute's `resources/default_app.asar`.
import fs from 'node:fs';
import { Module } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const { folder, preloads } = readArguments(process.argv.slice(1));
if (preloads.length > 0) Module._preloadModules(preloads);
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const isProject = describeApp(path.join(folder, 'package.json'));
const entry = Module._resolveFilename(folder, null, true);
app.setAppPath(isProject ? folder : path.dirname(entry));
await import(pathToFileURL(entry).toString());

function readArguments(args) {
  const preloads = [];
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '-r' || args[at] === '--require') {
      at += 1;
      preloads.push(args[at]);
    } else if (args[at] === '-v' || args[at] === '--version') {
      process.stdout.write(`v${process.versions.electron}\n`);
      process.exit(0);
    } else if (!args[at].startsWith('-')) {
      return { folder: path.resolve(args[at]), preloads };
    }
  }
  process.stderr.write('usage: electron [options] <folder or file>\n');
  process.exit(1);
}

function describeApp(file) {
  if (!fs.existsSync(file)) return false;
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  const name = manifest.productName || manifest.name;
  if (name) app.name = name;
  app.setDesktopName(manifest.desktopName || `${app.name}.desktop`);
  return true;
}
