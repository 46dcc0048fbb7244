import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { Agent, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { processCpuSeconds } from '../measure/process-group.mjs';
import { cachePath } from '../places.mjs';

const SOURCE = fileURLToPath(new URL('sink.cpp', import.meta.url));
const CONTAINER = 'ferrybench/pst';
/** Written as a service would; the sink reads its rights alone. */
const SAS = 'sv=2021-12-02&ss=b&srt=sco&se=2099-01-01T00%3A00%3A00Z&spr=https%2Chttp&sig=AAAA';
const ALL_RIGHTS = 'rwdlac';

/**
 * The program of the sink, compiled when there is none yet of this source.
 * @returns {string | null} null where it cannot be compiled
 */
export function ensureSink() {
  const hash = createHash('sha256').update(fs.readFileSync(SOURCE)).digest('hex').slice(0, 12);
  const program = cachePath(`sink-${hash}`);
  if (fs.existsSync(program)) return program;
  // Under another name first: what a run that was stopped left must not pass for a program.
  const unfinished = `${program}.tmp`;
  const { status, stderr } = spawnSync('g++', ['-O2', '-pthread', '-o', unfinished, SOURCE, '-lssl', '-lcrypto'], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    if (stderr) process.stderr.write(stderr);
    return null;
  }
  fs.renameSync(unfinished, program);
  return program;
}

/**
 * A certificate for 127.0.0.1 that nobody else trusts, made anew when it is a day old.
 * @returns {{ certificate: string, key: string } | null} null where there is no openssl
 */
export function ensureCertificate() {
  const files = { certificate: cachePath('sink-certificate.pem'), key: cachePath('sink-key.pem') };
  const madeMs = fs.statSync(files.certificate, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - madeMs < 24 * 3_600_000 && fs.existsSync(files.key)) return files;
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const places = ['-keyout', files.key, '-out', files.certificate];
  const { status } = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3'],
    ...places,
    ...subject,
  ]);
  return status === 0 ? files : null;
}

/**
 * Starts a sink.
 * @param {{ program: string, delayMs?: number, tls?: { certificate: string, key: string } | null }} options `delayMs` is
 * waited before each answer
 * @returns {Promise<import('./servers.mjs').Running>}
 */
export async function startSink({ program, delayMs = 0, tls = null }) {
  const options = ['--delay-ms', String(delayMs), ...(tls === null ? [] : ['--tls', tls.certificate, tls.key])];
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const origin = `${tls === null ? 'http' : 'https'}://127.0.0.1:${await readLine(child)}`;
  const containerUri = `${origin}/${CONTAINER}`;
  const ask = (method, path) => askSink(method, `${origin}${path}`, tls);
  return {
    address: (blobName, rights = ALL_RIGHTS) => {
      const sasToken = `${SAS}&sp=${rights}`;
      return { blobUri: `${containerUri}/${blobName}`, sasToken, containerUri, containerSas: sasToken };
    },
    async usage() {
      const { bytes } = JSON.parse((await ask('GET', '/__stats')).body);
      return { receivedBytes: bytes, cpuSeconds: processCpuSeconds(child.pid) };
    },
    async check(blobName, { sizeBytes }) {
      const { status, headers } = await ask('HEAD', `/${CONTAINER}/${blobName}`);
      const found = status === 200 ? Number(headers['content-length']) : null;
      const isRight = found === sizeBytes;
      return { isRight, says: isRight ? 'size of the blob is right' : `blob of ${found} bytes, not ${sizeBytes}` };
    },
    async stop() {
      const ended = once(child, 'exit');
      kill();
      await ended;
      process.off('exit', kill);
    },
  };
}

async function readLine(child) {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the sink did not start');
}

/** One connection a question: none is left open when the sink is stopped. */
function askSink(method, url, tls) {
  const options = { method, agent: tls === null ? new Agent() : undefined, rejectUnauthorized: false };
  return new Promise((resolve, reject) => {
    const request = (tls === null ? requestPlain : requestTls)(url, options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    request.on('error', reject).end();
  });
}
