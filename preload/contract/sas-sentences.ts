import type { ErrorParams } from './errors.ts';
import { redact } from './redact.ts';
import { SAS_FINDINGS, type SasFindingCode, sasRightsText } from './sas.ts';
import type { SasFinding } from './sas-view.ts';

type Fact = ErrorParams[string] | undefined;

/** What one finding about a SAS means and, where there is something to do, what that is. Never shows the signature. */
export function sasFindingSentence({ code, params }: Pick<SasFinding, 'code' | 'params'>): string {
  return SENTENCES[code](params);
}

/** The code of a finding about a SAS, or null for anything else; an error's params know it as `reason`. */
export function sasFindingCode(fact: unknown): SasFindingCode | null {
  return SAS_FINDINGS.find((code) => code === fact) ?? null;
}

const ANEW = 'Ask for a new one';
const WHOLE = 'Copy it again, all of it, from where it was made.';
const FAKE = 'Mail sent there may be lost to a stranger: ask the person who gave it to you, by another way.';

const TEXT_SENTENCES = {
  empty: () => 'There is no SAS: the text is empty. Paste the address with the SAS, or the SAS alone.',
  tooLong: () => 'This is too long for a SAS. Give the one address with the SAS and nothing else.',
  severalLines: () => 'There is more than one line. Give the one address with the SAS and nothing else.',
  accountKey: () =>
    'This is the key of a storage account, not a SAS: it opens everything in the account and never expires. Do not pass it on; have a SAS for one file made instead.',
  notSas: () => `This is not a SAS: it has none of a SAS's fields. ${WHOLE}`,
  addressUnreadable: () => `The address before the question mark cannot be read. ${WHOLE}`,
  copiedFromPage: () =>
    'It was copied from the source of a page: "&amp;" stands where "&" should, and the storage does not take that. Copy the shown text.',
  duplicateParameters: ({ names }) =>
    `It says something twice${inBrackets(names)}; which one counts, the storage decides. ${WHOLE}`,
  unknownParameters: ({ names }) =>
    `It has fields that are not known here${inBrackets(names)}. If it does not work, ask for one without them.`,
  operationParameters: ({ names }) =>
    `The address is that of one request${inBrackets(names)}, not of a file. Remove what is not part of the SAS.`,
} satisfies Sentences;

const ADDRESS_SENTENCES = {
  addressMissing: () =>
    'It is the SAS alone, without the address: where it leads cannot be told. Give the whole address to have that checked as well.',
  addressHttp: () =>
    'The address begins with http: everybody on the way could read the mail and the SAS. Use the same address with https.',
  addressUserInfo: () => `The address has a name or password before the host, as addresses made to deceive do. ${FAKE}`,
  addressPort: ({ port }) =>
    `The address names a port of its own${inBrackets(port)}; Azure's storage has none. ${FAKE}`,
  addressOdd: () =>
    `The address has parts that programs understand differently: backslashes, dots for folders, empty names or a "#". ${WHOLE}`,
  hostIsNumber: ({ host }) =>
    `The address leads to a number, not to a name${inBrackets(host)}: who answers there cannot be checked. ${FAKE}`,
  hostLookAlike: ({ host }) =>
    `The host looks like one of Azure's storage and is not one${inBrackets(host)}. Do not use it. ${FAKE}`,
  hostUnknown: ({ host }) => `The host is none of Azure's blob storage${inBrackets(host)}. ${FAKE}`,
  hostNotAllowed: ({ host }) =>
    `The host is none of those your organisation allows${inBrackets(host)}. Ask your administrator.`,
  hostNotLoopback: ({ host }) => `The trial storage is on this PC, and the address leads elsewhere${inBrackets(host)}.`,
  containerMissing: () => `The address names no container. ${WHOLE}`,
  blobMissing: () =>
    `It is for one file, and the address does not say which. ${ANEW}, with the name of the file in its address.`,
  otherBlob: ({ blob, expected }) =>
    `It is for another file${inBrackets(blob)} than the one to be moved${inBrackets(expected)}; capitals count. ${ANEW} for this file.`,
  otherContainer: ({ container, expected }) =>
    `It is for another container${inBrackets(container)} than the one to be used${inBrackets(expected)}. ${ANEW} for this one.`,
} satisfies Sentences;

