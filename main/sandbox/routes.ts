import type { z } from 'zod';
import { AppError } from '../../preload/contract/index.ts';
import type { RouteEntry } from './http-server.ts';
import type { MailboxFacts } from './mailboxes.ts';
import type { MailboxAnswer, RequestsAnswer, SasAnswer, TenantAnswer } from './protocol.ts';
import { CreateRequestBody, RenewRequestBody } from './request-record.ts';
import type { RequestService } from './request-service.ts';
import { SasBody } from './sas.ts';

/** What the routes speak for. */
export type TenantParts = {
  readonly requests: RequestService;
  readonly createSas: (request: z.infer<typeof SasBody>) => SasAnswer;
  readonly listMailboxes: () => readonly string[];
  /** @throws AppError importMailboxMissing */
  readonly describeMailbox: (address: string) => MailboxFacts;
};

/** The protocol of the import service. @see protocol.ts */
export function createRoutes({
  requests,
  createSas,
  listMailboxes,
  describeMailbox,
}: TenantParts): readonly RouteEntry[] {
  const tenant = async (): Promise<TenantAnswer> => ({ version: 1, mailboxes: listMailboxes() });
  const act = (work: (id: string) => Promise<void>): RouteEntry['route'] => {
    return async ({ captures }) => {
      await work(captures[0] ?? '');
      return {};
    };
  };
  const mailbox = async (captures: readonly string[]): Promise<MailboxAnswer> => {
    const { baseBytes, ...facts } = describeMailbox(decode(captures[0] ?? ''));
    const arrived = requests.list().filter((request) => request.mailbox === facts.address && !request.isArchive);
    return { ...facts, usedBytes: arrived.reduce((sum, { bytesTransferred }) => sum + bytesTransferred, baseBytes) };
  };
  return [
    { method: 'GET', pattern: /^\/v1\/tenant$/, route: tenant },
    { method: 'POST', pattern: /^\/v1\/sas$/, route: async ({ body }) => createSas(parse(SasBody, body)) },
    { method: 'GET', pattern: /^\/v1\/mailboxes\/([^/]+)$/, route: ({ captures }) => mailbox(captures) },
    {
      method: 'GET',
      pattern: /^\/v1\/requests$/,
      route: async (): Promise<RequestsAnswer> => ({ requests: requests.list() }),
    },
    {
      method: 'POST',
      pattern: /^\/v1\/requests\/([a-z0-9-]+)\/source$/,
      route: async ({ captures, body }) => {
        await requests.renew(captures[0] ?? '', parse(RenewRequestBody, body));
        return {};
      },
    },
    {
      method: 'POST',
      pattern: /^\/v1\/requests$/,
      route: async ({ body }) => ({ requestId: await requests.create(parse(CreateRequestBody, body)) }),
    },
    {
      method: 'GET',
      pattern: /^\/v1\/requests\/([a-z0-9-]+)$/,
      route: ({ captures, query, signal }) => requests.read(captures[0] ?? '', parseSince(query), signal),
    },
    { method: 'POST', pattern: /^\/v1\/requests\/([a-z0-9-]+)\/suspend$/, route: act(requests.suspend) },
    { method: 'POST', pattern: /^\/v1\/requests\/([a-z0-9-]+)\/resume$/, route: act(requests.resume) },
    { method: 'DELETE', pattern: /^\/v1\/requests\/([a-z0-9-]+)$/, route: act(requests.remove) },
  ];
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new AppError('requestInvalid', { field: result.error.issues[0]?.path.join('.') ?? '' });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AppError('requestInvalid', { field: 'path' });
  }
}

function parseSince(query: URLSearchParams): number | null {
  const text = query.get('since');
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
