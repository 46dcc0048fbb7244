import { Badge, Button, makeStyles, Subtitle2, Tooltip, tokens } from '@fluentui/react-components';
import {
  BeakerRegular,
  CloudRegular,
  MailArrowUpRegular,
  PersonArrowRightRegular,
  PlugConnectedRegular,
  PlugDisconnectedRegular,
  ServerRegular,
} from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import type { Snapshot } from '../../preload/contract/index.ts';
import { useMessages } from '../format/messages.ts';
import { testIds } from '../test-ids.ts';

const NARROW = '@media (max-width: 979px)';
const MEDIUM = '@media (min-width: 980px) and (max-width: 1199px)';

const ICONS: Readonly<Record<NonNullable<Snapshot['tenant']['kind']> | 'none', ReactElement>> = {
  sandbox: <BeakerRegular />,
  exchange: <CloudRegular />,
  onPremises: <ServerRegular />,
  purview: <PersonArrowRightRegular />,
  none: <PlugDisconnectedRegular />,
};

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
  end: {
    flexGrow: 1,
    flexBasis: 0,
    minWidth: 'fit-content',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'end',
    gap: tokens.spacingHorizontalS,
  },
  badge: { cursor: 'help' },
  // The name of an organisation can be long, and the steps need the room.
  words: {
    maxWidth: '160px',
    [MEDIUM]: { maxWidth: '84px' },
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

type Props = {
  readonly tenant: Snapshot['tenant'];
  readonly version: string;
  readonly isConnectionOpen: boolean;
  readonly onConnection: () => void;
  readonly children: ReactNode;
};

/** Name of the app, the steps given as children, where mail goes to, and the way to change that. */
export function AppHeader({ tenant, version, isConnectionOpen, onConnection, children }: Props) {
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
      <div className={styles.end}>
        <TenantBadge tenant={tenant} />
        <Button
          appearance={isConnectionOpen ? 'secondary' : 'subtle'}
          icon={<PlugConnectedRegular />}
          aria-pressed={isConnectionOpen}
          data-testid={testIds.connection}
          onClick={onConnection}
        >
          {messages.connection.open}
        </Button>
      </div>
    </header>
  );
}

/** Where mail goes to, in a word or two; the whole of it on hovering. */
function TenantBadge({ tenant: { kind, label } }: Pick<Props, 'tenant'>) {
  const messages = useMessages();
  const styles = useStyles();
  const words = kind === 'sandbox' ? messages.app.sandbox : kind === null ? messages.connection.notSetUp : label;
  const explanation =
    kind === 'sandbox' ? messages.app.sandboxExplanation : messages.connection.badge[kind ?? 'none'](label);
  return (
    <Tooltip content={explanation} relationship="description" withArrow>
      <Badge
        appearance="tint"
        color={kind === 'sandbox' || kind === null ? 'warning' : 'informative'}
        size="large"
        icon={ICONS[kind ?? 'none']}
        tabIndex={0}
        className={styles.badge}
        data-testid={kind === 'sandbox' ? testIds.sandboxBadge : testIds.tenantBadge}
        data-kind={kind ?? ''}
      >
        <span className={styles.words}>
          {words === '' ? messages.connection.ways[kind ?? 'exchange'].short : words}
        </span>
      </Badge>
    </Tooltip>
  );
}
