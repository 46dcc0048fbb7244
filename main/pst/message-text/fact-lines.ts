import { isoTime } from '../iso-time.ts';
import type { ItemFactName, PstItemFact } from '../store.ts';
import { cleanText } from './clean-text.ts';

const LABELS: Readonly<Record<ItemFactName, string>> = {
  start: 'Start',
  end: 'End',
  place: 'Where',
  due: 'Due',
  fullName: 'Name',
  jobTitle: 'Job title',
  company: 'Company',
  mailAddress: 'Email',
  businessPhone: 'Business phone',
  mobilePhone: 'Mobile phone',
  homePhone: 'Home phone',
  businessAddress: 'Business address',
  homeAddress: 'Home address',
};

/** More than this in one line is no name and no address. A limit of ours, characters. */
const MAX_VALUE_CHARS = 500;

/** What an item is about as lines such as `Where: Room 1`; times are of UTC, and say so. Empty for no facts. */
export function factLines(facts: readonly PstItemFact[]): string {
  const lines = facts.flatMap(({ name, value }) => {
    const shown = typeof value === 'number' ? timeText(value) : oneLine(value);
    return shown === '' ? [] : [`${LABELS[name]}: ${shown}`];
  });
  return lines.join('\n');
}

function timeText(timeMs: number): string {
  const iso = isoTime(timeMs);
  return iso === null ? '' : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** Postal addresses have several lines. */
function oneLine(text: string): string {
  const lines = cleanText(text, MAX_VALUE_CHARS).text.split('\n');
  const parts = lines.map((line) => line.trim()).filter((line) => line !== '');
  return parts.join(', ');
}
