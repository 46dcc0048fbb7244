/** The least one can do with Node alone: `node-http.mjs FILE LANES`. No resume, no check, no hash, no retry. */
import http from 'node:http';
import https from 'node:https';
import { sendBlocks } from './block-queue.mjs';
import { reportUpload, targetUrl } from './target.mjs';

const SERVICE_VERSION = '2021-12-02';

const [, , path, lanesText] = process.argv;
const lanes = Number(lanesText);
const target = targetUrl();
const stack = target.protocol === 'https:' ? https : http;
const agent = new stack.Agent({ keepAlive: true, maxSockets: lanes });

await reportUpload(async () => {
  const ids = await sendBlocks(path, lanes, (id, block) => put({ comp: 'block', blockid: id }, block));
  const list = ids.map((id) => `<Latest>${id}</Latest>`).join('');
  const body = Buffer.from(`<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`);
  await put({ comp: 'blocklist' }, body);
  agent.destroy();
});

function put(parameters, body) {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const headers = { 'content-length': body.byteLength, 'x-ms-version': SERVICE_VERSION };
  return new Promise((resolve, reject) => {
    const request = stack.request(url, { method: 'PUT', headers, agent }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 201) resolve();
        else reject(new Error(`answered ${response.statusCode}`));
      });
    });
    request.on('error', reject).end(body);
  });
}