const SIGNATURE_SENTENCES = {
  signatureMissing: () => `Its signature is missing, so the storage will refuse it. ${WHOLE}`,
  signatureMalformed: () => `Its signature is cut or changed, so the storage will refuse it. ${WHOLE}`,
  signatureDoubleEncoded: () =>
    'Its signature was encoded twice, as some mail programs and scripts do, so the storage will refuse it. Copy it again from where it was made.',
  signatureUnencoded: () =>
    'Its signature has a plus sign or a space that should be written as %2B. The storage may refuse it; if so, copy it again from where it was made.',
  signedHeaders: () => `It is bound to headers or queries that PST Ferry does not send. ${ANEW} without that.`,
  boundToUser: () =>
    `It works only together with the sign-in of one person, which PST Ferry does not send. ${ANEW} without that.`,
  delegationIncomplete: () => `Some fields of its key are missing, so the storage will refuse it. ${WHOLE}`,
  versionMissing: () => `It does not say which version of the service it was made for, or not in a known way. ${WHOLE}`,
  versionOld: ({ version }) =>
    `It was made for an old version of the service${inBrackets(version)}, which takes only small blocks. ${ANEW} made with a present tool.`,
  mixedKinds: () => `It has fields of different kinds of SAS, so the storage will refuse it. ${WHOLE}`,
} satisfies Sentences;

const RESOURCE_SENTENCES = {
  wholeAccount: () =>
    `It opens the whole storage account, with everyone's mail. ${ANEW} for this one file, and have this one withdrawn.`,
  wholeContainer: ({ container }) =>
    `It is good for every file in the container${inBrackets(container)}, not only for one. Make sure that this is the container you mean, and keep the SAS to yourself; better is one for one file.`,
  wholeDirectory: () => `It opens a whole folder of files. ${ANEW} for this one file.`,
  readOnlyResource: ({ resource }) =>
    `It is for an old state${inBrackets(resource)} of a file, which nothing can be written to. ${ANEW} for the file itself.`,
  resourceUnknown: () => `It does not say what it opens, or not in a known way. ${ANEW} for one file.`,
  servicesMissBlob: () => `It is not for blob storage but for another service of the account. ${ANEW} for one file.`,
  typesMissObject: () => `It does not allow the files themselves, only what they lie in. ${ANEW} for one file.`,
  containerTooWide: ({ rights }) =>
    `It lets its holder do more than is needed in a whole container${rightsInBrackets(rights)}: everyone's mail in it could be read, replaced or deleted. ${ANEW} for one file, and have this one withdrawn.`,
} satisfies Sentences;

const RIGHT_SENTENCES = {
  rightMissing: ({ right }) => `It lacks a right that is needed here${rightsInBrackets(right)}. ${ANEW} that has it.`,
  rightsUnknown: ({ policy }) =>
    `What it allows is set by a policy at the storage${inBrackets(policy)} and cannot be seen. Whoever made it can look it up.`,
  rightsNone: () => `It does not say what it allows, so the storage will refuse it. ${WHOLE}`,
  rightsTooWide: ({ rights }) =>
    `It allows what is not needed and does harm in wrong hands${rightsInBrackets(rights)}. ${ANEW} without that.`,
  rightsUnneeded: ({ rights }) =>
    `It allows more than is needed${rightsInBrackets(rights)}. It can be used; better is one without that.`,
  rightsOrder: () =>
    'Its rights are not in the order the storage asks for, which refuses that. Make it with a tool of Azure, or put them in order before signing.',
  readAdvised: () =>
    'It has no right to read, so only the record on this PC tells what was sent before. Should that be lost, the file is sent again from its start.',
} satisfies Sentences;

