import { Badge, type BadgeProps, makeStyles } from '@fluentui/react-components';
import type { PstHealth } from '../../preload/contract/states.ts';
import { type HealthTone, healthTone } from '../features/find/candidate-model.ts';
import { useMessages } from '../format/messages.ts';

const COLORS: Readonly<Record<HealthTone, NonNullable<BadgeProps['color']>>> = {
  success: 'success',
  warning: 'warning',
  danger: 'danger',
  subtle: 'informative',
};

const useStyles = makeStyles({ root: { whiteSpace: 'nowrap' } });

/** The condition of a file in a word; the full sentence on hovering. */
export function HealthBadge({ health }: { readonly health: PstHealth }) {
  const { label, reason } = useMessages().health[health];
  return (
    <Badge className={useStyles().root} appearance="tint" color={COLORS[healthTone(health)]} title={reason}>
      {label}
    </Badge>
  );
}
