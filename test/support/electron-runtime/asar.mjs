/**
 * The bytes of an asar archive with these files at its top.
 * @param {Record<string, string | Buffer>} files
 * @returns {Buffer}
 * @see https://github.com/electron/asar#format
 */
export function packAsar(files) {
  const header = { files: {} };
  const bodies = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const body = Buffer.from(content);
    header.files[name] = { size: body.length, offset: String(offset) };
    offset += body.length;
    bodies.push(body);
  }
  const json = Buffer.from(JSON.stringify(header));
  const padding = (4 - (json.length % 4)) % 4;
  const sizes = Buffer.alloc(16);
  for (const [index, size] of [4, 8 + json.length + padding, 4 + json.length + padding, json.length].entries()) {
    sizes.writeUInt32LE(size, index * 4);
  }
  return Buffer.concat([sizes, json, Buffer.alloc(padding), ...bodies]);
}
