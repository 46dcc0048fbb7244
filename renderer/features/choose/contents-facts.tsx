import { makeStyles, Text, tokens } from '@fluentui/react-components';
import { checkSentence, findingSentence } from '../../../preload/contract/check-sentences.ts';
import type { Contents, FindingCode, HealthCheck, Verdict } from '../../../preload/contract/index.ts';
import { MAX_ITEM_BYTES } from '../../../preload/contract/limits.ts';
import { describeError } from '../../../preload/contract/sentences.ts';
import { NoteLine, type NoteTone } from '../../components/note-line.tsx';
import { type Language, useLanguage } from '../../format/messages.ts';
import { shortText } from '../../format/short-text.ts';
import { testIds } from '../../test-ids.ts';
import { datesText, kindsText } from './folder-words.ts';

/** Names of items or folders that are told one by one; the rest is a number. */
const MAX_NAMED = 3;

const VERDICT_TONES: Readonly<Record<Verdict, NoteTone>> = {
  fine: 'good',
  notClosed: 'info',
  repairFirst: 'warning',
  notPst: 'warning',
  cannotMove: 'warning',
};

/** What does not keep a file from being moved whole. */
const HARMLESS: ReadonlySet<FindingCode> = new Set(['mapDamaged', 'notClosed', 'longer', 'hasPassword', 'overAdvised']);

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  strong: { display: 'block', fontVariantNumeric: 'tabular-nums' },
  quiet: { display: 'block', color: tokens.colorNeutralForeground2 },
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL },
});

/** The condition of a file, what it holds in total, and what of it will not arrive. */
export function ContentsFacts({ contents }: { readonly contents: Contents }) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      <VerdictLine check={contents.check} />
      <Totals contents={contents} />
      <Warnings contents={contents} />
      <Findings check={contents.check} />
    </div>
  );
}

type CheckProps = { readonly check: HealthCheck };

function VerdictLine({ check }: CheckProps) {
  return (
    <NoteLine tone={VERDICT_TONES[check.verdict]} data-testid={testIds.verdict} data-verdict={check.verdict}>
      {checkSentence(check)}
    </NoteLine>
  );
}

/** What the verdict does not say itself. */
function Findings({ check: { findings, verdict } }: CheckProps) {
  return findings
    .filter(({ code }) => code !== verdict)
    .map((finding) => (
      <NoteLine
        key={JSON.stringify(finding)}
        tone={HARMLESS.has(finding.code) ? 'info' : 'warning'}
        data-testid={testIds.finding}
        data-code={finding.code}
      >
        {findingSentence(finding)}
      </NoteLine>
    ));
}

function Totals({ contents }: { readonly contents: Contents }) {
  const language = useLanguage();
  const styles = useStyles();
  const { messages, format } = language;
  const facts = [
    messages.choose.totals(contents.items, contents.folders.length),
    contents.items === 0 ? '' : format.bytes(contents.sizeBytes),
    datesText(contents, language),
    contents.unread === 0 ? '' : messages.choose.unread(format.count(contents.unread)),
  ];
  return (
    <div data-testid={testIds.contentsTotals} data-items={contents.items}>
      <Text weight="semibold" size={200} className={styles.strong}>
        {facts.filter((fact) => fact !== '').join(' · ')}
      </Text>
      <Text size={200} className={styles.quiet}>
        {kindsText(contents, language)}
      </Text>
    </div>
  );
}

function Warnings({ contents }: { readonly contents: Contents }) {
  const language = useLanguage();
  const styles = useStyles();
  const { choose } = language.messages;
  const large = tooLargeNames(contents, language);
  const { problems, tooLarge, tooDeep } = contents;
  return (
    <>
      {tooLarge > 0 && (
        <NoteLine tone="warning" data-testid={testIds.tooLarge}>
          {choose.tooLarge(tooLarge)} <Names names={large} rest={tooLarge - large.length} restText={choose.moreItems} />
        </NoteLine>
      )}
      {tooDeep > 0 && <NoteLine tone="warning">{choose.tooDeep(tooDeep)}</NoteLine>}
      {problems.length > 0 && (
        <NoteLine tone="warning" data-testid={testIds.problem} data-code={problems[0]?.code}>
          {choose.unreadFolders(problems.length)}
          <ul className={styles.list}>
            {problems.slice(0, MAX_NAMED).map((problem) => (
              <li key={JSON.stringify(problem)}>{describeError(problem).title}</li>
            ))}
            {problems.length > MAX_NAMED && <li>{choose.moreFolders(problems.length - MAX_NAMED)}</li>}
          </ul>
        </NoteLine>
      )}
    </>
  );
}

type NamesProps = {
  readonly names: readonly string[];
  readonly rest: number;
  readonly restText: (count: number) => string;
};

function Names({ names, rest, restText }: NamesProps) {
  return <>{[...names, ...(rest > 0 && names.length > 0 ? [restText(rest)] : [])].join(', ')}</>;
}

function tooLargeNames({ largest }: Contents, { messages, format }: Language): readonly string[] {
  return largest
    .filter(({ sizeBytes }) => sizeBytes > MAX_ITEM_BYTES)
    .slice(0, MAX_NAMED)
    .map(({ subject, sizeBytes }) =>
      messages.choose.attachment(
        subject.trim() === '' ? messages.choose.noSubject : shortText(subject),
        format.bytes(sizeBytes),
      ),
    );
}
