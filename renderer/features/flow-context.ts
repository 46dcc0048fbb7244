import { createContext, type Dispatch, useContext } from 'react';
import type { FlowAction, FlowState } from './flow.ts';

type FlowContextValue = { readonly flow: FlowState; readonly dispatch: Dispatch<FlowAction> };

/** Carries the flow to the steps; set once, around them. */
export const FlowContext = createContext<FlowContextValue | null>(null);

/** The flow and the way to change it. */
export function useFlow(): FlowContextValue {
  const value = useContext(FlowContext);
  if (value === null) throw new Error('no flow around this component');
  return value;
}
