import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ConnectionView, SecretName, SecretView } from '../../../preload/contract/index.ts';
import { NoteLine } from '../../components/note-line.tsx';
import { Panel } from '../../components/panel.tsx';
import type { Messages } from '../../format/locales/en.ts';
import { useMessages } from '../../format/messages.ts';
import { secretsOf } from './connection-model.ts';
import { SecretRow } from './secret-row.tsx';

const useStyles = makeStyles({
  panel: { flexShrink: 0 },
  intro: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  list: { margin: 0, padding: 0, listStyleType: 'none' },
});

type Props = { readonly view: ConnectionView; readonly isSaved: boolean };

/** The permissions the kept connection needs; nothing for one that needs none. They can be given under a policy as well, which holds none. */
export function SecretsPanel({ view, isSaved }: Props) {
  const { connection: words } = useMessages();
  const styles = useStyles();
  const names = secretsOf(view.connection);
  if (names.length === 0) return null;
  return (
    <Panel title={words.secrets} className={styles.panel}>
      <div className={styles.intro}>
        <Text className={styles.quiet}>{words.secretsIntro}</Text>
        {!view.canRemember && <NoteLine tone="info">{words.cannotRemember}</NoteLine>}
        {!isSaved && <NoteLine tone="warning">{words.saveFirst}</NoteLine>}
      </div>
      <ul className={styles.list}>
        {names.map((name) => (
          <SecretRow
            key={name}
            secret={secretIn(view, name)}
            wanted={wantedOf(view, name, words)}
            isDisabled={!isSaved}
          />
        ))}
      </ul>
    </Panel>
  );
}

function secretIn({ secrets }: ConnectionView, name: SecretName): SecretView {
  const known = secrets.find((secret) => secret.name === name);
  return known ?? { name, isSet: false, isRemembered: false, sas: null, findings: [] };
}

/** What a permission should allow. That of Purview's own container cannot be made to measure. */
function wantedOf({ connection }: ConnectionView, name: SecretName, words: Messages['connection']): string {
  return connection.engine === 'purview' && name === 'uploadSas'
    ? words.ingestionWanted
    : words.secretWords[name].wanted;
}
