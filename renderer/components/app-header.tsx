import { Badge, makeStyles, Subtitle2, Tooltip, tokens } from '@fluentui/react-components';
import { BeakerRegular, MailArrowUpRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { Snapshot } from '../../preload/contract/index.ts';
import { useMessages } from '../format/messages.ts';
import { testIds } from '../test-ids.ts';

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
  },
  brand: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  logo: { fontSize: '24px', display: 'flex', color: tokens.colorBrandForeground1 },
  steps: { flexGrow: 1, display: 'flex', justifyContent: 'center' },
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
      {tenant.kind === 'sandbox' && <SandboxBadge label={tenant.label} />}
    </header>
  );
}

function SandboxBadge({ label }: { readonly label: string }) {
  const messages = useMessages();
  const styles = useStyles();
  return (
    <Tooltip content={`${label}. ${messages.app.sandboxExplanation}`} relationship="description" withArrow>
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
