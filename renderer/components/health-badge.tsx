import { Badge, type BadgeProps, makeStyles } from '@fluentui/react-components';
import type { CandidateView } from '../../preload/contract/index.ts';
import { type HealthTone, healthTone } from '../features/find/candidate-model.ts';
import { conditionOf } from '../features/find/candidate-words.ts';
import { useMessages } from '../format/messages.ts';

const COLORS: Readonly<Record<HealthTone, NonNullable<BadgeProps['color']>>> = {
  success: 'success',
  warning: 'warning',
  danger: 'danger',
  subtle: 'informative',
};

const useStyles = makeStyles({ root: { whiteSpace: 'nowrap' } });

/** The condition of a file in a word; the full sentence on hovering. */
export function HealthBadge({ candidate }: { readonly candidate: Pick<CandidateView, 'health' | 'kind'> }) {
  const messages = useMessages();
  const { health } = candidate;
  return (
    <Badge
      className={useStyles().root}
      appearance="tint"
      color={COLORS[healthTone(health)]}
      title={conditionOf(candidate, messages)}
    >
      {messages.health[health].label}
    </Badge>
  );
}
