import type { ServerResponse } from 'node:http';
import type { Refusal } from './block-blob.ts';
import type { StrangeAnswer } from './fault.ts';

/** Refuses a request as the service does; a HEAD has no body. */
export function refuse(response: ServerResponse, { status, code }: Refusal, isHead: boolean): void {
  const body = errorXml(code);
  response.writeHead(status, {
    'content-type': 'application/xml',
    'x-ms-error-code': code,
    'x-ms-request-id': 'scripted-refusal',
    'x-ms-version': '2021-12-02',
  });
  response.end(isHead ? undefined : body);
}

/** Gives an answer of the script. `closes` for one that comes before the body: nothing more is read then. */
export function answerStrangely(response: ServerResponse, answer: StrangeAnswer, closes: boolean): void {
  const { status, code, headers = {}, isStranger = false } = answer;
  const marks = isStranger ? {} : { 'x-ms-request-id': 'scripted-fault', 'x-ms-version': '2021-12-02' };
  const told = code === undefined ? {} : { 'x-ms-error-code': code, 'content-type': 'application/xml' };
  if (isStranger) response.removeHeader('date');
  response.writeHead(status, { ...marks, ...told, ...(closes ? { connection: 'close' } : {}), ...headers });
  response.end(answer.body ?? (code === undefined ? undefined : errorXml(code)));
}

function errorXml(code: string): string {
  const said = `${code} of the scripted store.`;
  return `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${said}</Message></Error>`;
}
