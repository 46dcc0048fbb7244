import { expect, it } from 'vitest';
import { findingNote, keptText, secretFacts } from '../../../../../renderer/features/connection/secret-words.ts';
import { createLanguage } from '../../../../../renderer/format/messages.ts';
import { missingSecret, sampleSas, sampleSecret } from '../../../../support/renderer/sample-connections.ts';

const language = createLanguage(['en-GB']);
const NOW = '2026-05-04T12:00:00.000Z';
const facts = (change: Parameters<typeof sampleSas>[0]) =>
  secretFacts(sampleSecret('uploadSas', { sas: sampleSas(change) }), NOW, language);

it('says that a permission is not given', () => {
  expect(secretFacts(missingSecret('uploadSas'), NOW, language)).toEqual(['Not given yet']);
});

it('says what a permission opens, what it allows and until when', () => {
  expect(facts({ rights: 'rcw', expiresAt: null })).toEqual([
    'contoso.blob.core.windows.net, container pst',
    'Allows: read, create, write',
  ]);
});

it('says whether its time is over', () => {
  const words = ['2026-05-04T11:59:00.000Z', '2026-05-04T12:01:00.000Z'].map((expiresAt) =>
    facts({ expiresAt }).at(-1),
  );
  expect(words.map((word) => word?.split(' ')[0])).toEqual(['Ended', 'Good']);
});

it('names the policy that sets what it allows', () => {
  expect(facts({ rights: null, policy: 'ingestion', expiresAt: null })[1]).toBe(
    'What it allows is set by the policy ingestion at the storage',
  );
});

it('says no more of a password than that it is there', () => {
  expect(secretFacts(sampleSecret('certificatePassword', { sas: null }), NOW, language)).toEqual(['Given']);
});

it('says how long a permission is kept', () => {
  const views = [
    missingSecret('importSas'),
    ...[true, false].map((isRemembered) => sampleSecret('importSas', { isRemembered })),
  ];
  expect(views.map((view) => keptText(view, language))).toEqual([
    null,
    "Kept by the system's keystore",
    'Kept until the app is closed',
  ]);
});

it.each([
  ['refuse', 'warning'],
  ['warn', 'warning'],
  ['note', 'quiet'],
] as const)('shows a finding of level %s as %s', (level, tone) => {
  const note = findingNote({ level, code: 'expiresSoon', params: {} });
  expect([note.tone, note.text.startsWith('It expires soon')]).toEqual([tone, true]);
});
