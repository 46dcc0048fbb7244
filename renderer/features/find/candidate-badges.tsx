import { Badge, type BadgeProps, makeStyles, tokens } from '@fluentui/react-components';
import { testIds } from '../../test-ids.ts';
import type { BadgeKind, CandidateBadge } from './candidate-words.ts';

const COLORS: Readonly<Partial<Record<BadgeKind, NonNullable<BadgeProps['color']>>>> = {
  attached: 'brand',
  owner: 'warning',
  moved: 'success',
};

const useStyles = makeStyles({
  // Badges that do not fit go to a second line, which the height hides: a badge is never cut in half.
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalXS,
    rowGap: '8px',
    height: '20px',
    minWidth: 0,
    overflow: 'hidden',
    alignItems: 'center',
  },
  badge: { maxWidth: '100%', boxSizing: 'border-box' },
  text: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

/** Facts about a file in a line, each in a few words; the rest on hovering. */
export function CandidateBadges({ badges }: { readonly badges: readonly CandidateBadge[] }) {
  const styles = useStyles();
  return (
    <span className={styles.root} title={badges.map(({ label }) => label).join('\n')}>
      {badges.map(({ kind, label, title }) => (
        <Badge
          key={kind}
          className={styles.badge}
          appearance="tint"
          color={COLORS[kind] ?? 'informative'}
          title={`${label}\n${title}`}
          data-testid={testIds.badge(kind)}
        >
          <span className={styles.text}>{label}</span>
        </Badge>
      ))}
    </span>
  );
}