const TIME_SENTENCES = {
  expired: ({ expiresAt }) =>
    `It has expired${timeInBrackets(expiresAt)}. ${ANEW}; if it should be valid, check the clock of this PC.`,
  expiresSoon: ({ expiresAt }) => `It expires soon${timeInBrackets(expiresAt)}. Have another ready before that.`,
  livesTooLong: ({ expiresAt, days }) =>
    `It is valid for too long${inBrackets(typeof days === 'number' ? `${days} days` : null)}${timeInBrackets(expiresAt)}; 7 days are enough. ${ANEW} that ends sooner.`,
  livesForYears: ({ expiresAt }) =>
    `It is valid for years${timeInBrackets(expiresAt)}: whoever finds it can use it. ${ANEW} that ends within 7 days, and have this one withdrawn.`,
  noExpiry: () => `It does not say when it ends. ${ANEW} that ends within 7 days.`,
  expiryUnknown: ({ policy }) =>
    `When it ends is set by a policy at the storage${inBrackets(policy)} and cannot be seen. Should it end while a file is sent, you will be asked for another.`,
  notYetValid: ({ startsAt }) =>
    `It is not valid yet${timeInBrackets(startsAt)}. Wait until then, or check the clock of this PC.`,
  startsJustNow: ({ startsAt }) =>
    `It has just become valid${timeInBrackets(startsAt)}. Clocks differ by minutes: should the storage refuse it, wait a quarter of an hour.`,
  timesReversed: () => `It ends before it begins, so it is never valid. ${ANEW}.`,
  timeUnreadable: ({ field }) =>
    `The time of its ${field === 'start' ? 'beginning' : 'end'} cannot be read, so the storage will refuse it. ${WHOLE}`,
  keyExpiresFirst: ({ expiresAt }) =>
    `The key it was signed with ends sooner than it says${timeInBrackets(expiresAt)}, and it ends with the key.`,
  httpAllowed: () =>
    `It may be used without encryption: on the way, others could read it and use it. ${ANEW} that allows https alone.`,
  protocolUnknown: () => `It does not allow https in a known way. ${ANEW} that allows https alone.`,
  addressRange: ({ range }) =>
    `It works only from some addresses of the internet${inBrackets(range)}. From another network the storage will refuse it.`,
  storedPolicy: ({ policy }) =>
    `It hangs on a policy at the storage${inBrackets(policy)}: whoever changes or deletes that changes or ends the SAS.`,
} satisfies Sentences;

type Sentences = { readonly [code in SasFindingCode]?: (params: ErrorParams) => string };

const SENTENCES: Readonly<Record<SasFindingCode, (params: ErrorParams) => string>> = {
  ...TEXT_SENTENCES,
  ...ADDRESS_SENTENCES,
  ...SIGNATURE_SENTENCES,
  ...RESOURCE_SENTENCES,
  ...RIGHT_SENTENCES,
  ...TIME_SENTENCES,
};

/** Longest fact a sentence quotes, characters. */
const MAX_FACT = 120;

function inBrackets(fact: Fact): string {
  if (typeof fact === 'number') return ` (${fact})`;
  if (typeof fact !== 'string' || fact === '') return '';
  const text = redact(fact.split(/[\r\n]/, 1)[0] ?? '');
  return ` (${text.length > MAX_FACT ? `${text.slice(0, MAX_FACT)}…` : text})`;
}

function rightsInBrackets(letters: Fact): string {
  return typeof letters === 'string' && letters !== '' ? inBrackets(sasRightsText(letters)) : '';
}

function timeInBrackets(iso: Fact): string {
  return typeof iso === 'string' ? ` (${sasTimeText(iso)})` : '';
}

/** A time as it is shown: `2026-11-23 18:30 UTC`. */
export function sasTimeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
