import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { COMMAND_NAMES, commandChannel, commands, EVENT_CHANNEL } from '../../preload/contract/index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every property a request may hold, by its place. Ids have a pattern; the rest is what a person types or ticks. */
const REQUEST_PROPERTIES = {
  getSnapshot: [],
  startScan: ['rootIds[]: id', 'isDeep: boolean'],
  cancelScan: [],
  refreshRoots: [],
  listDenied: [],
  getSkipList: [],
  // The one text that may be a path: all it can do is to keep a scan out of a folder.
  setSkipList: ['folders[]: string'],
  exportCandidates: ['format: string'],
  chooseFolder: [],
  inspectCandidate: ['candidateId: id'],
  listMessages: ['folderId: integer', 'offset: integer', 'limit: integer', 'order: string', 'candidateId: id'],
  readMessage: ['candidateId: id', 'messageId: integer'],
  findOverlaps: ['candidateId: id', 'otherIds[]: id'],
  startMigration: [
    'orders[].candidateId: id',
    'orders[].target.mailbox: string',
    'orders[].target.isArchive: boolean',
    'orders[].target.rootFolder: string',
    // Names of folders inside a PST.
    'orders[].target.includeFolders[]: string',
    'orders[].target.excludeFolders[]: string',
  ],
  pauseJob: ['jobId: id'],
  resumeJob: ['jobId: id'],
  cancelJob: ['jobId: id'],
  openMailboxFolder: ['jobId: id'],
  getConnection: [],
  // What a person types into the settings: places without anything that opens them, which the main process takes by itself.
  setConnection: [
    'connection.engine: string',
    'connection.container: string',
    'connection.signIn.kind: string',
    'connection.signIn.account: string',
    'connection.signIn.appId: string',
    'connection.signIn.organization: string',
    'connection.signIn.thumbprint: string',
    'connection.signIn.path: string',
    'connection.environment: string',
    'connection.powerShell: string',
    'connection.usesBrowser: boolean',
    'connection.defaultMailbox: string',
    'connection.connectionUri: string',
    'connection.share: string',
  ],
  takeSecret: ['name: string', 'from: string'],
  forgetSecret: ['name: string'],
  testConnection: ['mailbox: string', 'isArchive: boolean'],
  cancelTest: [],
  openHandover: ['jobId: id'],
} as const;

type JsonSchema = {
  readonly type?: string;
  readonly pattern?: string;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
};

/** The leaves of a schema, as `a.b[]: type`. */
function listProperties(schema: JsonSchema, place = ''): readonly string[] {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return [...new Set(branches.flatMap((inner) => listProperties(inner, place)))];
  if (schema.type === 'array' && schema.items) return listProperties(schema.items, `${place}[]`);
  if (schema.type === 'object') {
    const properties = Object.entries(schema.properties ?? {});
    return properties.flatMap(([name, inner]) => listProperties(inner, place === '' ? name : `${place}.${name}`));
  }
  if (schema.type === 'null') return [];
  return [`${place}: ${schema.pattern === '^[a-z0-9-]{1,64}$' ? 'id' : schema.type}`];
}

test('the window names things by id: none but the settings takes a path or an address, and none a secret', () => {
  const found = Object.fromEntries(
    COMMAND_NAMES.map((name) => {
      const schema = z.toJSONSchema(commands[name].request, { io: 'input', unrepresentable: 'any' });
      return [name, listProperties(schema as JsonSchema)];
    }),
  );
  expect(found).toEqual(REQUEST_PROPERTIES);
});

test('the map and the names of the commands are the same set, each with a channel of its own', () => {
  expect(Object.keys(commands)).toEqual([...COMMAND_NAMES]);
  expect(new Set([...COMMAND_NAMES.map(commandChannel), EVENT_CHANNEL]).size).toBe(COMMAND_NAMES.length + 1);
});

/** Files of a folder whose text holds a word, relative to the project. */
function listFilesWith(word: RegExp, folder: string): readonly string[] {
  const names = readdirSync(`${ROOT}/${folder}`, { recursive: true, encoding: 'utf8' });
  const sources = names.filter((name) => /\.tsx?$/.test(name)).map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
  return sources.filter((name) => word.test(readFileSync(`${ROOT}/${name}`, 'utf8')));
}

test('commands are answered in one place alone', () => {
  expect(listFilesWith(/ipcMain\s*\./, 'main')).toEqual(['main/ipc/register.ts']);
});

test('web preferences are set in one place alone', () => {
  expect(listFilesWith(/webPreferences/, 'main')).toEqual(['main/window/main-window.ts']);
});

test('the preload takes nothing from the contract at run time but names', () => {
  const text = readFileSync(`${ROOT}/preload/index.ts`, 'utf8');
  const imports = [...text.matchAll(/^import (type )?.* from '(.*)';$/gm)].filter((match) => match[1] === undefined);
  expect(imports.map((match) => match[2])).toEqual(['electron', './contract/names.ts']);
});
