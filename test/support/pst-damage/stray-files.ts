import { type DamageKind, REPAIR, seedOf } from './damage-kind.ts';
import { createRandom } from './random.ts';

/** Files that are no PST at all, whatever they are called. */
export const STRAY_FILES: readonly DamageKind[] = [
  ...Object.entries(strays()).map(
    ([name, apply]): DamageKind => ({ name: `no PST: ${name}`, apply, verdicts: ['notPst'] }),
  ),
  {
    // Its mark is right, and what else it should be lies in what may well be damaged: a repair will tell.
    name: 'no PST: a text that begins like one',
    apply: () => Buffer.from(`!BDN${' but nothing behind it'.repeat(99)}`),
    verdicts: REPAIR,
  },
];

function strays(): Readonly<Record<string, (source: Buffer) => Buffer>> {
  return {
    'an archive with the PST inside': (source) => Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), source]),
    'an empty archive': () => Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]),
    'a text': () => Buffer.from('Dear Ann,\r\n\r\nthe file you want is on the other drive.\r\n'.repeat(50)),
    'a text of two-byte letters': () => Buffer.from(`\ufeff${'Where is the mail?\r\n'.repeat(99)}`, 'utf16le'),
    'a page of the web': () => Buffer.from(`<!doctype html><title>404</title>${'<p>Not found</p>'.repeat(200)}`),
    'a mailbox of letters': () => Buffer.from('From ann@contoso.example Mon Jan  1 00:00:00 2015\n'.repeat(80)),
    'a document': () => Buffer.concat([Buffer.from('%PDF-1.7\n%âãÏÓ\n'), createRandom(seedOf('pdf')).bytes(5000)]),
    'a picture': () => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), createRandom(seedOf('png')).bytes(5000)]),
    'a program': () => Buffer.concat([Buffer.from('MZ\u0090\0', 'latin1'), createRandom(seedOf('exe')).bytes(5000)]),
    'a database': () => Buffer.from(`SQLite format 3\0${'\0\u0001'.repeat(2000)}`, 'latin1'),
    'zeros of the same length': (source) => Buffer.alloc(source.length),
    'ones of the same length': (source) => Buffer.alloc(source.length, 0xff),
    'random bytes': () => createRandom(seedOf('random file')).bytes(20_000),
    'one byte': () => Buffer.from('!'),
    'the PST without its first page': (source) => Buffer.from(source.subarray(512)),
    'the PST with a byte before it': (source) => Buffer.concat([Buffer.from(' '), source]),
    'the PST backwards': (source) => Buffer.from(source).reverse(),
    'the PST with bytes exchanged in pairs': (source) => Buffer.from(source.subarray(0, source.length & ~1)).swap16(),
    'the PST with every byte turned over': (source) => Buffer.from(source.map((byte) => ~byte)),
    'the PST as text': (source) => Buffer.from(source.subarray(0, 10_000).toString('base64')),
    'the PST behind a head of zeros': (source) => Buffer.from(source).fill(0, 0, 4096),
  };
}
