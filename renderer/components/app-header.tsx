import { Badge, makeStyles, Subtitle2, Tooltip, tokens } from '@fluentui/react-components';
import { BeakerRegular, MailArrowUpRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Snapshot } from '../../preload/contract/index.ts';
import { useMessages } from '../format/messages.ts';
import { testIds } from '../test-ids.ts';

const NARROW = '@media (max-width: 859px)';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalXS,
    minHeight: '56px',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXXL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    boxSizing: 'border-box',
    flexShrink: 0,
  },
  brand: {
    flexGrow: 1,
    flexBasis: 0,
    whiteSpace: 'nowrap',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
  },
  logo: { fontSize: '24px', display: 'flex', color: tokens.colorBrandForeground1 },
  // In a narrow window the steps take a line of their own.
  steps: { display: 'flex', justifyContent: 'center', [NARROW]: { order: 1, width: '100%' } },
  end: { flexGrow: 1, flexBasis: 0, display: 'flex', justifyContent: 'end' },
  badge: { cursor: 'help' },
});

type Props = { readonly tenant: Snapshot['tenant']; readonly version: string; readonly children: ReactNode };

/** Name of the app, the steps given as children, and a plain word when mail goes to the practice tenant. */
export function AppHeader({ tenant, version, children }: Props) {
  const messages = useMessages();
  const styles = useStyles();
  return (
    <header className={styles.root}>
      <div className={styles.brand} title={messages.app.version(version)}>
        <span className={styles.logo} aria-hidden>
          <MailArrowUpRegular />
        </span>
        <Subtitle2>{messages.app.name}</Subtitle2>
      </div>
      <div className={styles.steps}>{children}</div>
      <div className={styles.end}>{tenant.kind === 'sandbox' && <SandboxBadge />}</div>
    </header>
  );
}

function SandboxBadge() {
  const messages = useMessages();
  const styles = useStyles();
  return (
    <Tooltip content={messages.app.sandboxExplanation} relationship="description" withArrow>
      <Badge
        appearance="tint"
        color="warning"
        size="large"
        icon={<BeakerRegular />}
        tabIndex={0}
        className={styles.badge}
        data-testid={testIds.sandboxBadge}
      >
        {messages.app.sandbox}
      </Badge>
    </Tooltip>
  );
}
