import fs from 'node:fs';
import { Sorry } from './sorry.mjs';

/** Marks the fuse wire inside every Electron executable: then a version byte, a count, and one character a fuse. */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const WIRE_VERSION = 1;

/**
 * Sets fuses of an Electron executable in place.
 * @param {string} executable
 * @param {Record<number, boolean>} wanted by place on the wire, as in `FuseV1Options` of `@electron/fuses`
 */
export function setFuses(executable, wanted) {
  const bytes = fs.readFileSync(executable);
  const found = bytes.indexOf(SENTINEL);
  const wire = found + SENTINEL.length;
  if (found < 0 || bytes[wire] !== WIRE_VERSION)
    throw new Sorry(`no fuses of version ${WIRE_VERSION} in ${executable}`);
  const descriptor = fs.openSync(executable, 'r+');
  try {
    for (const [place, isOn] of Object.entries(wanted)) {
      fs.writeSync(descriptor, isOn ? '1' : '0', wire + 2 + Number(place));
    }
  } finally {
    fs.closeSync(descriptor);
  }
}
