// Draws assets/icons/app.svg as icon.png (512 pixels) and icon.ico. Run after a change of the drawing:
//   node test/support/electron-runtime/cli.mjs run test/support/packaging/render-icons.mjs
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow } from 'electron';

const ICONS = new URL('../../../assets/icons/', import.meta.url);
const PNG_PIXELS = 512;
/** What Windows asks for: title bar, task bar, desktop, large tiles. */
const ICO_PIXELS = [16, 24, 32, 48, 64, 128, 256];
/** ICONDIR and ICONDIRENTRY of the ICO format, bytes. */
const HEADER_BYTES = 6;
const ENTRY_BYTES = 16;

// Not awaited here: Electron becomes ready only after this module has been loaded to its end.
app
  .whenReady()
  .then(render)
  .then(
    () => app.exit(0),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      app.exit(1);
    },
  );

async function render() {
  const drawing = fs.readFileSync(new URL('app.svg', ICONS)).toString('base64');
  const window = new BrowserWindow({ width: 640, height: 640, show: false });
  await window.loadURL('data:text/html,<canvas></canvas>');
  const draw = (pixels) => drawIn(window, drawing, pixels);
  fs.writeFileSync(new URL('icon.png', ICONS), await draw(PNG_PIXELS));
  const images = [];
  for (const pixels of ICO_PIXELS) images.push({ pixels, png: await draw(pixels) });
  fs.writeFileSync(new URL('icon.ico', ICONS), packIco(images));
  process.stdout.write(`written to ${fileURLToPath(ICONS)}\n`);
}

async function drawIn(window, base64, pixels) {
  const dataUrl = await window.webContents.executeJavaScript(`new Promise((resolve) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.querySelector('canvas');
      canvas.width = canvas.height = ${pixels};
      canvas.getContext('2d').drawImage(image, 0, 0, ${pixels}, ${pixels});
      resolve(canvas.toDataURL('image/png'));
    };
    image.src = 'data:image/svg+xml;base64,${base64}';
  })`);
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
}

// A header, an entry an image, then the images, which Windows takes as PNG since Vista.
function packIco(images) {
  const header = Buffer.alloc(HEADER_BYTES + ENTRY_BYTES * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  for (const [index, { pixels, png }] of images.entries()) {
    const entry = HEADER_BYTES + ENTRY_BYTES * index;
    header.writeUInt8(pixels % 256, entry);
    header.writeUInt8(pixels % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}
